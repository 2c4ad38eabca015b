"""The invented course, built by MkDocs in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.support.building import build_here
from tests.site.support.course import DAY, INVENTED, copy_course


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the invented course."""
    return copy_course(INVENTED, tmp_path_factory.mktemp("plugin") / "course")


@pytest.fixture(scope="session")
def built(course: Path) -> Path:
    """The invented course's site early in the term, as files."""
    return build_here(course, DAY.isoformat())

"""The invented course, checked once and written for two days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursewright.math.engine import MathEngine
from coursewright.site import Site
from tests.site.support.course import INVENTED, LATER, copy_course, site_of


@pytest.fixture(scope="session")
def engine() -> Iterator[MathEngine]:
    """What turns formulas into MathML, for all tests of a run."""
    with MathEngine() as engine:
        yield engine


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the invented course."""
    return copy_course(INVENTED, tmp_path_factory.mktemp("invented") / "course")


@pytest.fixture(scope="session")
def site(folder: Path, engine: MathEngine) -> Site:
    """The invented course's site early in the term."""
    return site_of(folder, engine)


@pytest.fixture(scope="session")
def later_site(folder: Path, engine: MathEngine) -> Site:
    """The invented course's site after the term."""
    return site_of(folder, engine, LATER)

"""An engine for the tests, installed if this environment lacks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursewright.math import install
from coursewright.math.engine import MathEngine


@pytest.fixture(scope="session", autouse=True)
def _installed() -> None:
    install.install()


@pytest.fixture(scope="session")
def engine() -> Iterator[MathEngine]:
    """One engine for all tests that do not look at its process."""
    with MathEngine() as shared:
        yield shared


@pytest.fixture
def absent(tmp_path: Path) -> Iterator[MathEngine]:
    """An engine in an environment without Temml."""
    with MathEngine(installed=tmp_path / "nothing") as lone:
        yield lone

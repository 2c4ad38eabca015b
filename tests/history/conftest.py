"""What the tests of the history share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coursewright.math.engine import MathEngine


@pytest.fixture(scope="session")
def engine() -> Iterator[MathEngine]:
    """What turns formulas into MathML, for all tests of a run."""
    with MathEngine() as engine:
        yield engine

"""How many examples a property takes, and what a search for them may not complain of."""

from __future__ import annotations

from typing import Final

from hypothesis import HealthCheck, settings

USUAL: Final = 100
TOO_SLOW: Final = (HealthCheck.too_slow,)
"""Never a reason to fail: a busy machine draws examples slowly, too."""
IN_ONE_FOLDER: Final = (*TOO_SLOW, HealthCheck.function_scoped_fixture)
"""For a property whose examples share what a fixture made, and know it."""


def examples(number: int) -> int:
    """Return ``number``, as many times as the profile wants more examples than usual."""
    return max(1, number * settings().max_examples // USUAL)

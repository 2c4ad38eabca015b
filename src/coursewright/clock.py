"""What a build is told from outside: its one clock, whether it is a preview, what it may run.

It imports nothing of the rest, so that a command that only starts a host is there at once.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

VARIABLE = "COURSEWRIGHT_NOW"
PREVIEW_VARIABLE = "COURSEWRIGHT_PREVIEW"
RUN_VARIABLE, GPU_VARIABLE = "COURSEWRIGHT_RUN", "COURSEWRIGHT_GPU"
LIGHT, NO_RUN = "light", "no"
"""What ``COURSEWRIGHT_RUN`` may say."""


class NoMomentError(ValueError):
    """What should say the moment of the build is neither a day nor a moment."""


def read_now(text: str | None = None) -> datetime:
    """Return the moment that a build takes for now.

    ``text`` or else the environment's ``COURSEWRIGHT_NOW`` is ISO 8601; a day alone means its
    start, and without an offset the moment is the course's to place. Without either it is the
    machine's clock.

    Raises:
        NoMomentError: the text is not a date or a moment.

    """
    given = text or os.environ.get(VARIABLE)
    if not given:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        source = "" if text else f" ({VARIABLE})"
        message = f"'{given}'{source} is no moment; write 2018-01-24T09:30-05:00"
        raise NoMomentError(message) from None


def read_preview() -> bool:
    """Tell whether the environment's ``COURSEWRIGHT_PREVIEW`` asks for a preview: ``1``."""
    return os.environ.get(PREVIEW_VARIABLE, "0") not in {"", "0"}


def gpu_asked() -> bool:
    """Tell whether the environment's ``COURSEWRIGHT_GPU`` asks for heavy demos at full scale."""
    return os.environ.get(GPU_VARIABLE, "").lower() in ("1", "true", "yes", "on")


def measured_now() -> datetime:
    """Return the moment of the machine's clock, whatever a build takes for now.

    When a notebook ran is a fact of that run, and no choice of who builds the site.
    """
    return datetime.now(UTC).replace(microsecond=0)

"""How long tests wait for what must come: only a hang is as long on any machine."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 600.0
"""Seconds. It proves nothing about speed; it ends a test that would never end."""
_INTERVAL = 0.05


def until(condition: Callable[[], bool]) -> None:
    """Wait until ``condition`` holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            message = f"nothing came within {PATIENCE:g} seconds"
            raise TimeoutError(message)
        time.sleep(_INTERVAL)

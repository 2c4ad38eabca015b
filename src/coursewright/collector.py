"""The collector of cycles, off where it could find none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Make what lives as long as the process, or nearly, without looking for cycles among it.

    Each search walks through all that was made before: at 10,000 sessions this took more than
    half of the time. What is there at the end is left out of later searches.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()

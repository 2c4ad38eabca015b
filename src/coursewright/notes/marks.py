"""Marks that stand in the text for what the page makes itself: formulas, references, figures.

Pandoc carries them through as words. Private characters enclose them, which are taken out of
the notes first, so that nobody can write one.
"""

from __future__ import annotations

import re
from typing import Final

OPEN, CLOSE = "\ue000", "\ue001"
MARK: Final = re.compile(f"{OPEN}([A-Za-z])(\\d+){CLOSE}")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")


def mark(kind: str, index: int) -> str:
    """Return the mark for the thing of a kind with this index."""
    return f"{OPEN}{kind}{index}{CLOSE}"


def unmarked(text: str) -> str:
    """Return the text of an author without private characters."""
    return _PRIVATE.sub("\ufffd", text)

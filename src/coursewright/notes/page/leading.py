"""The mark that a paragraph, an item or a heading begins with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coursewright.notes.marks import MARK
from coursewright.notes.pandoc import Json

LEADING: Final = re.compile(rf"^\s*{MARK.pattern}")


def text_of(inlines: Sequence[Json]) -> str:
    """Return the text that inlines begin with, for the mark that may stand there."""
    for inline in inlines:
        if inline.get("t") == "Str":
            return str(inline["c"])
        if inline.get("t") not in {"Space", "SoftBreak"}:
            return ""
    return ""


def without_mark(inlines: Sequence[Json]) -> list[Json]:
    """Return inlines without the mark that they begin with."""
    rest = list(inlines)
    while rest and rest[0].get("t") in {"Space", "SoftBreak"}:
        rest.pop(0)
    text = LEADING.sub("", rest[0]["c"]) if rest and rest[0].get("t") == "Str" else ""
    rest = [{"t": "Str", "c": text}, *rest[1:]] if text else rest[1:]
    while rest and rest[0].get("t") in {"Space", "SoftBreak", "LineBreak"}:
        rest.pop(0)
    return rest

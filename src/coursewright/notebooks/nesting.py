"""How deep HTML is nested: the renderer walks its tree by recursion, and would give up."""

from __future__ import annotations

from html.parser import HTMLParser

MAX_DEPTH = 150
"""Open elements at most; a page of a course has about ten."""

_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "source", "wbr", "col"})


def is_too_deep(html: str) -> bool:
    """Tell whether some element stands within more than ``MAX_DEPTH`` others."""
    counter = _Depth()
    counter.feed(html)
    return counter.deepest > MAX_DEPTH


class _Depth(HTMLParser):
    """Counts elements as the renderer nests them: those never closed stay open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go one deeper, unless the element cannot have content."""
        del attrs
        if tag not in _VOID:
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Stay: the element ends where it begins."""

    def handle_endtag(self, tag: str) -> None:
        """Close the last element of this name, and whatever is open within it."""
        if self.deepest <= MAX_DEPTH and tag in self.open:
            while self.open.pop() != tag:
                pass

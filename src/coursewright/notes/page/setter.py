"""What the writer of a page asks of what sets the marks."""

from __future__ import annotations

from typing import Protocol


class Setter(Protocol):
    """Sets what stands in the text as a mark, and the frames that marks begin."""

    def inline(self, kind: str, index: int) -> str:
        """Return the HTML of a part that stands in a line."""

    def block(self, kind: str, index: int) -> str | None:
        """Return the HTML of a part that stands by itself, or None for one of a line."""

    def frame(self, kind: str, inside: str, first: tuple[str, int] | None) -> str:
        """Return a frame around ``inside``; ``first`` is the mark that it begins with."""

    def heading(self, index: int, words: str) -> str:
        """Return a heading."""

    def link(self, target: str, words: str) -> str:
        """Return a link."""

    def line(self, index: int, words: str) -> str:
        """Return a line of an algorithm."""

    def item(self, index: int) -> tuple[str, str]:
        """Return the label of an item as HTML, and its attributes."""

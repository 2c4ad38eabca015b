"""The nodes of a YAML text: every scalar stays text, every node knows its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yaml.events import Event, ScalarEvent

from coursewright.diagnostics import Span


class Node:
    """A stretch of YAML: text, a sequence or a mapping."""

    __slots__ = ("_end", "_start", "file")

    def __init__(self, file: str, event: Event) -> None:
        """Stand where the event does."""
        self.file = file
        # The stubs allow an event without marks; the parser makes none.
        self._start: Any = event.start_mark
        self._end: Any = event.end_mark

    def close(self, event: Event) -> None:
        """Reach to the end of ``event``."""
        self._end = event.end_mark

    @property
    def span(self) -> Span:
        """Where the node stands in its file."""
        start, end = self._start, self._end
        return Span(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    @property
    def start(self) -> int:
        """How many characters of the text stand before the node."""
        return int(self._start.index)

    @property
    def end(self) -> int:
        """How many characters of the text stand before its end.

        The parser sees the end of a collection in block style, and of a text in block style, only
        at what comes after the blank lines and comments below it.
        """
        return int(self._end.index)


class Scalar(Node):
    """A piece of text as it was written, without its quotes."""

    __slots__ = ("plain", "text")

    def __init__(self, file: str, event: ScalarEvent) -> None:
        """Take the text of a scalar event."""
        # Most nodes are scalars: without the call to the base a large file is read sooner.
        self.file = file
        self._start = event.start_mark
        self._end = event.end_mark
        self.text: str = event.value
        # The C parser says "" where the one in Python says None.
        self.plain: bool = not event.style

    @property
    def offsets(self) -> tuple[int, int]:
        """Where it begins and ends in its file, in characters from 0, its quotes with it."""
        return self._start.index, self._end.index

    @property
    def empty(self) -> bool:
        """Tell whether nothing was written: ``key:`` or ``key: ~``."""
        return self.plain and self.text in {"", "~", "null"}


class Sequence(Node):
    """A list of nodes."""

    __slots__ = ("items",)

    def __init__(self, file: str, event: Event) -> None:
        """Start an empty list where the event stands."""
        super().__init__(file, event)
        self.items: list[Node] = []


class Mapping(Node):
    """Keys and values in the order of the file; the first of two equal keys stays."""

    __slots__ = ("entries", "keys")

    def __init__(self, file: str, event: Event) -> None:
        """Start an empty mapping where the event stands."""
        super().__init__(file, event)
        self.keys: dict[str, Scalar] = {}
        self.entries: dict[str, Node] = {}

    def span_of(self, *path: str | int) -> Span:
        """Return the span of the node that ``path`` leads to, as far as it can be followed.

        Without a path, and for a missing key, this is the span of the mapping's first key.
        """
        node: Node = self
        for step in path:
            inner = _step(node, step)
            if inner is None:
                break
            node = inner
        if isinstance(node, Mapping) and node.keys:
            return next(iter(node.keys.values())).span
        return node.span


def _step(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.entries.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def mappings_below(root: Node) -> Iterator[Mapping]:
    """Yield every mapping in ``root``, itself among them, in no order that means anything."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        # Most nodes are scalars.
        if isinstance(node, Scalar):
            continue
        if isinstance(node, Mapping):
            yield node
            waiting += node.entries.values()
        elif isinstance(node, Sequence):
            waiting += node.items

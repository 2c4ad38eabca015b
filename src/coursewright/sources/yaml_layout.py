"""On which lines the nodes of a YAML text in block style stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coursewright.diagnostics import Span
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence

_LEAD = re.compile(r"[ \t]*(?:-[ \t]+)*")


class NotInBlockStyleError(ValueError):
    """A place whose lines cannot be told apart from others; ``reason`` says why."""

    def __init__(self, reason: str, span: Span) -> None:
        """Say why, and where."""
        super().__init__(reason)
        self.reason = reason
        self.span = span


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines of a text whose nodes are known. Offsets count its characters."""

    text: str

    def line_start(self, offset: int) -> int:
        """Return where the line of ``offset`` begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def next_line(self, offset: int) -> int:
        """Return where the line after that of ``offset`` begins, or the end of the text."""
        found = self.text.find("\n", offset)
        return found + 1 if found >= 0 else len(self.text)

    def is_blank(self, start: int) -> bool:
        """Tell whether the line that begins at ``start`` is there and holds nothing."""
        return start < len(self.text) and not self.text[start : self.next_line(start)].strip()

    def blanks_before(self, start: int) -> int:
        """Return where the blank lines right above the line at ``start`` begin."""
        while start > 0 and self.is_blank(self.line_start(start - 1)):
            start = self.line_start(start - 1)
        return start

    def blanks_after(self, start: int) -> int:
        """Return where the blank lines end that begin at ``start``."""
        while self.is_blank(start):
            start = self.next_line(start)
        return start

    def comments_before(self, start: int, indent: int) -> int:
        """Return where the comments right above the line at ``start`` begin.

        One that is indented further belongs to what stands above it.
        """
        while start > 0:
            above = self.line_start(start - 1)
            line = self.text[above:start]
            if not line.lstrip().startswith("#") or line.index("#") > indent:
                break
            start = above
        return start

    def content_end(self, node: Node) -> int:
        """Return where the last character of a node is behind, without what follows it."""
        if self.is_flow(node):
            return node.end
        if isinstance(node, Scalar):
            block = self.text[node.start : node.start + 1] in {"|", ">"} and not node.plain
            return len(self.text[: node.end].rstrip()) if block else node.end
        inner = node.items if isinstance(node, Sequence) else self._entries(node)
        return max(map(self.content_end, inner), default=node.end)

    @staticmethod
    def _entries(node: Node) -> list[Node]:
        if not isinstance(node, Mapping):
            return []
        return [*node.keys.values(), *node.entries.values()]

    def is_flow(self, node: Node) -> bool:
        """Tell whether a collection stands between brackets."""
        return not isinstance(node, Scalar) and self.text[node.start : node.start + 1] in "[{"

    def require_own(self, node: Node, parent: Node, step: str | int) -> None:
        """Make sure that a node is written where it is used, and is nobody's anchor.

        Raises:
            NotInBlockStyleError: it is an alias, or has an anchor or a tag.

        """
        known = parent.keys if isinstance(parent, Mapping) and isinstance(step, str) else {}
        earliest = known[str(step)].end if known else parent.start
        if not earliest <= node.start <= parent.end:
            reason = "it stands for something written elsewhere ('*alias')"
            raise NotInBlockStyleError(reason, known[str(step)].span if known else parent.span)
        if self.text[node.start : node.start + 1] in {"&", "!", "*"} and not (
            isinstance(node, Scalar) and node.start == node.end
        ):
            reason = "it has an anchor or a tag"
            raise NotInBlockStyleError(reason, node.span)

    def require_block(self, node: Node) -> None:
        """Make sure that a collection is in block style.

        Raises:
            NotInBlockStyleError: it stands between brackets.

        """
        if self.is_flow(node):
            reason = "it stands between brackets; write it as lines, one entry each"
            raise NotInBlockStyleError(reason, node.span)

    def entry_line(self, mapping: Mapping, key: str) -> int:
        """Return where the line of a mapping's key begins, dashes before the key included.

        Raises:
            NotInBlockStyleError: something else stands before the key.

        """
        self.require_block(mapping)
        start = self.line_start(mapping.keys[key].start)
        lead = self.text[start : mapping.keys[key].start]
        first = next(iter(mapping.keys)) == key
        if not _LEAD.fullmatch(lead) or (lead.strip() and not first):
            reason = "something else than its indentation stands before this key"
            raise NotInBlockStyleError(reason, mapping.keys[key].span)
        return start

    def item_line(self, sequence: Sequence, index: int) -> int:
        """Return where the line with the dash of an item begins.

        Raises:
            NotInBlockStyleError: the dash does not begin its line.

        """
        self.require_block(sequence)
        start = self.line_start(sequence.items[index].start)
        dash = sequence.span.column - 1
        while True:
            line = self.text[start : self.next_line(start)]
            if line[dash : dash + 1] == "-" and not line[:dash].strip():
                return start
            if start == 0 or (line[:dash].strip(" \t-#") and not line.lstrip().startswith("#")):
                reason = "the dash of this item does not begin its line"
                raise NotInBlockStyleError(reason, sequence.items[index].span)
            start = self.line_start(start - 1)

"""The smallest change of a YAML text: one line, one value, one item; nothing else is touched.

Edits work on nodes that have been read with their places, in block style. After them the text is
read again and must say exactly what was meant: what cannot be done safely is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Items
from dataclasses import dataclass

from coursewright.diagnostics import Report, Rule, Severity, Span
from coursewright.sources.raw_text import RawText, Replacement
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence, read_yaml
from coursewright.sources.yaml_layout import Layout, NotInBlockStyleError
from coursewright.sources.yaml_scalar import write_scalar

NOT_EDITABLE = Rule(
    "E001",
    Severity.ERROR,
    """A command cannot change this place of a YAML file.

    Commands change single lines and leave all others as they are, to the byte. That is safe
    where each entry has lines of its own; between brackets, beside an anchor or an alias, and in
    a text of several lines it is not, so nothing is written.

    Bad:
        - {id: s05, kind: lecture, title: Momentum}
    Good:
        - id: s05
          kind: lecture
          title: Momentum
    """,
)
EDIT_RULES = (NOT_EDITABLE,)

Path = tuple[str | int, ...]
"""Keys of mappings and indices of sequences, from the root to a node."""


@dataclass(frozen=True, slots=True)
class SetValue:
    """Another text for the scalar at ``path``, with the quotes that it has."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class AddKey:
    """A line ``key: text`` in the mapping at ``path``, below the entry ``after``."""

    path: Path
    key: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class RemoveKey:
    """The mapping at ``path`` without the entry ``key``."""

    path: Path
    key: str


@dataclass(frozen=True, slots=True)
class InsertItem:
    """A new mapping before the item ``index`` of the sequence at ``path``, or at its end."""

    path: Path
    index: int
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RemoveItem:
    """The sequence at ``path`` without the item ``index``, which is not the only one."""

    path: Path
    index: int


Edit = SetValue | AddKey | RemoveKey | InsertItem | RemoveItem


def edit_yaml(raw: RawText, file: str, edits: Items[Edit], report: Report) -> RawText | None:
    """Return the file with all ``edits``, whose paths are those of ``raw``; None if it cannot be.

    Comments, order, blank lines, indentation, ends of lines and every line without an edit stay
    as they are. What cannot be done is reported.
    """
    root = read_yaml(raw.text, file, report)
    if root is None:
        return None
    editor = _Editor(Layout(raw.text), root)
    try:
        changed = raw.replaced(list(map(editor.replacement, edits)))
    except NotInBlockStyleError as error:
        message = f"no command can change this place: {error.reason}"
        report(NOT_EDITABLE(message, error.span, "change it by hand"))
        return None
    again = read_yaml(changed.text, file, lambda _: None)
    if again is None or _said(again) != _said(root, (), edits):
        span = editor.node(edits[0].path).span if edits else Span(file)
        report(NOT_EDITABLE("no command can change this place safely", span, "change it by hand"))
        return None
    return changed


@dataclass(frozen=True, slots=True)
class _Editor:
    layout: Layout
    root: Mapping

    def node(self, path: Path) -> Node:
        """Return the node at ``path``; each on the way is written where it is used."""
        node: Node = self.root
        for step in path:
            inner = _child(node, step)
            self.layout.require_own(inner, node, step)
            node = inner
        return node

    def replacement(self, edit: Edit) -> Replacement:
        node = self.node(edit.path)
        if isinstance(edit, SetValue) and isinstance(node, Scalar):
            return self._value(node, edit)
        if isinstance(edit, AddKey) and isinstance(node, Mapping):
            return self._new_key(node, edit)
        if isinstance(edit, RemoveKey) and isinstance(node, Mapping):
            return self._without_key(node, edit.key)
        if isinstance(edit, InsertItem) and isinstance(node, Sequence):
            return self._new_item(node, edit)
        if isinstance(edit, RemoveItem) and isinstance(node, Sequence):
            return self._without_item(node, edit.index)
        message = f"{edit} does not fit the {type(node).__name__} at {node.span}"
        raise TypeError(message)

    def _value(self, node: Scalar, edit: SetValue) -> Replacement:
        written = self.layout.text[node.start : node.end]
        if written[:1] in {"|", ">"} or "\n" in written or node.start == node.end:
            reason = "it is not a text on one line"
            raise NotInBlockStyleError(reason, node.span)
        quote = "" if node.plain else written[0]
        in_flow = any(
            self.layout.is_flow(self.node(edit.path[:length])) for length in range(len(edit.path))
        )
        return Replacement(node.start, node.end, write_scalar(edit.text, quote, in_flow=in_flow))

    def _new_key(self, node: Mapping, edit: AddKey) -> Replacement:
        self.layout.entry_line(node, edit.after)
        column = next(iter(node.keys.values())).span.column
        line = f"{' ' * (column - 1)}{edit.key}: {write_scalar(edit.text)}"
        return self._line_below(self._entry_end(node, edit.after), line)

    def _line_below(self, end: int, lines: str) -> Replacement:
        """Put lines below the one in which something ends, though it be the file's last."""
        at = self.layout.next_line(end)
        last = self.layout.text[at - 1 : at] != "\n"
        return Replacement(at, at, f"\n{lines}" if last else f"{lines}\n")

    def _entry_end(self, node: Mapping, key: str) -> int:
        value = node.entries[key]
        self.layout.require_own(value, node, key)
        empty = isinstance(value, Scalar) and value.start == value.end
        return node.keys[key].end if empty else self.layout.content_end(value)

    def _without_key(self, node: Mapping, key: str) -> Replacement:
        start = self.layout.entry_line(node, key)
        if len(node.keys) == 1:
            reason = "nothing else stands in this entry"
            raise NotInBlockStyleError(reason, node.span)
        own = node.keys[key].start
        end = self.layout.next_line(self._entry_end(node, key))
        if not self.layout.text[start:own].strip():
            return self._without_lines(start, end)
        # The dash of the item stays, for the next key.
        following = node.keys[list(node.keys)[1]].start
        if self.layout.text[end:following].strip():
            reason = "a comment follows the first key"
            raise NotInBlockStyleError(reason, node.keys[key].span)
        return Replacement(own, following, "")

    def _without_lines(self, start: int, end: int) -> Replacement:
        """Take lines out, and of blank lines on both sides those on one."""
        above = self.layout.blanks_before(start)
        if end >= len(self.layout.text):
            return self._cut(above, end)
        return Replacement(start, self.layout.blanks_after(end) if above < start else end, "")

    def _cut(self, start: int, end: int) -> Replacement:
        """Take out lines up to ``end``; a file whose last line is open keeps it so."""
        is_open = end == len(self.layout.text) and not self.layout.text.endswith("\n")
        return Replacement(max(start - 1, 0) if is_open else start, end, "")

    def _new_item(self, node: Sequence, edit: InsertItem) -> Replacement:
        starts = [self.layout.item_line(node, index) for index in range(len(node.items))]
        dash = node.span.column - 1
        first = node.items[min(edit.index, len(node.items) - 1)]
        inner = first.span.column - 1 if isinstance(first, Mapping) else dash + 2
        lines = [f"{key}: {write_scalar(text)}" for key, text in edit.entries]
        width = inner - dash - 1 if inner > dash + 1 else 1
        indent = " " * (dash + 1 + width)
        text = " " * dash + "-" + " " * width + f"\n{indent}".join(lines)
        gap = "\n" * self._gap(node, starts, edit.index)
        if edit.index < len(node.items):
            at = self.layout.comments_before(starts[edit.index], dash)
            return Replacement(at, at, f"{text}\n{gap}")
        return self._line_below(self.layout.content_end(node.items[-1]), gap + text)

    def _gap(self, node: Sequence, starts: list[int], index: int) -> int:
        """Return how many blank lines stand between an item and the one above it."""
        if len(starts) == 1:
            return 0
        below = min(max(index, 1), len(starts) - 1)
        start = self.layout.comments_before(starts[below], node.span.column - 1)
        above = self.layout.next_line(self.layout.content_end(node.items[below - 1]))
        return self.layout.text.count("\n", max(above, self.layout.blanks_before(start)), start)

    def _without_item(self, node: Sequence, index: int) -> Replacement:
        start = self.layout.item_line(node, index)
        if len(node.items) == 1:
            reason = "it is the only item of its list"
            raise NotInBlockStyleError(reason, node.span)
        self.layout.require_own(node.items[index], node, index)
        end = self.layout.next_line(self.layout.content_end(node.items[index]))
        if index == len(node.items) - 1:
            return self._cut(self.layout.blanks_before(start), end)
        return Replacement(start, self.layout.blanks_after(end), "")


def _child(node: Node, step: str | int) -> Node:
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.entries[step]
    if isinstance(node, Sequence) and isinstance(step, int):
        return node.items[step]
    message = f"there is no {step!r} in the {type(node).__name__} at {node.span}"
    raise KeyError(message)


_Said = str | tuple["_Said", ...]
"""What a node says; of a collection its type, then what is in it, in order."""


def _said(node: Node, path: Path = (), edits: Items[Edit] = ()) -> _Said:
    """Return what the text says at ``path`` when all edits are done."""
    below = [edit for edit in edits if edit.path[: len(path)] == path]
    here = [edit for edit in below if edit.path == path]
    if isinstance(node, Sequence):
        return ("sequence", *_items(node, path, below, here))
    if isinstance(node, Mapping):
        return ("mapping", *_entries(node, path, below, here))
    text = node.text if isinstance(node, Scalar) else ""
    return next((edit.text for edit in here if isinstance(edit, SetValue)), text)


def _items(node: Sequence, path: Path, below: Items[Edit], here: Items[Edit]) -> Iterator[_Said]:
    removed = {edit.index for edit in here if isinstance(edit, RemoveItem)}
    for index in range(len(node.items) + 1):
        for edit in here:
            if isinstance(edit, InsertItem) and edit.index == index:
                yield ("mapping", *edit.entries)
        if index < len(node.items) and index not in removed:
            yield _said(node.items[index], (*path, index), below)


def _entries(node: Mapping, path: Path, below: Items[Edit], here: Items[Edit]) -> Iterator[_Said]:
    removed = {edit.key for edit in here if isinstance(edit, RemoveKey)}
    for key, value in node.entries.items():
        if key not in removed:
            yield (key, _said(value, (*path, key), below))
        for edit in here:
            if isinstance(edit, AddKey) and edit.after == key:
                yield (edit.key, edit.text)

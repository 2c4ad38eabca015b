"""Random YAML texts in block style, as people lay them out, and edits that fit them."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence
from coursewright.sources.yaml_edit import (
    AddKey,
    Edit,
    InsertItem,
    RemoveItem,
    RemoveKey,
    SetValue,
)

KEYS = st.sampled_from(["id", "kind", "title", "date", "delay", "reason", "talks", "readings"])
WORDS = st.sampled_from(
    ["s05", "Wed 2018-01-24", "2018-01-24", "Momentum", "κ and β", "it's", "a: b", "1", "no", "#5"]
)
COMMENTS = st.sampled_from(["", "", "", "# why\n", "\n", "\n\n", "# a\n# b\n", "\n# c\n\n"])
ENDS = st.sampled_from(["", "", "", "  # so it is"])


@st.composite
def scalars(draw: st.DrawFn) -> str:
    """A value on its key's line, or a text in block style below it (then with a line feed)."""
    word = draw(WORDS)
    style = draw(st.sampled_from(["plain", "'", '"', "block"]))
    if style == "block":
        return f">-\n@{word} one\n@two"
    if style == "'" or (style == "plain" and (": " in word or word.startswith("#"))):
        return "'" + word.replace("'", "''") + "'" + draw(ENDS)
    return (f'"{word}"' if style == '"' else word) + draw(ENDS)


@st.composite
def blocks(draw: st.DrawFn, indent: int = 0, depth: int = 0) -> str:
    """A mapping or a sequence in block style, each line indented, with comments and gaps."""
    if depth and draw(st.booleans()):
        items = draw(st.lists(entry(indent + 2, depth), min_size=1, max_size=3))
        gap = draw(st.sampled_from(["", "\n"]))
        lines = gap.join(f"{' ' * indent}- {item}" for item in items)
        return draw(COMMENTS.map(lambda text: indented(text, indent))) + lines
    return " " * indent + draw(entry(indent, depth))


@st.composite
def entry(draw: st.DrawFn, indent: int, depth: int) -> str:
    """The lines of a mapping, whose first one is not indented."""
    keys = draw(st.lists(KEYS, unique=True, min_size=1, max_size=4))
    lines = []
    for number, key in enumerate(keys):
        lead = draw(COMMENTS) if number else ""
        before = indented(lead, indent) + (" " * indent if number else "")
        if depth < 3 and draw(st.integers(0, 3)) == 0:
            shift = draw(st.sampled_from([2, 4]))
            lines.append(f"{before}{key}:\n{draw(blocks(indent + shift, depth + 1))}")
        else:
            value = draw(scalars()).replace("@", " " * (indent + 2))
            lines.append(f"{before}{key}: {value}\n")
    return "".join(lines)


def indented(text: str, indent: int) -> str:
    """Return lines of comment at some depth, and blank ones without blanks."""
    return "".join(
        " " * indent + line if line.strip() else line for line in text.splitlines(keepends=True)
    )


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """A file: with either end of line, with or without the last one, with or without a mark."""
    text = draw(COMMENTS) + draw(entry(0, 0)) + draw(COMMENTS)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    mark = "\ufeff" if draw(st.integers(0, 5)) == 0 else ""
    return (mark + text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))).encode()


def edits_of(root: Mapping) -> list[tuple[Edit, Callable[[str], Edit]]]:
    """Return every edit that fits a text, each with its inverse (given the old value)."""
    found: list[tuple[Edit, Callable[[str], Edit]]] = []
    walk(root, (), found)
    return found


def walk(
    node: Node, path: tuple[str | int, ...], found: list[tuple[Edit, Callable[[str], Edit]]]
) -> None:
    """Collect the edits at and below a node."""
    if isinstance(node, Scalar):
        found.append((SetValue(path, "Thu 2018-01-25"), lambda old: SetValue(path, old)))
    elif isinstance(node, Mapping):
        for key, value in node.entries.items():
            added = AddKey(path, "new", "1", key)
            found.append((added, lambda _: RemoveKey(path, "new")))
            walk(value, (*path, key), found)
    elif isinstance(node, Sequence):
        new = (("id", "no-class-2018-02-15"), ("date", "Thu 2018-02-15"))
        found.extend(
            (InsertItem(path, index, new), removal(path, index))
            for index in range(len(node.items) + 1)
        )
        for index, item in enumerate(node.items):
            walk(item, (*path, index), found)


def removal(path: tuple[str | int, ...], index: int) -> Callable[[str], Edit]:
    """Return the inverse of an insertion."""
    return lambda _: RemoveItem(path, index)

"""Looks into the nodes of a configuration, whatever form they have."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence


def entries_of(node: Node) -> Iterator[Node]:
    """Yield the items of a list, or the values of a mapping."""
    if isinstance(node, Sequence):
        yield from node.items
    elif isinstance(node, Mapping):
        yield from node.entries.values()


def names_of(node: Node | None) -> Iterator[Scalar]:
    """Yield the names that a list or a mapping gives: ``- toc``, ``- toc: …``, ``toc: …``."""
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                yield item
            elif isinstance(item, Mapping):
                yield from list(item.keys.values())[:1]
    elif isinstance(node, Mapping):
        yield from node.keys.values()


def scalar_at(node: Node, *path: str) -> Scalar | None:
    """Return the text at the end of a path of keys, or None."""
    for key in path:
        inner = node.entries.get(key) if isinstance(node, Mapping) else None
        if inner is None:
            return None
        node = inner
    return node if isinstance(node, Scalar) else None


def theme_name(node: Mapping) -> Scalar | None:
    """Return where the theme is named, if it is."""
    theme = node.entries.get("theme")
    return theme if isinstance(theme, Scalar) else scalar_at(node, "theme", "name")


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())

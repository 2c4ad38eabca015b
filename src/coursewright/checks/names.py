"""Names as they are written in the schedule: of entries that could not be read, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Mapping_

from coursewright.checks.check import Finding
from coursewright.diagnostics import Label, Span, did_you_mean
from coursewright.sources.bibtex import BibEntry
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence

Path = tuple[str, ...]
"""Keys that lead to a value; lists on the way are passed through item by item."""

Name = tuple[str, Span]
Places = Mapping_[str, Scalar] | Mapping_[str, BibEntry]
"""Names that may be used, and what tells where they are written."""

_MOST_SUGGESTIONS = 20
"""Looking for a similar name is slow: a file with more unknown names gets no more of them."""
_MOST_LISTED = 8


def written(root: Node, path: Path) -> list[Scalar]:
    """Return the texts that stand at ``path``, in the order of the file."""
    nodes = [root]
    for key in path:
        found = (it.entries.get(key) for it in _items(nodes) if isinstance(it, Mapping))
        nodes = [node for node in found if node is not None]
    return [it for it in _items(nodes) if isinstance(it, Scalar) and not it.empty]


def _items(nodes: list[Node]) -> list[Node]:
    """Return the nodes, and in the place of each list its items."""
    items: list[Node] = []
    for node in nodes:
        if isinstance(node, Sequence):
            items += node.items
        else:
            items.append(node)
    return items


def places(root: Node, *paths: Path) -> dict[str, Scalar]:
    """Return each name that stands at one of the paths, with its first place."""
    found: dict[str, Scalar] = {}
    for path in paths:
        for scalar in written(root, path):
            found.setdefault(scalar.text, scalar)
    return found


def unknown_names(
    what: str, used: Iterable[Name], known: Places, where: str = ""
) -> Iterator[Finding]:
    """Yield a finding for each used name that is not known; ``what`` it should have been."""
    count = 0
    for name, span in used:
        if name not in known:
            hint, related = _advice(name, known) if count < _MOST_SUGGESTIONS else ("", ())
            yield Finding(f"no {what} '{name}'{where}", span, hint, related)
            count += 1


def _advice(name: str, known: Places) -> tuple[str, tuple[Label, ...]]:
    question = did_you_mean(name, known)
    if question:
        meant = question.removeprefix("did you mean '").removesuffix("'?")
        place = known[meant].span
        return f"{question} ({place.file}:{place.line})", (Label(place, f"'{meant}' is here"),)
    if not known:
        return "none is written yet", ()
    listed = ", ".join(list(known)[:_MOST_LISTED])
    return f"known are: {listed}{', …' if len(known) > _MOST_LISTED else ''}", ()

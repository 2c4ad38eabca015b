"""Names as they are written in the schedule: of entries that could not be read, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coursewright.checks.check import Finding
from coursewright.diagnostics import Label, Span, did_you_mean
from coursewright.sources import yaml
from coursewright.sources.yaml import Node, Scalar

Path = tuple[str, ...]
"""Keys that lead to a value; lists on the way are passed through item by item."""

_MOST_SUGGESTIONS = 20
"""Looking for a similar name is slow: a file with more unknown names gets no more of them."""
_MOST_LISTED = 8


def written(root: Node, path: Path) -> Iterator[Scalar]:
    """Yield the texts that stand at ``path``, in the order of the file."""
    nodes = [root]
    for key in path:
        below = []
        for node in nodes:
            for item in node.items if isinstance(node, yaml.Sequence) else (node,):
                inner = item.entries.get(key) if isinstance(item, yaml.Mapping) else None
                if inner is not None:
                    below.append(inner)
        nodes = below
    for node in nodes:
        for item in node.items if isinstance(node, yaml.Sequence) else (node,):
            if isinstance(item, Scalar) and not item.empty:
                yield item


def places(root: Node, *paths: Path) -> dict[str, Span]:
    """Return each name that stands at one of the paths, with its first place."""
    found: dict[str, Span] = {}
    for path in paths:
        for scalar in written(root, path):
            if scalar.text not in found:
                found[scalar.text] = scalar.span
    return found


def unknown_names(
    what: str, used: Iterator[tuple[str, Span]], known: Mapping[str, Span], where: str = ""
) -> Iterator[Finding]:
    """Yield a finding for each used name that is not known; ``what`` it should have been."""
    count = 0
    for name, span in used:
        if name not in known:
            hint, related = _advice(name, known) if count < _MOST_SUGGESTIONS else ("", ())
            yield Finding(f"no {what} '{name}'{where}", span, hint, related)
            count += 1


def _advice(name: str, known: Mapping[str, Span]) -> tuple[str, tuple[Label, ...]]:
    question = did_you_mean(name, known)
    if question:
        meant = question.removeprefix("did you mean '").removesuffix("'?")
        place = known[meant]
        return f"{question} ({place.file}:{place.line})", (Label(place, f"'{meant}' is here"),)
    if not known:
        return "none is written yet", ()
    listed = ", ".join(list(known)[:_MOST_LISTED])
    return f"known are: {listed}{', …' if len(known) > _MOST_LISTED else ''}", ()

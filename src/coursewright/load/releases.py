"""A release that is written without its day, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.diagnostics import Diagnostic, Rule, Severity
from coursewright.sources.yaml import Node, Scalar, mappings_below

NO_DAY = Rule(
    "R012",
    Severity.ERROR,
    """A release has no day.

    A key without a value is passed over, and what was to wait would be published at once.

    Bad:
        release:
    Good:
        release: 2018-03-01
    """,
)


def releases_without_a_day(root: Node) -> Iterator[Diagnostic]:
    """Yield a diagnostic for every ``release`` below ``root`` that has no value."""
    for node in mappings_below(root):
        value = node.entries.get("release")
        if isinstance(value, Scalar) and value.empty:
            hint = "write the day, or remove the key to publish at once"
            yield NO_DAY("'release' has no day", node.keys["release"].span, hint)

"""Accessibility of a page as axe-core sees it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).with_name("node_modules") / "axe-core" / "axe.min.js"

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
"""axe's names for WCAG 2.0, 2.1 and 2.2, levels A and AA."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of WCAG that elements of a page break."""

    rule: str
    """axe's name of the rule, such as ``color-contrast``."""
    impact: str
    help: str
    elements: tuple[str, ...]
    """A CSS selector for each element at fault."""

    def __str__(self) -> str:
        """Return the rule, its meaning and the elements, one a line."""
        return "\n  ".join([f"{self.rule} ({self.impact}): {self.help}", *self.elements])


def violations(page: Page) -> tuple[Violation, ...]:
    """Return what breaks WCAG 2.0 to 2.2 A and AA on ``page`` as it now stands.

    Raises:
        FileNotFoundError: axe-core is not installed (``make test`` installs it).

    """
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    options = {"runOnly": {"type": "tag", "values": STANDARD}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return tuple(
        Violation(
            rule=each["id"],
            impact=each["impact"] or "unknown",
            help=each["help"],
            elements=tuple(" ".join(map(str, node["target"])) for node in each["nodes"]),
        )
        for each in found["violations"]
    )

"""Lines of the schedule that the text above them has swallowed."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.checks.check import Finding, check
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Severity, Span
from coursewright.load import SCHEDULE
from coursewright.model.materials import Material
from coursewright.model.sessions import Reading, Session, Talk

_KEYS = frozenset(
    name
    for record in (Session, Reading, Talk, Material)
    for name in record.model_fields
    if name not in {"at", "time"}
)
_BLOCK = re.compile(r": [>|][-+0-9]*[ \t]*\n")
_KEY = re.compile(r"^ *(?:- )?(?P<key>[a-z_]+):(?: (?=[^A-Z])|$)", re.MULTILINE)


@check("S007", Severity.WARNING)
def swallowed_line(tree: Tree) -> Iterator[Finding]:
    """A line looks like a key or an item, and belongs to the text above it.

    It is indented as far as that text, so it is read as a part of it: what it says is shown in the
    middle of a sentence, and lost where it was meant.

    Bad:
        summary: >-
          What moves a plant.
          concepts:
            - tropisms
    Good:
        summary: >-
          What moves a plant.
        concepts:
          - tropisms
    """
    text = tree.texts[SCHEDULE]
    if ": >" in text or ": |" in text:
        yield from _keys(text)
    for session in tree.course.schedule.sessions:
        for number, concept in enumerate(session.concepts):
            if " - " in concept:
                yield from _items(text, session.span_of("concepts", number))


def _keys(text: str) -> Iterator[Finding]:
    for header in _BLOCK.finditer(text):
        start = end = header.end()
        indent = _indent(text, start)
        while end < len(text) and (_indent(text, end) >= indent or text[end] == "\n"):
            end = text.find("\n", end) + 1 or len(text)
        for found in _KEY.finditer(text, start, end) if ":" in text[start:end] else ():
            if found["key"] in _KEYS:
                line = text.count("\n", 0, found.start()) + 1
                column = found.start("key") - found.start() + 1
                span = Span.on_line(SCHEDULE, line, column, len(found["key"]))
                message = f"'{found['key']}:' belongs to the text above it here"
                yield Finding(message, span, "indent it less, as far as the key of that text")
                break


def _indent(text: str, start: int) -> int:
    end = start
    while text[end : end + 1] == " ":
        end += 1
    return end - start


def _items(text: str, span: Span) -> Iterator[Finding]:
    if span.end_line == span.line:
        return
    lines = text.split("\n")[span.line : span.end_line]
    for number, line in enumerate(lines, span.line + 1):
        if line.lstrip().startswith("- "):
            column = len(line) - len(line.lstrip()) + 1
            place = Span.on_line(SCHEDULE, number, column, len(line.strip()))
            message = "this item belongs to the text above it"
            yield Finding(message, place, "let its '-' stand below that of the item above")

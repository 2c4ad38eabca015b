"""Quotes that are none for YAML, and formulas that lose their commands between double ones."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.checks.check import Finding, check
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Severity, Span
from coursewright.load import SCHEDULE

_TYPOGRAPHIC = re.compile(
    "[\u201c\u201d\u201e\u00ab\u2018\u201a\u2039](?<=[:-] .)"
    "[^\n\u201c\u201d\u201e\u00ab\u00bb]*[\u201d\u201c\u00bb\u2019\u203a][ \t]*(?=\n|$)"
)
_ENTRY = re.compile(r"[ ]*(?:- )?(?:[a-z_]+: )?")
_QUOTED = re.compile(r'"(?<=[:-] ")(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPE = re.compile(r"\\(?P<command>[abefnrtvNLP][A-Za-z]+)|\\.", re.DOTALL)


@check("S008", Severity.WARNING)
def typographic_quotes(tree: Tree) -> Iterator[Finding]:
    """Typographic quotes around a text are a part of it.

    A program for writing made them of straight ones. YAML takes them for letters, so they are
    shown on the page, and put the title of a session in quotes.

    Bad:
        title: “Accelerated methods”
    Good:
        title: "Accelerated methods"
    """
    text = tree.texts[SCHEDULE]
    if text.isascii():
        return
    for found in _TYPOGRAPHIC.finditer(text):
        before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if _ENTRY.fullmatch(before):
            message = "these quotes are shown as a part of the text"
            hint = 'take them out, or type " in their place'
            yield Finding(message, _place(text, found.start(), len(found[0].rstrip())), hint)


@check("S009")
def command_lost_in_quotes(tree: Tree) -> Iterator[Finding]:
    r"""A command of a formula is lost between double quotes.

    There a backslash begins an escape: of '\\nabla' YAML makes a new line and 'abla', of '\\theta'
    a tab and 'heta'. Between single quotes, or without quotes, a backslash is one.

    Bad:
        title: "Momentum: from $\\tau$ on"
    Good:
        title: 'Momentum: from $\\tau$ on'
    """
    text = tree.texts[SCHEDULE]
    for quoted in _QUOTED.finditer(text):
        if "$" not in quoted[0] or "\\" not in quoted[0]:
            continue
        for found in _ESCAPE.finditer(text, quoted.start(), quoted.end()):
            in_formula = text.count("$", quoted.start(), found.start()) % 2
            if found["command"] and in_formula:
                message = f"'\\{found['command']}' loses its first letters between double quotes"
                hint = f"write '\\\\{found['command']}', or put the text between single quotes"
                yield Finding(message, _place(text, found.start(), len(found[0])), hint)


def _place(text: str, offset: int, length: int) -> Span:
    start = text.rfind("\n", 0, offset) + 1
    return Span.on_line(SCHEDULE, text.count("\n", 0, start) + 1, offset - start + 1, length)

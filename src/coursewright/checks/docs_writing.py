"""Markdown of the pages that would be shown as it was typed, or lose something."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Callable, Iterator

from coursewright.checks.check import Finding, check
from coursewright.checks.markdown_slips import (
    PlainText,
    Slip,
    images_without_text,
    lines_without_effect,
    link_slips,
    skipped_levels,
    unclosed_blocks,
    undefined_notes,
)
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Severity, Span
from coursewright.load import SCHEDULE

_Slips = Callable[[PlainText], Iterator[Slip]]


def _found(tree: Tree, slips: _Slips) -> Iterator[Finding]:
    for name, text in tree.with_slips:
        yield from _in_text(text, name, slips)


def _in_text(text: PlainText, name: str, slips: _Slips) -> Iterator[Finding]:
    for offset, length, message, hint in slips(text):
        start = text.written.rfind("\n", 0, offset) + 1
        line = text.written.count("\n", 0, start) + 1
        yield Finding(message, Span.on_line(name, line, offset - start + 1, length), hint)


@check("U006", Severity.WARNING)
def link_that_is_none(tree: Tree) -> Iterator[Finding]:
    """A link is not written as one.

    Its brackets would be shown, and nobody could follow it. A link is its text in square brackets
    and, right behind them, its address in round ones.

    Bad:
        See [part one] (s04.md)
    Good:
        See [part one](s04.md)
    """
    yield from _found(tree, link_slips)
    yield from _in_text(PlainText(tree.texts[SCHEDULE]), SCHEDULE, _spaced_links)


def _spaced_links(text: PlainText) -> Iterator[Slip]:
    if "] (" in text.written or ")[" in text.written:
        yield from link_slips(text, only_turned=True)


@check("U007")
def never_closed(tree: Tree) -> Iterator[Finding]:
    """A block of code or a comment of a page is never closed.

    Without a line of '```' at its end the block is no code, and shown as it was typed; a comment
    without '-->' may be shown to everyone.

    Bad:
        ```python
        step = 0.1
    Good:
        ```python
        step = 0.1
        ```
    """
    yield from _found(tree, unclosed_blocks)


@check("U008", Severity.WARNING)
def image_without_text(tree: Tree) -> Iterator[Finding]:
    """An image of a page has no description.

    Who cannot see it, or whose connection is slow, learns nothing of it. A picture that only
    decorates has an empty 'alt' in HTML.

    Bad:
        ![](rates.svg)
    Good:
        ![The error falls by half in each step](rates.svg)
    """
    yield from _found(tree, images_without_text)


@check("U009", Severity.WARNING)
def skipped_level(tree: Tree) -> Iterator[Finding]:
    """A heading of a page is more than one level below the one above it.

    Readers who go from heading to heading, with a screen reader, look for the level between.

    Bad:
        ## Rules
        #### Groups
    Good:
        ## Rules
        ### Groups
    """
    yield from _found(tree, skipped_levels)


@check("U010", Severity.WARNING)
def line_without_effect(tree: Tree) -> Iterator[Finding]:
    """A line of a page looks like a heading or a list, and is not shown as one.

    A heading has a blank after its '#'; above a list there is an empty line, or its items run on
    in the sentence before.

    Bad:
        Bring with you:
        - a pen
    Good:
        Bring with you:

        - a pen
    """
    yield from _found(tree, lines_without_effect)


@check("U011", Severity.WARNING)
def note_that_is_none(tree: Tree) -> Iterator[Finding]:
    """A footnote of a page is named, and not written.

    The page would show '[^1]' in the middle of a sentence.

    Bad:
        as was shown[^1].
    Good:
        as was shown[^1].

        [^1]: In the lecture of 24 January.
    """
    yield from _found(tree, undefined_notes)

"""The front matter of a Markdown page: YAML between two lines of ``---``, then the page's text."""

from __future__ import annotations

import re
from typing import NamedTuple

from coursewright.diagnostics import Report, Rule, Severity, Span
from coursewright.sources.yaml import Mapping, read_yaml

UNCLOSED_FRONT_MATTER = Rule(
    "A002",
    Severity.ERROR,
    """The front matter of a page is not between two lines of '---'.

    What it says would be lost, its release too, and the page would be published early.

    Bad:
        release: 2018-03-01
        # Solutions
    Good:
        ---
        release: 2018-03-01
        ---
        # Solutions
    """,
)

_FENCED = re.compile(
    r"---[ \t]*\n(?!\s*?\n)(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_KEY = re.compile(
    r"(?:---[ \t]*\n\s*)?[A-Za-z0-9_-]+[ \t]*:(?:\s|\Z)"
    # After blanks, or between lines that look like those of '---'.
    r"|\s*(?:-{2,}|[\u2013\u2014]+|\+{3}|```[ \t]*ya?ml)[ \t]*\n"
    r"\s*[A-Za-z0-9_-]+[ \t]*[:=](?:\s|\Z)"
)


class FrontMatter(NamedTuple):
    """A page's text in its two parts."""

    node: Mapping | None
    """What is said about the page; None where nothing is, or where it cannot be read."""
    body: str
    line: int
    """The line of the file on which the body starts, from 1."""


def read_front_matter(text: str, file: str, report: Report) -> FrontMatter:
    """Take the front matter off ``text``; what is wrong with it goes to ``report``.

    A line of ``---`` with a blank line after it is a rule across the page. MkDocs also takes
    ``key: value`` lines without ``---`` for front matter, which no other host does: they are
    refused.
    """
    found = _FENCED.match(text)
    if found is None:
        if _KEY.match(text):
            hint = "begin the file with a line of just '---', and end with another one"
            report(UNCLOSED_FRONT_MATTER("this is no front matter yet", Span(file), hint))
        return FrontMatter(None, text, 1)
    body = text[found.end() :]
    line = text.count("\n", 0, found.end()) + 1
    if not found["yaml"].strip():
        return FrontMatter(None, body, line)
    # The opening line begins a YAML document: lines count as in the file.
    return FrontMatter(read_yaml(text[: found.end("yaml")], file, report), body, line)

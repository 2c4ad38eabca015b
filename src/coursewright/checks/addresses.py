"""Addresses and folders of people, in what is published."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.checks.check import Finding, check
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Severity, Span
from coursewright.model.course import Course

_GENERIC = "com|edu|gov|info|int|io|net|org|quebec|university"
_ADDRESS = re.compile(
    r"(?<![\w.+@/:-])(?P<mailbox>[\w.+-]{1,64})@(?P<host>(?:[A-Za-z0-9-]{1,63}\.){1,8}"
    rf"(?:[A-Za-z]{{2}}|{_GENERIC}))(?![\w(\[]|\.\w|:\w)",
    re.IGNORECASE,
)
"""No matrix product of Python (``A@B.mean()``), no address of git (``git@host:folder``)."""
_IN_LINK = re.compile(r"<[^<>@\s]+@[^<>@\s]+>|mailto:[^\s\"'<>)]+", re.IGNORECASE)
_WITH_LINKS = (".md", ".yaml", ".html", ".htm")
_EXAMPLES = re.compile(r"(?:.*[.@])?(?:example(?:\.(?:com|org|net))?|test|invalid|localhost)")
"""Names that RFC 2606 keeps for examples; nobody has an address there."""
_FOLDER = re.compile(
    r"(?<![\w.])(?:/home/|/Users/|[A-Za-z]:\\{1,2}Users\\{1,2})"
    r"(?!(?:you|me|user|username|name|student|someone|shared|public|jovyan|runner)\b)[\w.-]+",
    re.IGNORECASE,
)
_PAPERS = ".bib"


@check("P009")
def address_of_a_person(tree: Tree) -> Iterator[Finding]:
    """An e-mail address of somebody who is not on the staff is published.

    Robots collect addresses, and nobody agreed to that by taking a course. The addresses under
    'people' and 'channels' may stand everywhere; and so may one that a page offers as a link,
    since it is there to be written to.

    Bad:
        ask a.student@somewhere.edu for the data
    Good:
        write to <library@somewhere.edu>
    """
    known = _known(tree.course)
    for name, text in tree.published_texts(but=(_PAPERS,)):
        for line, found in _addresses(text, links=name.endswith(_WITH_LINKS)):
            if found[0].lower() not in known and not _EXAMPLES.fullmatch(found["host"].lower()):
                span = Span.on_line(name, line, found.start() + 1, len(found[0]))
                hint = "take it out; one to write to stands in a link or under 'people'"
                yield Finding(f"'{found[0]}' is published", span, hint)


@check("P010", Severity.WARNING)
def folder_of_a_person(tree: Tree) -> Iterator[Finding]:
    """A page names a folder of somebody's machine.

    Paths such as /home/NAME tell who wrote something and mean nothing to a reader. (The outputs of
    notebooks have a rule of their own, N012.)

    Bad:
        python /home/ada/course/run.py
    Good:
        python run.py
    """
    for name, text in tree.published_texts(but=(_PAPERS, ".ipynb")):
        for line, written in _lines(text, ("/home/", "Users")):
            for found in _FOLDER.finditer(written):
                span = Span.on_line(name, line, found.start() + 1, len(found[0]))
                hint = "name it as it is called from the course's folder"
                yield Finding(f"'{found[0]}' is a folder of somebody's machine", span, hint)


def _addresses(text: str, *, links: bool) -> Iterator[tuple[int, re.Match[str]]]:
    for line, written in _lines(text, ("@",)):
        offered = [found.span() for found in _IN_LINK.finditer(written)] if links else []
        for found in _ADDRESS.finditer(written):
            inside = any(start <= found.start() < end for start, end in offered)
            if not inside and found["mailbox"] != "git":
                yield line, found


def _lines(text: str, parts: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that hold one of the parts, with their numbers."""
    if any(part in text for part in parts):
        for number, line in enumerate(text.split("\n"), 1):
            if any(part in line for part in parts):
                yield number, line


def _known(course: Course) -> frozenset[str]:
    schedule = course.schedule
    links = [channel.url for channel in schedule.channels]
    links += [person.url for person in schedule.people]
    mailed = [link[7:].partition("?")[0] for link in links if link.lower().startswith("mailto:")]
    return frozenset(
        address.lower() for address in (*mailed, *(person.email for person in schedule.people))
    )

"""Secrets in what is published: links of meetings, passcodes, keys and tokens."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from coursewright.checks.check import Finding, check
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Span


class _Secret(NamedTuple):
    what: str
    pattern: re.Pattern[str]


_SAID = (
    _Secret(
        "the link of a meeting",
        re.compile(
            r"https://(?:[\w-]+\.)?(?:zoom\.us/[jw]/\d+|zoom\.us/my/[\w.-]+|meet\.google\.com/"
            r"[a-z]{3}-[a-z]{4}-[a-z]{3}|teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet)/[\w%-]+"
            r"|webex\.com/[\w./-]*(?:j\.php\?MTID=|meet/)\w+|(?:meet\.jit\.si|jitsi\.[\w.-]+)/"
            r"[^\s?#]+[?#&](?:jwt|pwd|token)=[\w.-]+)[^\s\"'<>)]*",
            re.IGNORECASE,
        ),
    ),
    _Secret(
        "a passcode",
        re.compile(
            r"\b(?:passcode|password|passwort|mot de passe|meeting id)\b[\"']?[ \t]{0,4}(?:is|[:=])"
            r"[ \t]{0,4}[\"']?(?=[^\s\"'<]*[\d!@#%^&*])[^\s\"'<]{4,}",
            re.IGNORECASE,
        ),
    ),
)
_WORDS = (
    *(b"zoom.us", b"meet.google", b"teams.", b"webex", b"jit.si", b"jitsi"),
    *(b"passcode", b"passwor", b"mot de passe", b"meeting id"),
)
"""What is said in one of these has, in small letters: words are found faster than patterns."""

_ISSUED = (
    _Secret(
        "a token",
        re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,})"),
    ),
    _Secret("a key", re.compile(r"\b(?:sk-[A-Za-z0-9_-]{20,}|AKIA[0-9A-Z]{16}|AIza[\w-]{35})")),
    _Secret("a token", re.compile(r"\b(?:xox[abprs]-[\w-]{10,}|hf_[A-Za-z0-9]{30,})")),
    _Secret("a private key", re.compile(r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----")),
)
_MARKS = (
    *(b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"github_pat_", b"glpat-"),
    *(b"sk-", b"AKIA", b"AIza", b"xox", b"hf_", b"PRIVATE KEY"),
)
"""What a machine issued begins with, as it was issued: pictures in notebooks hold much else."""


@check("P002")
def secret(tree: Tree) -> Iterator[Finding]:
    """A secret stands in a file of the course.

    The repository is public: whoever finds the link of a meeting or a passcode there can walk
    in, and a token can be used by anyone. What was once pushed stays in the history, so a
    secret that was there has to be changed, not only removed.

    Bad:
        url: https://zoom.us/j/123456789?pwd=abc
    Good:
        access: the link is on Studium
    """
    for name, text in tree.published_texts():
        content = text.encode("utf-8", "surrogatepass")
        if tree.harmless.search("secrets", content, partial(_likely, text)):
            for number, line in enumerate(text.split("\n"), 1):
                yield from _on_line(line, Span(name, number))


def _likely(text: str) -> tuple[_Secret, ...]:
    """Return the kinds of secrets that may be in a text."""
    # All of them are ASCII, and a text with other letters is searched far faster as bytes.
    data = text.encode("utf-8", "surrogatepass")
    lowered = data.lower()
    said = _SAID if any(word in lowered for word in _WORDS) else ()
    return said + (_ISSUED if any(mark in data for mark in _MARKS) else ())


def _on_line(line: str, place: Span) -> Iterator[Finding]:
    for kind in _likely(line):
        found = kind.pattern.search(line)
        if found:
            span = Span.on_line(place.file, place.line, found.start() + 1, len(found[0]))
            hint = "remove it, and change it: it may have been seen; say where people find it"
            yield Finding(f"{kind.what} is written in a file that is published", span, hint)

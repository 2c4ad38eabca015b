"""Secrets in what is published: links of meetings, passcodes, keys and tokens."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from coursewright.checks.check import Finding, check
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Span


class _Secret(NamedTuple):
    what: str
    pattern: re.Pattern[str]


def _secret(what: str, pattern: str) -> _Secret:
    return _Secret(what, re.compile(pattern, re.IGNORECASE))


_SECRETS = (
    _secret(
        "the link of a meeting",
        r"https://(?:[\w-]+\.)?(?:zoom\.us/[jw]/\d+|zoom\.us/my/[\w.-]+|meet\.google\.com/[a-z]{3}-"
        r"[a-z]{4}-[a-z]{3}|teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet)/[\w%-]+"
        r"|webex\.com/[\w./-]*(?:j\.php\?MTID=|meet/)\w+|(?:meet\.jit\.si|jitsi\.[\w.-]+)/"
        r"[^\s?#]+[?#&](?:jwt|pwd|token)=[\w.-]+)[^\s\"'<>)]*",
    ),
    _secret(
        "a passcode",
        r"\b(?:passcode|password|passwort|mot de passe|meeting id)\b[\"']?[ \t]{0,4}(?:is|[:=])"
        r"[ \t]{0,4}[\"']?(?=[^\s\"'<]*[\d!@#%^&*])[^\s\"'<]{4,}",
    ),
    _secret("a token", r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,})"),
    _secret("a key", r"\b(?:sk-[A-Za-z0-9_-]{20,}|AKIA[0-9A-Z]{16}|AIza[\w-]{35})"),
    _secret("a token", r"\b(?:xox[abprs]-[\w-]{10,}|hf_[A-Za-z0-9]{30,})"),
    _secret("a private key", r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----"),
)
_LIKELY = (
    *("zoom.us", "meet.google", "teams.", "webex", "jit.si", "jitsi"),
    *("passcode", "password", "passwort", "mot de passe", "meeting id"),
    *("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-"),
    *("sk-", "akia", "aiza", "xox", "hf_", "private key"),
)
"""What a secret has in it, in small letters: plain words are found much faster than patterns."""


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
    for name, text in tree.published_texts:
        if _is_likely(text):
            for number, line in enumerate(text.split("\n"), 1):
                yield from _on_line(line, Span(name, number))


def _is_likely(text: str) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in _LIKELY)


def _on_line(line: str, place: Span) -> Iterator[Finding]:
    if not _is_likely(line):
        return
    for kind in _SECRETS:
        found = kind.pattern.search(line)
        if found:
            span = Span.on_line(place.file, place.line, found.start() + 1, len(found[0]))
            hint = "remove it, and change it: it may have been seen; say where people find it"
            yield Finding(f"{kind.what} is written in a file that is published", span, hint)

"""Links that work for who wrote them, and not for every reader."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.checks.check import Finding, check, check_by
from coursewright.checks.secrets import secret
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Severity, Span

_AT = r"https?://(?:[\w.-]+@)?"
_LOCAL = re.compile(
    rf"{_AT}(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|10\.\d+\.\d+\.\d+"
    r"|192\.168\.\d+\.\d+|[\w-]+\.local)(?=[:/?#]|$)",
    re.IGNORECASE,
)
_RIGHTS = (
    (
        re.compile(
            r"https://docs\.google\.com/(?:a/[\w.-]+/)?(?:document|spreadsheets|presentation|forms)"
            r"/(?:u/\d+/)?d/[\w-]+/edit"
        ),
        "this link opens a document for editing",
        "share it for everyone to read, and end the link in '/view' or '/preview'",
    ),
    (
        re.compile(r"https://drive\.google\.com/drive/(?:u/\d+/)?(?:my-drive|folders)\b"),
        "this link leads into somebody's own drive",
        "put the file into 'docs/', or use the link that 'Share' gives",
    ),
    (
        re.compile(r"https://(?:www\.)?overleaf\.com/(?:project/)?[0-9a-f]{16,}"),
        "this link leads to somebody's project in Overleaf",
        "use the link for reading that 'Share' gives (overleaf.com/read/…)",
    ),
    (
        re.compile(
            r"https?://[\w.-]*(?:ezproxy|libproxy|proxy\.lib|idm\.oclc)[\w.-]*", re.IGNORECASE
        ),
        "this link goes through the proxy of one library",
        "use the publisher's own address, or the DOI",
    ),
    (
        re.compile(r"https?://(?:www\.)?google\.[a-z.]+/(?:url|search)\?"),
        "this link goes through a search engine",
        "open it, and copy the address of the page itself",
    ),
)
_MISTYPED = (
    (re.compile(r"https?://https?:?/"), "this address begins twice", "take one 'https://' out"),
    (re.compile(r"https?://[\w.-]+,[\w.,-]+"), "a ',' stands in the host", "write '.'"),
    (
        re.compile(r"https?://(?!localhost\b)[\w-]+(?=/|$)"),
        "no server has a name without a '.'",
        "write the whole address, as in https://example.org/",
    ),
    (
        re.compile(r"[^\s]*(?:[,;]|\.{2,}|/\.)$|[^\s(]*\)$"),
        "the sign at the end is hardly part of the address",
        "take it out",
    ),
)
_PASSWORD = re.compile(r"https?://[^\s/:@]+:[^\s/@]+@")


def _links(tree: Tree) -> Iterator[tuple[str, Span]]:
    """Yield every address that readers may follow, with its place."""
    yield from ((url.text, url.span) for url in tree.urls if url.text.startswith("http"))
    for _, link in tree.page_links:
        yield link.url, link.span
    for entry in tree.course.bibliography.values():
        if url := entry.fields.get("url"):
            yield url, entry.span_of("url")


@check("U012", Severity.WARNING)
def link_for_few(tree: Tree) -> Iterator[Finding]:
    """A link works for who wrote it, and not for every reader.

    It leads to a machine that only its owner reaches, to a document that opens for editing, into
    somebody's own drive, or through the proxy of a library.

    Bad:
        url: http://localhost:8888/lecture.ipynb
    Good:
        file: lectures/lecture.ipynb
    """
    for url, span in _links(tree):
        if _LOCAL.match(url):
            hint = "put the file into 'docs/', or give the address that everyone reaches"
            yield Finding(f"'{url[:80]}' is reached from one machine only", span, hint)
            continue
        for pattern, message, hint in _RIGHTS:
            if pattern.match(url):
                yield Finding(message, span, hint)
                break


@check("U013", Severity.WARNING)
def mistyped_address(tree: Tree) -> Iterator[Finding]:
    """An address of the web looks mistyped.

    No browser would say so before somebody follows the link.

    Bad:
        url: https://https://example.org/notes.pdf
    Good:
        url: https://example.org/notes.pdf
    """
    for url, span in _links(tree):
        if not url.startswith("http") or _LOCAL.match(url):
            continue
        for pattern, message, hint in _MISTYPED:
            if pattern.match(url):
                yield Finding(f"'{url[:80]}': {message}", span, hint)
                break


@check_by(secret.rule)
def password_in_a_link(tree: Tree) -> Iterator[Finding]:
    """Find links that have a name and a password in them."""
    for url, span in _links(tree):
        if _PASSWORD.match(url):
            hint = "take it out, and change the password: it may have been seen"
            yield Finding("a password is written in a link", span, hint)

"""Links in the Markdown pages: safe to follow, and leading somewhere."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from coursewright.checks.check import Finding, check, check_by
from coursewright.checks.tree import Tree
from coursewright.diagnostics import did_you_mean
from coursewright.load import DOCS, UNSAFE_LINK
from coursewright.load.markdown_links import targets
from coursewright.model.values import unsafe_link

_HANDED_IN = "notes/"


@check_by(UNSAFE_LINK)
def unsafe_page_link(tree: Tree) -> Iterator[Finding]:
    """Find addresses in Markdown pages that a browser may not follow."""
    for _, link in tree.page_links:
        reason = unsafe_link(link.url.strip().replace(" ", "%20")) if link.url else ""
        if reason:
            hint = "use an http, https or mailto address, or a page of this site"
            yield Finding(f"the link '{link.url}' {reason}", link.span, hint)


@check("U002")
def broken_page_link(tree: Tree) -> Iterator[Finding]:
    """A link or an image of a page leads to nothing on the site.

    Links between pages are relative to the page's own file. Pages that are made of the
    schedule are named as if they were files: 'lectures/s05.md'.

    Bad:
        [part one](lectures/s99.md)
    Good:
        [part one](lectures/s09.md)
    """
    known = site_names(tree)
    for page, link in tree.page_links:
        target = _local(link.url)
        if target and not unsafe_link(target) and not _leads_to(page.name, target, known):
            hint = did_you_mean(normpath(join(dirname(page.name), target)), known)
            hint = hint or "links are relative to the page that they stand on"
            yield Finding(f"there is no '{target}' on the site", link.span, hint)


@check_by(broken_page_link.rule)
def broken_link_of_the_schedule(tree: Tree) -> Iterator[Finding]:
    """Find links of the schedule that mean a page of the site, and lead to none."""
    known = site_names(tree)
    for link in tree.urls:
        target = _local(link.text)
        if target and not unsafe_link(link.text) and not _leads_to("index.md", target, known):
            hint = _meant(link.text) or did_you_mean(target, known)
            yield Finding(f"there is no '{target}' on the site", link.span, hint)


def _meant(url: str) -> str:
    """Return what to write in place of an address that lacks its beginning, or ``""``."""
    if inner := re.fullmatch(r"\[[^\]]*\]\((.*)\)", url):
        return f"write the address alone: {inner[1]}"
    host = url.partition("/")[0]
    if "@" in host:
        return f"did you mean 'mailto:{url}'?"
    return f"did you mean 'https://{url}'?" if "." in host else ""


def site_names(tree: Tree) -> frozenset[str]:
    """Return what a link may lead to, as names below ``docs/``."""
    files = (name.removeprefix(f"{DOCS}/") for name in tree.files if name.startswith(f"{DOCS}/"))
    named = tree.course.named_files
    # What scribes hand in is on the site as pages, and as files only where the schedule says so.
    return tree.pages | {it for it in files if not it.startswith(_HANDED_IN) or it in named}


def _local(url: str) -> str:
    """Return the part of a link that names something of this site, or ``""``."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return ""
    return unquote(parts.path)


def _leads_to(page: str, target: str, known: frozenset[str]) -> bool:
    return any(name in known for name in targets(page, target))

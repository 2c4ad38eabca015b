"""Files in ``docs/`` beside the pages that are made of the schedule: what they add to, or hide."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator
from posixpath import split

from coursewright.checks.check import Finding, check
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Severity, Span, did_you_mean
from coursewright.load import DOCS
from coursewright.model.addresses import SESSION_FOLDERS, session_uri

_PAGE_ENDINGS = (".md", ".ipynb", ".html")
_INDEXES = frozenset({"index", "README"})


def _names(tree: Tree) -> Iterator[str]:
    """Yield the files that may come onto the site, by their names below ``docs/``."""
    for name in sorted(tree.files):
        below = name.removeprefix(f"{DOCS}/")
        if below != name and not any(part.startswith(".") for part in below.split("/")):
            yield below


@check("F008", Severity.WARNING)
def page_of_no_session(tree: Tree) -> Iterator[Finding]:
    """A text for a session's page belongs to no session.

    What stands in 'docs/lectures/s05.md' is shown on the page of session 's05'. With another name
    it becomes a page by itself, to which nothing leads.

    Bad:
        docs/lectures/S05.md
    Good:
        docs/lectures/s05.md
    """
    right = {session.id: session_uri(session) for session in tree.course.sessions}
    hidden = tree.course.known_ids - right.keys()
    for name in _names(tree):
        folder, file = split(name)
        stem = file.removesuffix(".md")
        is_text = folder in SESSION_FOLDERS and stem != file and stem not in _INDEXES
        if is_text and name not in tree.pages and stem not in hidden:
            meant = f"'{stem}' has its page at '{right[stem]}'" if right.get(stem) else ""
            hint = meant or did_you_mean(stem, right)
            message = f"'{name}' belongs to no session, and is a page by itself"
            yield Finding(message, Span(f"{DOCS}/{name}"), hint)


@check("F009")
def two_at_one_address(tree: Tree) -> Iterator[Finding]:
    """Two files would have one address, and one would hide the other.

    Pages and files that are made of the schedule have fixed addresses. A Markdown file of exactly
    their name adds to such a page; anything else at its address would take its place.

    Bad:
        docs/schedule/index.md
    Good:
        docs/schedule.md
    """
    taken = {_address(uri): uri for uri in sorted(tree.pages)}
    for name in _names(tree):
        other = taken.setdefault(_address(name), name)
        # A README beside a page that is made of the schedule is left out of the site.
        is_readme = split(name)[1] == "README.md" and other in tree.pages
        adds = is_readme or (name in tree.pages and name.endswith(".md"))
        if not adds and (other != name or name in tree.pages):
            what = f"'{other}'" if other != name else "what is made of the schedule"
            hint = f"call it '{other}', to add to that page" if other in tree.pages else ""
            hint = (
                hint if other.endswith(".md") and name.endswith(".md") else "give it another name"
            )
            message = f"'{name}' would take the place of {what} on the site"
            yield Finding(message, Span(f"{DOCS}/{name}"), hint)


def _address(uri: str) -> str:
    """Return the folder or the file of the site that becomes of a name."""
    ending = next((it for it in _PAGE_ENDINGS if uri.endswith(it)), "")
    if not ending:
        return uri
    folder, stem = split(uri.removesuffix(ending))
    if stem in _INDEXES:
        return f"{folder}/"
    # A file of HTML that is not called index keeps its ending.
    return uri if ending == ".html" else f"{folder}/{stem}/".removeprefix("/")

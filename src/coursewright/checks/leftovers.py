"""Files that nobody meant to publish: copies that an editor leaves, and what builds keep."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from coursewright.checks.check import Finding, check
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Severity, Span
from coursewright.load import CACHE, DOCS
from coursewright.sources.text import is_leftover


@check("P006", Severity.WARNING)
def editors_copy(tree: Tree) -> Iterator[Finding]:
    """A copy that an editor left lies among the files of the site.

    It holds what the file said before, names and solutions among it. It is left out of the site;
    in the repository it would be seen all the same.

    Bad:
        docs/lectures/s05.md~
    Good:
        the copy removed, and '*~' in .gitignore
    """
    for name in sorted({*tree.tracked, *(name for name in tree.files if name.startswith(DOCS))}):
        if is_leftover(PurePosixPath(name).name):
            hint = "remove it; it is not put on the site"
            yield Finding(f"'{name}' looks like an editor's copy", Span(name), hint)


@check("P011")
def cache_in_the_repository(tree: Tree) -> Iterator[Finding]:
    """What builds keep for themselves is in the repository.

    A build takes what it finds in its cache for its own work: bodies of pages, results of checks.
    Whoever can put a file there by a change to the course could put anything onto the site.

    Bad:
        .cache/coursewright/bodies/momentum/body.json
    Good:
        '.cache/' in .gitignore
    """
    kept = [name for name in sorted(tree.tracked) if name.startswith(f"{CACHE.as_posix()}/")]
    if kept:
        hint = f"take it out ('git rm -r --cached {CACHE.parent}'), and name it in .gitignore"
        yield Finding(f"'{kept[0]}' is of a cache, and git keeps it", Span(kept[0]), hint)

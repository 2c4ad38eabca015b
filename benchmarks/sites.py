"""The built site of the real course, and a page of each type from it."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.build import ENV, OURS
from benchmarks.generate import copy_course
from benchmarks.measure import run

_REDIRECT = 'http-equiv="refresh"'


def course_site(work: Path) -> Path:
    """Build the real course below ``work`` and return the folder of its site."""
    folder = work / "site-of-the-course"
    shutil.rmtree(folder, ignore_errors=True)
    copy_course(folder)
    run(OURS, folder, ENV)
    return folder / "site"


def page_types(site: Path) -> dict[str, str]:
    """Return the address of one page for each type, by the type's name: ``lectures/*``.

    Pages in one folder are of one type; the longest stands for it, having the most in it.
    Redirects are no pages.
    """
    found: dict[str, str] = {}
    largest: dict[str, int] = {}
    for path in sorted(site.rglob("*.html")):
        if _REDIRECT in path.read_text("utf-8")[:1000]:
            continue
        kind, size = _type(path.relative_to(site)), path.stat().st_size
        if size > largest.get(kind, 0):
            largest[kind] = size
            found[kind] = "/" + path.relative_to(site).as_posix().removesuffix("index.html")
    return found


def _type(page: Path) -> str:
    if page.name != "index.html":
        return page.as_posix()
    folder = page.parent
    return folder.as_posix() if len(folder.parts) < 2 else f"{folder.parent.as_posix()}/*"  # noqa: PLR2004

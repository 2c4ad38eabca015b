"""``docs/announcements/2018-01-17-new-hours.md`` to an announcement, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from coursewright.diagnostics import Diagnostic, Report, Rule, Severity, Span
from coursewright.load.releases import releases_without_a_day
from coursewright.load.shape import MISSING_KEY, NO_SUCH_DAY, shape_diagnostics
from coursewright.model.announcements import Announcement, AnnouncementFacts
from coursewright.model.record import plain_data
from coursewright.model.values import read_date
from coursewright.sources.front_matter import read_front_matter
from coursewright.sources.text import SourceFolder

ANNOUNCEMENTS = "docs/announcements"
INDEX = "index.md"
"""The text of the page that lists them all; it is no announcement."""

BAD_NAME = Rule(
    "A001",
    Severity.ERROR,
    """The name of an announcement is not its date and a few words.

    The date says from when on it is shown and where it stands; date and words together are its
    address.

    Bad:
        docs/announcements/new-hours.md
    Good:
        docs/announcements/2018-01-17-new-hours.md
    """,
)
ANNOUNCEMENT_RULES = (BAD_NAME,)

_NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\.md", re.ASCII)


def load_announcements(folder: SourceFolder, report: Report) -> Iterator[Announcement]:
    """Yield the announcements of a course, by their names; what is wrong goes to ``report``."""
    for path in sorted((folder.root / ANNOUNCEMENTS).glob("*.md")):
        if path.name == INDEX:
            continue
        file = f"{ANNOUNCEMENTS}/{path.name}"
        text = folder.read(file, report)
        name = _read_name(path.name, Span(file), report)
        if text is not None:
            yield from _read(text, file, name, report)
    for stray in _strays(folder.root):
        hint = f"its place is '{ANNOUNCEMENTS}/', and its name ends in '.md'"
        report(BAD_NAME(f"'{stray}' is not read as an announcement", Span(stray), hint))


_DATED = re.compile(
    r"\d{2,4}[-_.]\d{1,2}[-_.]\d{1,2}.*\.(?:md|markdown|mdown|txt|html?)", re.IGNORECASE
)


def _strays(root: Path) -> Iterator[str]:
    """Yield files that look like announcements, and lie where nobody looks for one."""
    docs, home = root / "docs", root / ANNOUNCEMENTS
    near = get_close_matches("announcements", _folders(docs), n=2, cutoff=0.75)
    for folder in (docs / name for name in near):
        for path in sorted(folder.rglob("*")):
            is_one = path.parent == home and path.suffix == ".md"
            if not is_one and path.is_file() and _DATED.fullmatch(path.name):
                yield path.relative_to(root).as_posix()


def _folders(docs: Path) -> list[str]:
    return [path.name for path in docs.iterdir() if path.is_dir()] if docs.is_dir() else []


def _read_name(name: str, place: Span, report: Report) -> tuple[date, str] | None:
    found = _NAME.fullmatch(name)
    if found is None:
        hint = "name it year-month-day and a few words: 2018-01-17-new-hours.md"
        report(BAD_NAME(f"'{name}' is no name of an announcement", place, hint))
        return None
    try:
        return read_date(found["date"]), found["slug"]
    except PydanticCustomError as error:
        report(NO_SUCH_DAY(error.message(), place, (error.context or {}).get("help", "")))
        return None


def _read(
    text: str, file: str, name: tuple[date, str] | None, report: Report
) -> Iterator[Announcement]:
    """Yield the announcement, if its name and its front matter can be read."""
    problems: list[Diagnostic] = []
    front = read_front_matter(text, file, problems.append)
    if front.node is None:
        hint = "begin with three lines: '---', 'title: …', '---'"
        missing = MISSING_KEY("this announcement has no 'title'", Span(file), hint)
        for problem in problems or [missing]:
            report(problem)
        return
    for problem in releases_without_a_day(front.node):
        report(problem)
    try:
        facts = AnnouncementFacts.model_validate(plain_data(front.node))
    except ValidationError as error:
        for diagnostic in shape_diagnostics(error.errors(), front.node, AnnouncementFacts):
            report(diagnostic)
        return
    if name:
        day, slug = name
        place = Span(file, front.line, 1, front.line, 2)
        yield Announcement(day, slug, facts.title, facts.release, front.body, place)

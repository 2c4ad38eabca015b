"""``docs/announcements/2018-01-17-new-hours.md`` to an announcement, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

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

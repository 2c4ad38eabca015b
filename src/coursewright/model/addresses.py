"""Which pages a course has, by the names of the Markdown files that they stand for.

Views make these pages, and checks know by them which links lead somewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession

SPLIT_ABOVE = 400
"""With more papers than this, each topic has a page of its own."""

TEXTS, OTHERS = "texts", "others"
"""The sections of papers that have no topic: those the course uses, and the rest."""

ANNOUNCEMENTS = "announcements/index.md"
"""The page of all announcements; there is none as long as nothing is announced."""

_FOLDERS = {
    "lecture": "lectures",
    "guest": "lectures",
    "exam": "lectures",
    "project-chats": "lectures",
    "bonus": "lectures",
    "presentations": "presentations",
}
SESSION_FOLDERS = tuple(dict.fromkeys(_FOLDERS.values()))
"""Where the pages of sessions are."""

_PAGES = (
    "index.md",
    "schedule.md",
    "lectures/index.md",
    "presentations/index.md",
    "projects.md",
    "resources.md",
    "scribing.md",
    "demos/index.md",
    "syllabus.md",
)
CALENDARS = {
    "everything": "calendar.ics",
    "lectures": "calendars/lectures.ics",
    "presentations": "calendars/presentations.ics",
    "deadlines": "calendars/deadlines.ics",
}
"""The files of the calendars to subscribe to."""
FEED = "feed.xml"
_FILES = (
    *CALENDARS.values(),
    FEED,
    "papers.bib",
    "course.json",
    "scribing/template.zip",
    "scribing/template.pdf",
)


def session_uri(session: ScheduledSession) -> str:
    """Return the Markdown name of a session's page, or ``""`` for one that has none."""
    folder = _FOLDERS.get(session.kind)
    unsaid = session.record.state == "to be announced" and not session.record.title
    return "" if folder is None or unsaid else f"{folder}/{session.id}.md"


def template_uri(session: ScheduledSession) -> str:
    """Return the name of the zip that the scribes of a lecture start from."""
    return f"lectures/{session.id}/template.zip"


def notes_uri(session: ScheduledSession) -> str:
    """Return the Markdown name of the page of a session's notes, or ``""`` for one without."""
    uri = session_uri(session)
    return f"{uri.removesuffix('.md')}/notes.md" if uri.startswith("lectures/") else ""


def notes_pdf_uri(session: ScheduledSession) -> str:
    """Return the name of the PDF of a session's notes."""
    return notes_uri(session).removesuffix(".md") + ".pdf"


def is_split(course: Course) -> bool:
    """Tell whether there are so many papers that each topic has a page of its own."""
    return len(course.papers) > SPLIT_ABOVE


def generated_uris(course: Course) -> frozenset[str]:
    """Return what links may lead to below ``docs/`` though no file of that name is there."""
    return frozenset([*_PAGES, *_FILES, *_of_course(course)])


def _of_course(course: Course) -> Iterator[str]:
    yield from filter(None, map(session_uri, course.sessions))
    written = (course.root / "docs" / "notes").glob("*/notes.tex")
    noted = {path.parent.name for path in written if path.is_file()}
    for session in course.sessions:
        if session.id in noted:
            yield notes_uri(session)
    if course.announcements:
        yield ANNOUNCEMENTS
    yield from (template_uri(it) for it in course.sessions if it.kind == "lecture")
    schedule = course.schedule
    projects = schedule.projects
    yield from (f"projects/{group.id}.md" for group in (projects.groups if projects else ()))
    yield from (f"projects/{kind.id}.md" for kind in (projects.types if projects else ()))
    if is_split(course):
        topics = schedule.bibliography.topics if schedule.bibliography else ()
        yield "papers/index.md"
        yield from (f"papers/{name}.md" for name in (TEXTS, OTHERS, *(item.id for item in topics)))
    else:
        yield "papers.md"
    for demo in schedule.demos:
        yield f"demos/{demo.id}.md"
        yield f"demos/{demo.id}/index.ipynb"


def edition_slug(term: str) -> str:
    """Return the part of an address that stands for a term: ``winter-2018``."""
    plain = unicodedata.normalize("NFKD", term).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "edition"

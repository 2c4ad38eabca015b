"""Home: what is next, what to read and where in it, what is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession, Slot
from coursewright.views import wording
from coursewright.views.announcements import FOLDER
from coursewright.views.due import due_dates
from coursewright.views.links import session_address
from coursewright.views.news import DayOfChanges
from coursewright.views.page import Page
from coursewright.views.schedule import usual_place
from coursewright.views.work import weights
from coursewright.views.writer import Writer

_CARDS = 60
"""A longer term gets cards only for what is ahead of the build."""
_ROWS = 4
_DUE = 4
_LATEST = 4
RECENT_DAYS = 4
"""Home tells of changes of so many days."""
_ANNOUNCED = 2


@dataclass(frozen=True, slots=True)
class Card:
    """The next class, as seen from some moment; the reader's clock picks the card."""

    session: ScheduledSession
    slot: Slot
    ends: datetime
    shown: bool = False
    """The one that the build's own clock picks, for readers without JavaScript."""

    @property
    def part(self) -> str:
        """Which of several days of the session it is: ``day 2 of 2``; empty for a single one."""
        slots = self.session.slots
        return f"day {slots.index(self.slot) + 1} of {len(slots)}" if len(slots) > 1 else ""


@dataclass(frozen=True, slots=True)
class News:
    """Something new, in a sentence: a material that was posted, or a change."""

    day: date
    before: str
    subject: str
    """What leads to ``address``."""
    address: str
    after: str = ""


def _cards(course: Course) -> list[Card]:
    meetings = sorted(_meetings(course), key=lambda card: card.ends)
    ahead = [card for card in meetings if card.ends > course.now]
    shown = meetings if len(meetings) <= _CARDS else ahead[:_CARDS]
    return [replace(card, shown=card in ahead[:1]) for card in shown]


def _meetings(course: Course) -> Iterator[Card]:
    """Yield every day of every session that meets."""
    for session in course.sessions:
        for slot in session.slots if session.meets else ():
            yield Card(session, slot, wording.slot_ends(course, slot))


def _latest(course: Course, changed: Sequence[DayOfChanges]) -> list[News]:
    news = [
        News(
            item.material.posted,
            f"{_posted(item.material.type)} of ",
            wording.kind_phrase(session),
            session_address(session),
        )
        for session in course.sessions
        for item in course.materials_of(session)
        if item.material.posted and item.material.posted <= course.today and item.owner is session
    ]
    # Where the course writes when a material was posted, it is not told a second time.
    dated = bool(news)
    news += [
        News(day.day, change.before, change.subject, change.address, change.after)
        for day in changed
        for change in day.changes
        if not (dated and change.before.startswith("Posted"))
    ]
    return sorted(news, key=lambda item: (item.day, item.subject), reverse=True)[:_LATEST]


def _posted(kind: str | None) -> str:
    return {
        "notes": "Notes",
        "slides": "Slides",
        "video": "Video",
        "quiz": "Quiz",
        "solutions": "Solutions",
    }.get(kind or "", "Material")


def home_page(
    writer: Writer, changed: Sequence[DayOfChanges] = (), *, has_template: bool = True
) -> Page:
    """Return ``/``, with what ``changed`` in the last days, and the way to scribes' template."""
    course = writer.course
    facts = course.schedule.course
    due = due_dates(course, _DUE, _CARDS)
    cards = _cards(course)
    chosen = next((index for index, card in enumerate(cards) if card.shown), len(cards))
    first = chosen + 1 if chosen < len(cards) else max(len(cards) - _ROWS, 0)
    return writer.page(
        "home.html.j2",
        "index.md",
        facts.title,
        course.schedule.span_of("course"),
        description=f"{facts.code}, {facts.title}, {course.schedule.term.name}.",
        meetings=wording.meeting_texts(course, max(course.today, course.schedule.term.start)),
        place=usual_place(course),
        cards=cards,
        over=bool(cards) and chosen == len(cards),
        term_ends=wording.deadline_ends(course, course.schedule.term.end, None),
        due=due,
        most_due=_DUE,
        announcements=course.announcements[:_ANNOUNCED],
        all_announcements=FOLDER,
        latest=_latest(course, changed),
        shown_rows=range(first, first + _ROWS),
        lecture_count=sum(item.kind == "lecture" for item in course.sessions),
        weights=weights(course),
        has_template=has_template,
    )

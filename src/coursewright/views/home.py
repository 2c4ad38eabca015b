"""Home: what is next, what to read and where in it, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession
from coursewright.views import wording
from coursewright.views.links import session_address
from coursewright.views.page import Page
from coursewright.views.schedule import usual_place
from coursewright.views.sessions import notes_due
from coursewright.views.work import milestones, weights
from coursewright.views.writer import Writer

_CARDS = 60
"""A longer term gets cards only for what is ahead of the build."""
_ROWS = 4
_DUE = 4
_LATEST = 3


@dataclass(frozen=True, slots=True)
class Card:
    """The next class, as seen from some moment; the reader's clock picks the card."""

    session: ScheduledSession
    ends: str
    day: date
    shown: bool
    """The one that the build's own clock picks, for readers without JavaScript."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something to hand in or to decide by a day."""

    day: date
    text: str
    address: str
    shown: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """A material that was posted."""

    day: date
    label: str
    of: str
    address: str


def _upcoming(course: Course) -> tuple[list[ScheduledSession], ScheduledSession | None]:
    dated = [item for item in course.sessions if item.meets and item.slots]
    ahead = [item for item in dated if (item.end(course.timezone) or course.now) > course.now]
    shown = dated if len(dated) <= _CARDS else ahead[:_CARDS]
    return shown, ahead[0] if ahead else None


def _cards(course: Course) -> list[Card]:
    listed, following = _upcoming(course)
    cards = []
    for session in listed:
        end = session.end(course.timezone)
        if end is None:
            continue
        day = next((slot.day for slot in session.slots if slot.day >= course.today), None)
        cards.append(
            Card(
                session,
                end.isoformat(timespec="seconds"),
                day or session.slots[0].day,
                session is following,
            )
        )
    return cards


def due_dates(course: Course) -> list[Due]:
    """Return everything with a day, in the order of time."""
    found = list(_due_dates(course))
    return sorted(found, key=lambda item: (item.day, item.text))


def _due_dates(course: Course) -> Iterator[Due]:
    for session in course.sessions:
        due = notes_due(course, session)
        if due:
            yield Due(due, f"Scribe notes, lecture {session.ordinal}", "scribing/")
        if session.kind == "presentations" and session.first_day:
            yield Due(session.first_day, wording.kind_text(session), session_address(session))
    for milestone in milestones(course):
        if milestone.day:
            yield Due(milestone.day, f"Project: {milestone.record.name}", "projects/")
    for policy in course.schedule.policies:
        if policy.date:
            yield Due(policy.date, policy.name, "syllabus/#policies")


def _latest(course: Course) -> list[News]:
    news = [
        News(
            item.material.posted,
            _posted(item.material.type),
            wording.kind_text(session).lower(),
            session_address(session),
        )
        for session in course.sessions
        for item in course.materials_of(session)
        if item.material.posted and item.material.posted <= course.today and item.owner is session
    ]
    return sorted(news, key=lambda item: (item.day, item.of), reverse=True)[:_LATEST]


def _posted(kind: str | None) -> str:
    return {"notes": "Notes", "slides": "Slides", "video": "Video", "quiz": "Quiz"}.get(
        kind or "", "Material"
    )


def home_page(writer: Writer) -> Page:
    """Return ``/``."""
    course = writer.course
    facts = course.schedule.course
    due = due_dates(course)
    ahead = [item for item in due if item.day >= course.today][:_DUE]
    due = [Due(item.day, item.text, item.address, item in ahead) for item in due]
    cards = _cards(course)
    coming = [card.session for card in cards]
    chosen = next((index for index, card in enumerate(cards) if card.shown), len(cards))
    window = coming[chosen + 1 : chosen + 1 + _ROWS] if chosen < len(cards) else coming[-_ROWS:]
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
        due=due if len(due) <= _CARDS else ahead,
        due_shown=bool(ahead),
        latest=_latest(course),
        rows=coming,
        shown_rows={session.id for session in window},
        lecture_count=sum(item.kind == "lecture" for item in course.sessions),
        weights=weights(course),
    )

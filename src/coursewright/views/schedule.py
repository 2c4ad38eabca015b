"""The schedule: every session in order, under the module that owns it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from coursewright.model.course import Course
from coursewright.model.edition import Place
from coursewright.model.schedule import Module
from coursewright.model.timetable import ScheduledSession
from coursewright.views import wording
from coursewright.views.due import due_dates
from coursewright.views.page import Page
from coursewright.views.writer import Writer


@dataclass(slots=True)
class Section:
    """A run of sessions under one heading; days off stay where they fall."""

    module: Module | None
    again: bool
    """The module had sessions before another one came between."""
    sessions: list[ScheduledSession] = field(default_factory=list)

    @property
    def days(self) -> str:
        """From when to when: ``11 Jan – 25 Jan``, of the module's own sessions."""
        own = [session for session in self.sessions if session.record.module] or self.sessions
        return wording.day_range([slot.day for session in own for slot in session.slots])


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter of the schedule."""

    value: str
    label: str


_DUE = 60
"""With more deadlines than this, the page has only the one that is next when it is built."""

_CHOICES = (
    (Choice("lecture", "Lectures"), {"lecture", "bonus"}),
    (Choice("presentations", "Presentations"), {"presentations"}),
    (Choice("guest", "Guests"), {"guest"}),
    (Choice("exam", "Exams"), {"exam"}),
    (Choice("project", "Projects"), {"poster", "project-chats"}),
)


def sections(course: Course) -> list[Section]:
    """Return the sessions under their modules, in the order of time."""
    found: list[Section] = []
    seen: set[str] = set()
    for session in course.sessions:
        module = session.record.module
        current = found[-1].module.id if found and found[-1].module else None
        if not found or (module and module != current):
            found.append(Section(course.modules.get(module or ""), module in seen))
            seen.add(module or "")
        found[-1].sessions.append(session)
    return found


def hour_changes(course: Course, day: date) -> Iterator[str]:
    """Yield a sentence for every part of the term in which the hours are not those of ``day``."""
    term = course.schedule.term
    for first, last in _same_hours(course):
        hours = wording.enumerate_words(wording.meeting_texts(course, first))
        if not hours or first <= min(max(day, term.start), term.end) <= last:
            continue
        start = f"from {wording.plain_day(first)}" if first > term.start else ""
        end = f"{'to' if start else 'until'} {wording.plain_day(last)}" if last < term.end else ""
        verb = "met" if last < day else "meets"
        when = " ".join(filter(None, (start, end)))
        yield f"{when[:1].upper()}{when[1:]} the class {verb} at other hours: {hours}."


def _same_hours(course: Course) -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of every part of the term with hours of its own."""
    term, one = course.schedule.term, timedelta(days=1)
    last_days = {item.until for item in course.schedule.meetings if item.until}
    last_days |= {item.valid_from - one for item in course.schedule.meetings if item.valid_from}
    first = term.start
    for day in sorted(day for day in last_days if term.start <= day < term.end):
        if wording.meeting_texts(course, day) != wording.meeting_texts(course, day + one):
            yield first, day
            first = day + one
    yield first, term.end


def usual_place(course: Course) -> Place | None:
    """Return the place of the meetings, where they all have the same."""
    ids = {item.place for item in course.schedule.meetings}
    known = {item.id: item for item in course.schedule.places}
    return known.get(ids.pop()) if len(ids) == 1 else None


def schedule_page(writer: Writer) -> Page:
    """Return ``/schedule/``."""
    course = writer.course
    kinds = {session.kind for session in course.sessions}
    day = max(course.today, course.schedule.term.start)
    return writer.page(
        "schedule.html.j2",
        "schedule.md",
        "Schedule",
        course.schedule.span_of("sessions"),
        description=f"Every class of {course.schedule.course.title}, {course.schedule.term.name}.",
        meetings=wording.meeting_texts(course, day),
        place=usual_place(course),
        changes=list(hour_changes(course, day)),
        due=due_dates(course, 1, _DUE),
        choices=[choice for choice, wanted in _CHOICES if kinds & wanted],
        sections=sections(course),
    )

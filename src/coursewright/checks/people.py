"""People who would have to be in two places at once."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time
from typing import NamedTuple

from coursewright.checks.check import Finding, check
from coursewright.checks.dates import said
from coursewright.diagnostics import Label, Span
from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession


class _Part(NamedTuple):
    """What someone does in class, and where it is written."""

    name: str
    session: ScheduledSession
    span: Span


@check("D032", needs_whole_entries=True)
def person_twice(course: Course) -> Iterator[Finding]:
    """A person is needed twice at the same time.

    Someone gives two talks of one session, or speaks in two sessions whose hours overlap. Names are
    compared as they are written, without regard to capitals.

    Bad:
        a session whose two talks both have the presenter 'A. Student'
    Good:
        one of the talks by somebody else
    """
    parts: defaultdict[str, list[_Part]] = defaultdict(list)
    for part in _parts(course):
        parts[" ".join(part.name.casefold().split())].append(part)
    for of_one in parts.values():
        for number, part in enumerate(of_one):
            other = next((it for it in of_one[:number] if _at_once(it, part)), None)
            if other is not None:
                yield _twice(part, other)


def _twice(part: _Part, other: _Part) -> Finding:
    day = part.session.first_day
    when = f" on {said(day)}" if day else ""
    label = Label(other.span, "here, at the same time")
    hint = "move one of the two, or name somebody else"
    return Finding(f"'{part.name}' is needed twice{when}", part.span, hint, (label,))


def _parts(course: Course) -> Iterator[_Part]:
    people = {person.id: person.name for person in course.schedule.people}
    for session in course.sessions:
        record = session.record
        if record.speaker in people:
            yield _Part(people[record.speaker], session, record.span_of("speaker"))
        for talk in record.talks:
            if isinstance(talk.presenters, tuple):
                for person in talk.presenters:
                    yield _Part(person.name, session, person.span_of("name"))


def _at_once(first: _Part, second: _Part) -> bool:
    if first.session is second.session:
        return True
    return any(
        day == other_day and start < other_end and other_start < end
        for day, start, end in _times(first.session)
        for other_day, other_start, other_end in _times(second.session)
    )


def _times(session: ScheduledSession) -> Iterator[tuple[date, time, time]]:
    for slot in session.slots:
        if slot.hours:
            yield slot.day, slot.hours.start, slot.hours.end

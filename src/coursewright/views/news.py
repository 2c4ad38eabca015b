"""What is new: the changes of each day, as readers saw them, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from coursewright.model.addresses import notes_uri
from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession
from coursewright.views.change import Change, lower_first
from coursewright.views.changes import changes_between
from coursewright.views.page import address_of
from coursewright.views.timeline import State, Timeline
from coursewright.views.wording import kind_text


@dataclass(frozen=True, slots=True)
class DayOfChanges:
    """What was different at the end of a day from the end of the one before."""

    day: date
    moment: datetime
    """The last moment of the day at which something changed."""
    changes: tuple[Change, ...]


def days_of_changes(course: Course, timeline: Timeline, most: int) -> list[DayOfChanges]:
    """Return the last days, at most so many, on which readers saw a change; the newest first.

    Notes of scribes that came are such a change.
    """
    days = {day.day: day for day in _days_of_facts(timeline, most)}
    for session in course.sessions:
        moment = timeline.notes.get(session.id)
        if moment is None:
            continue
        moment = max(moment, _shown_from(session, timeline.zone))
        day = moment.astimezone(timeline.zone).date()
        known = days.get(day, DayOfChanges(day, moment, ()))
        changes = (*known.changes, _new_notes(session))
        days[day] = DayOfChanges(day, max(known.moment, moment), changes)
    return sorted(days.values(), key=lambda item: item.day, reverse=True)[:most]


def _shown_from(session: ScheduledSession, zone: ZoneInfo) -> datetime:
    return datetime.combine(session.record.release or date(1, 1, 2), time.min, zone)


def _new_notes(session: ScheduledSession) -> Change:
    return Change("New notes: ", *_lecture(session), address_of(notes_uri(session)))


def notes_handed_in(session: ScheduledSession) -> Change:
    """Return the sentence on notes that came; whether they are published is not looked at."""
    name, title = _lecture(session)
    address = address_of(notes_uri(session))
    return Change("Handed in: notes of ", lower_first(name), title, address)


def _lecture(session: ScheduledSession) -> tuple[str, str]:
    title = session.record.title
    return kind_text(session), f", “{title}”." if title else "."


def _days_of_facts(timeline: Timeline, most: int) -> list[DayOfChanges]:
    """Return the days on which what the schedule and the papers say was changed.

    What was changed and changed back within a day is no change. Before the first day that is
    known there is nothing to compare with.
    """
    found: list[DayOfChanges] = []
    for old, new in pairwise(reversed(list(_last_states(timeline)))):
        if len(found) == most:
            break
        changes = tuple(changes_between(new.facts, old.facts))
        if changes:
            found.append(DayOfChanges(timeline.day_of(old), old.moment, changes))
    return found


def _last_states(timeline: Timeline) -> Iterator[State]:
    for _, states in groupby(timeline.states, timeline.day_of):
        yield list(states)[-1]

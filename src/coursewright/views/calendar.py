"""``/calendar.ics``: every class and every deadline, for a calendar to subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession, Slot
from coursewright.sources.bibtex import cite_label
from coursewright.views.editions import edition_slug
from coursewright.views.page import Asset
from coursewright.views.readings import grouped_readings
from coursewright.views.wording import kind_text
from coursewright.views.work import milestones

CALENDAR = "calendar.ics"


def calendar_asset(course: Course) -> Asset:
    """Return the calendar; days off are in it, and what has no hours takes the whole day."""
    facts, term = course.schedule.course, course.schedule.term
    calendar = Calendar()
    calendar.add("prodid", "-//coursewright//calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{facts.code}, {term.name}")
    for event in _events(course):
        calendar.add_component(event)
    calendar.add_missing_timezones(term.start, term.end)
    return Asset(CALENDAR, calendar.to_ical())


def _events(course: Course) -> Iterator[Event]:
    schedule = course.schedule
    domain = f"{edition_slug(schedule.term.name)}.{edition_slug(schedule.course.code)}"
    for session in course.sessions:
        for number, slot in enumerate(session.slots, 1):
            event = _session_event(course, session, slot)
            event.add("uid", f"{session.id}-{number}@{domain}")
            yield event
    for item in milestones(course):
        if item.day and item.session is None:
            event = _event(course, f"Due: {item.record.name}")
            event.add("dtstart", item.day)
            event.add("dtend", item.day + timedelta(days=1))
            event.add("uid", f"{item.record.id}-due@{domain}")
            yield event


def _event(course: Course, summary: str) -> Event:
    event = Event()
    event.add("summary", summary)
    event.add("dtstamp", course.now)
    return event


def _session_event(course: Course, session: ScheduledSession, slot: Slot) -> Event:
    title = session.record.title or session.record.reason
    event = _event(course, ": ".join(filter(None, (kind_text(session), title))))
    if slot.hours:
        event.add("dtstart", datetime.combine(slot.day, slot.hours.start, course.timezone))
        event.add("dtend", datetime.combine(slot.day, slot.hours.end, course.timezone))
    else:
        event.add("dtstart", slot.day)
        event.add("dtend", slot.day + timedelta(days=1))
    if slot.place:
        event.add("location", slot.place.name)
    if session.record.reason:
        event.add("comment", session.record.reason)
    readings = "\n".join(_readings(course, session))
    if readings:
        event.add("description", f"Read before:\n{readings}")
    if not session.meets:
        event.add("transp", "TRANSPARENT")
    return event


def _readings(course: Course, session: ScheduledSession) -> Iterator[str]:
    for group in grouped_readings(course, session.record.readings):
        if group.entry:
            yield ", ".join(filter(None, (cite_label(group.entry), group.where)))

"""Events of the calendars: one for each day of a session, and one for each deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from coursewright.model.sessions import OFF_KINDS
from coursewright.views.facts import DeadlineFacts, Facts, SessionFacts, SlotFacts
from coursewright.views.wording import KIND_WORDS

Part = Literal["lectures", "presentations", "deadlines"]
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]

_PRESENTED = frozenset({"presentations", "project-chats", "poster"})
_OPEN_STATES = frozenset({"to be announced", "draft"})


@dataclass(frozen=True, slots=True)
class Event:
    """What a calendar shows of one thing; two that are equal show the same."""

    uid: str
    """Made of an id and the edition, never of a date: it stays when the date changes."""
    part: Part
    """The calendar that it is in, beside the one of everything."""
    summary: str
    start: date
    """A day, or a moment on the course's clock, without a zone."""
    end: date
    """Equal to the start where the event is a moment."""
    category: str
    location: str = ""
    description: str = ""
    address: str = ""
    status: Status = "CONFIRMED"
    busy: bool = True

    def cancelled(self) -> Event:
        """Return the event as one that does not take place."""
        return replace(self, status="CANCELLED", description="", address="", busy=False)


def events_of(facts: Facts) -> dict[str, Event]:
    """Return the events of a course by their ids."""
    events: dict[str, Event] = {}
    for session in facts.sessions.values():
        for event in session_events(session, facts.edition.domain):
            events.setdefault(event.uid, event)
    for deadline in facts.deadlines.values():
        if deadline.day:
            event = _dated(deadline, deadline.day, facts.edition.domain)
            events.setdefault(event.uid, event)
    return events


@lru_cache(maxsize=1 << 15)
def session_events(session: SessionFacts, domain: str) -> tuple[Event, ...]:
    """Return the events of a session: its days, and what is due because of it."""
    return (*_days(session, domain), *_due(session, domain))


def _days(session: SessionFacts, domain: str) -> Iterator[Event]:
    off = session.kind in OFF_KINDS
    description = "\n\n".join(_description(session))
    title = session.reason if session.title in {"", session.name} else session.title
    spans = [(*_span(slot), slot.place) for slot in session.slots]
    for number, (start, end, place) in enumerate(_joined(spans) if off else spans, 1):
        yield Event(
            f"{session.id}-{number}@{domain}",
            "presentations" if session.kind in _PRESENTED else "lectures",
            ": ".join(filter(None, (session.name, title))),
            start,
            end,
            KIND_WORDS[session.kind],
            place,
            description,
            session.address,
            "TENTATIVE" if session.state in _OPEN_STATES else "CONFIRMED",
            busy=not off,
        )


def _joined(spans: Iterable[tuple[date, date, str]]) -> list[tuple[date, date, str]]:
    """Return the spans of days off, days in a row as one."""
    joined: list[tuple[date, date, str]] = []
    for start, end, place in spans:
        if joined and joined[-1][1:] == (start, place):
            joined[-1] = (joined[-1][0], end, place)
        else:
            joined.append((start, end, place))
    return joined


def _span(slot: SlotFacts) -> tuple[date, date]:
    if slot.start is None or slot.end is None:
        return slot.day, slot.day + timedelta(days=1)
    return datetime.combine(slot.day, slot.start), datetime.combine(slot.day, slot.end)


def _description(session: SessionFacts) -> Iterator[str]:
    if session.reason and session.title not in {"", session.name}:
        yield session.reason
    if session.speaker:
        yield f"Speaker: {session.speaker}"
    if session.readings:
        lines = (
            f"{item.text} ({item.level})" if item.level else item.text for item in session.readings
        )
        yield "\n".join(("Read before class:", *lines))
    if session.talks:
        yield "\n".join(("Talks:", *(f"{talk.label}: {talk.title}" for talk in session.talks)))


def _due(session: SessionFacts, domain: str) -> Iterator[Event]:
    name = session.name[:1].lower() + session.name[1:]
    if session.notes_due:
        uid = f"{session.id}-notes-due@{domain}"
        yield _deadline(uid, f"Due: scribe notes, {name}", session.notes_due, None, "scribing/")
    for talk in session.talks:
        if talk.closes:
            uid = f"{session.id}/{talk.paper}-evaluation@{domain}"
            summary = f"Evaluation closes: {talk.label}, {name}"
            yield _deadline(uid, summary, talk.closes, talk.closing_time, session.address)


def _dated(deadline: DeadlineFacts, day: date, domain: str) -> Event:
    prefix = "Due: " if deadline.id.endswith("-milestone") else ""
    uid = f"{deadline.id}@{domain}"
    return _deadline(uid, prefix + deadline.name, day, deadline.by, deadline.address)


def _deadline(uid: str, summary: str, day: date, by: time | None, address: str) -> Event:
    start, end = day, day + timedelta(days=1)
    if by is not None:
        start = end = datetime.combine(day, by)
    return Event(uid, "deadlines", summary, start, end, "Deadline", address=address, busy=False)

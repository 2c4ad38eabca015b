"""A class that is not held: a day without class, and everything after it flows on."""

from __future__ import annotations

from datetime import date
from itertools import count

from coursewright.diagnostics import Label
from coursewright.model.sessions import OFF_KINDS, Session
from coursewright.model.timetable import meeting_on
from coursewright.planning.dates import (
    date_scalars,
    days_off,
    is_typed,
    near,
    sessions_with_index,
)
from coursewright.planning.draft import Draft, Outcome, Refusal, day_text, try_edits
from coursewright.planning.rules import NO_CLASS, PINNED
from coursewright.sources.yaml_edit import InsertItem


def plan_cancel(draft: Draft, day: date, reason: str) -> Outcome | Refusal:
    """Return what comes of ``day`` without class, or why it cannot be cancelled."""
    refusal = _no_class_to_cancel(draft, day) or _pinned(draft, day)
    if refusal is not None:
        return refusal
    entries = (
        ("id", _new_id(draft, day)),
        ("kind", "no-class"),
        ("title", "No class"),
        ("date", _in_style(draft, day)),
        ("reason", reason),
    )
    return try_edits(draft, [InsertItem(("sessions",), _place(draft, day), entries)])


def _no_class_to_cancel(draft: Draft, day: date) -> Refusal | None:
    schedule = draft.course.schedule
    off = days_off(draft.course).get(day)
    if off is not None:
        why = f": {off.reason}" if off.reason else ""
        message = f"there is no class on {day_text(day)} already{why}"
        return draft.refused(NO_CLASS(message, off.span_of("date")))
    if not schedule.term.start <= day <= schedule.term.end:
        label = Label(schedule.term.span_of("end"), "the term ends here")
        message = f"{day_text(day)} is outside the term"
        return draft.refused(NO_CLASS(message, schedule.term.span_of("start"), "", (label,)))
    held = any(day in session.date for session in schedule.sessions)
    if not held and meeting_on(schedule.meetings, day) is None:
        message = f"there is no class on {day_text(day)} to cancel"
        hint = near(draft.course, day)
        return draft.refused(NO_CLASS(message, schedule.span_of("meetings"), hint))
    return None


def _pinned(draft: Draft, day: date) -> Refusal | None:
    found = [
        PINNED(
            f"'{session.id}' is pinned to {day_text(day)}",
            session.span_of("date"),
            f"move it first: coursewright slip {session.id} --to DATE",
        )
        for session in draft.course.schedule.sessions
        if day in session.date and session.kind not in OFF_KINDS and is_typed(session)
    ]
    return draft.refused(*found) if found else None


def _place(draft: Draft, day: date) -> int:
    """Return before which item of the list the day goes: the session that had it, or the next."""
    found = list(sessions_with_index(draft.course))
    own = (index for index, session in found if day in session.date)
    later = (index for index, session in found if session.date and max(session.date) > day)
    return next(own, next(later, len(found)))


def _new_id(draft: Draft, day: date) -> str:
    wanted = f"no-class-{day.isoformat()}"
    taken = draft.course.known_ids
    return next(
        name
        for number in count(1)
        if (name := wanted if number == 1 else f"{wanted}-{number}") not in taken
    )


def _in_style(draft: Draft, day: date) -> str:
    """Return the day as the other days off are written, or else the other sessions."""

    def order(session: Session) -> tuple[bool, int]:
        away = abs((session.date[0] - day).days) if session.date else 0
        return session.kind not in OFF_KINDS, away

    typed = sorted(filter(is_typed, draft.course.schedule.sessions), key=order)
    texts = (scalar.text for session in typed for scalar in date_scalars(session).values())
    nearest = next(texts, "")
    return f"{day:%a} {day.isoformat()}" if nearest[:1].isalpha() else day.isoformat()

"""A session that is held later or earlier, and everything that follows from it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date

from coursewright.diagnostics import Diagnostic, Label
from coursewright.load import SCHEDULE
from coursewright.model.sessions import OFF_KINDS, Session
from coursewright.planning.dates import (
    class_days,
    date_scalars,
    day_with_delay,
    days_off,
    is_pinned,
    is_typed,
    near,
    sessions_with_index,
    typed_days,
    with_days,
)
from coursewright.planning.draft import Draft, Outcome, Refusal, day_text, try_edits
from coursewright.planning.rules import BEFORE_ITS_TURN, NO_CLASS, PINNED
from coursewright.sources.yaml_edit import AddKey, Edit, RemoveKey, SetValue, edit_yaml

_MOST = 999
"""The largest delay that can be written."""


def plan_slip(draft: Draft, session: Session, to: int | date) -> Outcome | Refusal:
    """Return what comes of moving a session by so many class times, or to a day.

    One without a date of its own waits longer, or less long; of one that is pinned the day that
    is written becomes another.
    """
    refused = _not_movable(draft, session)
    if refused is not None:
        return draft.refused(refused)
    index = next(i for i, item in sessions_with_index(draft.course) if item.id == session.id)
    if is_pinned(session):
        edits = _typed(draft, session, index, to)
    else:
        edits = _delayed(draft, session, index, to)
    return draft.refused(edits) if isinstance(edits, Diagnostic) else try_edits(draft, edits)


def _not_movable(draft: Draft, session: Session) -> Diagnostic | None:
    if session.kind in OFF_KINDS:
        hint = "change its date in the file"
        return PINNED(f"'{session.id}' is a day without class", session.span_of("date"), hint)
    if not session.date:
        message, hint = f"'{session.id}' has no date yet", "give it one in the file"
        return BEFORE_ITS_TURN(message, session.span_of("id"), hint)
    if is_pinned(session) and not is_typed(session):
        rule = " ".join(scalar.text for scalar in date_scalars(session).values())
        message = f"the date of '{session.id}' is a rule: '{rule}'"
        return PINNED(message, session.span_of("date"), "change the rule in the file")
    if not draft.course.schedule.meetings:
        message = "the class has no meetings from which days could follow"
        return NO_CLASS(message, draft.course.schedule.span_of("sessions"), "add 'meetings'")
    return None


def _typed(draft: Draft, session: Session, index: int, to: int | date) -> list[Edit] | Diagnostic:
    """Write other days, each as many class meetings on as the first."""
    known = class_days(draft.course)
    first = min(session.date)
    if isinstance(to, date):
        off = _day_off(draft, to)
        if off is not None:
            return off
        by = bisect_left(known.days, to) - bisect_left(known.days, first)
        moved: Mapping[date, date | None] = (
            {first: to}
            if len(session.date) == 1
            else {day: known.step(day, by) for day in session.date}
        )
    else:
        moved = {day: known.step(day, to) for day in session.date}
    days = {old: new for old, new in moved.items() if new is not None}
    if len(days) < len(moved):
        return _no_class_left(draft, session)
    if isinstance(to, date) and days[first] != to:
        message = f"the class does not meet on {day_text(to)}"
        return NO_CLASS(message, session.span_of("date"), near(draft.course, to))
    return [
        SetValue(("sessions", index, *path), with_days(scalar.text, days))
        for path, scalar in date_scalars(session).items()
        if any(days[day] != day for day in typed_days(scalar.text))
    ]


def _day_off(draft: Draft, day: date) -> Diagnostic | None:
    off = days_off(draft.course).get(day)
    if off is None:
        return None
    why = f" ({off.reason})" if off.reason else ""
    message = f"there is no class on {day_text(day)}{why}"
    return NO_CLASS(message, off.span_of("date"), near(draft.course, day))


def _no_class_left(draft: Draft, session: Session) -> Diagnostic:
    term = draft.course.schedule.term
    message = f"the term has no class so far from '{session.id}'"
    label = Label(term.span_of("end"), "the term ends here")
    return NO_CLASS(message, session.span_of("id"), "move it by less", (label,))


def _delayed(draft: Draft, session: Session, index: int, to: int | date) -> list[Edit] | Diagnostic:
    delay = session.delay + to if isinstance(to, int) else _delay_for(draft, session, index, to)
    if isinstance(delay, Diagnostic):
        return delay
    if delay < 0:
        message = f"'{session.id}' cannot come before its turn on {day_text(session.date[0])}"
        if session.delay:
            times = "one class time" if session.delay == 1 else f"{session.delay} class times"
            message = f"'{session.id}' is only {times} behind its turn"
        return BEFORE_ITS_TURN(message, session.span_of("delay"), "move the sessions above it")
    if delay > _MOST:
        return _no_class_left(draft, session)
    return _delay_edits(draft, session, index, delay)


def _delay_for(draft: Draft, session: Session, index: int, day: date) -> int | Diagnostic:
    """Return the delay that leads a session to ``day``, found by halving what is possible."""
    off = _day_off(draft, day)
    if off is not None:
        return off
    root = draft.course.schedule.at
    times = range(len(class_days(draft.course).days) * 4 + 1)
    last = date.max
    found = bisect_left(times, day, key=lambda delay: day_with_delay(root, index, delay) or last)
    reached = day_with_delay(root, index, found)
    if reached == day:
        return found
    turn = day_with_delay(root, index, 0)
    if turn is not None and day < turn:
        message = f"'{session.id}' cannot come before its turn on {day_text(turn)}"
        return BEFORE_ITS_TURN(message, session.span_of("id"), "move the sessions above it")
    if day not in class_days(draft.course).days:
        message = f"the class does not meet on {day_text(day)}"
        return NO_CLASS(message, session.span_of("id"), near(draft.course, day))
    holder = next((item for item in draft.course.schedule.sessions if day in item.date), None)
    if holder is None:
        message = f"no class time is free for '{session.id}' on {day_text(day)}"
        return BEFORE_ITS_TURN(message, session.span_of("id"), near(draft.course, day))
    message = f"'{holder.id}' is pinned to {day_text(day)}"
    hint = f"move it first: coursewright slip {holder.id} --to DATE"
    return PINNED(message, holder.span_of("date"), hint)


def _delay_edits(draft: Draft, session: Session, index: int, delay: int) -> list[Edit]:
    path = ("sessions", index)
    after = "title" if "title" in session.at.entries else "kind"
    if "delay" not in session.at.entries:
        return [AddKey(path, "delay", str(delay), after)] if delay else []
    removed = RemoveKey(path, "delay")
    written = AddKey(path, "delay", str(session.delay), after)
    if delay or not _undoes(draft, removed, written):
        return [SetValue((*path, "delay"), str(delay))]
    return [removed]


def _undoes(draft: Draft, edit: Edit, inverse: Edit) -> bool:
    """Tell whether the second edit after the first leaves every byte as it was."""
    changed = edit_yaml(draft.raw, SCHEDULE, [edit], _ignore)
    back = changed and edit_yaml(changed, SCHEDULE, [inverse], _ignore)
    return back is not None and back.data == draft.raw.data


def _ignore(_: Diagnostic) -> None:
    """Say nothing: what cannot be undone is written in another way."""

"""Whatever the schedule: nothing lost, order kept, pins and breaks respected, and the way back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from coursewright.model.sessions import OFF_KINDS
from coursewright.planning.cancel import plan_cancel
from coursewright.planning.dates import is_pinned
from coursewright.planning.draft import Draft, Outcome, Refusal, inversions, read_draft
from coursewright.planning.slip import plan_slip
from tests.planning.support.courses import NOW, days, schedules, write

ONE_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Each example writes its course anew."""


def order_of(course: Draft) -> list[str]:
    """Return the sessions without a date of their own, in the order of their days."""
    free = [item for item in course.course.schedule.sessions if not is_pinned(item) and item.date]
    return [item.id for item in sorted(free, key=lambda item: item.date)]


def check_outcome(outcome: Outcome, named: str) -> None:
    """Check what holds of every change: ``named`` is the session that it is about."""
    before, after = days(outcome.before), days(outcome.after)
    assert [name for name in after if name in before] == list(before), "none lost, none doubled"
    assert order_of(outcome.before) == order_of(outcome.after)
    taken: set[date] = set()
    off = {
        day
        for item in outcome.after.course.schedule.sessions
        if item.kind in OFF_KINDS
        for day in item.date
    }
    term = outcome.after.course.schedule.term
    for session in outcome.after.course.schedule.sessions:
        if session.kind not in OFF_KINDS:
            assert not off & set(session.date)
            assert not taken & set(session.date)
            taken |= set(session.date)
        assert all(term.start <= day <= term.end for day in session.date)
    for session in outcome.before.course.schedule.sessions:
        if is_pinned(session) and session.id != named:
            assert after[session.id] == session.date
    old, new = (item.raw.text.splitlines() for item in (outcome.before, outcome.after))
    assert len(set(old) - set(new)) <= 1


def sound(folder: Path, text: str, end: str) -> Draft | None:
    """Return the draft of a random course, or None where it has errors of its own."""
    found = read_draft(write(folder, text, end), NOW)
    if isinstance(found, Refusal) or found.loaded.diagnostics:
        return None
    return found


def slip_holds(folder: Path, schedule: tuple[str, str], which: int, by: int) -> None:
    """Slip a session of a random course, and slip it back."""
    course = sound(folder, *schedule)
    if course is None:
        return
    sessions = [item for item in course.course.schedule.sessions if item.kind not in OFF_KINDS]
    if not sessions:
        return
    session = sessions[which % len(sessions)]
    outcome = plan_slip(course, session, by)
    if isinstance(outcome, Refusal):
        event(f"refused: {outcome.problems[0].code}")
        return
    event("slipped")
    check_outcome(outcome, session.id)
    again = next(i for i in outcome.after.course.schedule.sessions if i.id == session.id)
    back = plan_slip(outcome.after, again, -by)
    if isinstance(back, Refusal):
        # Class meetings that others took meanwhile are not stepped over the same way, and what
        # was out of order before is not brought out of order again.
        assert is_pinned(session) or any(inversions(course.course.schedule.sessions))
        return
    assert back.after.raw.data == course.raw.data
    to = plan_slip(course, session, again.date[0])
    assert isinstance(to, Outcome), to.problems
    assert to.after.raw.data == outcome.after.raw.data


def cancel_holds(folder: Path, schedule: tuple[str, str], which: int) -> None:
    """Cancel a day of a random course."""
    course = sound(folder, *schedule)
    if course is None:
        return
    day = date(2018, 1, 10) + timedelta(weeks=which // 2, days=which % 2)
    outcome = plan_cancel(course, day, "snow")
    if isinstance(outcome, Refusal):
        event(f"refused: {outcome.problems[0].code}")
        return
    event("cancelled")
    check_outcome(outcome, "")
    assert all(day not in item for item in days(outcome.before).values()) or (
        days(outcome.before) != days(outcome.after)
    )
    assert days(outcome.after)[f"no-class-{day.isoformat()}"] == (day,)


@ONE_FOLDER
@given(schedules(), st.integers(0, 8), st.integers(-4, 4))
def test_a_slip_keeps_what_it_must_and_slips_back(
    tmp_path: Path, schedule: tuple[str, str], which: int, by: int
) -> None:
    slip_holds(tmp_path, schedule, which, by)


@ONE_FOLDER
@given(schedules(), st.integers(0, 17))
def test_a_cancelled_class_keeps_what_it_must(
    tmp_path: Path, schedule: tuple[str, str], which: int
) -> None:
    cancel_holds(tmp_path, schedule, which)


@pytest.mark.slow
@settings(ONE_FOLDER, max_examples=10_000)
@given(schedules(), st.integers(0, 8), st.integers(-4, 4))
def test_very_many_slips_keep_what_they_must(
    tmp_path: Path, schedule: tuple[str, str], which: int, by: int
) -> None:
    slip_holds(tmp_path, schedule, which, by)


@pytest.mark.slow
@settings(ONE_FOLDER, max_examples=10_000)
@given(schedules(), st.integers(0, 17))
def test_very_many_cancelled_classes_keep_what_they_must(
    tmp_path: Path, schedule: tuple[str, str], which: int
) -> None:
    cancel_holds(tmp_path, schedule, which)

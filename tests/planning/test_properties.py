"""Whatever the schedule: nothing lost, order kept, pins and breaks respected, and the way back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from hypothesis import event, given, settings
from hypothesis import strategies as st

from coursewright.model.sessions import OFF_KINDS
from coursewright.planning.cancel import plan_cancel
from coursewright.planning.dates import is_pinned
from coursewright.planning.draft import Draft, Outcome, Refusal, inversions, read_draft
from coursewright.planning.next_term import NextTerm
from coursewright.planning.rollover import plan_rollover
from coursewright.planning.slip import plan_slip
from tests.planning.support.courses import NOW, days, schedules, write
from tests.support.properties import IN_ONE_FOLDER

WITH_READING = """kind: lecture
    readings:
      - paper: darwin1880power
    materials:
      - posted: 2018-01-19
        type: external
        url: https://example.org/"""
ONE_FOLDER = settings(suppress_health_check=IN_ONE_FOLDER)
"""Each example writes its course anew. `make test-long` takes ten thousand of them."""


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


def rollover_holds(folder: Path, schedule: tuple[str, str], weeks: int) -> None:
    """Make the next edition of a random course, in a term that is longer or shorter."""
    end_of_line = "\r\n" if "\r\n" in schedule[0] else "\n"
    reading = WITH_READING.replace("\n", end_of_line)
    course = sound(folder, schedule[0].replace("kind: lecture", reading), schedule[1])
    if course is None:
        return
    own = course.course.schedule.term
    start = date(2019, 1, 9)
    end = start + timedelta(days=1, weeks=(own.end - own.start).days // 7 + weeks)
    made = plan_rollover(course, NextTerm.after(own, "Winter 2019", start, end, ()))
    if isinstance(made, Refusal):
        event(f"refused: {made.problems[0].code}")
        return
    event("made")
    before, after = course.course.schedule.sessions, made.outcome.after.course.schedule.sessions
    kept = [(session.id, item.paper) for session in before for item in session.readings]
    assert [(session.id, item.paper) for session in after for item in session.readings] == kept
    held = [session.id for session in before if session.kind not in OFF_KINDS]
    assert [session.id for session in after if session.kind not in OFF_KINDS] == held
    left = {session.id for session in before} - {session.id for session in after}
    assert left <= {session.id for session in before if session.kind in OFF_KINDS}
    assert len(made.left) >= len(left)
    for session in after:
        assert all(start <= day <= end for day in session.date)
        assert all(material.edition == "Winter 2018" for material in session.materials)
        assert not session.delay


@ONE_FOLDER
@given(schedules(), st.integers(-2, 3))
def test_a_rollover_keeps_every_reading(
    tmp_path: Path, schedule: tuple[str, str], weeks: int
) -> None:
    rollover_holds(tmp_path, schedule, weeks)


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

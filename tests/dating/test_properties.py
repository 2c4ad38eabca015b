"""Whatever the rules: no session is lost or doubled, order is kept, pins and breaks respected."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coursewright.model.dating import Dating, Entry, Trouble
from coursewright.model.edition import Meeting, Term
from coursewright.model.record import AT
from coursewright.sources.yaml import read_yaml

START = date(2018, 1, 10)
NODE = read_yaml("a: b\n", "schedule.yaml", lambda _: None)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

days = st.integers(0, 70).map(lambda count: START + timedelta(days=count))
meetings = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True)


def flowing(index: int) -> st.SearchStrategy[Entry]:
    return st.builds(
        lambda classes, delay: Entry(
            f"f{index}", "lecture", flows=True, classes=classes, delay=delay
        ),
        st.integers(1, 2),
        st.sampled_from((0, 0, 0, 1, 2)),
    )


def pinned(index: int) -> st.SearchStrategy[Entry]:
    return days.map(lambda day: Entry(f"p{index}", "exam", flows=False, days=(day,)))


entries = st.integers(0, 18).flatmap(
    lambda size: st.tuples(*(st.one_of(flowing(i), flowing(i), pinned(i)) for i in range(size)))
)


def dated(weekdays: list[str], off: frozenset[date], placed: tuple[Entry, ...]) -> Dating:
    term = Term.model_validate(
        {
            "name": "W",
            "start": START,
            "end": START + timedelta(days=75),
            "timezone": "UTC",
            AT: NODE,
        }
    )
    held = [
        Meeting.model_validate(
            {"day": day, "start": "9:30", "end": "11:00", "place": "r", AT: NODE}
        )
        for day in weekdays
    ]
    return Dating.of(term, held, off, placed)


@given(meetings, st.frozensets(days, max_size=12), entries)
def test_sessions_take_class_times_in_order(
    weekdays: list[str], off: frozenset[date], placed: tuple[Entry, ...]
) -> None:
    dating = dated(weekdays, off, placed)
    flowing_days = [
        day
        for index, entry in enumerate(placed)
        if entry.flows
        for day in dating.placed.get(index, ())
    ]
    assert flowing_days == sorted(flowing_days)
    assert all(count == 1 for count in Counter(flowing_days).values())
    assert not set(flowing_days) & off
    pins = {day for entry in placed for day in entry.days}
    assert not set(flowing_days) & pins
    assert all(f"{day:%A}" in weekdays for day in flowing_days)
    for index, entry in enumerate(placed):
        if entry.days:
            assert dating.placed[index] == entry.days
        elif index in dating.placed:
            assert len(dating.placed[index]) == entry.classes
        else:
            assert dating.undatable[index].trouble is Trouble.NO_SLOT


@given(meetings, st.frozensets(days, max_size=12), entries)
def test_no_class_time_that_fits_is_left_before_a_session(
    weekdays: list[str], off: frozenset[date], placed: tuple[Entry, ...]
) -> None:
    """Between a session and the one above only as many class times are free as its delay says."""
    dating = dated(weekdays, off, placed)
    last = date.min
    pins = {day for entry in placed for day in entry.days}
    for index, entry in enumerate(placed):
        if entry.flows and index in dating.placed:
            first = dating.placed[index][0]
            between = [day for day in dating.class_days.days if last < day < first]
            assert len([day for day in between if day not in pins]) == entry.delay
        if index in dating.placed:
            last = max(last, *dating.placed[index])


@given(meetings, st.frozensets(days, max_size=12), entries, days)
def test_a_day_off_moves_sessions_later_and_none_earlier(
    weekdays: list[str], off: frozenset[date], placed: tuple[Entry, ...], cancelled: date
) -> None:
    before, after = dated(weekdays, off, placed), dated(weekdays, off | {cancelled}, placed)
    for index in after.placed:
        assert index in before.placed
        assert before.placed[index] <= after.placed[index]

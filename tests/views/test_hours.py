"""Meeting hours that change within the term, as they are said on any day of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coursewright.model.course import Course
from coursewright.views.schedule import hour_changes, usual_place
from coursewright.views.wording import meeting_texts
from tests.site.support.course import HEAD, course_of, write_course

PLACES = "places:\n  - id: room\n    name: Room\n  - id: hall\n    name: Hall\n"
SESSION = "sessions:\n  - id: one\n    kind: lecture\n    title: One\n"


def _course(folder: Path, *meetings: str) -> Course:
    rows = "".join(
        f"  - day: {day}\n    start: {start}\n    end: {end}\n    place: {place}\n{rest}"
        for day, start, end, place, rest in (_fields(meeting) for meeting in meetings)
    )
    return course_of(write_course(folder, f"{HEAD}{PLACES}meetings:\n{rows}{SESSION}"))


def _fields(meeting: str) -> tuple[str, str, str, str, str]:
    day, hours, place, *limits = meeting.split()
    start, end = hours.split("-")
    return day, start, end, place, "".join(f"    {limit.replace('=', ': ')}\n" for limit in limits)


EARLY = "Wednesday 9:30-11:30 room until=2018-01-16"
MIDDLE = "Wednesday 10:00-11:45 room from=2018-01-17 until=2018-02-28"
LATE = "Wednesday 13:00-14:45 room from=2018-03-01"


def test_without_a_change_nothing_is_said(tmp_path: Path) -> None:
    course = _course(tmp_path, "Wednesday 9:30-11:15 room", "Thursday 9:30-11:15 room")
    assert list(hour_changes(course, date(2018, 1, 24))) == []
    assert meeting_texts(course, date(2018, 1, 24)) == ["Wednesday and Thursday 9:30–11:15"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            "2018-01-10",
            [
                "From 17 Jan to 28 Feb the class meets at other hours: Wednesday 10:00–11:45.",
                "From 1 Mar the class meets at other hours: Wednesday 13:00–14:45.",
            ],
        ),
        (
            "2018-02-14",
            [
                "Until 16 Jan the class met at other hours: Wednesday 9:30–11:30.",
                "From 1 Mar the class meets at other hours: Wednesday 13:00–14:45.",
            ],
        ),
        (
            "2018-03-14",
            [
                "Until 16 Jan the class met at other hours: Wednesday 9:30–11:30.",
                "From 17 Jan to 28 Feb the class met at other hours: Wednesday 10:00–11:45.",
            ],
        ),
    ],
)
def test_each_other_part_of_the_term_is_said(tmp_path: Path, day: str, said: list[str]) -> None:
    course = _course(tmp_path, EARLY, MIDDLE, LATE)
    assert list(hour_changes(course, date.fromisoformat(day))) == said


def test_before_and_after_the_term_its_ends_count(tmp_path: Path) -> None:
    course = _course(tmp_path, EARLY, LATE.replace("2018-03-01", "2018-01-17"))
    assert list(hour_changes(course, date(2017, 12, 1))) == [
        "From 17 Jan the class meets at other hours: Wednesday 13:00–14:45."
    ]
    assert list(hour_changes(course, date(2018, 12, 1))) == [
        "Until 16 Jan the class met at other hours: Wednesday 9:30–11:30."
    ]


def test_a_day_of_the_week_may_come_later(tmp_path: Path) -> None:
    course = _course(
        tmp_path, "Wednesday 9:30-11:15 room", "Friday 13:00-14:00 room from=2018-02-01"
    )
    assert list(hour_changes(course, date(2018, 2, 14))) == [
        "Until 31 Jan the class met at other hours: Wednesday 9:30–11:15."
    ]
    assert meeting_texts(course, date(2018, 2, 14)) == [
        "Wednesday 9:30–11:15",
        "Friday 13:00–14:00",
    ]


def test_weeks_without_hours_are_not_spoken_of(tmp_path: Path) -> None:
    course = _course(tmp_path, "Wednesday 9:30-11:15 room from=2018-02-01")
    assert list(hour_changes(course, date(2018, 2, 14))) == []


def test_the_usual_place_is_the_one_of_all_meetings(tmp_path: Path) -> None:
    one = _course(tmp_path / "one", "Wednesday 9:30-11:15 room", "Friday 9:30-11:15 room")
    two = _course(tmp_path / "two", "Wednesday 9:30-11:15 room", "Friday 9:30-11:15 hall")
    place = usual_place(one)
    assert place is not None
    assert place.name == "Room"
    assert usual_place(two) is None

"""What each form of a date means, on a small term of Wednesdays and Thursdays."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from coursewright.load import load_course
from coursewright.model.course import Course
from coursewright.model.when import read_when
from tests.dating.support.course import course_text

NOW = datetime(2018, 1, 10, tzinfo=UTC)


def made(folder: Path, *sessions: str, more: str = "") -> Course:
    """Return the course of these sessions, each written in one line of flow style."""
    (folder / "schedule.yaml").write_text(course_text(sessions, more), "utf-8")
    (folder / "papers.bib").write_text("@book{a, author={A. B.}, title={C}, year={1880}}\n")
    loaded = load_course(folder, NOW)
    assert [str(item) for item in loaded.diagnostics] == []
    assert loaded.course
    return loaded.course


def days(course: Course, session: str) -> list[str]:
    return [f"{slot.day:%a %m-%d}" for slot in course.by_id[session].slots]


def test_a_session_takes_the_next_free_class_time(tmp_path: Path) -> None:
    course = made(tmp_path, "a", "off: break, date: 2018-01-11", "b", "c")
    assert [days(course, name) for name in "abc"] == [["Wed 01-10"], ["Wed 01-17"], ["Thu 01-18"]]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("date: 2018-01-24", "Wed 01-24"),
        ("date: week 3", "Wed 01-24"),
        ("date: Thu week 3", "Thu 01-25"),
        ("date: week 3 Thursday", "Thu 01-25"),
        ("date: Monday week 3", "Mon 01-22"),
        ("date: after a", "Wed 01-24"),
        ("date: a + 1 class", "Wed 01-24"),
        ("date: 2 classes after a", "Thu 01-25"),
        ("date: a + 1 day", "Thu 01-11"),
        ("date: 1 week after a", "Wed 01-17"),
        ("date: a week after lecture 1", "Wed 01-17"),
        ("date: a", "Wed 01-10"),
        ("date: first lecture + 2 weeks", "Wed 01-24"),
        ("date: last lecture + 2 days", "Sat 01-20"),
        ("date: lecture 3 + 1 week", "Thu 01-25"),
        ("date: Friday after a", "Fri 01-12"),
        ("date: Wednesday after a", "Wed 01-17"),
        ("date: term start", "Wed 01-10"),
        ("date: term end - 1 week", "Wed 04-18"),
        ("date: 3 days before c", "Mon 01-15"),
        ("date: 2018-02-01 + 1 class", "Wed 02-07"),
        ("delay: 3", "Thu 01-25"),
    ],
)
def test_a_rule_leads_to_its_day(tmp_path: Path, rule: str, expected: str) -> None:
    """An exam; before it stand lectures on 10 and 17 January, after it one on the 18th.

    It does not step onto a class time that another session has.
    """
    above, below = ["a", "off: break, date: 2018-01-11"], ["c: lecture, date: 2018-01-18"]
    if rule.startswith("delay"):
        sessions = [*above, f"x: exam, {rule}"]
    else:
        sessions = [*above, "b", f"x: exam, {rule}", *below]
    assert days(made(tmp_path, *sessions), "x") == [expected]


def test_two_classes_take_two_class_times(tmp_path: Path) -> None:
    course = made(tmp_path, "a", "b: lecture, classes: 2", "c")
    assert days(course, "b") == ["Thu 01-11", "Wed 01-17"]
    assert days(course, "c") == ["Thu 01-18"]


def test_a_pin_further_down_is_kept_free(tmp_path: Path) -> None:
    course = made(tmp_path, "a", "b", "p: poster, date: 2018-01-17", "c")
    assert days(course, "c") == ["Thu 01-18"]
    course = made(tmp_path, "a", "b", "c", "d", "p: poster, date: 2018-01-17")
    assert [days(course, name) for name in "cd"] == [["Thu 01-18"], ["Wed 01-24"]]


def test_a_pin_in_the_evening_takes_no_class_time(tmp_path: Path) -> None:
    course = made(tmp_path, "p: poster, date: 2018-01-10, hours: '18:00-20:00'", "a")
    assert days(course, "a") == ["Thu 01-11"]
    course = made(tmp_path, "a", "p: poster, date: 2018-01-11, hours: '18:00-20:00'", "b")
    assert days(course, "b") == ["Wed 01-17"]
    course = made(tmp_path, "a", "b", "p: poster, date: 2018-01-11, hours: '18:00-20:00'")
    assert days(course, "b") == ["Thu 01-11"]


def test_a_break_of_a_week_takes_all_its_class_days(tmp_path: Path) -> None:
    course = made(tmp_path, "a", "b", "off: break, date: week 2", "c")
    assert days(course, "off") == ["Wed 01-17", "Thu 01-18"]
    assert days(course, "c") == ["Wed 01-24"]


def test_a_break_may_be_a_stretch_of_days(tmp_path: Path) -> None:
    course = made(tmp_path, "a", "b", "off: break, date: 2018-01-15 to Fri 2018-01-19", "c")
    assert len(days(course, "off")) == 5
    assert days(course, "c") == ["Wed 01-24"]


def test_what_is_not_in_the_course_takes_no_class_time(tmp_path: Path) -> None:
    course = made(
        tmp_path,
        "h: lecture, state: hidden",
        "g: lecture, state: hidden, date: 2018-01-11",
        "e: lecture, state: bonus",
        "f: bonus",
        "t: lecture, date: to be announced",
        "a",
        "b",
    )
    assert [days(course, name) for name in "eft"] == [[], [], []]
    assert [days(course, name) for name in "ab"] == [["Wed 01-10"], ["Thu 01-11"]]


def test_a_rule_may_count_from_a_session_written_below(tmp_path: Path) -> None:
    course = made(tmp_path, "x: exam, date: 1 week after last lecture", "a", "b")
    assert days(course, "b") == ["Thu 01-11"]
    assert days(course, "x") == ["Thu 01-18"]


def test_of_two_meetings_on_a_day_each_takes_one_session(tmp_path: Path) -> None:
    second = "  - {day: Wednesday, start: '14:00', end: '16:00', place: hall}\n"
    course = made(tmp_path, "a", "b", "c", more=second)
    slots = [course.by_id[name].slots[0] for name in "abc"]
    assert [slot.day.day for slot in slots] == [10, 10, 11]
    assert [slot.hours.start for slot in slots if slot.hours] == [
        time(9, 30),
        time(14),
        time(9, 30),
    ]
    assert [slot.place.id for slot in slots if slot.place] == ["room", "hall", "room"]


def test_hours_may_change_in_a_week_of_the_term(tmp_path: Path) -> None:
    fridays = "  - {day: Friday, start: '9:30', end: '11:15', place: room, from: week 3}\n"
    course = made(tmp_path, *"abcdefg", more=fridays)
    assert days(course, "g") == ["Fri 01-26"]


def test_every_day_of_the_schedule_may_be_a_rule(tmp_path: Path) -> None:
    text = """policies:
  - {name: Switching, text: Free, date: 'week 2 @ 12:00'}
projects:
  group_size: {min: 2, max: 3}
  milestones:
    - {id: report, name: Report, date: 'last lecture + 2 weeks @ 23:59'}
"""
    notes = "{type: notes, url: 'https://example.org/n', posted: 1 week after lecture}"
    sessions = ("a", f"b: lecture, materials: [{notes}]")
    course = made(tmp_path, *sessions, more=text)
    policy = course.schedule.policies[0]
    assert (policy.date, policy.time) == (date(2018, 1, 17), time(12))
    assert course.schedule.projects
    report = course.schedule.projects.milestones[0]
    assert (report.date, report.time) == (date(2018, 1, 25), time(23, 59))
    assert course.by_id["b"].record.materials[0].posted == date(2018, 1, 18)


@pytest.mark.parametrize(
    "text", ["soon", "week", "week 0", "2018-1-24", "12", "after", "1 year after a b"]
)
def test_what_is_no_date_is_no_rule(text: str) -> None:
    when = read_when(text)
    assert when is None or when.anchor.session == text

"""Calendars as two readers of other people's making see them, session by session."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from coursewright.model.addresses import CALENDARS
from coursewright.model.course import Course
from coursewright.views import ics
from coursewright.views.calendar import calendar_assets, sequence
from coursewright.views.timeline import Past, timeline_of
from tests.site.support.course import HEAD, INVENTED, LATER, ROOT, course_of, write_course

SITE = "https://example.org/course/"
COURSES = {"real": ROOT, "invented": INVENTED}


def calendars(course: Course, site_url: str = "") -> dict[str, bytes]:
    """Return the calendars of a course of which no history is known."""
    assets = calendar_assets(course, timeline_of(course, Past()), site_url)
    return {asset.uri: asset.data for asset in assets}


def by_icalendar(data: bytes) -> dict[str, dict[str, Any]]:
    """Return the events as icalendar reads them."""
    events: Any = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert not any(event.errors for event in events)
    return {
        str(event["uid"]): {
            "summary": str(event["summary"]),
            "start": event["dtstart"].dt,
            "end": event["dtend"].dt,
            "location": str(event.get("location", "")),
            "description": str(event.get("description", "")),
        }
        for event in events
    }


def by_vobject(data: bytes) -> dict[str, dict[str, Any]]:
    """Return the events as vobject reads them."""
    calendar = vobject.readOne(data.decode())
    return {
        event.uid.value: {
            "summary": event.summary.value,
            "start": event.dtstart.value,
            "end": event.dtend.value,
            "location": event.getChildValue("location", ""),
            "description": event.getChildValue("description", ""),
        }
        for event in calendar.vevent_list
    }


def written(course: Course) -> Iterator[tuple[str, date | datetime, date | datetime, str]]:
    """Yield what the schedule says: id, start and end without a zone, name of the place."""
    for session in course.sessions:
        for number, slot in enumerate(session.slots, 1):
            start, end = slot.day, slot.day + timedelta(days=1)
            if slot.hours:
                start = datetime.combine(slot.day, slot.hours.start)
                end = datetime.combine(slot.day, slot.hours.end)
            yield f"{session.id}-{number}", start, end, slot.place.name if slot.place else ""


def on_the_wall(moment: date | datetime) -> date | datetime:
    """Return what a clock in the class shows."""
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment


@pytest.fixture(params=["UTC", "Pacific/Kiritimati", "America/Toronto"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A machine whose own clock is set to another zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("read", [by_icalendar, by_vobject])
@pytest.mark.parametrize("name", COURSES)
def test_every_session_is_read_back_at_its_hours(name: str, read: Any) -> None:  # noqa: ANN401
    course = course_of(COURSES[name], LATER)
    events = read(calendars(course)["calendar.ics"])
    zone = course.timezone
    expected = {uid: rest for uid, *rest in written(course)}
    found = {
        uid.partition("@")[0]: [on_the_wall(it["start"]), on_the_wall(it["end"]), it["location"]]
        for uid, it in events.items()
        if uid.partition("@")[0] in expected
    }
    assert found == expected
    for it in events.values():
        if isinstance(it["start"], datetime):
            assert it["start"].utcoffset() == it["start"].replace(tzinfo=zone).utcoffset()


def test_hours_hold_across_the_change_of_the_clock() -> None:
    events = by_icalendar(calendars(course_of(ROOT))["calendar.ics"])
    before, after = events["s16-1@winter-2018.ift-6085"], events["s19-1@winter-2018.ift-6085"]
    assert before["start"].isoformat() == "2018-03-01T09:30:00-05:00"
    assert after["start"].isoformat() == "2018-03-14T09:30:00-04:00"


def test_everything_is_in_exactly_one_of_the_parts() -> None:
    found = {name: set(by_icalendar(data)) for name, data in calendars(course_of(INVENTED)).items()}
    everything, *parts = found.values()
    assert everything == set().union(*parts)
    assert sum(map(len, parts)) == len(everything)
    assert all(found.values())


def test_what_is_due_is_an_event_of_its_own() -> None:
    events = by_icalendar(calendars(course_of(INVENTED))["calendars/deadlines.ics"])
    said = {(it["start"].isoformat(), it["summary"]) for it in events.values()}
    assert said >= {
        ("2018-02-14", "Due: Proposal"),
        ("2018-04-25", "Due: Poster"),
        ("2018-04-24", "Due: Report"),
        ("2018-01-23", "Switching courses"),
        ("2018-02-02", "Due: scribe notes, lecture 2"),
        ("2018-02-28", "Evaluation closes: Darwin 1865, presentations A"),
    }


def test_an_event_says_what_to_read_and_where_its_page_is() -> None:
    data = calendars(course_of(INVENTED), SITE)["calendar.ics"]
    event = by_vobject(data)["two-halves-2@winter-2018.bot-204"]
    assert "Darwin & Darwin 1880, ch. 2, beginning to § 2.1.4 (required)\n" in event["description"]
    assert event["description"].endswith("https://example.org/course/lectures/two-halves/")
    (read,) = [
        event
        for event in icalendar.Calendar.from_ical(data).walk("VEVENT")
        if event["uid"] == "two-halves-2@winter-2018.bot-204"
    ]
    assert str(read["url"]) == "https://example.org/course/lectures/two-halves/"
    assert read["categories"].to_ical() == b"Lecture"


def test_without_an_address_of_the_site_there_is_no_half_a_link() -> None:
    assert b"URL:" not in calendars(course_of(INVENTED))["calendar.ics"]


def test_a_day_without_class_blocks_nobodys_day() -> None:
    calendar = icalendar.Calendar.from_ical(calendars(course_of(INVENTED))["calendar.ics"])
    events = {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}
    snow, class_day = events["snow-1"], events["between-1"]
    assert str(snow["summary"]) == "No class: snow"
    assert (str(snow["transp"]), str(class_day["transp"])) == ("TRANSPARENT", "OPAQUE")
    assert {"spring-1", "spring-2"} <= events.keys()
    assert str(events["fermenting-1"]["status"]) == "TENTATIVE"


def test_what_is_withheld_is_in_no_calendar_before_its_day() -> None:
    early = b"".join(calendars(course_of(INVENTED)).values())
    late = b"".join(calendars(course_of(INVENTED, LATER)).values())
    assert b"SECRET" not in early
    assert b"SECRET-SESSION" not in late


READING = """\
sessions:
  - id: first
    kind: lecture
    title: "Bells; whistles, and \\\\ more"
    date: 2018-01-24
    readings:
      - material: sheet
    materials:
      - id: sheet
        type: notes
        title: Solutions
        url: https://example.org/sheet.pdf
        release: 2018-03-01
"""


def test_a_reading_waits_for_its_material(tmp_path: Path) -> None:
    folder = write_course(tmp_path, HEAD + READING)
    assert b"Solutions" not in calendars(course_of(folder))["calendar.ics"]
    assert b"Solutions" in calendars(course_of(folder, LATER))["calendar.ics"]


@pytest.mark.parametrize("read", [by_icalendar, by_vobject])
def test_signs_of_the_format_are_only_signs_in_a_title(tmp_path: Path, read: Any) -> None:  # noqa: ANN401
    events = read(calendars(course_of(write_course(tmp_path, HEAD + READING)))["calendar.ics"])
    (event,) = [it for uid, it in events.items() if uid.startswith("first-1@")]
    assert event["summary"] == "Lecture 1: Bells; whistles, and \\ more"


@pytest.mark.parametrize("uri", CALENDARS.values())
def test_lines_are_short_and_end_as_the_format_wants(uri: str) -> None:
    data = calendars(course_of(ROOT), SITE)[uri]
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_back(text: str) -> None:
    lines = ics.folded(f"SUMMARY:{ics.text(text)}").encode()
    for line in lines.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    event: Any = icalendar.Event.from_ical(b"BEGIN:VEVENT\r\n%bEND:VEVENT\r\n" % lines)
    assert str(event["summary"]) == re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", text)


ZONES = (
    "America/Toronto",
    "UTC",
    "Pacific/Kiritimati",
    "Europe/Paris",
    "Europe/Dublin",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
)


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize(
    ("first", "last"), [((2018, 1, 10), (2018, 4, 25)), ((2025, 9, 1), (2026, 6, 30))]
)
def test_the_clock_in_the_calendar_is_that_of_the_zone(
    name: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    zone, day = ZoneInfo(name), date(*first)
    lines = "\r\n".join(ics.timezone_lines(name, zone, day, date(*last))) + "\r\n"
    timezone: Any = icalendar.Timezone.from_ical(lines)
    own = timezone.to_tz(lookup_tzid=False)
    while day <= date(*last):
        for hour in (0, 5, 9, 12, 23):
            there = datetime(day.year, day.month, day.day, hour, 30, tzinfo=zone)
            assert there.replace(tzinfo=own).utcoffset() == there.utcoffset()
        day += timedelta(days=1)


def test_the_number_of_a_revision_grows_with_time_and_fits_an_integer() -> None:
    moments = [LATER, LATER + timedelta(seconds=1), LATER.replace(year=2060)]
    numbers = [sequence(moment) for moment in moments]
    assert numbers == sorted(set(numbers))
    assert sequence(LATER.replace(year=1990)) == 0
    assert sequence(LATER.replace(year=2090)) == 2**31 - 1


def test_the_same_course_makes_the_same_bytes() -> None:
    assert calendars(course_of(INVENTED), SITE) == calendars(course_of(INVENTED), SITE)


def test_a_break_of_a_week_is_one_event(tmp_path: Path) -> None:
    text = HEAD + "sessions:\n  - {id: w, kind: break, date: 2018-03-05 to 2018-03-09}\n"
    events = by_icalendar(calendars(course_of(write_course(tmp_path, text)))["calendar.ics"])
    assert [(it["start"], it["end"]) for it in events.values()] == [
        (date(2018, 3, 5), date(2018, 3, 10))
    ]


OFF = """\
sessions:
  - id: one
    kind: lecture
    title: One
    date: 2018-01-24
  - id: off
    kind: no-class
    title: {title}
    date: 2018-01-31
    reason: instructor travelling
"""


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("No class", "No class: instructor travelling"),
        ("Storm", "No class: Storm"),
    ],
)
def test_a_day_without_class_says_why(tmp_path: Path, title: str, summary: str) -> None:
    course = course_of(write_course(tmp_path, HEAD + OFF.format(title=title)))
    event = by_icalendar(calendars(course)["calendar.ics"])["off-1@winter-2018.bot-204"]
    assert event["summary"] == summary
    assert "instructor travelling" in event["summary"] + event["description"]


def test_a_deadline_with_an_hour_is_a_moment(tmp_path: Path) -> None:
    projects = (
        "projects:\n  group_size: {min: 1, max: 2}\n  milestones:\n"
        "    - id: report\n      name: Report\n      date: 2018-03-12 @ 23:59\n"
    )
    folder = write_course(tmp_path, HEAD + projects + OFF.format(title="Off"))
    data = calendars(course_of(folder))["calendars/deadlines.ics"]
    event: Any = icalendar.Calendar.from_ical(data).walk("VEVENT")[0]
    assert event["dtstart"].dt.isoformat() == "2018-03-12T23:59:00-04:00"
    assert "dtend" not in event
    assert event.end == event.start

"""What holds of every course, of whatever sessions it consists."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from coursewright.math.engine import MathEngine
from coursewright.model.timetable import ScheduledSession
from coursewright.site import Site, build_site
from coursewright.views.wording import kind_text
from tests.site.support.course import HEAD, by_address, course_of, page_of, site_of, write_course
from tests.site.support.links import broken_links
from tests.site.support.markup import faults_of
from tests.support.properties import IN_ONE_FOLDER, examples

START = date(2018, 1, 10)
KINDS = ("lecture", "guest", "presentations", "exam", "project-chats", "poster", "bonus")
STATES = (None, "draft", "hidden", "bonus", "to be announced")
TITLES = ("One", "A < B & C", 'Say "so"', "É, ü: 冬", "x" * 90, "$x^2$ and *y*", "[a](b) `c`")

session = st.fixed_dictionaries(
    {
        "kind": st.sampled_from((*KINDS, "break", "no-class")),
        "title": st.sampled_from(TITLES),
        "days": st.lists(st.integers(0, 100), max_size=3, unique=True),
        "hour": st.none() | st.integers(0, 22),
        "state": st.sampled_from(STATES),
        "module": st.booleans(),
    }
)


def _entry(number: int, it: dict[str, Any]) -> str:
    off = it["kind"] in {"break", "no-class"}
    lines = [
        f"  - id: s{number}",
        f"    kind: {it['kind']}",
        f"    title: {json.dumps(it['title'])}",
    ]
    if it["days"]:
        lines.append("    date:")
        lines += [f"      - {START + timedelta(days=day)}" for day in it["days"]]
    if it["hour"] is not None and not off:
        lines.append(f"    hours: {it['hour']}:15-{it['hour']}:45")
    if it["state"]:
        lines.append(f"    state: {it['state']}")
    if it["module"] and not off:
        lines.append("    module: only")
    if off:
        lines.append("    reason: snow")
    return "\n".join(lines) + "\n"


def _schedule(sessions: list[dict[str, Any]]) -> str:
    entries = "".join(_entry(number, it) for number, it in enumerate(sessions))
    return f"{HEAD}modules:\n  - id: only\n    title: Only\nsessions:\n{entries}"


THREE_DAYS_OFF = {
    "kind": "break",
    "title": "One",
    "days": [0, 1, 3],
    "hour": None,
    "state": None,
    "module": False,
}
courses = st.lists(session, min_size=1, max_size=12).map(_schedule)
anywhere = settings(max_examples=examples(40), suppress_health_check=IN_ONE_FOLDER)


def _built(folder: Path, schedule: str, engine: MathEngine) -> Site:
    """Build a course, unless two of its sessions are in one place at one time, or the like."""
    site = build_site(write_course(folder, schedule), datetime(2018, 2, 1, tzinfo=UTC), engine)
    assume(not site.failed)
    return site


def _entries_in_calendar(session: ScheduledSession) -> int:
    """One for each day; days off that follow each other are one."""
    if session.meets:
        return len(session.slots)
    days = {slot.day for slot in session.slots}
    return sum(day - timedelta(days=1) not in days for day in days)


@anywhere
@given(schedule=courses)
@example(schedule=_schedule([THREE_DAYS_OFF]))
def test_each_session_is_shown_exactly_once(
    tmp_path: Path, engine: MathEngine, schedule: str
) -> None:
    site = _built(tmp_path, schedule, engine)
    assert site.course
    html = page_of(site, "schedule.md")
    data = json.loads(next(asset.data for asset in site.assets if asset.uri == "course.json"))
    for record in site.course.schedule.sessions:
        times = int(record.state != "hidden")
        assert html.count(f' id="{record.id}"') == times
        assert [item["id"] for item in data["sessions"]].count(record.id) == times
        assert sum(f"/{record.id}.md" in page.uri for page in site.pages) <= times
    calendar = next(asset.data for asset in site.assets if asset.uri == "calendar.ics")
    events: Any = Calendar.from_ical(calendar).walk("VEVENT")
    named = {str(event["uid"]).partition("@")[0]: str(event["summary"]) for event in events}
    days = {
        f"{session.id}-{number}": kind_text(session)
        for session in site.course.sessions
        for number in range(1, _entries_in_calendar(session) + 1)
    }
    assert len(named) == len(events)
    assert {uid for uid in named if not uid.endswith("-due")} == days.keys()
    assert all(named[uid].startswith(name) for uid, name in days.items())


@anywhere
@given(schedule=courses)
def test_every_page_is_sound_and_leads_somewhere(
    tmp_path: Path, engine: MathEngine, schedule: str
) -> None:
    site = _built(tmp_path, schedule, engine)
    files = {asset.uri for asset in site.assets} | {"assets/course.css"}
    assert list(broken_links(by_address(site.pages), files)) == []
    for page in site.pages:
        assert list(faults_of(page.html)) == [], page.uri


@anywhere
@given(schedule=courses)
def test_order_is_that_of_time_and_ordinals_have_no_gap(tmp_path: Path, schedule: str) -> None:
    course = course_of(write_course(tmp_path, schedule))
    sessions = course.sessions
    days = [session.first_day for session in sessions if session.first_day]
    assert days == sorted(days)
    lectures = [session.ordinal for session in sessions if session.kind == "lecture"]
    assert lectures == [str(number) for number in range(1, len(lectures) + 1)]
    assert {session.id for session in sessions} == {
        record.id for record in course.schedule.sessions if record.state != "hidden"
    }


def test_a_big_course_is_as_sound_as_a_small_one(tmp_path: Path, engine: MathEngine) -> None:
    sessions = [
        {
            "kind": KINDS[number % len(KINDS)],
            "title": TITLES[number % len(TITLES)],
            "days": [number % 100],
            "hour": 9 + number // 100,
            "state": STATES[number % len(STATES)] if number % 3 else None,
            "module": bool(number % 2),
        }
        for number in range(300)
    ]
    papers = "\n".join(
        f"@misc{{p{number}, author = {{A B}}, title = {{T {number}}}, year = {{2000}}}}"
        for number in range(450)
    )
    folder = write_course(tmp_path, _schedule(sessions), papers)
    site = site_of(folder, engine)
    assert len(site.pages) == len({page.uri for page in site.pages})
    files = {asset.uri for asset in site.assets} | {"assets/course.css"}
    assert list(broken_links(by_address(site.pages), files)) == []
    assert len(re.findall(r"<li class=\"cw-row", page_of(site, "schedule.md"))) == sum(
        it["state"] != "hidden" for it in sessions
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_course_of_one_kind_alone_stands(tmp_path: Path, engine: MathEngine, kind: str) -> None:
    it = {"kind": kind, "title": "T", "days": [0], "hour": 9, "state": None, "module": False}
    schedule = _schedule([it]).replace("modules:\n  - id: only\n    title: Only\n", "")
    site = site_of(write_course(tmp_path, schedule), engine)
    for page in site.pages:
        assert list(faults_of(page.html)) == [], page.uri

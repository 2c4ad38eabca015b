"""``/course.json``: the released course as data, with keys that programs rely on."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from coursewright.views.data import VERSION, course_asset
from tests.site.support.course import INVENTED, course_of


def _data(moment: str = "2018-01-24T08:10:00-05:00") -> dict[str, Any]:
    asset = course_asset(course_of(INVENTED, datetime.fromisoformat(moment)))
    assert asset.uri == "course.json"
    data: dict[str, Any] = json.loads(asset.data)
    return data


def _session(name: str, moment: str = "2018-01-24T08:10:00-05:00") -> dict[str, Any]:
    found: dict[str, Any] = next(it for it in _data(moment)["sessions"] if it["id"] == name)
    return found


def test_it_says_its_version_and_its_term() -> None:
    data = _data()
    assert data["version"] == VERSION
    assert data["course"]["code"] == "BOT 204"
    assert data["term"]["timezone"] == "America/Toronto"
    assert sum(part["weight"] for part in data["grading"]) == 100


def test_a_session_has_its_slots_readings_and_materials() -> None:
    session = _session("two-halves")
    assert session["ordinal"] == "2"
    assert session["url"] == "lectures/two-halves/"
    assert session["slots"][1] == {
        "date": "2018-01-26",
        "start": "2018-01-26T10:00-05:00",
        "hours": ["10:00", "11:45"],
        "place": "Online",
    }
    assert session["readings"][1] == {
        "paper": "darwin1880power",
        "material": None,
        "locator": "proof of Thm 3.2",
        "level": "harder",
    }
    urls = [material["url"] for material in session["materials"]]
    assert "https://example.org/bot204-2017/notes/halves.pdf" in urls
    assert "demos/coil/" in urls


def test_announcements_are_there_from_their_day_on() -> None:
    assert _data()["announcements"] == [
        {
            "date": "2018-01-20",
            "title": "Beans have come",
            "url": "announcements/#2018-01-20-beans",
        }
    ]
    assert len(_data("2018-03-01T08:10:00-05:00")["announcements"]) == 3


def test_days_off_are_there_with_their_reason() -> None:
    session = _session("snow")
    assert (session["kind"], session["reason"], session["url"]) == ("no-class", "snow", None)
    assert _session("posters")["slots"] == [
        {"date": "2018-04-25", "start": None, "hours": None, "place": None}
    ]


def test_presenters_are_counts_words_or_names_with_consent() -> None:
    talks = [talk["presenters"] for talk in _session("talks-classics")["talks"]]
    assert talks == [2, ["Ada Agreed", "Ben Bean"]]
    talks = [talk["presenters"] for talk in _session("talks-open")["talks"]]
    assert talks == ["to be announced", "not recorded"]


def test_what_is_released_later_comes_later() -> None:
    before, after = _session("afternoon"), _session("afternoon", "2018-05-20T08:10:00-04:00")
    assert len(after["materials"]) == len(before["materials"]) + 2
    assert "secret-session" not in {session["id"] for session in _data()["sessions"]}
    demos = [demo["id"] for demo in _data()["demos"]]
    assert demos == ["coil", "clock", "tendril"]


def test_papers_say_where_they_are_used() -> None:
    papers = {paper["key"]: paper for paper in _data()["papers"]}
    uses = papers["bose1926nervous"]["uses"]
    assert {"kind": "mentioned", "session": "between"} in uses
    assert {"kind": "presented", "session": "talks-open"} in uses
    assert papers["umbel2016snap"]["links"]["arXiv"] == "https://arxiv.org/abs/1601.00001"


def test_milestones_have_a_day_or_words() -> None:
    found = {item["id"]: (item["date"], item["when"]) for item in _data()["milestones"]}
    assert found["poster"] == ("2018-04-25", None)
    assert found["progress"] == (None, "middle of the term")

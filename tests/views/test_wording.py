"""Facts in words: the exact words, since they are what a student reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yaml.error import Mark
from yaml.events import MappingStartEvent

from coursewright.model.locator import Locator
from coursewright.model.materials import Contributor
from coursewright.model.record import AT, Record
from coursewright.model.timetable import Slot
from coursewright.model.values import Hours
from coursewright.model.work import GroupSize
from coursewright.sources import yaml
from coursewright.views import wording
from coursewright.views.readings import grouped_readings
from tests.site.support.course import HEAD, course_of, write_course

T = TypeVar("T", bound=Record)
START = MappingStartEvent(None, None, implicit=True, start_mark=Mark("", 0, 0, 0, None, 0))


def _record(kind: type[T], written: Mapping[str, object]) -> T:
    return kind.model_validate({AT: yaml.Mapping("schedule.yaml", START), **written})


LOCATORS: list[tuple[dict[str, object], str]] = [
    ({"part": "1"}, "part 1"),
    ({"part": ["1", "2"]}, "parts 1 and 2"),
    ({"chapter": "2"}, "ch. 2"),
    ({"chapter": ["2", "3", "4"]}, "ch. 2, 3 and 4"),
    ({"section": "2.1"}, "§ 2.1"),
    ({"section": "2.1-2.4"}, "§§ 2.1–2.4"),
    ({"section": "6 until 6.2"}, "§ 6 until 6.2"),
    ({"section": "start-2.1.4"}, "beginning to § 2.1.4"),
    ({"section": "3.3-end"}, "from § 3.3 to the end"),
    ({"section": "start-end"}, "all of it"),
    ({"section": ["start-2", "4"]}, "beginning to § 2 and § 4"),
    ({"section": ["1", "3-4", "6 until 6.2"]}, "§§ 1, 3–4 and 6 until 6.2"),
    ({"appendix": "B.2"}, "app. B.2"),
    ({"theorem": "3.2"}, "Thm 3.2"),
    ({"theorem": ["3.2", "3.5"]}, "Thms 3.2 and 3.5"),
    ({"theorem": "3.2", "proof": "yes"}, "proof of Thm 3.2"),
    ({"lemma": "1"}, "Lemma 1"),
    ({"lemma": ["1", "2"], "proof": True}, "proof of Lemmas 1 and 2"),
    ({"proposition": "A.3"}, "Prop. A.3"),
    ({"corollary": "2-4"}, "Cors. 2–4"),
    ({"definition": "1.1"}, "Def. 1.1"),
    ({"algorithm": "1"}, "Alg. 1"),
    ({"example": "5a"}, "Ex. 5a"),
    ({"exercise": "1-3"}, "Exercises 1–3"),
    ({"figure": "2"}, "Fig. 2"),
    ({"equation": "7"}, "eq. 7"),
    ({"equation": ["7", "9"]}, "eqs. 7 and 9"),
    ({"pages": "67"}, "p. 67"),
    ({"pages": "67-76"}, "pp. 67–76"),
    ({"pages": ["iv-x", "67"]}, "pp. iv–x and 67"),
    ({"time": "12:30"}, "from 12:30"),
    ({"time": "12:30-1:02:00"}, "from 12:30 to 1:02:00"),
    ({"chapter": "3", "theorem": "3.2", "proof": "yes"}, "ch. 3, proof of Thm 3.2"),
    ({"chapter": "3", "section": "3.1", "pages": "8-9"}, "ch. 3, § 3.1, pp. 8–9"),
]


@pytest.mark.parametrize(("written", "said"), LOCATORS, ids=[said for _, said in LOCATORS])
def test_a_locator_is_said_as_in_print(written: dict[str, object], said: str) -> None:
    assert wording.locator_text(_record(Locator, written)) == said


PARTS = [
    (["section: 2", "section: 3"], "§§ 2 and 3"),
    (["section: 2", "section: 3-4", "section: 6"], "§§ 2, 3–4 and 6"),
    (["chapter: 2", "theorem: 3.2"], "ch. 2 and Thm 3.2"),
    (["theorem: 1", "theorem: 2\n            proof: yes"], "Thm 1 and proof of Thm 2"),
    (
        ["chapter: 2\n            section: 2.1", "chapter: 3", "chapter: 4\n            pages: 9"],
        "ch. 2, 3 and 4",
    ),
    (["chapter: 2", "section: 1", "pages: 9"], "ch. 2, § 1 and p. 9"),
]


@pytest.mark.parametrize(("locators", "said"), PARTS, ids=[said for _, said in PARTS])
def test_parts_of_one_text_are_said_in_one_phrase(
    tmp_path: Path, locators: list[str], said: str
) -> None:
    readings = "".join(
        f"      - paper: darwin1880power\n        locator:\n            {locator}\n"
        for locator in locators
    )
    schedule = f"{HEAD}sessions:\n  - id: one\n    kind: lecture\n    title: One\n    readings:\n"
    course = course_of(write_course(tmp_path, schedule + readings))
    (group,) = grouped_readings(course, course.sessions[0].record.readings)
    assert group.where == said


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("ch. 3, proof of Thm 3.2", "ch._3, proof of Thm_3.2"),
        ("§§ 2, 3, 4 and 6", "§§_2, 3, 4 and_6"),
        ("Hardt et al. 2016", "Hardt et_al._2016"),
        ("Boyd & Vandenberghe 2004", "Boyd & Vandenberghe_2004"),
        ("pp. 67–76", "pp._67–|76"),
        ("", ""),
    ],
)
def test_a_number_stays_on_the_line_of_its_word(text: str, together: str) -> None:
    assert wording.tied(text) == together.replace("_", "\u00a0").replace("|", "\u2060")


def test_days_and_hours() -> None:
    day = date(2018, 1, 4)
    assert wording.short_day(day) == "Thu 4 Jan"
    assert wording.plain_day(day) == "4 Jan"
    assert wording.dated(day) == "4 Jan 2018"
    assert wording.long_day(day) == "Thursday 4 January 2018"
    assert wording.day_range([]) == ""
    assert wording.day_range([day]) == "4 Jan"
    assert wording.day_range([date(2018, 2, 1), day]) == "4 Jan – 1 Feb"


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (0, "page", "0 pages"),
        (1, "page", "1 page"),
        (2, "page", "2 pages"),
        (1, "person", "1 person"),
        (3, "person", "3 people"),
    ],
)
def test_numbers_agree_with_their_nouns(number: int, noun: str, said: str) -> None:
    assert wording.counted(number, noun) == said


@given(st.lists(st.sampled_from(["a", "b", "c", "d"])))
def test_an_enumeration_has_each_word_and_one_and(words: list[str]) -> None:
    said = wording.enumerate_words(words)
    assert said.replace(" and ", ", ").split(", ") == (words or [""])
    assert said.count(" and ") == (1 if len(words) > 1 else 0)


def test_people_are_counted_named_or_said_to_be_open() -> None:
    ada = _record(Contributor, {"name": "Ada", "consent": "yes"})
    ben = _record(Contributor, {"name": "Ben", "consent": "yes"})
    silent = _record(Contributor, {"name": "Sam"})
    assert wording.people_text(1, "person") == "1 person"
    assert wording.people_text(2, "presenter") == "2 presenters"
    assert wording.people_text("to be announced", "presenter") == "Presenters to be announced"
    assert wording.people_text((ada, ben), "presenter") == "Ada and Ben"
    assert wording.people_text((ada, silent), "presenter") == "Ada"


@pytest.mark.parametrize(
    ("least", "most", "said"), [(3, 3, "3"), (2, 3, "2 or 3"), (2, 4, "2 to 4"), (1, 2, "1 or 2")]
)
def test_sizes_of_groups(least: int, most: int, said: str) -> None:
    assert wording.group_text(_record(GroupSize, {"min": least, "max": most})) == said


KINDS = """\
sessions:
  - id: one
    kind: lecture
    title: One
    date: 2018-01-10
  - id: two
    kind: presentations
    title: Two
    date: 2018-01-17
  - id: three
    kind: guest
    title: Three
    date: 2018-01-24
"""


def test_kinds_are_said_with_their_ordinal_and_inside_a_sentence(tmp_path: Path) -> None:
    course = course_of(write_course(tmp_path, HEAD + KINDS))
    said = [wording.kind_text(session) for session in course.sessions]
    assert said == ["Lecture 1", "Presentations A", "Guest lecture"]
    said = [wording.kind_phrase(session) for session in course.sessions]
    assert said == ["lecture 1", "presentations A", "guest lecture"]


def test_letters_go_on_past_z(tmp_path: Path) -> None:
    sessions = "".join(
        f"  - id: t{number}\n    kind: presentations\n    title: Talks\n" for number in range(1, 80)
    )
    course = course_of(write_course(tmp_path, f"{HEAD}sessions:\n{sessions}"))
    letters = [session.ordinal for session in course.sessions]
    assert letters[:3] == ["A", "B", "C"]
    assert letters[25:28] == ["Z", "AA", "AB"]
    assert letters[77:] == ["BZ", "CA"]


def test_a_moment_for_machines_has_the_offset_of_its_day(tmp_path: Path) -> None:
    meetings = (
        "places:\n  - id: room\n    name: Room\n"
        "meetings:\n  - day: Wednesday\n    start: 9:30\n    end: 11:15\n    place: room\n"
    )
    sessions = (
        "sessions:\n  - id: winter\n    kind: lecture\n    title: W\n    date: 2018-03-07\n"
        "  - id: summer\n    kind: lecture\n    title: S\n    date: 2018-03-14\n"
        "  - id: unknown\n    kind: lecture\n    title: U\n    date: 2018-03-15\n"
    )
    course = course_of(write_course(tmp_path, HEAD + meetings + sessions))
    moments = [wording.iso(course, session.slots[0]) for session in course.sessions]
    assert moments == ["2018-03-07T09:30-05:00", "2018-03-14T09:30-04:00", "2018-03-15"]


def test_whole_days_in_a_row_are_one_stretch() -> None:
    monday = date(2018, 3, 5)
    week = [Slot(monday + timedelta(days=count), None, None) for count in (0, 1, 2, 7)]
    assert wording.stretches(week) == [(week[0], week[2]), (week[3], week[3])]
    hours = Hours(time(9), time(10))
    class_days = [Slot(monday + timedelta(days=count), hours, None) for count in (0, 1)]
    assert wording.stretches(class_days) == [(slot, slot) for slot in class_days]

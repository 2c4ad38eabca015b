"""What the model must express: a fixture for each, the awkward ones first."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from coursewright.load import load_course
from coursewright.model.course import Course
from coursewright.model.locator import Part
from coursewright.model.materials import Slides
from coursewright.model.values import Hours

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.yaml"))
NOW = datetime(2018, 2, 1, 12, tzinfo=UTC)


def load(name: str, folder: Path) -> Course:
    """Return the course of a fixture, which has nothing wrong in it."""
    shutil.copy(FIXTURES / f"{name}.yaml", folder / "schedule.yaml")
    shutil.copy(FIXTURES / "papers.bib", folder / "papers.bib")
    loaded = load_course(folder, NOW)
    assert loaded.diagnostics == ()
    assert loaded.course is not None
    return loaded.course


@pytest.mark.parametrize("name", NAMES)
def test_a_fixture_shows_every_session_that_is_not_hidden(name: str, tmp_path: Path) -> None:
    course = load(name, tmp_path)
    written = [item.id for item in course.schedule.sessions if item.state != "hidden"]
    assert sorted(session.id for session in course.sessions) == sorted(written)


def test_two_sessions_of_one_day_are_in_the_order_of_their_hours(tmp_path: Path) -> None:
    morning, afternoon = load("two-in-one-day", tmp_path).sessions
    assert (morning.id, afternoon.id) == ("morning", "afternoon")
    assert (morning.ordinal, afternoon.ordinal) == ("1", "2")
    assert morning.slots[0].hours == Hours(time(9, 30), time(11, 15))
    assert afternoon.slots[0].hours == Hours(time(13), time(14, 45))
    places = [session.slots[0].place for session in (morning, afternoon)]
    assert [place.id for place in places if place] == ["greenhouse", "herbarium"]


def test_a_session_over_two_days_stands_at_its_first_one(tmp_path: Path) -> None:
    course = load("two-dates", tmp_path)
    practical, between = course.sessions
    assert practical.id == "practical"
    assert [slot.day for slot in practical.slots] == [date(2018, 1, 24), date(2018, 2, 7)]
    assert between.first_day == date(2018, 1, 31)
    assert practical.end(course.timezone) == datetime(2018, 2, 7, 11, 15, tzinfo=course.timezone)


def test_shared_notes_are_shown_by_both_and_owned_by_one(tmp_path: Path) -> None:
    course = load("shared-notes", tmp_path)
    first, second = (list(course.materials_of(session)) for session in course.sessions)
    assert second == [first[0]]
    assert second[0].owner.id == "s01"
    assert course.sessions[1].record.continues == "s01"


def test_an_exam_and_a_lecture_are_one_session(tmp_path: Path) -> None:
    (session,) = load("exam-and-lecture", tmp_path).sessions
    assert [(item.kind, item.minutes) for item in session.record.items] == [
        ("exam", 50),
        ("lecture", None),
    ]


def test_readings_say_what_part_and_how_urgent(tmp_path: Path) -> None:
    readings = load("locators", tmp_path).sessions[0].record.readings
    theorem, lemma, chapter, sections, pages, recording, whole, notes = (
        (reading.locator, reading) for reading in readings
    )
    assert theorem[0] is not None
    assert theorem[0].theorem == (Part("3.2"),)
    assert theorem[0].proof
    assert lemma[0] is not None
    assert lemma[0].lemma == (Part("B.10"),)
    assert chapter[0] is not None
    assert chapter[0].section == (Part("start", "2.1.4"),)
    assert sections[0] is not None
    assert sections[0].section == (
        Part("3.2"),
        Part("3.3", "3.10"),
        Part("6", "6.2", inclusive=False),
    )
    assert pages[0] is not None
    assert pages[0].pages == (Part("iv", "x"), Part("67", "76"))
    assert recording[0] is not None
    assert recording[0].time == Part("12:30", "1:02:00")
    assert whole[0] is None
    assert notes[1].material == "bean-notes"
    levels = [reading.level for reading in readings]
    named = ["required", "recommended", "optional", "harder", "refresher"]
    assert levels == [*named, None, None, "required"]
    assert pages[1].minutes == 45


def test_materials_have_a_history_each(tmp_path: Path) -> None:
    course = load("materials", tmp_path)
    (session,) = course.sessions
    notes, slides, quiz, _, demo, external = session.record.materials
    assert (notes.edition, notes.status) == ("Winter 2017", "unchecked")
    assert [credit.role for credit in notes.credits] == ["scribes", "editors"]
    named = notes.credits[1].people
    assert isinstance(named, tuple)
    assert [(person.name, person.consent) for person in named] == [("Ada Agreed", True)]
    assert (slides.status, quiz.graded, demo.demo) == ("draft", False, "tendrils")
    shown = [owned.material for owned in course.materials_of(session)]
    assert external not in shown, "it is released in March"
    assert len(shown) == 5


def test_kinds_are_numbered_each_in_its_way(tmp_path: Path) -> None:
    course = load("kinds", tmp_path)
    assert [session.ordinal for session in course.sessions] == ["1", "", "A", *[""] * 6]
    assert [session.id for session in course.sessions if not session.meets] == ["s06", "s07"]
    poster = course.by_id["s09"]
    assert (poster.slots[0].hours, poster.slots[0].place) == (None, None)


def test_talks_know_their_presenters_or_say_why_not(tmp_path: Path) -> None:
    (session,) = load("talks", tmp_path).sessions
    counted, named, announced, unknown = session.record.talks
    assert counted.presenters == 2
    assert isinstance(counted.slides, Slides)
    assert counted.slides.release == date(2018, 2, 22)
    assert counted.evaluation is not None
    assert counted.evaluation.closes == date(2018, 2, 28)
    assert isinstance(named.presenters, tuple)
    assert [person.name for person in named.presenters if person.consent] == [
        "Ada Agreed",
        "Ben Bean",
    ]
    assert announced.presenters == "to be announced"
    assert (unknown.presenters, unknown.slides) == ("not recorded", "not recorded")


def test_hidden_sessions_are_not_in_the_course(tmp_path: Path) -> None:
    course = load("states", tmp_path)
    assert [session.id for session in course.sessions] == ["s01", "s02", "s04"]
    assert "s03" in course.known_ids


def test_hours_and_places_change_from_a_day_on(tmp_path: Path) -> None:
    course = load("edition", tmp_path)
    before, after = (session.slots[0] for session in course.sessions)
    assert before.hours == Hours(time(9, 30), time(11, 30))
    assert after.hours == Hours(time(10), time(11, 45))
    assert (before.place, after.place) == course.schedule.places
    assert sum(part.weight for part in course.schedule.grading) == 100


def test_groups_are_counted_or_named(tmp_path: Path) -> None:
    projects = load("work", tmp_path).schedule.projects
    assert projects is not None
    counted, named = projects.groups
    assert counted.members == 3
    assert isinstance(named.members, tuple)
    assert [bool(item.date or item.session or item.when) for item in projects.milestones] == [
        True
    ] * 4


def test_a_paper_knows_where_it_is_used(tmp_path: Path) -> None:
    uses = load("bibliography", tmp_path).uses
    kinds = {key: [use.kind for use in found] for key, found in uses.items()}
    assert kinds == {
        "darwin1880power": ["read", "resource", "bibliography"],
        "bose1926nervous": ["mentioned"],
        "darwin1865climbing": ["read"],
        "sachs1887lectures": ["presented"],
    }


def test_a_linked_file_has_an_address_and_no_copy(tmp_path: Path) -> None:
    course = load("linked-files", tmp_path)
    address = course.external_file("bot204-2017/notes/tropisms.pdf")
    assert address == "https://example.org/old/notes/tropisms.pdf"
    assert course.external_file("notes/tropisms.pdf") == ""

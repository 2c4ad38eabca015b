"""SEQUENCE and LAST-MODIFIED of events, and what becomes of those that are gone."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.history import read_past
from coursewright.load import load_texts
from coursewright.views.calendar import sequence
from coursewright.views.timeline import Past, Timeline, Version, timeline_of
from tests.history.support.reading import calendar_bytes, read_events
from tests.history.support.repository import Repository, clone, lecture, moment, repository
from tests.site.support.course import HEAD, PAPERS, write_course

FIRST, SECOND, THIRD = "2018-01-02 10:00", "2018-01-12 10:00", "2018-01-20 10:00"
NOW = moment("2018-01-24 12:00")
TWO = "sessions:\n" + lecture("a", "2018-01-10") + lecture("b", "2018-01-17")


@pytest.fixture
def course(tmp_path: Path) -> Repository:
    """A course of two lectures, whose second one was moved, and that got a third one later."""
    made = repository(tmp_path / "course")
    made.commit(FIRST, TWO)
    made.commit(SECOND, TWO.replace("01-17", "01-18"))
    made.commit(THIRD, TWO.replace("01-17", "01-18") + lecture("c", "2018-01-31"))
    return made


def test_an_event_is_as_old_as_its_own_last_change(course: Repository) -> None:
    events = read_events(course.folder, NOW)
    assert {name: event.modified for name, event in events.items()} == {
        "a-1": moment(FIRST),
        "b-1": moment(SECOND),
        "c-1": moment(THIRD),
    }
    assert events["a-1"].sequence < events["b-1"].sequence < events["c-1"].sequence
    assert all(event.stamp == event.modified for event in events.values())


def test_what_is_not_committed_yet_is_of_now(course: Repository) -> None:
    course.write(TWO.replace("01-17", "01-19") + lecture("c", "2018-01-31"))
    events = read_events(course.folder, NOW)
    assert events["b-1"].modified == NOW
    assert events["a-1"].modified == moment(FIRST)


def test_what_was_published_and_is_gone_stays_as_cancelled(course: Repository) -> None:
    before = read_events(course.folder, NOW)
    course.commit("2018-01-22 08:00", TWO.replace("01-17", "01-18"))
    gone = read_events(course.folder, NOW)["c-1"]
    assert (gone.status, gone.summary) == ("CANCELLED", "Lecture 3: On c")
    assert gone.sequence > before["c-1"].sequence
    assert gone.modified == moment("2018-01-22 08:00")
    course.commit("2018-01-23 08:00", TWO.replace("01-17", "01-18") + lecture("c", "2018-01-31"))
    back = read_events(course.folder, NOW)["c-1"]
    assert back.status == "CONFIRMED"
    assert back.sequence > gone.sequence


def test_a_day_that_a_session_loses_is_cancelled_under_its_own_id(course: Repository) -> None:
    both = TWO.replace("date: 2018-01-17", "date: [2018-01-18, 2018-01-20]")
    course.commit("2018-01-21 08:00", both)
    course.commit("2018-01-22 08:00", TWO)
    events = read_events(course.folder, NOW)
    assert (events["b-1"].status, events["b-2"].status) == ("CONFIRMED", "CANCELLED")


def test_a_hidden_session_leaves_no_trace_not_even_of_earlier(course: Repository) -> None:
    hidden = lecture("c", "2018-01-31", "state: hidden")
    course.commit("2018-01-22 08:00", TWO + hidden)
    assert b"On c" not in calendar_bytes(course.folder, NOW)
    course.commit("2018-01-23 08:00", TWO)
    course.commit("2018-01-23 09:00", TWO + lecture("d", "2018-02-07", "state: hidden"))
    assert b"On d" not in calendar_bytes(course.folder, NOW)


def test_what_was_only_ever_hidden_is_not_cancelled_either(tmp_path: Path) -> None:
    made = repository(tmp_path / "course")
    made.commit(FIRST, TWO + lecture("c", "2018-01-31", "state: hidden"))
    made.commit(SECOND, TWO)
    assert b"On c" not in calendar_bytes(made.folder, NOW)


def test_a_version_with_errors_was_never_published(course: Repository) -> None:
    course.commit("2018-01-21 08:00", TWO + lecture("lost", "2018-02-31"))
    course.commit("2018-01-22 08:00", "sessions: [")
    course.commit("2018-01-23 08:00", TWO)
    assert "lost-1" not in read_events(course.folder, NOW)


def test_a_commit_of_later_than_now_is_not_known_yet(course: Repository) -> None:
    events = read_events(course.folder, moment("2018-01-15 12:00"))
    assert events["a-1"].modified == moment(FIRST)
    assert events["c-1"].modified == moment("2018-01-15 12:00")


SHEET = """\
readings:
      - material: sheet
    materials:
      - id: sheet
        type: notes
        url: https://example.org/sheet
        release: 2018-01-22
"""


def test_a_release_is_a_change_on_its_day(tmp_path: Path) -> None:
    made = repository(tmp_path / "course")
    made.commit(FIRST, "sessions:\n" + lecture("a", "2018-01-31", SHEET.rstrip()))
    before = read_events(made.folder, moment("2018-01-22 04:59"))["a-1"]
    assert before.modified == moment(FIRST)
    # The day begins in Toronto, five hours after it begins in UTC.
    assert read_events(made.folder, NOW)["a-1"].modified == moment("2018-01-22 05:00")


def test_a_session_appears_on_its_day_and_later_ones_are_counted_anew(tmp_path: Path) -> None:
    made = repository(tmp_path / "course")
    waits = lecture("w", "2018-01-12", "release: 2018-01-22")
    made.commit(FIRST, TWO + waits)
    early = read_events(made.folder, moment("2018-01-22 04:59"))
    assert "w-1" not in early
    assert early["b-1"].summary == "Lecture 2: On b"
    late = read_events(made.folder, NOW)
    assert late["w-1"].summary == "Lecture 2: On w"
    assert late["b-1"].summary == "Lecture 3: On b"
    assert late["b-1"].modified == late["w-1"].modified == moment("2018-01-22 05:00")
    assert late["a-1"].modified == moment(FIRST)


def test_who_hides_a_session_changes_the_names_of_the_next_ones(course: Repository) -> None:
    hidden = lecture("a", "2018-01-10", "state: hidden")
    rest = lecture("b", "2018-01-18") + lecture("c", "2018-01-31")
    course.commit("2018-01-22 08:00", f"sessions:\n{hidden}{rest}")
    events = read_events(course.folder, NOW)
    assert events.keys() == {"b-1", "c-1"}
    assert events["b-1"].summary == "Lecture 1: On b"
    assert events["b-1"].modified == moment("2018-01-22 08:00")


def test_another_edition_begins_anew(course: Repository) -> None:
    head = HEAD.replace("Winter 2018", "Winter 2019")
    course.commit("2018-01-23 08:00", "", **{"schedule.yaml": head + TWO})
    events = read_events(course.folder, NOW)
    assert set(events) == {"a-1", "b-1"}
    assert events["a-1"].modified == moment("2018-01-23 08:00")


def test_a_branch_counts_when_it_is_merged(course: Repository) -> None:
    course.git("switch", "--quiet", "-c", "side", "HEAD~1")
    early = "sessions:\n" + lecture("d", "2018-01-12") + TWO.removeprefix("sessions:\n")
    course.commit("2018-01-14 08:00", early.replace("01-17", "01-18"))
    course.git("switch", "--quiet", "main")
    merge = ("merge", "--quiet", "-m", "Merge", "side")
    course.git(*merge, when=moment("2018-01-23 08:00"))
    assert read_events(course.folder, NOW)["d-1"].modified == moment("2018-01-23 08:00")


def test_a_shallow_clone_says_less_and_no_number_falls(course: Repository, tmp_path: Path) -> None:
    whole = read_events(course.folder, NOW)
    shallow = clone(course, tmp_path / "shallow", "--depth=1")
    said = read_events(shallow.folder, NOW)
    assert said.keys() == whole.keys()
    assert all(event.modified is None for event in said.values())
    assert all(said[name].sequence >= whole[name].sequence for name in whole)
    shallow.commit("2018-01-23 08:00", TWO)
    after = read_events(shallow.folder, NOW)
    assert after["b-1"].modified == moment("2018-01-23 08:00")
    assert after["b-1"].sequence > said["b-1"].sequence
    assert after["c-1"].status == "CANCELLED"
    assert after["a-1"] == said["a-1"]


def test_without_git_a_build_is_quiet_and_no_number_falls(
    course: Repository, tmp_path: Path
) -> None:
    whole = read_events(course.folder, NOW)
    bare = write_course(tmp_path / "bare", (course.folder / "schedule.yaml").read_text("utf-8"))
    said = read_events(bare, NOW)
    assert all(event.modified is None for event in said.values())
    assert all(said[name].sequence >= whole[name].sequence for name in whole)


def test_without_the_program_git_it_is_the_same(
    course: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert read_past(course.folder) == Past()


def test_a_course_below_a_repository_has_its_own_history(tmp_path: Path) -> None:
    made = repository(tmp_path / "many")
    inner = Repository(made.folder / "courses" / "one")
    made.commit(FIRST, TWO)
    inner.folder.mkdir(parents=True)
    inner.commit(SECOND, TWO)
    assert read_events(inner.folder, NOW)["a-1"].modified == moment(SECOND)
    assert read_events(made.folder, NOW)["a-1"].modified == moment(FIRST)


def test_the_cache_changes_no_byte_and_damage_counts_as_missing(
    course: Repository, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    cold = calendar_bytes(course.folder, NOW)
    assert calendar_bytes(course.folder, NOW, cache) == cold
    entries = sorted((cache / "history").iterdir())
    assert len(entries) == 3
    for number, entry in enumerate(entries):
        data = entry.read_bytes()
        entry.write_bytes((data[: len(data) // 2], b"", b"[]\n" + data)[number])
        assert calendar_bytes(course.folder, NOW, cache) == cold
    course.commit("2018-01-23 08:00", TWO)
    course.git("reset", "--quiet", "--hard", "HEAD~2")
    course.commit("2018-01-23 09:00", TWO.replace("01-17", "01-19"))
    calendar_bytes(course.folder, NOW, cache)
    assert len(list((cache / "history").iterdir())) == 3
    shutil.rmtree(cache)
    cache.write_text("no folder")
    cold = calendar_bytes(course.folder, NOW)
    assert calendar_bytes(course.folder, NOW, cache) == cold


changes = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["whole", "cut", "none"])), min_size=2, max_size=12
)


@given(changes)
def test_every_real_change_gets_a_number_above_all_that_were_published(
    steps: list[tuple[bool, str]],
) -> None:
    """Whichever clones publish in turn: with the whole history, with a part of it, or without."""
    versions: list[Version] = []
    published, event = -1, None
    base = datetime(2018, 1, 1, tzinfo=UTC)
    for number, (changed, kind) in enumerate(steps):
        day = sum(step[0] for step in steps[: number + 1]) % 28 + 1
        timeline = _timeline(day, base + timedelta(hours=2 * number), versions, kind)
        if not versions or changed:
            versions.append(Version(base + timedelta(hours=2 * number), timeline.present.facts))
            timeline = _timeline(day, base + timedelta(hours=2 * number + 1), versions, kind)
        (revision,) = timeline.revisions()
        if event is not None and revision.event != event:
            assert sequence(revision.moment) > published
        published = max(published, sequence(revision.moment))
        event = revision.event


def _timeline(day: int, now: datetime, versions: list[Version], kind: str) -> Timeline:
    known = {"whole": versions, "cut": versions[-1:], "none": []}[kind]
    text = HEAD + "sessions:\n" + lecture("a", f"2018-02-{day:02}")
    loaded = load_texts({"schedule.yaml": text.encode(), "papers.bib": PAPERS.encode()}, now)
    assert loaded.course
    return timeline_of(loaded.course, Past(tuple(known), kind == "whole"))

"""The next edition: dates in the same weeks, people gone, nothing lost, the old one archived."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from coursewright.diagnostics import Severity
from coursewright.load import load_course
from coursewright.model.course import Course
from coursewright.planning.draft import Draft, Refusal, read_draft
from coursewright.planning.next_term import Break, NextTerm
from coursewright.planning.rollover import Rollover, plan_rollover
from coursewright.planning.term_files import archived_files
from tests.planning.support.command import killing, run
from tests.planning.support.courses import NOW, write
from tests.site.support.course import INVENTED, LATER, copy_course

ROOT = Path(__file__).parents[2]
NEW = ("--term", "Winter 2019", "--start", "2019-01-09", "--break", "2019-02-06..2019-02-07")
REST = "rest"

SESSIONS = """\
  # Roots come first.
  - id: s01
    kind: lecture
    title: Roots
    scribes:
      people: 2
    readings:
      - paper: darwin1880power
    materials:
      - type: notes
        file: notes/roots.pdf   # by hand
        posted: 2018-01-18
        credits:
          - people: 2
      - posted: 2018-01-19
        type: external
        url: https://example.org/roots
      - type: slides
        url: https://example.org/slides
        edition: Winter 2016
        release: Thu 2018-01-11

  - id: strike
    kind: no-class
    title: No class
    date: Thu 2018-01-11
    reason: strike

  - id: talks
    kind: presentations
    title: Talks
    delay: 1
    talks:
      - presenters: 2
        paper: darwin1880power
        minutes: 20
        slides:
          url: https://example.org/talk
        evaluation:
          url: https://example.org/form
          closes: 2018-01-25

  - id: rest
    kind: break
    title: Reading week
    date: 2018-01-31 to 2018-02-01

  - id: show
    kind: poster
    title: Show of 2018
    date: Thu 2018-02-08
    hours: not recorded
    place: not recorded
"""
PROJECTS = """\
projects:
  group_size:
    min: 2
    max: 3
  milestones:
    - id: plan
      name: Plan
      date: Fri 2018-01-26
    - id: report
      name: Report
      date: 2018-02-15
  # Who works on what.
  groups:
    - id: beans
      title: Beans
      members: 3
      report: https://example.org/beans.pdf
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course at the end of its term."""
    folder = write(tmp_path / "course", SESSIONS)
    path = folder / "schedule.yaml"
    path.write_text(path.read_text().replace("sessions:\n", f"{PROJECTS}sessions:\n"))
    (folder / "mkdocs.yml").write_text("site_name: BOT 204\nplugins: [coursewright]\n")
    for name, text in {
        "docs/notes/roots.pdf": "PDF",
        "docs/notes/s01/notes.tex": "\\documentclass{scribenotes}\n",
        "docs/announcements/2018-01-09-welcome.md": "---\ntitle: Welcome\n---\n\nHello.\n",
        "docs/announcements/index.md": "All of them.\n",
        "docs/more.md": "More.\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "docs/.cache").mkdir()
    (folder / "docs/.cache/made").write_text("again")
    return folder


def drafted(folder: Path) -> Draft:
    """Return the draft of a course that can be read."""
    found = read_draft(folder, NOW)
    assert isinstance(found, Draft), found.problems
    return found


def planned(
    folder: Path, *breaks: Break, start: date = date(2019, 1, 9), end: date | None = None
) -> Rollover | Refusal:
    """Return the edition of the next year."""
    course = drafted(folder)
    term = NextTerm.after(course.course.schedule.term, "Winter 2019", start, end, breaks)
    return plan_rollover(course, term)


def made(folder: Path, *breaks: Break) -> Rollover:
    """Return the edition of the next year, which can be made."""
    found = planned(folder, *breaks)
    assert isinstance(found, Rollover), found.problems
    return found


def readings(course: Course) -> list[tuple[str, str]]:
    """Return every reading and talk with its session."""
    sessions = course.schedule.sessions
    read = [(session.id, item.paper) for session in sessions for item in session.readings]
    return read + [(session.id, item.paper) for session in sessions for item in session.talks]


def test_the_next_schedule_is_the_old_one_without_its_people(course: Path) -> None:
    rollover = made(course, Break(date(2019, 2, 6), date(2019, 2, 7)))
    text = rollover.outcome.after.raw.text
    assert (
        text.partition("sessions:\n")[2]
        == """\
  # Roots come first.
  - id: s01
    kind: lecture
    title: Roots
    readings:
      - paper: darwin1880power
    materials:
      - type: notes
        file: notes/roots.pdf   # by hand
        edition: Winter 2018
        credits:
          - people: 2
      - type: external
        url: https://example.org/roots
        edition: Winter 2018
      - type: slides
        url: https://example.org/slides
        edition: Winter 2016
        release: Thu 2019-01-10

  - id: talks
    kind: presentations
    title: Talks
    talks:
      - paper: darwin1880power
        minutes: 20

  - id: show
    kind: poster
    title: Show of 2018

  - id: break-2019-02-06
    kind: break
    title: Reading week
    date: 2019-02-06 to 2019-02-07
"""
    )


def test_breaks_stand_in_the_order_of_time_however_they_were_given(course: Path) -> None:
    late, soon = (
        Break(date(2019, 2, 7), date(2019, 2, 7)),
        Break(date(2019, 1, 30), date(2019, 1, 31)),
    )
    text = made(course, late, soon).outcome.after.raw.text
    assert text.index("break-2019-01-30") < text.index("break-2019-02-07")


def test_dates_move_to_the_same_week_and_weekday(course: Path) -> None:
    text = made(course).outcome.after.raw.text
    assert "  start: Wed 2019-01-09\n  end: Thu 2019-02-14\n" in text
    assert "      date: Fri 2019-01-25\n" in text
    assert "    date: 2019-01-30 to 2019-01-31\n" in text
    assert "    date: Thu 2019-02-07\n" in text
    assert "  # Who works on what.\n" in text
    assert "groups:" not in text


def test_what_could_not_be_moved_is_listed_at_its_line(course: Path) -> None:
    rollover = made(course, Break(date(2019, 2, 6), date(2019, 2, 7)))
    lines = rollover.outcome.before.raw.text.split("\n")
    said = {lines[item.span.line - 1].strip(): item.text for item in rollover.left}
    assert said == {
        "date: Thu 2018-01-11": "'strike' (strike, Thu 11 January 2018) is taken out: "
        "it was of that term",
        "delay: 1": "the delay of 1 was of that term",
        "date: 2018-01-31 to 2018-02-01": "'rest' (break, Wed 31 January 2018 and Thu 1 February "
        "2018) gives way to the new breaks",
        "date: Thu 2018-02-08": "'show' was pinned, and cannot be on Thu 7 February 2019: "
        "it takes its turn",
    }
    new = rollover.outcome.after.raw.text.split("\n")
    assert [new[item.span.line - 1] for item in rollover.again] == ["    title: Show of 2018"]


def test_a_term_that_starts_before_its_first_class_has_the_same_classes(course: Path) -> None:
    on_the_day, on_monday = planned(course), planned(course, start=date(2019, 1, 7))
    assert isinstance(on_the_day, Rollover)
    assert isinstance(on_monday, Rollover)
    dated = [
        {item.id: item.date for item in one.outcome.after.course.schedule.sessions}
        for one in (on_the_day, on_monday)
    ]
    assert dated[0] == dated[1]


def test_a_milestone_outside_the_shorter_term_has_no_day_any_more(course: Path) -> None:
    rollover = planned(course, end=date(2019, 2, 7))
    assert isinstance(rollover, Rollover)
    text = rollover.outcome.after.raw.text
    assert "      name: Report\n      when: to be announced\n" in text
    assert any("Thu 14 February 2019 is outside the new term" in it.text for it in rollover.left)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--start", "2019-01-04"), "E031", "no class would be left in the term's first week"),
        (("--start", "2019-01-04"), "E031", "start on Mon 2019-01-07"),
        (("--end", "2019-01-02"), "E031", "before it starts"),
        (("--break", "2019-05-01..2019-05-02"), "E031", "is not inside the term"),
        (("--break", "2019-01-17..2019-01-16"), "E031", "is not inside the term"),
        (("--term", "Winter 2018"), "E030", "the current edition is 'Winter 2018' already"),
        (("--term", "Winter 2016"), "E030", "there is an edition 'Winter 2016' already"),
        (("--end", "2019-01-10"), "D022", "1 class time is missing"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_written(
    course: Path, words: tuple[str, str], code: str, said: str
) -> None:
    (course / "editions" / "winter-2016").mkdir(parents=True)
    before = {name: (course / name).read_bytes() for name in archived_files(course)}
    given = dict(zip(NEW[:4:2], NEW[1:4:2], strict=True)) | {words[0]: words[1]}
    flat = [word for pair in given.items() for word in pair]
    status, output = run("rollover", "--course", course, *flat)
    assert status == 1
    assert f"error {code}" in output
    assert said in output
    assert {name: (course / name).read_bytes() for name in archived_files(course)} == before
    assert [path.name for path in (course / "editions").iterdir()] == ["winter-2016"]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return all files of a course but for its caches."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


def test_the_old_edition_is_archived_whole_and_a_second_time_does_no_harm(course: Path) -> None:
    old = snapshot(course)
    status, said = run("rollover", "--course", course, *NEW)
    assert status == 0, said
    assert "Archived in editions/winter-2018/: 8 files." in said
    assert "  docs/announcements/2018-01-09-welcome.md\n  docs/notes/s01/notes.tex\n" in said
    new = snapshot(course)
    assert {f"editions/winter-2018/{name}": data for name, data in old.items()}.items() <= (
        new.items()
    )
    root = {name for name in new if not name.startswith("editions/")}
    gone = {"docs/announcements/2018-01-09-welcome.md", "docs/notes/s01/notes.tex"}
    assert set(old) - root == gone
    assert all(new[name] == old[name] for name in root - {"schedule.yaml"})
    status, said = run("rollover", "--course", course, *NEW)
    assert (status, said) == (0, "schedule.yaml is that of Winter 2019 already.\n")
    assert snapshot(course) == new


def test_a_dry_run_lists_all_of_it_and_writes_nothing(course: Path) -> None:
    old = snapshot(course)
    status, said = run("rollover", "--course", course, *NEW, "--dry-run")
    assert status == 0
    assert "+  name: Winter 2019\n" in said
    assert "Not moved (lines of the old file):\n" in said
    assert "To be read again (lines of the new file):\n" in said
    assert said.endswith("Nothing was written.\n")
    assert snapshot(course) == old


def test_an_archive_that_says_something_else_is_not_written_over(course: Path) -> None:
    mine = course / "editions" / "winter-2018"
    mine.mkdir(parents=True)
    (mine / "schedule.yaml").write_text("mine")
    status, said = run("rollover", "--course", course, *NEW)
    assert status == 1
    assert "error E030 there is an archive of 'Winter 2018' already" in said
    assert (mine / "schedule.yaml").read_text() == "mine"


def test_the_next_edition_is_sound_and_keeps_every_reading_of_a_large_course(
    tmp_path: Path,
) -> None:
    for number, source in enumerate((INVENTED, ROOT)):
        folder = copy_course(source, tmp_path / str(number))
        old = load_course(folder, LATER).course
        status, said = run(
            "rollover", "--course", folder, "--term", "Winter 2027", "--start", "2027-01-06"
        )
        assert status == 0, said
        loaded = load_course(folder, LATER)
        assert loaded.course is not None
        assert old is not None
        assert readings(loaded.course) == readings(old)
        assert not [item for item in loaded.diagnostics if item.severity is Severity.ERROR]
        assert loaded.course.schedule.demos
        kept = [
            (material.file, material.url, material.edition)
            for session in loaded.course.schedule.sessions
            for material in session.materials
            if material.file or material.url
        ]
        assert kept
        assert all(edition for *_, edition in kept)


FEW, MANY = 12, 200


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no SIGKILL on this system")
@pytest.mark.parametrize("number", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_a_killed_rollover_leaves_the_old_course_or_the_new_one_and_goes_on(
    course: Path, tmp_path: Path, number: int
) -> None:
    old = snapshot(course)
    spare = Path(shutil.copytree(course, tmp_path / "spare"))
    words = ("rollover", "--course", course, *NEW)
    seen = set()
    with killing(*words) as ask:
        _, count, status = ask(0).split()
        assert status == "0"
        new = snapshot(course)
        last = int(count)
        chosen = range(1, last + 1) if last <= number else range(1, last + 1, last // number + 1)
        for moment in [*chosen, *range(max(last - 6, 1), last + 1)]:
            shutil.rmtree(course)
            shutil.copytree(spare, course)
            assert ask(moment) == "killed"
            now = snapshot(course)
            schedule = now["schedule.yaml"]
            assert schedule in {old["schedule.yaml"], new["schedule.yaml"]}
            seen.add(schedule)
            archived = {name for name in now if name.startswith("editions/winter-2018/")}
            if schedule == old["schedule.yaml"]:
                assert all(now[name] == data for name, data in old.items())
                assert not archived or len(archived) == len(old)
            else:
                assert all(now[name] == data for name, data in new.items())
            assert ask(0).split()[2] == "0"
            assert snapshot(course) == new, f"killed before change {moment}"
    assert seen == {old["schedule.yaml"], new["schedule.yaml"]}

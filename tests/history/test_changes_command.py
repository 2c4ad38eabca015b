"""``coursewright changes`` as an instructor runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coursewright.cli import main
from tests.history.support.repository import Repository, clone, lecture, repository

NOW = "2018-01-24T12:00-05:00"
TWO = "sessions:\n" + lecture("a", "2018-01-10") + lecture("b", "2018-01-24")
MOVED = TWO.replace("01-24", "01-25")


@pytest.fixture
def course(tmp_path: Path) -> Repository:
    """A course whose second lecture was moved, and then got a third one."""
    made = repository(tmp_path / "course")
    made.commit("2018-01-02 10:00", TWO)
    made.commit("2018-01-12 10:00", MOVED)
    made.commit("2018-01-20 10:00", MOVED + lecture("c", "2018-01-31"))
    return made


def run(course: Repository, *words: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(
        main, ["changes", *words, "--course", str(course.folder), "--now", NOW]
    )


def test_without_a_name_it_is_the_last_commit_that_says_something_else(course: Repository) -> None:
    result = run(course)
    assert result.exit_code == 0
    first, *sentences = result.stdout.splitlines()
    assert first.startswith("Since Fri 12 January 2018, 05:00 (")
    assert first.endswith(", “At 2018-01-12 10:00”):")
    assert sentences == ["  New: lecture 3, “On c”, on Wed 31 January."]
    assert result.stderr == ""


def test_what_is_not_committed_is_compared_with_the_last_commit(course: Repository) -> None:
    course.write(MOVED)
    assert run(course).stdout.splitlines()[1:] == [
        "  Cancelled: lecture 3, “On c” (was on Wed 31 January)."
    ]


def test_what_was_pushed_last_comes_first(course: Repository, tmp_path: Path) -> None:
    mine = clone(course, tmp_path / "mine")
    assert "New: lecture 3" in run(mine).stdout
    mine.commit("2018-01-21 10:00", MOVED.replace("01-25", "01-26"))
    mine.commit("2018-01-22 10:00", MOVED.replace("01-25", "02-01"))
    result = run(mine)
    assert "At 2018-01-20 10:00" in result.stdout
    assert "  Lecture 2 moved from Thu 25 January to Thu 1 February.\n" in result.stdout


@pytest.mark.parametrize("revision", ["HEAD~2", "2018-01-11", "main~2"])
def test_a_commit_or_a_day_can_be_named(course: Repository, revision: str) -> None:
    assert run(course, revision).stdout.splitlines()[1:] == [
        "  Lecture 2 moved from Wed 24 to Thu 25 January.",
        "  New: lecture 3, “On c”, on Wed 31 January.",
    ]


def test_where_nothing_changed_it_says_so(course: Repository) -> None:
    result = run(course, "HEAD")
    assert result.stdout.startswith(
        "Nothing that readers see has changed since Sat 20 January 2018"
    )


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("nothing", "git knows no version 'nothing'"),
        ("2018-01-01", "no version is known from before 2018-01-01"),
    ],
)
def test_a_name_of_nothing_is_a_misuse(course: Repository, revision: str, said: str) -> None:
    result = run(course, revision)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_version_with_errors_cannot_be_compared(course: Repository) -> None:
    course.commit("2018-01-21 10:00", "sessions: [")
    course.write(TWO)
    assert "had errors" in run(course, "HEAD").stderr


def test_a_course_with_errors_says_what_they_are(course: Repository) -> None:
    course.write(TWO.replace("01-24", "02-30"))
    result = run(course)
    assert result.exit_code == 1
    assert "schedule.yaml" in result.stderr
    assert result.stdout == ""


def test_without_git_it_says_that_it_can_say_nothing(tmp_path: Path) -> None:
    bare = Repository(tmp_path / "bare")
    bare.folder.mkdir()
    bare.write(TWO)
    result = run(bare)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("Nothing can be said of changes: git says: ")
    assert "not a git repository" in result.stderr


def test_a_shallow_clone_says_that_it_knows_less(course: Repository, tmp_path: Path) -> None:
    shallow = clone(course, tmp_path / "shallow", "--depth=1")
    shallow.write(MOVED)
    result = run(shallow)
    assert "Cancelled: lecture 3" in result.stdout
    assert "git fetch --unshallow" in result.stderr


def test_the_text_of_a_commit_does_nothing_to_the_terminal(course: Repository) -> None:
    course.git("commit", "--quiet", "--amend", "--no-edit", "-m", "Red \x1b[31m\u202e\x9b2J")
    course.write(MOVED)
    assert "“Red  [31m 2J”" in run(course).stdout


def test_an_announcement_is_a_change(course: Repository) -> None:
    name = "docs/announcements/2018-01-23-new-room.md"
    course.write(
        MOVED + lecture("c", "2018-01-31"),
        **{name: "---\ntitle: A new room\n---\nFrom Wednesday on.\n"},
    )
    assert run(course, "HEAD").stdout.splitlines()[1:] == ["  Announced: “A new room”."]


HELD_BACK = """\
materials:
      - type: notes
        title: SECRET-TITLE
        url: https://example.org/SECRET
"""


def test_what_is_withheld_today_is_not_told(course: Repository) -> None:
    material = HELD_BACK.rstrip()
    shown = TWO + lecture("secret", "2018-02-07", material)
    course.commit("2018-01-21 10:00", shown)
    held = shown + "        release: 2018-05-01\n"
    course.write(held.replace("On secret", "Plain"))
    assert "SECRET" not in run(course, "HEAD").stdout
    assert "SECRET" not in run(course, "HEAD~1").stdout
    course.write(held + "    state: hidden\n")
    assert "ecret" not in run(course, "HEAD").stdout
    course.write(TWO + lecture("secret", "2018-02-07", "state: hidden"))
    result = run(course, "HEAD")
    assert "SECRET" not in result.stdout
    assert "On secret" not in result.stdout


def test_notes_that_were_handed_in_are_told(course: Repository) -> None:
    notes = {"docs/notes/b/notes.tex": "\\documentclass{article}\n"}
    course.write(MOVED + lecture("c", "2018-01-31"), **notes)
    said = "  Handed in: notes of lecture 2, “On b”."
    assert run(course, "HEAD").stdout.splitlines()[1:] == [said]
    course.commit("2018-01-21 10:00", MOVED + lecture("c", "2018-01-31"), **notes)
    assert said not in run(course, "HEAD").stdout
    assert said in run(course, "HEAD~1").stdout


def test_notes_that_are_held_back_are_not_told(course: Repository) -> None:
    held = lecture("b", "2018-01-25", "scribes: { people: 1, status: draft }")
    sessions = TWO.split("  - id: b")[0] + held
    course.write(sessions, **{"docs/notes/b/notes.tex": "\\documentclass{article}\n"})
    assert "notes of" not in run(course, "HEAD").stdout

"""``coursewright scribe assign`` as an instructor runs it: names stay out of what is published."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coursewright.cli import main
from tests.scribe.support.courses import RULES, lecture, load, write

SESSIONS = "".join(lecture(number, f"2018-01-{day}") for number, day in ((1, 17), (2, 18), (3, 24)))
GROUPS = f"{RULES}  group_size:\n    min: 2\n    max: 3\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with three lectures in a repository that ignores private/."""
    folder = write(tmp_path / "course", SESSIONS, GROUPS)
    (folder / "private").mkdir()
    (folder / ".gitignore").write_text("/private/\n")
    (folder / "private" / "roster.csv").write_text("name\nAda\nEmmy\nSofya\n=cmd()\n", "utf-8")
    (folder / "private" / "wishes.csv").write_text("name,1\nAda,2\nEmmy,2\n", "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)  # noqa: S607
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)  # noqa: S607
    return folder


def assign(course: Path, *words: str, roster: str = "private/roster.csv") -> Result:
    """Run the command on the morning of the first lecture."""
    command = ["scribe", "assign", str(course / roster), "--course", str(course)]
    return CliRunner().invoke(main, [*command, "--now", "2018-01-17T08:00", *words])


def written(path: Path) -> list[dict[str, str]]:
    """Return the lines of the table that was written."""
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_who_got_what_is_written_outside_of_git_and_explained(course: Path) -> None:
    result = assign(course, "--preferences", str(course / "private" / "wishes.csv"))
    assert result.exit_code == 0, result.output
    rows = written(course / "private" / "scribes.csv")
    assert [(row["session"], row["name"], row["choice"]) for row in rows[2:]] == [
        ("s02", "Ada", "1"),
        ("s02", "Emmy", "1"),
    ]
    assert {row["name"] for row in rows[:2]} == {"Sofya", "'=cmd()"}
    assert rows[0]["notes due"] == "2018-01-24"
    assert "choice 1: 2" in result.output
    assert "Sofya has s01: named no lecture" in result.output
    assert "s02:  scribes: 2" in result.output
    assert "scribes" not in (course / "schedule.yaml").read_text("utf-8").replace("scribing", "")


def test_only_counts_go_into_the_schedule(course: Path) -> None:
    before = (course / "schedule.yaml").read_text("utf-8")
    result = assign(course, "--write")
    assert result.exit_code == 0, result.output
    after = (course / "schedule.yaml").read_text("utf-8")
    assert after.replace("    scribes: 2\n", "") == before
    counts = [it.record.scribes for it in load(course, "2018-01-17").sessions]
    assert [count for count in counts if count is not None] == [2, 2]


def test_the_same_files_give_the_same_bytes(course: Path) -> None:
    assign(course)
    first = (course / "private" / "scribes.csv").read_bytes()
    assert assign(course).exit_code == 2, "an earlier result is not overwritten"
    assert assign(course, "--replace").exit_code == 0
    assert (course / "private" / "scribes.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("roster", "output", "why"),
    [
        ("schedule.yaml", "private/x.csv", "git keeps it"),
        ("private/roster.csv", "x.csv", "git would keep it"),
        ("private/roster.csv", "docs/x.csv", "'docs/' is published"),
    ],
)
def test_names_are_kept_out_of_what_is_public(
    course: Path, roster: str, output: str, why: str
) -> None:
    result = assign(course, "--output", str(course / output), roster=roster)
    assert result.exit_code == 1
    assert "W010" in result.output
    assert why in result.output
    assert not (course / output).exists()


def test_without_git_only_published_folders_are_refused(course: Path, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.csv"
    assert assign(course, "--output", str(outside)).exit_code == 0
    assert len(written(outside)) == 4


def test_named_lectures_are_given_out_whatever_is_known_of_them(course: Path) -> None:
    assert assign(course, "--lecture", "3", "--lecture", "s01").exit_code == 0
    rows = written(course / "private" / "scribes.csv")
    assert {row["session"] for row in rows} == {"s01", "s03"}


def test_too_many_students_are_said_and_nothing_is_written(course: Path) -> None:
    result = assign(course, "--lecture", "3")
    assert result.exit_code == 1
    assert "W009" in result.output
    assert "4 students, but 1 lectures of at most 3 scribes" in result.output
    assert not (course / "private" / "scribes.csv").exists()


def test_a_slip_in_the_preferences_is_shown_with_its_line(course: Path) -> None:
    path = course / "private" / "wishes.csv"
    path.write_text("name,1\nAda,s9\n", "utf-8")
    result = assign(course, "--preferences", str(path))
    assert result.exit_code == 1
    assert "wishes.csv:2:5: error W005 there is no lecture 's9'" in result.output
    assert "2 | Ada,s9" in result.output

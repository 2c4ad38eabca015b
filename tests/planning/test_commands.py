"""The commands as people and programs run them: shown first, asked about, written whole."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from coursewright.planning.draft import Outcome
from coursewright.planning.find import find_session
from coursewright.planning.slip import plan_slip
from coursewright.planning.write import ChangedMeanwhileError, changing, write_outcome
from coursewright.swap import BusyError
from tests.planning.support.command import killing, run
from tests.planning.support.courses import draft, write
from tests.reliability.support.building import environment
from tests.support.patience import PATIENCE


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small course."""
    return write(tmp_path / "course")


def text_of(course: Path) -> str:
    """Return the schedule."""
    return (course / "schedule.yaml").read_text("utf-8")


def test_what_moves_is_said_before_it_is_written(course: Path) -> None:
    before = text_of(course)
    status, said = run("slip", "lecture 3", "--course", course)
    assert status == 0
    assert "+    delay: 1\n" in said
    assert "Lecture 3 moved from Thu 18 to Wed 24 January.\n" in said
    assert "Lecture 4 moved from Wed 24 to Thu 25 January.\n" in said
    assert said.endswith("schedule.yaml is written.\n")
    assert text_of(course) == before.replace("title: Leaves\n", "title: Leaves\n    delay: 1\n")
    assert run("slip", "s03", "--by", "-1", "--course", course)[0] == 0
    assert text_of(course) == before


def test_a_dry_run_writes_nothing(course: Path) -> None:
    before = text_of(course)
    words = ("cancel", "2018-01-24", "--reason", "snow", "--course", course)
    status, said = run(*words, "--dry-run")
    assert status == 0
    assert "No class (snow) on Wed 24 January.\n" in said
    assert said.endswith("Nothing was written.\n")
    assert text_of(course) == before
    assert run(*words)[0] == 0
    assert "reason: snow" in text_of(course)


def test_a_refusal_shows_the_place_and_ends_with_1(course: Path) -> None:
    before = text_of(course)
    status, said = run("cancel", "2018-02-08", "--reason", "snow", "--course", course)
    assert status == 1
    line = before.split("\n").index("    date: Thu 2018-02-08") + 1
    assert f"schedule.yaml:{line}:11: error E021 'show' is pinned to Thu 8 February 2018" in said
    assert "  help: move it first: coursewright slip show --to DATE\n" in said
    assert said.endswith("Nothing was written.\n")
    assert text_of(course) == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("slip", "s3"), "did you mean 's03'?"),
        (("slip", "s03", "--by", "1", "--to", "2018-01-24"), "give '--by' or '--to', not both"),
        (("slip", "s03", "--to", "2018-02-30"), "2018-02-30 does not exist"),
        (("slip", "s03", "--to", "Wed 2018-01-25"), "2018-01-25 is a Thursday"),
        (("cancel", "tomorrow", "--reason", "snow"), "'tomorrow' is not a date"),
        (("cancel", "2018-01-24"), "Missing option '--reason'"),
        (("cancel", "2018-01-24", "--reason", " "), "say why"),
    ],
)
def test_misuse_ends_with_2_and_says_what_is_meant(
    course: Path, words: tuple[str, ...], why: str
) -> None:
    status, said = run(*words, "--course", course)
    assert status == 2
    assert why in said


def test_a_course_that_cannot_be_read_is_left_alone(course: Path) -> None:
    (course / "schedule.yaml").write_text("sessions: [", "utf-8")
    status, said = run("slip", "s03", "--course", course)
    assert status == 1
    assert "error Y001" in said


def on_a_terminal(course: Path, answer: str) -> tuple[int, str]:
    """Run a command on a terminal, and type an answer to its question."""
    own, other = pty.openpty()
    command = [sys.executable, "-m", "coursewright", "slip", "s03", "--course", str(course)]
    with subprocess.Popen(
        command, stdin=other, stdout=other, stderr=other, env=environment(NO_COLOR="1")
    ) as process:
        os.close(other)
        os.write(own, f"{answer}\n".encode())
        said = b""
        while True:
            try:
                data = os.read(own, 1 << 16)
            except OSError:
                break
            said += data
        status = process.wait(PATIENCE)
    os.close(own)
    return status, said.decode()


def test_on_a_terminal_it_asks(course: Path) -> None:
    before = text_of(course)
    status, said = on_a_terminal(course, "n")
    assert status == 1
    assert "Write this to schedule.yaml? [y/N]" in said
    assert text_of(course) == before
    status, said = on_a_terminal(course, "y")
    assert status == 0
    assert text_of(course) != before


def test_a_file_that_was_saved_meanwhile_is_not_written_over(course: Path) -> None:
    before = draft(course)
    outcome = plan_slip(before, find_session(before.course, "s03"), 1)
    assert isinstance(outcome, Outcome)
    path = course / "schedule.yaml"
    path.write_bytes(path.read_bytes() + b"# mine\n")
    with pytest.raises(ChangedMeanwhileError, match="saved by somebody else"):
        write_outcome(outcome)
    assert text_of(course).endswith("# mine\n")


def test_two_commands_do_not_change_a_course_at_once(course: Path) -> None:
    with changing(course), pytest.raises(BusyError, match="another command"), changing(course):
        pass
    with changing(course):
        status, said = run("slip", "s03", "--course", course)
    assert status == 1
    assert "another command is writing 'schedule.yaml'" in said


def test_a_link_stays_a_link_and_the_mode_stays(course: Path, tmp_path: Path) -> None:
    path, real = course / "schedule.yaml", course / "real.yaml"
    path.rename(real)
    real.chmod(0o640)
    path.symlink_to("real.yaml")
    assert run("slip", "s03", "--course", course)[0] == 0
    assert path.is_symlink()
    assert "delay: 1" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640
    assert tmp_path.is_dir()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no SIGKILL on this system")
def test_a_killed_command_leaves_the_old_file_or_the_new_one(course: Path) -> None:
    path = course / "schedule.yaml"
    old = path.read_bytes()
    seen = set()
    with killing("slip", "s03", "--course", course) as ask:
        assert ask(0).split()[2] == "0"
        new = path.read_bytes()
        path.write_bytes(old)
        _, count, _ = ask(0).split()
        for moment in range(1, int(count) + 1):
            path.write_bytes(old)
            assert ask(moment) == "killed"
            assert path.read_bytes() in {old, new}
            seen.add(path.read_bytes())
    assert old in seen
    assert run("slip", "s03", "--course", course)[0] == 0
    left = [item.name for item in course.iterdir() if item.name.startswith(".coursewright")]
    assert left == []

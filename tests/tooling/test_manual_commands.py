"""Commands of the manual: what it shows of them is what they say of this course."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.reliability.support.building import coursewright
from tests.site.support.course import ROOT, copy_course

PAGE = ROOT / "manual" / "changing-the-schedule.md"
NOTES = ROOT / "manual" / "notes.md"
_BLOCK = re.compile(r"```console\n\$ coursewright (.*)\n((?:.*\n)*?)```")
_NUMBERS = re.compile(r"^@@.*@@$|(?<=yaml:)\d+|^  ( *\d* )(?=\|)", re.MULTILINE)
"""Lines of the file move with every entry that is added above."""


def blocks(page: Path = PAGE) -> list[tuple[str, str]]:
    """Return the commands that a page shows, each with what it shows of the output."""
    return _BLOCK.findall(page.read_text("utf-8"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course of this repository."""
    return copy_course(ROOT, tmp_path_factory.mktemp("manual") / "course")


def plain(text: str) -> list[str]:
    """Return the lines of an output without their numbers."""
    return [line.rstrip() for line in _NUMBERS.sub("N", text).splitlines()]


def test_the_page_shows_all_three_commands() -> None:
    shown = {command.split()[0] for command, _ in blocks()}
    assert shown == {"cancel", "slip", "rollover"}


@pytest.mark.parametrize(("command", "shown"), blocks(), ids=lambda text: text.split("\n")[0][:40])
def test_a_command_says_what_the_manual_shows(course: Path, command: str, shown: str) -> None:
    now = {"COURSEWRIGHT_NOW": "2018-03-28T08:10"}
    said = coursewright(*shlex.split(command), cwd=course, more=now).stdout
    assert_says(said, shown, command)


def assert_says(output: str, shown: str, command: str) -> None:
    """Assert that a command says these lines in this order; ``…`` stands for any."""
    said, at = plain(output), 0
    for part in shown.split("…\n"):
        lines = plain(part)
        found = next((i for i in range(at, len(said)) if said[i : i + len(lines)] == lines), None)
        assert found is not None, f"{command} does not say\n{part}\nbut\n" + "\n".join(said)
        at = found + len(lines)


def test_lectures_are_given_out_as_the_manual_shows(course: Path) -> None:
    (course / "private").mkdir()
    tables = re.findall(r"`(private/\w+\.csv)`:?\n\n```csv\n(.*?)```", NOTES.read_text(), re.DOTALL)
    assert len(tables) == 2
    for name, text in tables:
        (course / name).write_text(text, "utf-8")
    command, shown = next(item for item in blocks(NOTES) if item[0].startswith("scribe assign"))
    assert_says(coursewright(*shlex.split(command), cwd=course).stdout, shown, command)

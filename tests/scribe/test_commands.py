"""What the commands for scribes say where something is missing, and where nothing is."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coursewright.cli import main
from tests.scribe.support.courses import RULES, lecture, write
from tests.site.support.course import ROOT

MACROS = "math_macros:\n  \\R: \\mathbb{R}\n  \\norm: '{\\left\\lVert #1\\right\\rVert}'\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with two lectures and a guest's, of which no notes are taken."""
    guest = lecture(3, "2018-01-24").replace("kind: lecture", "kind: guest")
    sessions = lecture(1, "2018-01-17") + lecture(2, "2018-01-18", "    scribed: no\n") + guest
    return write(tmp_path / "course", sessions, RULES + MACROS)


def scribe(course: Path, *words: str) -> Result:
    """Run a command on a morning of the term."""
    words = (*words, "--course", str(course), "--now", "2018-01-17T08:00")
    return CliRunner().invoke(main, ["scribe", *words])


def test_macros_are_a_package_of_latex(course: Path) -> None:
    done = scribe(course, "macros")
    assert done.exit_code == 0, done.output
    assert "\\ProvidesPackage{coursemacros}" in done.stdout
    assert "\\renewcommand{\\R}{\\mathbb{R}}" in done.stdout
    assert "\\renewcommand{\\norm}[1]" in done.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("9", "there is no lecture '9'"),
        ("s011", "did you mean 's01'"),
        ("s02", "no notes are taken of 's02', Part 2"),
    ],
)
def test_a_lecture_that_has_no_notes_is_named(name: str, said: str, course: Path) -> None:
    done = scribe(course, "template", name)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())


def test_a_course_that_cannot_be_read_ends_the_command(course: Path) -> None:
    path = course / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("title: Part 1", "title Part 1"), "utf-8")
    for words in (["macros"], ["template", "1"], ["check", str(course)]):
        done = scribe(course, *words)
        assert done.exit_code == 1
        assert "schedule.yaml" in done.output


def test_without_a_template_there_is_nothing_to_write(course: Path) -> None:
    done = scribe(course, "template", "1")
    assert done.exit_code == 1
    assert "there is no template in" in done.output


def test_a_template_that_cannot_be_written_is_said(course: Path, tmp_path: Path) -> None:
    (course / "scribe_templates").mkdir()
    (course / "scribe_templates" / "notes.tex").write_text("\\lecture{}{}{}\n", "utf-8")
    done = scribe(course, "template", "1", "--output", str(tmp_path / "no" / "such" / "x.zip"))
    assert done.exit_code == 0, done.output
    (tmp_path / "file").write_text("", "utf-8")
    done = scribe(course, "template", "1", "--output", str(tmp_path / "file" / "x.zip"))
    assert done.exit_code == 1
    assert "cannot be written" in done.output


def test_a_table_that_cannot_be_written_is_said(course: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("name\nAda\n", "utf-8")
    (tmp_path / "file").write_text("", "utf-8")
    done = scribe(course, "assign", str(roster), "-o", str(tmp_path / "file" / "x.csv"))
    assert done.exit_code == 1
    assert "x.csv" in done.output


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_roster_that_cannot_be_read_is_said(course: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("name\nAda\n", "utf-8")
    roster.chmod(0)
    done = scribe(course, "assign", str(roster), "-o", str(tmp_path / "x.csv"))
    assert done.exit_code != 0
    assert "roster.csv" in done.output


def test_a_roster_with_errors_writes_nothing(course: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("id\n17\n", "utf-8")
    done = scribe(course, "assign", str(roster), "-o", str(tmp_path / "x.csv"))
    assert done.exit_code == 1
    assert "W002" in done.output
    assert "Nothing was written." in done.output


def test_a_schedule_in_which_counts_find_no_place_stays_as_it_is(
    course: Path, tmp_path: Path
) -> None:
    path = course / "schedule.yaml"
    text = path.read_text("utf-8")
    entry = lecture(1, "2018-01-17")
    flow = "  - {id: s01, kind: lecture, title: Part 1, date: 2018-01-17}\n"
    path.write_text(text.replace(entry, flow), "utf-8")
    before = path.read_bytes()
    roster = tmp_path / "roster.csv"
    roster.write_text("name\nAda\n", "utf-8")
    done = scribe(course, "assign", str(roster), "-o", str(tmp_path / "x.csv"), "--write")
    assert done.exit_code == 1
    assert "E001" in done.output
    assert path.read_bytes() == before
    assert not (tmp_path / "x.csv").exists()


def test_notes_without_a_course_are_looked_at_on_their_own(tmp_path: Path) -> None:
    (tmp_path / "notes.tex").write_text("\\begin{document}\\ref{x}\\end{document}", "utf-8")
    done = CliRunner().invoke(main, ["scribe", "check", str(tmp_path), "--course", str(tmp_path)])
    assert done.exit_code == 1
    assert "L101" in done.output
    words = ["scribe", "check", "--course", str(tmp_path)]
    assert CliRunner().invoke(main, words).exit_code == 2
    words = [*words, str(tmp_path), "--session", "1"]
    assert CliRunner().invoke(main, words).exit_code == 2


def test_a_template_that_was_filled_in_has_nothing_wrong(tmp_path: Path) -> None:
    made = tmp_path / "made.zip"
    words = ["scribe", "template", "6", "-o", str(made), "--course", str(ROOT)]
    assert CliRunner().invoke(main, [*words, "--now", "2018-01-26"]).exit_code == 0
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.glob("lecture-*")
    text = (folder / "notes.tex").read_text("utf-8")
    head = text[: text.index("\\begin{document}")]
    head = re.sub(r"\\scribes\{.*\}", r"\\scribes{}", head)
    body = "\\begin{document}\n\\maketitle\nSteps of \\cite{nesterov1983} help.\n"
    key = re.findall(r"@\w+\{([^,]+),", (folder / "notes.bib").read_text("utf-8"))[0]
    body = body.replace("nesterov1983", key) + "\\bibliography{notes}\n\\end{document}\n"
    (folder / "notes.tex").write_text(head + body, "utf-8")
    words = ["scribe", "check", str(folder), "--course", str(ROOT), "--now", "2018-01-26"]
    done = CliRunner().invoke(main, words)
    assert done.output == "Nothing is wrong with these notes.\n"

"""``coursewright new``: a course that is whole from its first minute."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coursewright.checking import check_course
from coursewright.cli import main
from coursewright.math.engine import MathEngine
from coursewright.planning.starter_files import next_monday, starter_files
from coursewright.site import build_site
from tests.site.support.course import ROOT, page_of

NOW = "2026-11-24T22:00-05:00"


def new(folder: Path, *options: str) -> Result:
    """Run the command on a day in November."""
    return CliRunner().invoke(main, ["new", str(folder), "--now", NOW, *options])


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("day", ["2026-11-30", "2027-01-06", "2027-01-03", "2027-05-01"])
def test_a_new_course_has_nothing_wrong_whichever_day_it_starts(tmp_path: Path, day: str) -> None:
    assert new(tmp_path, "--start", day).exit_code == 0
    with MathEngine() as engine:
        found = check_course(tmp_path, datetime.fromisoformat(NOW), engine)
    assert [each.message for each in found.diagnostics] == []


def test_a_new_course_is_a_site(tmp_path: Path) -> None:
    done = new(tmp_path / "deep" / "abc")
    assert "coursewright serve" in done.output
    with MathEngine() as engine:
        site = build_site(tmp_path / "deep" / "abc", datetime.fromisoformat(NOW), engine)
    assert not site.failed
    assert "Fall 2026" in page_of(site, "index.md")
    assert "Mon 30 Nov" in page_of(site, "schedule.md")
    assert "pp." in page_of(site, "lectures/s01.md")


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "papers.bib").write_text("% mine\n", "utf-8")
    (tmp_path / ".gitignore").write_text("/mine/\n", "utf-8")
    refused = new(tmp_path)
    assert refused.exit_code == 2
    assert "there is a course already" in refused.output
    assert files_of(tmp_path) == {"papers.bib": b"% mine\n", ".gitignore": b"/mine/\n"}
    (tmp_path / "papers.bib").unlink()
    assert new(tmp_path).exit_code == 0
    assert (tmp_path / ".gitignore").read_text("utf-8") == "/mine/\n"


def test_a_command_that_was_stopped_goes_on(tmp_path: Path) -> None:
    assert new(tmp_path).exit_code == 0
    whole = files_of(tmp_path)
    (tmp_path / "schedule.yaml").unlink()
    assert new(tmp_path).exit_code == 0
    assert files_of(tmp_path) == whole
    assert "nothing, all of it is there" in new(tmp_path).output


def test_a_folder_that_is_a_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("", "utf-8")
    refused = new(tmp_path)
    assert refused.exit_code == 1
    assert "cannot be written" in refused.output


@pytest.mark.parametrize(
    ("day", "name"),
    [("2027-01-04", b"Winter 2027"), ("2027-05-03", b"Summer 2027"), ("2027-09-06", b"Fall 2027")],
)
def test_the_term_is_named_by_its_month(day: str, name: bytes) -> None:
    assert b"  name: " + name in starter_files(date.fromisoformat(day))["schedule.yaml"]


def test_it_looks_and_is_served_as_this_course() -> None:
    ours = (ROOT / "mkdocs.yml").read_text("utf-8")
    theirs = starter_files(date(2027, 1, 4))["mkdocs.yml"].decode()
    for first, after in (("theme:", "nav:"), ("site_url:", "site_description:")):
        part = ours[ours.index(first) : ours.index(after)]
        assert part in theirs


def test_the_next_monday_is_after_today() -> None:
    assert next_monday(date(2026, 11, 29)) == next_monday(date(2026, 11, 24)) == date(2026, 11, 30)
    assert next_monday(date(2026, 11, 30)) == date(2026, 12, 7)

"""Notes on the site: a page of their own, and a bad set of notes that stops nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coursewright.diagnostics import Severity
from coursewright.math.engine import MathEngine
from coursewright.notes.publish import CourseLinks, Lecture, PublishedNotes, publish_notes
from coursewright.site import Site, build_site

NOW = datetime(2018, 1, 24, 8, 10, tzinfo=ZoneInfo("America/Montreal"))
ROOT = Path(__file__).parents[2]
GOOD = "\\documentclass{article}\\begin{document}Good %s words.\\end{document}"
BAD = "\\documentclass{article}\\begin{document}\\begin{quote}Never closed.\\end{document}"
COURSE = """
course: {code: X 1, title: Xs, institution: U, summary: About xs.}
term: {name: Winter 2018, start: 2018-01-08, end: 2018-04-30, timezone: America/Montreal}
scribing: {due_days: 7}
sessions:
  - {id: s01, kind: lecture, title: One, date: 2018-01-10, scribes: {people: 2}}
  - {id: s02, kind: lecture, title: Two, date: 2018-01-17}
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[MathEngine]:
    """An engine for formulas."""
    with MathEngine() as made:
        yield made


def write(root: Path, text: str, lecture: str = "s01") -> None:
    path = root / "docs" / "notes" / lecture / "notes.tex"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def publish(root: Path, engine: MathEngine, *names: str) -> dict[str, PublishedNotes]:
    lectures = [Lecture(name, f"Lecture {name}") for name in names or ("s01",)]
    return publish_notes(root, lectures, CourseLinks(), engine, root / ".cache")


def git(root: Path, *words: str) -> None:
    program = shutil.which("git")
    assert program is not None
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run([program, "-C", str(root), *who, *words], check=True, capture_output=True)


def test_a_bad_set_of_notes_keeps_its_last_good_version(tmp_path: Path, engine: MathEngine) -> None:
    write(tmp_path, GOOD % "first")
    assert not publish(tmp_path, engine)["s01"].earlier
    write(tmp_path, BAD)
    one = publish(tmp_path, engine)["s01"]
    assert one.earlier
    assert "Good first words." in (one.body or "")
    assert [found.code for found in one.problems] == ["L005", "L043"]
    assert {found.severity for found in one.problems} == {Severity.WARNING}
    write(tmp_path, GOOD % "second")
    one = publish(tmp_path, engine)["s01"]
    assert not one.earlier
    assert "Good second words." in (one.body or "")


def test_without_a_cache_git_knows_the_last_good_version(
    tmp_path: Path, engine: MathEngine
) -> None:
    git(tmp_path, "init", "--quiet")
    for text in (GOOD % "oldest", GOOD % "kept", BAD, BAD + "% again"):
        write(tmp_path, text)
        git(tmp_path, "add", "docs")
        git(tmp_path, "commit", "--quiet", "-m", "notes")
    one = publish(tmp_path, engine)["s01"]
    assert one.earlier
    assert "Good kept words." in (one.body or "")


def test_notes_that_were_never_good_have_no_body_and_stop_no_others(
    tmp_path: Path, engine: MathEngine
) -> None:
    write(tmp_path, BAD, "s01")
    write(tmp_path, GOOD % "other", "s02")
    notes = publish(tmp_path, engine, "s01", "s02", "s03")
    assert notes["s01"].body is None
    assert "Good other words." in (notes["s02"].body or "")
    assert set(notes) == {"s01", "s02"}


def site_of(root: Path, engine: MathEngine) -> Site:
    return build_site(root, NOW, engine)


def course(root: Path) -> None:
    (root / "schedule.yaml").write_text(COURSE, "utf-8")
    (root / "papers.bib").write_text("@misc{a2001, title={A}, author={B A}, year={2001}}", "utf-8")
    (root / "docs").mkdir()


def page(site: Site, uri: str) -> str:
    return next(one.html for one in site.pages if one.uri == uri)


def test_the_site_has_a_page_of_notes_with_links_to_it(tmp_path: Path, engine: MathEngine) -> None:
    course(tmp_path)
    write(tmp_path, GOOD % "plain")
    write(tmp_path, BAD, "s02")
    site = site_of(tmp_path, engine)
    assert not site.failed
    notes = page(site, "lectures/s01/notes.md")
    assert "Good plain words." in notes
    assert "By 2 scribes." in notes
    assert "@misc{x1-winter2018-s01," in notes
    corrected = page(site, "lectures/s02/notes.md")
    assert "being corrected and cannot be shown yet" in corrected
    assert "@misc" not in corrected
    assert "not checked" not in corrected
    assert 'href="../../lectures/s01/notes/"' in page(site, "lectures/s01.md")
    assert "The notes are in" in page(site, "lectures/s01.md")
    assert "Notes due" in page(site, "lectures/s02.md")
    assert "! draft" in page(site, "lectures/s02.md")
    assert 'href="../lectures/s01/notes/"' in page(site, "schedule.md")
    assert "&nbsp;web page</small>" in page(site, "schedule.md")
    assert '<span class="cw-quiet">web page' in page(site, "lectures/s01.md")
    assert 'href="../lectures/s01/notes/"' in page(site, "scribing.md")
    assert "notes/s01/notes.tex" in site.withheld


def test_notes_that_are_a_draft_are_held_back(tmp_path: Path, engine: MathEngine) -> None:
    course(tmp_path)
    text = COURSE.replace("{people: 2}", "{people: 2, status: draft}")
    (tmp_path / "schedule.yaml").write_text(text, "utf-8")
    write(tmp_path, GOOD % "plain")
    site = site_of(tmp_path, engine)
    assert "lectures/s01/notes.md" not in {one.uri for one in site.pages}


def test_notes_of_an_earlier_edition_are_credited_to_it(tmp_path: Path, engine: MathEngine) -> None:
    course(tmp_path)
    scribes = "{people: 2, edition: Winter 2017, earlier: [{people: 3, edition: Winter 2016}]}"
    (tmp_path / "schedule.yaml").write_text(COURSE.replace("{people: 2}", scribes), "utf-8")
    write(tmp_path, GOOD % "plain")
    site = site_of(tmp_path, engine)
    notes = page(site, "lectures/s01/notes.md")
    assert "from Winter 2017" in notes
    assert "By 2 scribes, Winter 2017." in notes
    assert "After notes by 3 scribes, Winter 2016." in notes
    assert "Notes (Winter 2017)" in page(site, "lectures/s01.md")


def test_notes_stay_findable_after_a_rollover(tmp_path: Path, engine: MathEngine) -> None:
    old = tmp_path / "editions" / "winter-2018"
    old.mkdir(parents=True)
    course(old)
    write(old, GOOD % "plain")
    course(tmp_path)
    new = COURSE.replace("2018", "2019").replace(", scribes: {people: 2}", "")
    (tmp_path / "schedule.yaml").write_text(new, "utf-8")
    html = page(site_of(tmp_path, engine), "lectures/s01.md")
    assert "Notes (Winter 2018)" in html
    assert 'winter-2018/lectures/s01/notes/"' in html
    assert "2 scribes" in html


def test_what_scribe_check_finds_is_not_published(tmp_path: Path, engine: MathEngine) -> None:
    course(tmp_path)
    write(tmp_path, GOOD % "kept")
    before = site_of(tmp_path, engine)
    assert "Good kept words." in page(before, "lectures/s01/notes.md")
    write(tmp_path, GOOD % "new, by \\ref{nowhere},")
    site = site_of(tmp_path, engine)
    assert not site.failed
    notes = page(site, "lectures/s01/notes.md")
    assert "Good kept words." in notes
    assert "being corrected" in notes
    found = [one.code for one in site.diagnostics if one.span.file.startswith("docs/notes")]
    assert sorted(found) == ["L043", "L101"]
    boards = [page(one, "scribing.md").lower().count("submitted") for one in (before, site)]
    assert boards[1] == boards[0] + 1

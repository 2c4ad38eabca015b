"""What lies in the folder of a course: links, class lists, other courses."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coursewright.checks import run_checks, tree_of
from coursewright.diagnostics import Diagnostic
from coursewright.load import load_course

COURSE = Path(__file__).parents[1] / "course"
NOW = datetime(2018, 1, 24, 13, 10, tzinfo=UTC)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the invented course."""
    return Path(shutil.copytree(COURSE, tmp_path / "course"))


def _found(course: Path, pages: list[str] | None = None) -> list[Diagnostic]:
    loaded = load_course(course, NOW)
    tree = tree_of(loaded.course, loaded.folder, pages) if loaded.course else None
    return [*loaded.diagnostics, *run_checks(loaded, tree)]


def _places(course: Path) -> set[tuple[str, str]]:
    return {(it.code, it.span.file) for it in _found(course)}


@pytest.mark.parametrize(
    "target", ["/etc/hostname", "/etc", "../../outside.txt", "nowhere", "loop", "notes/beans.txt"]
)
def test_a_symbolic_link_is_refused_wherever_it_leads(course: Path, target: str) -> None:
    (course.parent / "outside.txt").write_text("not of this course")
    (course / "docs" / "loop").symlink_to(target)
    assert _places(course) == {("F002", "docs/loop")}


def test_a_linked_folder_is_not_looked_into(course: Path) -> None:
    outside = course.parent / "outside"
    outside.mkdir()
    (outside / "roster.csv").write_text("a name")
    (course / "scribe_templates" / "more").symlink_to(outside)
    assert _places(course) == {("F002", "scribe_templates/more")}


def test_docs_itself_may_not_be_a_link(course: Path) -> None:
    (course / "docs").rename(course.parent / "docs")
    (course / "docs").symlink_to(course.parent / "docs")
    assert ("F002", "docs") in _places(course)


@pytest.mark.parametrize("name", ["schedule.yaml", "papers.bib"])
def test_a_source_may_not_lead_out_of_the_course(course: Path, name: str) -> None:
    (course / name).rename(course.parent / name)
    (course / name).symlink_to(course.parent / name)
    assert ("F002", name) in _places(course)


@pytest.mark.parametrize(
    "name",
    ["roster.csv", "private/Roster-2018.xlsx", "students.txt", "class-list.csv", "scribes.csv"],
)
def test_a_class_list_that_git_keeps_is_found(course: Path, name: str) -> None:
    path = course / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("name\n")
    assert _places(course) == set()
    _git(course, "init", "--quiet")
    _git(course, "add", "--all")
    assert _places(course) == {("P003", name)}


def test_a_cache_that_git_keeps_is_found_once(course: Path) -> None:
    for name in ("bodies/vine/body.json", "checks/harmless"):
        path = course / ".cache/coursewright" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    assert _places(course) == set()
    _git(course, "init", "--quiet")
    _git(course, "add", "--all", "--force")
    assert _places(course) == {("P011", ".cache/coursewright/bodies/vine/body.json")}


def test_a_course_below_this_one_is_another_course(course: Path) -> None:
    shutil.copytree(COURSE, course / "archive" / "2017")
    (course / "archive" / "2017" / "roster.csv").write_text("name\n")
    _git(course, "init", "--quiet")
    _git(course, "add", "--all")
    assert _places(course) == set()


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True)  # noqa: S607


def test_the_caller_may_say_which_pages_there_are(course: Path) -> None:
    (course / "docs" / "more.md").write_text("[extra](extra.md) [first](lectures/tropisms.md)\n")
    places = [(it.span.line, it.span.column) for it in _found(course)]
    assert places == [(1, 9)]
    pages = ["extra.md", "lectures/tropisms.md", "papers.md"]
    assert _found(course, pages) == []


@pytest.mark.parametrize(
    "secret",
    [
        "https://umontreal.zoom.us/j/94512345678?pwd=abc",
        "https://meet.google.com/abc-defg-hij",
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x",
        "https://teams.live.com/meet/9312345?p=secret",
        "https://somewhere.webex.com/meet/dana",
        "https://meet.jit.si/bot204?jwt=eyJhbGciOi",
        "passcode: 482913",
        "Mot de passe : b3an!",
        "sk-abcdefghijklmnopqrstuvwx",
        "AIzaSyA0123456789abcdefghijklmnopqrstuvw",
        "xoxb-0123456789-abcdef",
        "github_pat_11ABCDEFG0abcdefghij",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
    ],
)
def test_a_secret_is_found_where_it_would_be_published(course: Path, secret: str) -> None:
    (course / "docs" / "notes" / "beans.txt").write_text(f"Beans.\n\nSee {secret}\n")
    (found,) = _found(course)
    assert (found.code, found.span.line, found.span.column) == ("P002", 3, 5)
    assert secret not in found.message


@pytest.mark.parametrize(
    "text",
    [
        "The passcode is on Studium.",
        "Choose a password of twelve letters.",
        "https://zoom.us/download",
        "task-oriented-dialogue-systems-survey",
        "https://support.google.com/meet",
        "iVBORw0KGgo+aizaSyA0123456789abcdefghijklmnopqrstuv/akia0123456789abcdef=",
    ],
)
def test_what_is_no_secret_is_let_be(course: Path, text: str) -> None:
    (course / "docs" / "more.md").write_text(f"# More\n\n{text}\n")
    assert _found(course) == []


def test_hidden_controls_in_a_page_are_found(course: Path) -> None:
    (course / "docs" / "more.md").write_text("# More\n\nab\u202ecd\n", "utf-8")
    (found,) = _found(course)
    assert (found.code, str(found.span)) == ("F005", "docs/more.md:3:3")


def test_an_empty_page_is_no_problem(course: Path) -> None:
    (course / "docs" / "more.md").write_text("")
    assert _found(course) == []

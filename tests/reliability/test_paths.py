"""Ways out of the course's folder: symbolic links, and names that climb."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability.support.building import built, copy_course, refused, replace
from tests.reliability.support.checking import check, codes

SECRET = "CANARY-b51e"  # noqa: S105 (what must not be published)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no symbolic links for everyone")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the small course, with a secret folder beside it."""
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("secret.txt", "secret.md", "secret.tex"):
        (outside / name).write_text(SECRET)
    course = copy_course(tmp_path / "course")
    (course / "scribe_templates").mkdir()
    (course / "scribe_templates" / "notes.tex").write_text("A template.\n")
    return course


def link(name: str, target: str) -> Callable[[Path], str]:
    """Return a function that makes a link in a course, and says which file is to blame."""

    def make(course: Path) -> str:
        path = course / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target.format(outside=course.parent / "outside"))
        return name

    return make


def move_out(name: str) -> Callable[[Path], str]:
    """Return a function that moves a file or folder out, and links it where it was."""

    def make(course: Path) -> str:
        shutil.move(course / name, course.parent / "outside" / name)
        (course / name).symlink_to(course.parent / "outside" / name)
        return name

    return make


LINKS: dict[str, Callable[[Path], str]] = {
    "a file by its absolute name": link("docs/notes/x.txt", "{outside}/secret.txt"),
    "a file by a relative name": link("docs/notes/x.txt", "../../../outside/secret.txt"),
    "a page": link("docs/lectures/s02.md", "../../../outside/secret.md"),
    "a folder": link("docs/extra", "{outside}"),
    "a folder of pages": link("docs/presentations", "../../outside"),
    "a folder of the machine": link("docs/etc", "/etc"),
    "a file of the course itself": link("docs/notes/all.bib", "../../papers.bib"),
    "nothing": link("docs/notes/x.txt", "nowhere"),
    "itself": link("docs/notes/loop", "loop"),
    "a page that is itself": link("docs/loop.md", "loop.md"),
    "the folder around it": link("docs/notes/again", ".."),
    "a hidden folder": link("docs/.hidden", "{outside}"),
    "a template": link("scribe_templates/x.tex", "../../outside/secret.tex"),
    "a folder of templates": link("scribe_templates/more", "{outside}"),
    "all of docs": move_out("docs"),
    "all templates": move_out("scribe_templates"),
    "the schedule": move_out("schedule.yaml"),
    "the papers": move_out("papers.bib"),
}


@pytest.mark.parametrize("make", LINKS.values(), ids=LINKS.keys())
def test_a_symbolic_link_is_named_and_not_followed(
    course: Path, make: Callable[[Path], str]
) -> None:
    assert ("F002", make(course)) in codes(course)


@pytest.mark.parametrize("kind", ["a folder", "a page that is itself", "all of docs"])
def test_a_build_with_a_symbolic_link_leaves_the_old_site(course: Path, kind: str) -> None:
    built(course)
    name = LINKS[kind](course)
    assert f"'{name}' is a symbolic link" in refused(course)


def test_a_link_that_is_itself_is_no_schedule(course: Path) -> None:
    (course / "schedule.yaml").unlink()
    (course / "schedule.yaml").symlink_to("schedule.yaml")
    assert ("F002", "schedule.yaml") in codes(course)


@pytest.mark.parametrize("name", ["docs/pipe.txt", "docs/pipe.md", "scribe_templates/pipe.tex"])
def test_a_pipe_is_named_and_not_opened(course: Path, name: str) -> None:
    os.mkfifo(course / name)
    assert ("F002", name) in codes(course)
    assert f"'{name}' is neither a file nor a folder" in {said.message for said in check(course)}


def test_a_socket_is_named_and_not_opened(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The name of a socket is at most a hundred characters long.
    monkeypatch.chdir(course / "docs")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        assert ("F002", "docs/socket") in codes(course)


CLIMBING = (
    "../outside/secret.txt",
    "notes/../../../outside/secret.txt",
    "/etc/passwd",
    "//etc/passwd",
    r"..\outside\secret.txt",
    r"C:\secret.txt",
    '"notes/lecture-1.txt\\0.png"',
    "./../../outside/secret.txt",
    "%2e%2e/outside/secret.txt",
    "..%2foutside%2fsecret.txt",
    "notes/%2e%2e/%2e%2e/%2e%2e/outside/secret.txt",
    "file:///etc/passwd",
    "~/secret.txt",
    "NOTES/lecture-1.txt",
    "notes/Lecture-1.txt",
    "notes",
    ".",
    "''",
)


@pytest.mark.parametrize("name", CLIMBING)
def test_a_name_that_climbs_is_refused_where_it_is_written(course: Path, name: str) -> None:
    replace(course / "schedule.yaml", "file: notes/lecture-1.txt", f"file: {name}")
    line = (course / "schedule.yaml").read_text().split("\n").index(f"        file: {name}") + 1
    found = [said for said in check(course) if said.file == "schedule.yaml"]
    assert found
    assert {said.code for said in found} <= {"F001", "F002", "F005", "F007", "S005", "Y001"}
    assert all(abs(said.line - line) <= 1 for said in found)


@pytest.mark.parametrize("name", sorted({*CLIMBING} - {"notes"}))
@pytest.mark.parametrize("key", ["id: s01", "id: motion", "id: ivy", "id: greenhouse"])
def test_an_id_is_no_path(course: Path, key: str, name: str) -> None:
    replace(course / "schedule.yaml", f"  - {key}\n", f"  - id: {name}\n")
    assert {said.code for said in check(course)} & {"S003", "S002", "S004", "F005", "Y001"}


@pytest.mark.parametrize(
    "demo", ["../../outside", "/etc", "..", ".", "a/b", r"a\b", "%2e%2e", "%2e%2e/outside", "A"]
)
def test_a_demo_is_no_path(course: Path, demo: str) -> None:
    demos = f"demos:\n  - id: '{demo}'\n    title: T\n    claim: C\n    scale: light\n"
    replace(course / "schedule.yaml", "sessions:\n", demos + "sessions:\n")
    assert ("S003", "schedule.yaml") in codes(course)


@pytest.mark.parametrize(
    "base",
    [
        "javascript:alert(1)//",
        "data:text/html,x",
        "file:///etc/",
        "//elsewhere.example/",
        "vbscript:x",
        "' javascript:alert(1)'",
        '"java\\tscript:alert(1)"',
        "JaVaScRiPt:alert(1)",
        "'https://'",
        "'http://[/'",
    ],
)
def test_the_address_of_a_folder_is_a_safe_one(course: Path, base: str) -> None:
    files = f"files:\n  - folder: notes\n    base: {base}\n"
    replace(course / "schedule.yaml", "sessions:\n", files + "sessions:\n")
    assert ("U001", "schedule.yaml") in codes(course)


def test_a_name_below_a_linked_folder_does_not_climb(course: Path) -> None:
    files = "files:\n  - folder: far\n    base: https://example.org/a/\n"
    replace(course / "schedule.yaml", "sessions:\n", files + "sessions:\n")
    replace(course / "schedule.yaml", "file: notes/lecture-1.txt", "file: far/../../x.pdf")
    assert ("F002", "schedule.yaml") in codes(course)

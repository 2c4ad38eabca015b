"""Commands given a folder that is no course, or half of one: a message, and the right status."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability.support.building import copy_course, coursewright, tree


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the small course."""
    return copy_course(tmp_path / "course")


def spoil(name: str, text: str) -> Callable[[Path], None]:
    """Return a function that writes a text into a file of a course."""

    def write(course: Path) -> None:
        (course / name).write_text(text)

    return write


def take(name: str) -> Callable[[Path], None]:
    """Return a function that takes a file or a folder out of a course."""

    def change(course: Path) -> None:
        path = course / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return change


def put(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Return a function that puts something else in the place of a file."""

    def change(course: Path) -> None:
        take(name)(course)
        make(course / name)

    return change


def take_all(course: Path) -> None:
    """Leave nothing of a course but its folder."""
    for path in course.iterdir():
        take(path.name)(course)


NO_COURSE: dict[str, Callable[[Path], None]] = {
    "an empty folder": take_all,
    "no schedule": take("schedule.yaml"),
    "no papers": take("papers.bib"),
    "a folder for a schedule": put("schedule.yaml", Path.mkdir),
    "a pipe for a schedule": put("schedule.yaml", os.mkfifo),
    "a device for a schedule": put("schedule.yaml", lambda path: path.symlink_to("/dev/zero")),
    "a pipe for papers": put("papers.bib", os.mkfifo),
    "a file for docs": put("docs", Path.touch),
    "docs that lack a file": take("docs"),
    "an empty schedule": spoil("schedule.yaml", ""),
    "blanks for a schedule": spoil("schedule.yaml", " \n\t\n"),
    "a schedule that is a word": spoil("schedule.yaml", "hello"),
    "a schedule that is no text": spoil("schedule.yaml", "\x00\x01\x02"),
}


@pytest.mark.parametrize("harm", NO_COURSE.values(), ids=NO_COURSE.keys())
def test_check_says_what_is_missing(course: Path, harm: Callable[[Path], None]) -> None:
    harm(course)
    done = coursewright("check", course)
    assert done.returncode == 1, done.stdout
    assert "error " in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize(
    "kind", ["no schedule", "a pipe for a schedule", "a file for docs", "an empty schedule"]
)
@pytest.mark.parametrize("command", ["build", "export"])
def test_build_and_export_say_what_is_missing(course: Path, kind: str, command: str) -> None:
    NO_COURSE[kind](course)
    before = tree(course)
    target = course.parent / "target"
    words: list[str | Path] = (
        ["build", "-q", course] if command == "build" else ["export", target, "--course", course]
    )
    done = coursewright(*words)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stdout
    assert not target.exists()
    assert {name for name in tree(course) if not name.startswith(".cache/")} == set(before)


CONFIGURATIONS: dict[str, Callable[[Path], None]] = {
    "none": take("mkdocs.yml"),
    "an empty one": spoil("mkdocs.yml", ""),
    "one that is no YAML": spoil("mkdocs.yml", "site_name: [\n"),
    "one that is a list": spoil("mkdocs.yml", "- site_name\n"),
    "one that is a word": spoil("mkdocs.yml", "hello\n"),
    "one without a name": spoil("mkdocs.yml", "plugins: [coursewright]\n"),
    "an unknown plugin": spoil("mkdocs.yml", "site_name: x\nplugins: [coursewrong]\n"),
    "an unknown theme": spoil(
        "mkdocs.yml", "site_name: x\ntheme: granite\nplugins: [coursewright]\n"
    ),
    "an unknown option": spoil(
        "mkdocs.yml", "site_name: x\nplugins:\n  - coursewright:\n      now: [1]\n"
    ),
    "a moment that is none": spoil(
        "mkdocs.yml",
        "site_name: x\ntheme: material\nplugins:\n  - coursewright:\n      now: tomorrow\n",
    ),
    "a folder": put("mkdocs.yml", Path.mkdir),
}


@pytest.mark.parametrize("harm", CONFIGURATIONS.values(), ids=CONFIGURATIONS.keys())
def test_a_broken_configuration_is_a_message(course: Path, harm: Callable[[Path], None]) -> None:
    harm(course)
    done = coursewright("build", "-q", course)
    assert done.returncode in {1, 2}, done.stdout
    assert done.stdout.strip()
    assert "Traceback" not in done.stdout
    assert not (course / "site").exists()


@pytest.mark.parametrize("command", ["check", "build", "serve", "export"])
def test_a_folder_that_is_not_there_is_misuse(command: str, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    words = [tmp_path / "target", "--course", nowhere] if command == "export" else [nowhere]
    done = coursewright(command, *words)
    assert done.returncode == 2
    assert f"Directory '{nowhere}' does not exist" in done.stdout


@pytest.mark.parametrize("command", ["build", "serve"])
def test_a_folder_without_a_configuration_is_misuse(command: str, tmp_path: Path) -> None:
    done = coursewright(command, tmp_path)
    assert done.returncode == 2
    assert f"there is no 'mkdocs.yml' in '{tmp_path}'" in done.stdout


@pytest.mark.parametrize("now", ["tomorrow", "2018-01-24T25:00"])
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_moment_that_is_none_is_a_message(course: Path, command: str, now: str) -> None:
    assert coursewright(command, course, "--now", now).returncode == 2
    done = coursewright(command, course, more={"COURSEWRIGHT_NOW": now})
    assert done.returncode in {1, 2}, done.stdout
    assert "Traceback" not in done.stdout, done.stdout
    assert now in done.stdout
    assert not (course / "site").exists()


def test_an_export_does_not_replace_what_it_did_not_write(course: Path) -> None:
    target = course.parent / "thesis"
    target.mkdir()
    (target / "thesis.tex").write_text("years of work")
    done = coursewright("export", target, "--course", course)
    assert done.returncode == 2
    assert "holds something else; name a new folder" in done.stdout
    assert tree(target) == {"thesis.tex": b"years of work"}


def test_an_export_to_a_link_or_a_file_is_a_message(course: Path) -> None:
    folder = course.parent
    (folder / "real").mkdir()
    (folder / "link").symlink_to("real")
    (folder / "file").touch()
    for name, status in (("link", 1), ("file", 2)):
        done = coursewright("export", folder / name, "--course", course)
        assert done.returncode == status, done.stdout
        assert "Traceback" not in done.stdout
    assert tree(folder / "real") == {}


def test_an_export_leaves_nothing_beside_it(course: Path) -> None:
    assert coursewright("export", "out", "--course", course, cwd=course.parent).returncode == 0
    assert {path.name for path in course.parent.iterdir()} == {"course", "out"}
    assert coursewright("export", "out", "--course", course, cwd=course.parent).returncode == 0
    assert {path.name for path in course.parent.iterdir()} == {"course", "out"}

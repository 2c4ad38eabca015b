"""A disk that refuses: full, not to be written, or with something else where the site should be."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coursewright import swap
from tests.reliability.support.building import (
    built,
    copy_course,
    coursewright,
    environment,
    names,
    refused,
    replace,
    tree,
)

SMALL_DISKS = (256, 512, 1024, 2048)
"""Kilobytes that are too few for the site of the small course."""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the small course."""
    return copy_course(tmp_path / "course")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A function that mounts a disk of so many kilobytes, and returns where."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(kilobytes: int) -> Path:
        options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
        done = subprocess.run(["mount", *options], capture_output=True, check=False)  # noqa: S607
        if done.returncode:
            pytest.skip("mounting a small disk is not permitted here")
        return folder

    if shutil.which("mount") is None:
        pytest.skip("no mount command on this machine")
    yield mount
    subprocess.run(["umount", str(folder)], capture_output=True, check=False)  # noqa: S607


@pytest.mark.parametrize("kilobytes", SMALL_DISKS)
def test_a_full_disk_is_one_message(
    course: Path, small_disk: Callable[[int], Path], kilobytes: int
) -> None:
    disk = small_disk(kilobytes)
    old = disk / "site" / "index.html"
    old.parent.mkdir()
    old.write_text("the old site")
    replace(course / "mkdocs.yml", "site_name:", f"site_dir: {disk}/site\nsite_name:")
    said = refused(course)
    assert "No space left on device" in said
    assert said.count("No space left on device") == 1
    assert tree(disk) == {"site/index.html": b"the old site"}


def test_the_same_disk_with_room_is_written(
    course: Path, small_disk: Callable[[int], Path]
) -> None:
    disk = small_disk(64 * 1024)
    replace(course / "mkdocs.yml", "site_name:", f"site_dir: {disk}/site\nsite_name:")
    done = coursewright("build", "-q", course)
    assert done.returncode == 0, done.stdout
    assert names(disk) == {"site"}


def test_a_full_disk_for_the_caches_is_no_hindrance_or_one_message(
    course: Path, small_disk: Callable[[int], Path]
) -> None:
    expected = built(course)
    shutil.rmtree(course / ".cache")
    disk = small_disk(4)
    (course / ".cache").symlink_to(disk)
    done = coursewright("build", "-q", course)
    assert done.returncode in {0, 1}
    assert "Traceback" not in done.stdout
    assert tree(course / "site") == expected


def test_a_second_build_says_that_there_is_a_first_one(course: Path) -> None:
    locks = course / ".cache" / "coursewright"
    with swap.locked(course / "site", locks):
        said = refused(course)
    assert "another build is writing 'site'; wait for it to end" in said
    assert built(course)


def test_two_builds_at_once_make_one_site(course: Path, tmp_path: Path) -> None:
    expected = built(copy_course(tmp_path / "alone"))
    command = [sys.executable, "-m", "coursewright", "build", "-q", str(course)]
    running = [
        subprocess.Popen(
            command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for _ in range(3)
    ]
    ends = [(process.communicate()[0].decode(), process.returncode) for process in running]
    assert any(status == 0 for _, status in ends)
    for said, status in ends:
        assert status == 0 or (status == 1 and "another build is writing" in said)
        assert "Traceback" not in said
    assert tree(course / "site") == expected
    assert {name for name in names(course) if name.startswith(".")} == {".cache"}


def test_the_lock_of_a_process_goes_with_it(tmp_path: Path) -> None:
    with swap.locked(tmp_path / "site", tmp_path):
        pass
    with (tmp_path / "site.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with (
            pytest.raises(swap.BusyError, match="another build"),
            swap.locked(tmp_path / "site", tmp_path),
        ):
            pytest.fail("two have the lock")


def test_a_folder_that_may_not_be_written_is_one_message(
    small_disk: Callable[[int], Path],
) -> None:
    disk = small_disk(64 * 1024)
    course = copy_course(disk / "course")
    built(course)
    replace(course / "schedule.yaml", "title: Tropisms", "title: Nastic movements")
    remount = ["mount", "-o", "remount,ro", str(disk)]
    subprocess.run(remount, check=True)
    assert "Read-only file system" in refused(course)


def test_a_link_in_the_place_of_the_site_is_left_alone(course: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "thesis.tex").write_text("years of work")
    (course / "site").symlink_to(elsewhere)
    before = names(course)
    assert "'site' is a symbolic link; remove it" in refused(course)
    assert tree(elsewhere) == {"thesis.tex": b"years of work"}
    assert (course / "site").is_symlink()
    assert names(course) - {".cache"} == before


def test_a_link_to_nothing_in_the_place_of_the_site(course: Path) -> None:
    (course / "site").symlink_to("nowhere")
    assert "'site' is a symbolic link; remove it" in refused(course)


def test_a_file_in_the_place_of_the_site_is_left_alone(course: Path) -> None:
    (course / "site").write_text("a file")
    assert "'site' is a file; remove it" in refused(course)
    assert (course / "site").read_text() == "a file"

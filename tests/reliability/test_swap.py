"""Replacing a folder: whole, or not at all, also where the system cannot exchange two of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright import swap
from tests.reliability.support.building import names, tree

OLD, NEW = {"index.html": b"old", "old/page.html": b"old"}, {"index.html": b"new"}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder with the old content."""
    folder = tmp_path / "course" / "si[t]e"
    write(folder, OLD)
    return folder


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that cannot exchange two folders."""
    monkeypatch.setattr(swap, "_exchange", lambda first, second: False)  # noqa: ARG005


def replace_with_new(target: Path) -> None:
    """Replace a folder by the new content."""
    with swap.replacing(target, target.parent / "locks") as replacement:
        write(replacement.folder, NEW)
        replacement.swap_in()


def test_the_folder_is_replaced_as_a_whole(target: Path) -> None:
    replace_with_new(target)
    assert tree(target) == NEW
    assert names(target.parent) == {target.name, "locks"}


@pytest.mark.usefixtures("no_exchange")
def test_the_folder_is_replaced_where_none_can_be_exchanged(target: Path) -> None:
    replace_with_new(target)
    assert tree(target) == NEW
    assert names(target.parent) == {target.name, "locks"}


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    target = tmp_path / "new" / "site"
    replace_with_new(target)
    assert tree(target) == NEW
    assert target.stat().st_mode & 0o777 == 0o755


def test_without_a_swap_nothing_is_left_behind(target: Path) -> None:
    with swap.replacing(target, target.parent / "locks") as replacement:
        write(replacement.folder, NEW)
    assert tree(target) == OLD
    assert names(target.parent) == {target.name, "locks"}


@pytest.mark.usefixtures("no_exchange")
def test_a_swap_that_was_cut_in_half_is_undone_by_the_next_build(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = swap.staging_folder(target)
    write(staged, NEW)
    rename = Path.rename
    calls: list[Path] = []

    def rename_once(path: Path, other: Path) -> Path:
        calls.append(path)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return rename(path, other)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename_once)
        with pytest.raises(KeyboardInterrupt):
            swap.swap_in(staged, target)
    assert not target.exists()
    made = swap.staging_folder(target)
    assert tree(target) == OLD
    assert names(target.parent) == {target.name, made.name}


def test_what_was_left_by_others_is_not_touched(target: Path) -> None:
    others = {".coursewright-other-x", "si[t]e-x", ".coursewright-site-x"}
    for name in others:
        write(target.parent / name, NEW)
    (target.parent / f".coursewright-{target.name}-link").symlink_to(target)
    made = swap.staging_folder(target)
    assert names(target.parent) == {target.name, made.name, *others}
    assert tree(target) == OLD


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "folder" / "file"
    swap.write_whole(path, b"old")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(OSError, match="refused"):
            swap.write_whole(path, b"new")
    assert tree(tmp_path) == {"folder/file": b"old"}
    swap.write_whole(path, b"new")
    assert tree(tmp_path) == {"folder/file": b"new"}


def refuse(*_: object) -> None:
    """Refuse to write."""
    message = "refused"
    raise OSError(message)

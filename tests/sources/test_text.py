"""Files as text: inside the course, of a sane size, in UTF-8, without disguises."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.diagnostics import Diagnostic
from coursewright.sources.text import MAX_BYTES, SourceFolder, resolve_inside


def _read(folder: Path, name: str) -> tuple[str | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return SourceFolder(folder).read(name, found.append), found


def _codes(folder: Path, name: str) -> list[str]:
    return [it.code for it in _read(folder, name)[1]]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\nb\n", "a\nb\n"),
        (b"\xef\xbb\xbfa", "a"),
        (b"a\r\nb\rc", "a\nb\nc"),
        ("é漢".encode(), "é漢"),
    ],
)
def test_a_file_is_read_as_utf8_with_one_kind_of_line_end(
    tmp_path: Path, data: bytes, text: str
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert _read(tmp_path, "a.txt") == (text, [])


def test_what_was_read_is_kept_for_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    folder = SourceFolder(tmp_path)
    folder.read("a.txt", lambda _: None)
    assert folder.texts == {"a.txt": "a"}


def test_a_wrong_byte_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"first\nd\xe9j\xe0\n")
    text, (found,) = _read(tmp_path, "a.txt")
    assert text is None
    assert (found.code, found.span.line, found.span.column) == ("F004", 2, 2)
    assert "0xe9" in found.message


def test_of_very_many_controls_the_first_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0\n" * 1_000_000)
    assert _codes(tmp_path, "a.txt") == ["F005"] * 20


def test_a_file_may_not_be_larger_than_16_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.write(b"a")
        file.truncate(MAX_BYTES)
    assert "F003" not in _codes(tmp_path, "a.txt")
    with (tmp_path / "a.txt").open("ab") as file:
        file.write(b"a")
    assert _codes(tmp_path, "a.txt") == ["F003"]


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_a_problem(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert _codes(tmp_path, "a.txt") == ["F006"]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert _codes(tmp_path, "a.txt") == ["F001"]
    assert _codes(tmp_path, "b/a.txt") == ["F001"]
    (tmp_path / "folder").mkdir()
    assert _codes(tmp_path, "folder") == ["F001"]


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/hostname", "b/../../a.txt", "b\\a.txt", "a\0.txt", "link", "loop"]
)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "a.txt").write_text("not of this course")
    (root / "link").symlink_to(tmp_path / "a.txt")
    (root / "loop").symlink_to("loop")
    assert _codes(root, name) == ["F002"]
    assert resolve_inside(root, name) is None


def test_a_name_inside_is_resolved(tmp_path: Path) -> None:
    assert resolve_inside(tmp_path, "a/b.txt") == tmp_path.resolve() / "a" / "b.txt"
    assert resolve_inside(tmp_path, ".") == tmp_path.resolve()


@pytest.mark.parametrize(
    "control", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b"
)
def test_a_disguise_is_found_where_it_stands(tmp_path: Path, control: str) -> None:
    (tmp_path / "a.txt").write_text(f"one\ntwo{control}{control}\n", "utf-8")
    text, found = _read(tmp_path, "a.txt")
    assert text is not None
    assert [(it.code, str(it.span)) for it in found] == [
        ("F005", "a.txt:2:4"),
        ("F005", "a.txt:2:5"),
    ]

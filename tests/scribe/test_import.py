"""Zips that came by e-mail: the sound ones are taken, whole; of the others nothing is written."""

from __future__ import annotations

import io
import os
import shutil
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.cli import main
from coursewright.diagnostics import Diagnostic
from coursewright.scribe import unpack
from coursewright.scribe.unpack import read_zip
from tests.scribe.support.courses import RULES, lecture, write
from tests.site.support.course import ROOT
from tests.support.properties import IN_ONE_FOLDER, examples

PNG = b"\x89PNG\r\n\x1a\n"
NOTES = rb"""\documentclass{scribenotes}
\course{BOT 204}{How plants move}{Winter 2018}
\lecture{1}{Part 1}{2018-01-17}
\scribes{}
\begin{document}
\maketitle
Text.
\end{document}
"""


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def read(data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a zip, and the codes of what is wrong with it."""
    found: list[Diagnostic] = []
    return read_zip(data, "n.zip", found.append), [it.code for it in found]


@pytest.mark.parametrize(
    "files",
    [
        {"notes.tex": NOTES},
        {"lecture-1-notes/notes.tex": NOTES},
        {"a/b/notes.tex": NOTES, "a/b/sub/notes.tex": b"x"},
        {"notes.tex": NOTES, "__MACOSX/._notes.tex": b"\0", ".DS_Store": b"\0", "notes.log": b"x"},
        {"a\\notes.tex": NOTES},
    ],
)
def test_notes_are_found_in_the_zip_or_in_a_folder_of_it(files: dict[str, bytes]) -> None:
    found, codes = read(zipped(files))
    assert found["notes.tex"] == NOTES
    assert codes == []
    assert not [name for name in found if "MACOSX" in name or name.endswith(".log")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../evil.tex", "W012"),
        ("a/../../evil.tex", "W012"),
        ("/etc/evil.tex", "W012"),
        ("C:/evil.tex", "W012"),
        ("..\\evil.tex", "W012"),
        ("a//b.tex", "W012"),
        ("./b.tex", "W012"),
        ("a\nb.tex", "W012"),
        ("$(id).png", "W012"),
        ("-rf.tex", "W012"),
        ("nul.tex", "W012"),
        ("a\u202eb.tex", "W012"),
        ("a" * 200 + ".tex", "W012"),
        ("NOTES.TEX", "W015"),
        ("evil.pl", "L115"),
        (".latexmkrc", "L115"),
        ("a.sty.ltxml", "L115"),
        ("a.eps", "L115"),
        ("a.png", "W014"),
        ("a.jpg", "W014"),
        ("a.pdf", "W014"),
        ("a.svg", "W014"),
    ],
)
def test_a_name_or_a_content_that_is_odd_is_refused(name: str, code: str) -> None:
    data = zipped({"notes.tex": NOTES, name: b"MZ not what it says"})
    assert read(data)[1] == [code]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "W016"),
        ({"lecture7.tex": NOTES}, "W016"),
        ({"a/notes.tex": NOTES, "b/notes.tex": NOTES}, "W016"),
        ({"a/notes.tex": NOTES, "b/loss.png": PNG}, "W017"),
        ({"notes.tex": b"\0binary"}, "W014"),
        ({"notes.tex": NOTES, "notes.pdf": b"%PDF-1.5"}, "L116"),
    ],
)
def test_a_folder_that_is_odd_is_said(files: dict[str, bytes], code: str) -> None:
    assert read(zipped(files))[1] == [code]


def with_mode(mode: int) -> bytes:
    """Return a zip with an entry of this kind of file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("notes.tex", NOTES)
        info = zipfile.ZipInfo("loss.png")
        info.create_system = 3
        info.external_attr = (mode | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(mode: int) -> None:
    assert read(with_mode(mode))[1] == ["W012"]


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_FILE", 1 << 20)
    monkeypatch.setattr(unpack, "MAX_TOTAL", 3 << 20)
    one = zipped({"notes.tex": NOTES, "a.tex": bytes(50 << 20)})
    assert len(one) < 100_000
    assert read(one)[1] == ["W013"]
    many = {f"a{number}.tex": b" " * (900 << 10) for number in range(5)}
    assert "W013" in read(zipped({"notes.tex": NOTES, **many}))[1]
    files = {f"a{number}.tex": b"x" for number in range(301)}
    assert read(zipped({"notes.tex": NOTES, **files}))[1][0] == "W013"


def test_a_size_that_lies_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_FILE", 1 << 10)
    data = bytearray(zipped({"notes.tex": NOTES, "a.tex": b" " * 5000}, zipfile.ZIP_STORED))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    assert set(read(bytes(data))[1]) <= {"W013", "W011"}
    assert read(bytes(data))[1]


def test_names_of_old_programs_are_read() -> None:
    for raw in ("été.png".encode(), "été.png".encode("latin-1")):
        data = zipped({"notes.tex": NOTES, "XXXXX.png"[: len(raw)].ljust(len(raw), "X"): PNG})
        name = b"XXXXX.png"[: len(raw)].ljust(len(raw), b"X")
        assert "été.png" in read(data.replace(name, raw))[0]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"Rar!\x1a\x07", zipped({"notes.tex": NOTES})[:-30], b"\x00" * 100],
)
def test_what_is_no_zip_is_said(data: bytes) -> None:
    assert read(data) == ({}, ["W011"])


def test_a_locked_zip_is_said() -> None:
    data = bytearray(zipped({"notes.tex": NOTES}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark)
        data[at + offset] |= 1
    assert "W011" in read(bytes(data))[1]


@pytest.mark.parametrize("name", [b"\0qzqzq", b"zqzqz/"], ids=["begins with zero", "a folder"])
def test_a_name_that_begins_with_zero_is_said_and_a_folder_passed_over(name: bytes) -> None:
    data = zipped({"zqzqzq": b"", "notes.tex": NOTES}).replace(b"zqzqzq", name)
    assert read(data)[1] == ([] if name.endswith(b"/") else ["W012"])


def test_a_file_without_a_name_is_said() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"x")
        archive.writestr("notes.tex", NOTES)
    assert read(buffer.getvalue())[1] == ["W012"]


@given(st.data())
def test_a_damaged_zip_never_raises(data: st.DataObject) -> None:
    whole = bytearray(zipped({"lecture/notes.tex": NOTES, "lecture/a.png": PNG}))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(whole))


@given(st.lists(st.text(max_size=12), max_size=4))
def test_no_name_leads_out_of_the_folder(names: list[str]) -> None:
    names = [name for name in names if "\0" not in name and name.isprintable() and name]
    found, _ = read(zipped({"notes.tex": NOTES, **{f"{name}.tex": b"x" for name in names}}))
    for name in found:
        assert not name.startswith("/")
        assert ".." not in name.split("/")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with one lecture and the real template."""
    folder = write(tmp_path / "course", lecture(1, "2018-01-17"), RULES)
    shutil.copytree(ROOT / "scribe_templates", folder / "scribe_templates")
    return folder


def hand_in(course: Path, data: bytes, *words: str) -> Result:
    """Import a zip into the course."""
    path = course.parent / "notes.zip"
    path.write_bytes(data)
    command = ["scribe", "import", str(path), "--course", str(course), "--now", "2018-01-20"]
    return CliRunner().invoke(main, [*command, *words])


def content(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_sound_notes_lie_in_the_folder_of_their_lecture(course: Path) -> None:
    result = hand_in(course, zipped({"x/notes.tex": NOTES, "x/figures/a.png": PNG}))
    assert result.exit_code == 0, result.output
    assert result.stdout == "docs/notes/s01: 2 files, lecture 1\n"
    assert content(course / "docs" / "notes") == {
        "s01/notes.tex": NOTES,
        "s01/figures/a.png": PNG,
    }


def test_notes_that_are_there_are_replaced_only_when_asked(course: Path) -> None:
    hand_in(course, zipped({"notes.tex": NOTES, "old.bib": b"% x"}))
    newer = NOTES.replace(b"Text.", b"Better text.")
    result = hand_in(course, zipped({"notes.tex": newer}))
    assert result.exit_code == 2
    assert "--replace" in result.output
    assert content(course / "docs" / "notes")["s01/notes.tex"] == NOTES
    assert hand_in(course, zipped({"notes.tex": newer}), "--replace").exit_code == 0
    assert content(course / "docs" / "notes") == {"s01/notes.tex": newer}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"notes.tex": NOTES, "../evil.tex": b"x"}, "W012"),
        ({"notes.tex": NOTES.replace(b"Text.", rb"\ref{none}")}, "L101"),
        ({"notes.tex": NOTES.replace(b"Text.", rb"\write18{id}")}, "L114"),
    ],
)
def test_nothing_is_written_unless_all_is_well(
    course: Path, files: dict[str, bytes], said: str
) -> None:
    before = content(course.parent)
    result = hand_in(course, zipped(files))
    assert result.exit_code == 1
    assert said in result.output
    assert "Nothing was written." in result.output
    after = content(course.parent)
    after.pop("notes.zip")
    assert {name for name in after if ".cache" not in name} == {
        name for name in before if ".cache" not in name
    }


def test_an_instructor_may_take_notes_that_need_mending(course: Path) -> None:
    data = zipped({"notes.tex": NOTES.replace(b"Text.", rb"\ref{none}")})
    assert hand_in(course, data, "--with-errors").exit_code == 0
    assert "s01/notes.tex" in content(course / "docs" / "notes")
    data = zipped({"notes.tex": NOTES, "../evil.tex": b"x"})
    assert hand_in(course, data, "--with-errors", "--replace").exit_code == 1


def test_notes_that_do_not_say_their_lecture_want_it_named(course: Path) -> None:
    data = zipped({"notes.tex": NOTES.replace(b"\\lecture{1}{Part 1}{2018-01-17}\n", b"")})
    result = hand_in(course, data)
    assert result.exit_code == 2
    assert "--session" in result.output
    assert hand_in(course, data, "--session", "s01").exit_code == 0


def test_a_link_in_the_place_of_the_folder_is_not_followed(course: Path) -> None:
    outside = course.parent / "outside"
    outside.mkdir()
    (course / "docs" / "notes").mkdir(parents=True)
    (course / "docs" / "notes" / "s01").symlink_to(outside)
    result = hand_in(course, zipped({"notes.tex": NOTES}), "--replace")
    assert result.exit_code == 1
    assert "symbolic link" in result.output
    assert os.listdir(outside) == []  # noqa: PTH208  (a link in it counts, too)


@settings(suppress_health_check=IN_ONE_FOLDER, max_examples=examples(6))
@given(st.binary(max_size=100))
def test_any_bytes_end_in_words(course: Path, data: bytes) -> None:
    result = hand_in(course, data)
    assert result.exit_code == 1
    assert "W011" in result.output

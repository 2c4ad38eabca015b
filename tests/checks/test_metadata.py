"""What files say beside what they show is found however a program wrote it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coursewright.checks import run_checks
from coursewright.load import load_course

COURSE = Path(__file__).parents[1] / "course"
NOW = datetime(2018, 1, 24, 13, 10, tzinfo=UTC)
XMP = b"<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>"


def found(folder: Path, name: str, data: bytes) -> list[str]:
    """Return the messages of P007 and P008 on a file of the invented course."""
    course = Path(shutil.copytree(COURSE, folder / "course"))
    (course / "docs" / name).write_bytes(data)
    problems = run_checks(load_course(course, NOW), None)
    return [it.message for it in problems if it.code in {"P007", "P008"}]


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"/Author (Ada Byron)", ["Ada Byron"]),
        (b"/Author (Ada \\(A.\\) Byron)", ["Ada (A.) Byron"]),
        (b"/Author (Ad\\351 Byron, Emmy \\\nNoether)", ["Ad\xe9 Byron", "Emmy Noether"]),
        (b"/Author (Ada\\nEmmy Noether and Sofya Kova)", ["Emmy Noether", "Sofya Kova"]),
        (b"/Author <FEFF0041 00640061 0020 00420079>", ["Ada By"]),
        (b"/Author <4164612042797>", ["Ada Byp"]),
        (XMP % "Zoé &amp; Ada Byron".encode(), ["Ada Byron"]),
        (b"/Author (admin) /Author (Statistics Department) /Author ()", []),
        (b"/Author (Charles Darwin)", []),
        (b"/Title (Ada Byron)", []),
    ],
)
def test_authors_of_a_pdf_are_read(data: bytes, names: list[str], tmp_path: Path) -> None:
    said = [f"the properties of 'docs/x.pdf' name '{name}'" for name in names]
    assert found(tmp_path, "x.pdf", b"%PDF-1.5\n" + data) == said


@pytest.mark.parametrize(
    ("data", "is_told"),
    [
        (b"II*\0" + b"\x25\x88\x04\x00\x01\0\0\0", True),
        (b"MM\0*" + b"\x88\x25\x00\x04\0\0\0\x01", True),
        (b"<exif:GPSLatitude>45,30N", True),
        (b"II*\0" + b"\x88\x25\x00\x04\0\0\0\x01", False),
        (b"\xff\xd8\xff", False),
    ],
)
def test_the_place_in_a_picture_is_found(data: bytes, is_told: bool, tmp_path: Path) -> None:  # noqa: FBT001
    said = ["'docs/x.jpg' says where it was taken"] if is_told else []
    assert found(tmp_path, "x.jpg", data) == said

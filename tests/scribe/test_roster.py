"""Lists of students and of preferences, as people and spreadsheets write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.diagnostics import Diagnostic
from coursewright.scribe.roster import Offer, Student, read_preferences, read_roster
from coursewright.sources.csv_table import MAX_BYTES, read_table

OFFER = Offer(
    {"s02": "s02", "2": "s02", "s03": "s03", "3": "s03", "s04": "s04", "4": "s04"},
    {"s04": "it has its scribes"},
)

Place = tuple[int, int, str]


def roster(data: str | bytes) -> tuple[list[Student], list[Place]]:
    """Return who is on a list, and the line, column and code of what is wrong with it."""
    found: list[Diagnostic] = []
    data = data.encode() if isinstance(data, str) else data
    return read_roster(data, "r.csv", found.append), places(found)


def places(found: list[Diagnostic]) -> list[Place]:
    return [(it.span.line, it.span.column, it.code) for it in found]


@pytest.mark.parametrize(
    "text",
    [
        "name\nAda Lovelace\nEmmy Noether\n",
        "\ufeffName;Note\r\nAda Lovelace;\r\nEmmy Noether;x\r\n\r\n",
        'id\tname\n1\t"Ada  Lovelace"\n2\t Emmy Noether \n',
        'Student,Email\n"Ada\nLovelace",a@x.org\n"Emmy Noether",',
    ],
)
def test_a_list_is_read_as_spreadsheets_write_it(text: str) -> None:
    students, found = roster(text)
    assert [it.name for it in students] == ["Ada Lovelace", "Emmy Noether"]
    assert found == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Ada Lovelace\nEmmy Noether\n", [(1, 1, "W002")]),
        ("name,email\n,a@x.org\nAda,b@x.org\n", [(2, 1, "W003")]),
        ("name\nAda\nada\n", [(3, 1, "W004")]),
        ("name,id\nAda,1\nAda,2\n", []),
        ("name,id\nAda,1\nEmmy,1\n", [(3, 1, "W004")]),
        ('name,x\n"Ada,1\nEmmy,2\n', [(2, 1, "W001")]),
        (b"name\nAndr\xe9\n", [(2, 5, "F004")]),
        ("name\nAda\n".encode("utf-16"), [(1, 1, "F004")]),
        ("", [(1, 1, "F006")]),
        (" \n\n", [(1, 1, "F006")]),
        (b"x" * (MAX_BYTES + 1), [(1, 1, "F003")]),
        ("name\n" + "a\n" * 2001, [(2001, 1, "W001")]),
        ("name\nA\u202eda\n", [(2, 2, "F005")]),
    ],
)
def test_what_is_wrong_with_a_list_is_told_on_its_line(
    data: str | bytes, expected: list[Place]
) -> None:
    assert roster(data)[1] == expected


def preferences(text: str) -> tuple[dict[str, tuple[str, ...]], list[Place]]:
    """Return what Ada and Emmy want, and what is wrong."""
    students = roster("name,id\nAda Lovelace,a1\nEmmy Noether,e1\n")[0]
    found: list[Diagnostic] = []
    return read_preferences(text.encode(), "p.csv", students, OFFER, found.append), places(found)


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("name,1,2\nAda Lovelace,3,s02\n", {"a1": ("s03", "s02")}, []),
        ("id,1\nE1,Lecture 2\n", {"e1": ("s02",)}, []),
        ("Timestamp,name,1,2\n10:00,emmy noether,,3\n", {"e1": ("s03",)}, []),
        ("name,1\nAda Lovelace,9\n", {"a1": ()}, [(2, 14, "W005")]),
        ("name,1,2\nAda Lovelace,2,s02\n", {"a1": ("s02",)}, [(2, 16, "W006")]),
        ("name,1,2\nAda Lovelace,4,2\n", {"a1": ("s02",)}, [(2, 14, "W006")]),
        ("name,1\nAda King,2\n", {}, [(2, 1, "W007")]),
        ("name,1\nAda Lovelace,2\nAda Lovelace,3\n", {"a1": ("s03",)}, [(3, 1, "W008")]),
        ("Ada Lovelace,2\n", {}, [(1, 1, "W002")]),
    ],
)
def test_preferences_are_numbers_or_ids_of_lectures(
    text: str, wanted: dict[str, tuple[str, ...]], expected: list[Place]
) -> None:
    assert preferences(text) == (wanted, expected)


@given(st.text(alphabet=st.sampled_from('name,;\t"\n\r é\u202e=1s02'), max_size=80))
def test_any_table_is_read_and_places_lie_inside_it(text: str) -> None:
    found: list[Diagnostic] = []
    rows = read_table(text.encode(), "t.csv", found.append) or []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    for span in [cell.span for row in rows for cell in row] + [it.span for it in found]:
        assert 1 <= span.line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    students = read_roster(text.encode(), "t.csv", found.append)
    read_preferences(text.encode(), "t.csv", students, OFFER, found.append)


@given(st.binary(max_size=60))
def test_any_bytes_are_read(data: bytes) -> None:
    read_roster(data, "r.csv", lambda _: None)

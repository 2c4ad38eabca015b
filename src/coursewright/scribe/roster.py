"""Students and their preferences, as tables say them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coursewright.diagnostics import Label, Report, Span, did_you_mean
from coursewright.scribe.rules import (
    LATER_COUNTS,
    NO_NAME,
    NO_NAMES,
    NO_SUCH_LECTURE,
    NOBODY,
    NOT_ON_OFFER,
    TWICE,
)
from coursewright.sources.csv_table import Cell, read_table

_NAMES = ("name", "student", "full name", "nom")
_KEYS = ("id", "student id", "matricule", "email", "e-mail", "email address")
_IGNORED = ("timestamp", "horodateur")
_LECTURE = re.compile(r"(?:lecture|session)?\s*#?\s*([a-z0-9._-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody who takes notes."""

    key: str
    """What tells students apart: an id, an address, or else the name."""
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Columns:
    name: int | None
    key: int | None
    others: tuple[int, ...]


def read_roster(data: bytes, file: str, report: Report) -> list[Student]:
    """Return the students of a table in the order of their lines; what is wrong is reported."""
    rows = read_table(data, file, report) or []
    if not rows:
        return []
    columns = _columns(rows[0])
    if columns.name is None:
        hint = "begin the file with a line that names the columns, one of them 'name'"
        report(NO_NAMES("no column is called 'name'", rows[0][0].span, hint))
        return []
    students: dict[str, Student] = {}
    for row in rows[1:]:
        student = _student(row, columns, report)
        if student is None:
            continue
        first = students.setdefault(_folded(student.key), student)
        if first is not student:
            label = Label(first.span, "here for the first time")
            hint = "delete one of the lines, or add a column 'id'"
            report(TWICE(f"'{student.key}' is on the list twice", student.span, hint, [label]))
    return list(students.values())


def _student(row: Sequence[Cell], columns: _Columns, report: Report) -> Student | None:
    name, key = _at(row, columns.name), _at(row, columns.key)
    if name is None or not name.text:
        report(NO_NAME("this line has no name", row[0].span, "add it, or delete the line"))
        return None
    return Student(key.text if key and key.text else name.text, name.text, name.span)


def _columns(header: Sequence[Cell]) -> _Columns:
    said = [cell.text.casefold() for cell in header]
    name = next((said.index(word) for word in _NAMES if word in said), None)
    key = next((said.index(word) for word in _KEYS if word in said), None)
    taken = {name, key}
    others = [index for index, word in enumerate(said) if index not in taken]
    return _Columns(name, key, tuple(it for it in others if said[it] not in _IGNORED))


def _at(row: Sequence[Cell], index: int | None) -> Cell | None:
    return row[index] if index is not None and index < len(row) else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Offer:
    """The lectures that can be wished for."""

    lectures: Mapping[str, str]
    """Every number and every id of a lecture, to the id."""
    closed: Mapping[str, str]
    """Why a lecture cannot be given out, by its id."""


def read_preferences(
    data: bytes, file: str, students: Sequence[Student], offer: Offer, report: Report
) -> dict[str, tuple[str, ...]]:
    """Return the ids of the lectures that each student wants, the first choice first.

    The columns are 'name', or 'id' or 'email', and then the choices in their order. The result
    has the keys of the students who said something.
    """
    rows = read_table(data, file, report) or []
    if not rows:
        return {}
    columns = _columns(rows[0])
    if columns.name is None and columns.key is None:
        hint = "begin the file with a line such as: name,first,second,third"
        report(NO_NAMES("no column is called 'name' or 'id'", rows[0][0].span, hint))
        return {}
    known = {_folded(name): it.key for it in students for name in (it.name, it.key)}
    lines: dict[str, Span] = {}
    found: dict[str, tuple[str, ...]] = {}
    for row in rows[1:]:
        who = _at(row, columns.key) or _at(row, columns.name) or row[0]
        key = known.get(_folded(who.text))
        if key is None:
            hint = did_you_mean(who.text, [it.name for it in students]) or "they are left out"
            report(NOBODY(f"'{who.text}' is not on the list of students", who.span, hint))
            continue
        if key in lines:
            label = Label(lines[key], "the earlier line")
            report(LATER_COUNTS(f"'{who.text}' chose twice", who.span, related=[label]))
        lines[key] = who.span
        cells = [row[index] for index in columns.others if index < len(row)]
        found[key] = tuple(_choices(cells, offer, report))
    return found


def _choices(cells: Sequence[Cell], offer: Offer, report: Report) -> list[str]:
    chosen: list[str] = []
    for cell in cells:
        if not cell.text:
            continue
        found = _LECTURE.fullmatch(cell.text)
        lecture = offer.lectures.get(found[1].casefold()) if found else None
        if lecture is None:
            hint = did_you_mean(cell.text, offer.lectures) or "write its number or its id"
            report(NO_SUCH_LECTURE(f"there is no lecture '{cell.text}'", cell.span, hint))
        elif lecture in chosen:
            report(NOT_ON_OFFER(f"'{cell.text}' stands here twice", cell.span))
        elif lecture in offer.closed:
            why = offer.closed[lecture]
            report(NOT_ON_OFFER(f"'{cell.text}' is not given out: {why}", cell.span))
        else:
            chosen.append(lecture)
    return chosen

"""Tables in CSV, as RFC 4180 and spreadsheets write them; each cell knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coursewright.diagnostics import Report, Rule, Severity, Span
from coursewright.sources.odd_characters import report_disguises
from coursewright.sources.positions import Positions
from coursewright.sources.text import EMPTY, NOT_UTF8, TOO_LARGE

MAX_BYTES = 1 << 20
MAX_ROWS = 2_000

NOT_A_TABLE = Rule(
    "W001",
    Severity.ERROR,
    """A list of students is no table

    A list is a table in CSV: a first line that names the columns, then a line for each student.
    Columns are parted by commas, semicolons or tabs; a cell that holds one of them, or the end of
    a line, stands in quotation marks, which are closed.

    Bad:
        name,email
        "Lovelace, Ada,ada@example.org
    Good:
        name,email
        "Lovelace, Ada",ada@example.org
    """,
)

_PLAIN = re.compile(r"[^\n]*")
_QUOTED = re.compile(r'[ ]*"((?:[^"]|"")*)"[ ]*')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text without quotation marks and outer blanks, and where it stands."""

    text: str
    span: Span


def read_table(data: bytes, file: str, report: Report) -> list[list[Cell]] | None:
    """Return the rows of a table, empty ones left out; None where the file is none.

    What parts the columns is taken from the first line: the most frequent of ``,``, ``;`` and tab.
    """
    if len(data) > MAX_BYTES:
        report(TOO_LARGE(f"'{file}' is larger than {MAX_BYTES >> 20} MB", Span(file)))
        return None
    text = _decoded(data, file, report)
    if text is None:
        return None
    if not text.strip():
        report(EMPTY(f"'{file}' is empty", Span(file)))
        return None
    report_disguises(text, file, report)
    rows = [row for row in _Table(text, file, report).rows() if any(cell.text for cell in row)]
    if len(rows) > MAX_ROWS:
        hint = "split the list"
        report(NOT_A_TABLE(f"more than {MAX_ROWS} lines", rows[MAX_ROWS][0].span, hint))
        return None
    return rows


def _decoded(data: bytes, file: str, report: Report) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        hint = "save it as 'CSV UTF-8': spreadsheets offer that beside plain CSV"
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        report(NOT_UTF8(message, Span.on_line(file, line, column), hint))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Table:
    def __init__(self, text: str, file: str, report: Report) -> None:
        self._text, self._report = text, report
        self._positions = Positions(text, file)
        first = text.lstrip("\n").partition("\n")[0]
        self._delimiter = max(",;\t", key=first.count)
        self._plain = re.compile(rf"[^{self._delimiter}\n]*")

    def rows(self) -> Iterator[list[Cell]]:
        at, row = 0, list[Cell]()
        while True:
            cell, at = self._cell(at)
            row.append(cell)
            if at >= len(self._text):
                break
            if self._text[at] == "\n":
                yield row
                row = []
            at += 1
        yield row

    def _cell(self, at: int) -> tuple[Cell, int]:
        quoted = _QUOTED.match(self._text, at)
        if quoted and self._ends(quoted.end()):
            span = self._positions.span(quoted.start(), quoted.end())
            text = quoted[1].replace('""', '"')
            return Cell(" ".join(text.split()), span), quoted.end()
        plain = self._plain.match(self._text, at) or _PLAIN.match(self._text, at)
        end = plain.end() if plain else at
        text = self._text[at:end]
        span = self._positions.span(at, end)
        if text.lstrip(" ").startswith('"'):
            hint = 'close it, and write "" for the sign itself'
            self._report(NOT_A_TABLE("a quotation mark here has no partner", span, hint))
        return Cell(" ".join(text.split()), span), end

    def _ends(self, at: int) -> bool:
        return at >= len(self._text) or self._text[at] in f"\n{self._delimiter}"

"""Jupyter notebooks as records: read leniently, written plainly.

Only what a page needs is read; ids, widget states, attachments and other metadata are left.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NamedTuple, TypeGuard

from coursewright.diagnostics import Report, Span
from coursewright.notebooks.page_rules import UNREADABLE

MAX_NOTEBOOK = 64_000_000
"""Characters of the largest notebook that is read."""

JsonObject = dict[str, object]


class Output(NamedTuple):
    """One output of a cell: its ``kind`` as nbformat names it, and its data by MIME type.

    A stream has its text under ``text/plain``; an error its traceback, or its message.
    """

    kind: str
    data: dict[str, str]
    metadata: JsonObject


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: ``kind`` is markdown, code or raw; ``number`` counts all cells from 1."""

    number: int
    line: int
    """Line of the file on which the cell begins."""
    kind: str
    source: str
    tags: frozenset[str]
    alt: str
    attachments: tuple[str, ...]
    outputs: tuple[Output, ...]


def read_notebook(text: str, file: str, report: Report) -> tuple[Cell, ...] | None:
    """Return the cells of a notebook, or None with a diagnostic where it is none."""
    loaded = _load(text, file, report)
    if loaded is None:
        return None
    cells = loaded.get("cells")
    if not isinstance(cells, list):
        hint = "save it in the notebook format 4 (File, Save, in any recent Jupyter)"
        report(UNREADABLE(f"'{file}' is no notebook: it has no list of cells", Span(file), hint))
        return None
    lines = _cell_lines(text, len(cells))
    return tuple(
        _cell(cell, number, lines[number - 1])
        for number, cell in enumerate(cells, 1)
        if _is_object(cell)
    )


def write_notebook(cells: list[JsonObject]) -> str:
    """Return the JSON of a Python notebook with these cells; equal cells give equal text."""
    language = {"name": "python"}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": language}
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def text_of(value: object) -> str:
    """Return the text of a nbformat multi-line string: a text, or a list of texts."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _data_text(value: object) -> str:
    """Return the data of an output as text; JSON, which nbformat keeps as it is, too."""
    return json.dumps(value, ensure_ascii=False) if _is_object(value) else text_of(value)


def object_of(value: object) -> JsonObject:
    """Return the value where it is a JSON object, else an empty one."""
    return value if _is_object(value) else {}


def _is_object(value: object) -> TypeGuard[JsonObject]:
    return isinstance(value, dict)


def _load(text: str, file: str, report: Report) -> JsonObject | None:
    if len(text) > MAX_NOTEBOOK:
        message = f"'{file}' has {len(text) // 1_000_000} MB; at most 64 MB are read"
        report(UNREADABLE(message, Span(file), "keep large results in files of their own"))
        return None
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as problem:
        place = Span.on_line(file, problem.lineno, problem.colno)
        report(UNREADABLE(f"'{file}' is broken JSON: {problem.msg}", place, "run the demo again"))
        return None
    except (RecursionError, ValueError):
        report(UNREADABLE(f"'{file}' is nested too deeply, or a number is too long", Span(file)))
        return None
    return object_of(loaded)


def _cell_lines(text: str, count: int) -> list[int]:
    """Return the line on which each cell begins, or 1 for all where they are not found."""
    decoder = json.JSONDecoder()
    at = text.find("[", text.find('"cells"')) + 1
    lines: list[int] = []
    line, seen = 1, 0
    try:
        for _ in range(count):
            at += len(text[at : at + 1000]) - len(text[at : at + 1000].lstrip(" \t\r\n,"))
            line, seen = line + text.count("\n", seen, at), at
            lines.append(line)
            _, at = decoder.raw_decode(text, at)
    except json.JSONDecodeError:
        return [1] * count
    return lines


def _cell(cell: JsonObject, number: int, line: int) -> Cell:
    metadata = object_of(cell.get("metadata"))
    tags = metadata.get("tags")
    outputs = cell.get("outputs")
    return Cell(
        number=number,
        line=line,
        kind=text_of(cell.get("cell_type")),
        source=text_of(cell.get("source")),
        tags=frozenset(t for t in tags if isinstance(t, str))
        if isinstance(tags, list)
        else frozenset(),
        alt=text_of(metadata.get("alt")),
        attachments=tuple(object_of(cell.get("attachments"))),
        outputs=tuple(
            _output(output)
            for output in (outputs if isinstance(outputs, list) else ())
            if _is_object(output)
        ),
    )


def _output(output: JsonObject) -> Output:
    kind = text_of(output.get("output_type"))
    if kind == "stream":
        data = {"text/plain": text_of(output.get("text"))}
    elif kind == "error":
        trace = output.get("traceback")
        lines = [line for line in trace if isinstance(line, str)] if isinstance(trace, list) else []
        last = f"{text_of(output.get('ename'))}: {text_of(output.get('evalue'))}"
        data = {"text/plain": "\n".join(lines) or last, "last": last}
    else:
        data = {mime: _data_text(value) for mime, value in object_of(output.get("data")).items()}
    return Output(kind, data, object_of(output.get("metadata")))

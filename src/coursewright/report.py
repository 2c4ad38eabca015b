"""Diagnostics in the forms that people and programs read: text, JSON, GitHub, SARIF."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coursewright.diagnostics import Diagnostic, Rule, Severity, Span

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_TAB = 4
_LONGEST = 160
"""Columns of an excerpt; of a longer line the part around the caret is shown."""


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics errors first, then by place, each once."""
    return sorted(dict.fromkeys(diagnostics), key=lambda found: found.sort_key)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many there are of each severity: ``2 errors, 1 warning``."""
    counts = ((kind, sum(d.severity is kind for d in diagnostics)) for kind in Severity)
    said = [f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts if count]
    return ", ".join(said) or "no problems"


def render_text(
    diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], *, color: bool = False
) -> str:
    """Return diagnostics for a terminal, and a line at the end that counts them.

    ``texts`` holds the files by name; of each the line is shown, with carets below it. What
    stands in a file is never sent to the terminal as a control sequence.
    """
    found = in_order(diagnostics)
    lines = {name: text.split("\n") for name, text in texts.items()}
    blocks = ["\n".join(_block(diagnostic, lines, color=color)) for diagnostic in found]
    return "\n\n".join([*blocks, summary(found)]) + "\n"


def _block(
    diagnostic: Diagnostic, lines: Mapping[str, Sequence[str]], *, color: bool
) -> Iterator[str]:
    kind = f"{diagnostic.severity} {diagnostic.code}"
    if color:
        kind = f"\x1b[1;{_COLORS[diagnostic.severity]}m{kind}\x1b[0m"
    yield f"{visible(str(diagnostic.span))}: {kind} {visible(diagnostic.message)}"
    yield from excerpt(diagnostic.span, lines, "^")
    for label in diagnostic.related:
        yield f"  {visible(str(label.span))}: {visible(label.text)}"
        yield from excerpt(label.span, lines, "-")
    if diagnostic.help:
        yield f"  help: {visible(diagnostic.help)}"


def excerpt(span: Span, lines: Mapping[str, Sequence[str]], mark: str) -> Iterator[str]:
    """Yield the line where ``span`` begins and a line of marks below it, if there is text."""
    of_file = lines.get(span.file, ())
    if span.line > len(of_file) or not of_file[span.line - 1].strip():
        return
    line = of_file[span.line - 1]
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    shift = max(0, start - _LONGEST // 2) if len(line) > _LONGEST else 0
    shown = line[shift : shift + _LONGEST]
    before, marked = visible(line[shift:start]), visible(line[start : min(end, shift + _LONGEST)])
    number = str(span.line)
    yield f"  {number} | {visible(shown)}".rstrip()
    yield f"  {' ' * len(number)} | {' ' * _width(before)}{mark * max(_width(marked), 1)}"


def visible(text: str) -> str:
    """Return ``text`` with tabs as blanks, and controls and disguises as their code."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    category = unicodedata.category(character)
    if category in {"Cc", "Cs", "Zl", "Zp"} or (category == "Cf" and character != "\u200d"):
        return f"<U+{ord(character):04X}>"
    return character


def _width(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes: wide letters take two."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return ``{"diagnostics": [...]}``, the form for programs; lines and columns from 1."""
    found = [
        {
            "file": diagnostic.span.file,
            "line": diagnostic.span.line,
            "column": diagnostic.span.column,
            "code": diagnostic.code,
            "severity": diagnostic.severity.value,
            "message": diagnostic.message,
            "help": diagnostic.help,
        }
        for diagnostic in in_order(diagnostics)
    ]
    return json.dumps({"diagnostics": found}, ensure_ascii=False, indent=2) + "\n"


def render_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return workflow commands, which GitHub shows as annotations on the changed lines."""
    return "".join(f"{_annotation(diagnostic)}\n" for diagnostic in in_order(diagnostics))


def _annotation(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    properties = {
        "file": span.file,
        "line": str(span.line),
        "endLine": str(span.end_line),
        "col": str(span.column),
        "title": diagnostic.code,
    }
    if span.end_line == span.line:
        properties["endColumn"] = str(span.end_column)
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    text = diagnostic.message + (f"\nhelp: {diagnostic.help}" if diagnostic.help else "")
    return f"::{_GITHUB_LEVELS[diagnostic.severity]} {written}::{_data(text)}"


def _data(text: str) -> str:
    """Escape the text of a workflow command: its ends of lines would end the command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property, in which a colon and a comma have a meaning, too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def render_sarif(diagnostics: Iterable[Diagnostic], rules: Iterable[Rule], version: str) -> str:
    """Return a SARIF 2.1.0 log, with the manual page of each rule that something breaks."""
    found = in_order(diagnostics)
    used = {diagnostic.code for diagnostic in found}
    kinds = [rule for rule in rules if rule.code in used]
    driver = {"name": "coursewright", "version": version, "rules": [_sarif_rule(r) for r in kinds]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic) for diagnostic in found],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "help": {"text": rule.manual.strip()},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
    }


def _result(diagnostic: Diagnostic) -> dict[str, Any]:
    text = diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else "")
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "level": _SARIF_LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [_location(diagnostic.span)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {**_location(label.span), "message": {"text": label.text}}
            for label in diagnostic.related
        ]
    return result


def _location(span: Span) -> dict[str, Any]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    place = {"uri": span.file, "uriBaseId": "%SRCROOT%"}
    return {"physicalLocation": {"artifactLocation": place, "region": region}}

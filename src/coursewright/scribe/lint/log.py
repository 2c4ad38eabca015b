"""What LaTeX said when it made the PDF, on the lines of the scribes' own files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from coursewright.diagnostics import Diagnostic, Span
from coursewright.scribe.lint.rules import TEX_ERROR, TEX_WARNING
from coursewright.sources.latex_document import LatexDocument
from coursewright.sources.latex_log import LogEntry, Said, read_log

_WIDE: Final = 10.0
"""Points by which a line may stick out before anybody sees it."""
_MILLIMETRES: Final = 0.3515
"""Of a point."""
_SAID_BETTER: Final = (
    *("undefined", "There were", "may have changed", "Rerun", "has changed", "multiply defined"),
    *("template text left", "figure without", "Token not allowed", "float specifier", "Font shape"),
)
"""Warnings that the checks give with a column, and those that nobody can do anything about."""
_PLAIN: Final[Mapping[str, str]] = {
    "Undefined control sequence": "is the command misspelt, or its package not loaded?",
    "Missing $ inserted": "a sign of formulas stands outside of one: put it between $ and $",
    "Emergency stop": "mend the error before this one",
    "Extra }": "there is a } too many, or a { or $ too few before it",
    "not found": "the packages of the template are there; others may not be",
    "Misplaced alignment tab": "write \\& for the sign",
    "Unicode character": "write the sign in LaTeX",
}


def log_diagnostics(text: str, document: LatexDocument) -> Iterator[Diagnostic]:
    """Yield the messages of a log that help, one of a kind on each line.

    ``document`` tells which files are the scribes'. Of the errors on a line the first is told: the
    others follow from it.
    """
    seen: set[tuple[Said, Span]] = set()
    for entry in read_log(text):
        span = _span(entry, document)
        if (entry.kind, line := Span(span.file, span.line)) in seen:
            continue
        found = _diagnostic(entry, span, document)
        if found is not None:
            seen.add((entry.kind, line))
            yield found


def _diagnostic(entry: LogEntry, span: Span, document: LatexDocument) -> Diagnostic | None:
    where = _where(entry, document)
    if entry.kind is Said.ERROR:
        what = f" {_last_command(entry)}" if entry.message.startswith("Undefined control") else ""
        hint = next((it for word, it in _PLAIN.items() if word in entry.message), "")
        return TEX_ERROR(f"LaTeX stops: {entry.message[:300]}{what}{where}", span, hint)
    if entry.kind is Said.TOO_WIDE:
        if entry.points <= _WIDE or where:
            return None
        message = f"a line here is {entry.points * _MILLIMETRES:.0f} mm too wide"
        return TEX_WARNING(message, span, "break the formula, or say it in other words")
    if any(it in entry.message for it in _SAID_BETTER):
        return None
    return TEX_WARNING(f"LaTeX warns: {entry.message[:300]}{where}", span)


def _last_command(entry: LogEntry) -> str:
    found = re.findall(r"\\(?:[A-Za-z@]+|.)", entry.before)
    return str(found[-1]) if found else ""


def _span(entry: LogEntry, document: LatexDocument) -> Span:
    source = document.files.get(entry.file)
    lines = source.text.split("\n") if source else []
    if source is None or not 1 <= entry.line <= len(lines):
        main = document.files.get(document.main)
        return main.span(0, 1) if main else Span(document.main)
    line = lines[entry.line - 1]
    read = entry.before.removeprefix("...")
    end = line.find(read) + len(read) if read and read in line else len(line.rstrip())
    start = end - len(_last_word(read)) if read in line and read else len(line) - len(line.lstrip())
    return Span.on_line(source.name, entry.line, start + 1, end - start)


def _last_word(text: str) -> str:
    found = re.search(r"(?:\\[A-Za-z@]+|\S)\s*\Z", text)
    return found[0] if found else text


def _where(entry: LogEntry, document: LatexDocument) -> str:
    """Name the place in a file that is not the scribes'."""
    if entry.file in document.files or not entry.file:
        return ""
    name = entry.file.rpartition("/")[2]
    return f" (in {name}, line {entry.line})" if entry.line else f" (in {name})"

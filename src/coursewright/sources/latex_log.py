"""What LaTeX says in its log, with the file that it was reading when it said it.

LaTeX prints ``(file`` when it opens a file and ``)`` when it closes it; what stands between is of
that file. The log is to be written with ``-file-line-error`` and ``max_print_line=10000``, or its
lines are broken at 79 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final


class Said(StrEnum):
    """What kind of message it is."""

    ERROR = "error"
    WARNING = "warning"
    TOO_WIDE = "too wide"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A message of LaTeX."""

    kind: Said
    file: str
    """As LaTeX names it, without ``./``; empty where that is not known."""
    line: int
    """From 1; 0 where LaTeX names none."""
    message: str
    points: float = 0.0
    """By how much a line is too wide."""
    by: str = ""
    """The package or the class that warns."""
    before: str = ""
    """What LaTeX had read of the line when it stopped at an error, or the end of that."""


_ERROR: Final = re.compile(r"(?:\./)?([^\s:()]+\.\w+):(\d+): (.*)")
_WARNING: Final = re.compile(r"(?:LaTeX|(?:Package|Class) (?P<name>\S+)) Warning: (?P<text>.*)")
_ON_LINE: Final = re.compile(r"\s*on input line (\d+)\.?")
_TOO_WIDE: Final = re.compile(r"Overfull \\hbox \(([\d.]+)pt too wide\).*? lines? (\d+)")
_FILES: Final = re.compile(r"\((?P<file>(?:\./|/)[^\s()]+\.\w+)|(?P<open>\()|(?P<close>\))")
_STOPPED: Final = re.compile(r"l\.(\d+) (.*)")
_MOST_LINES: Final = 200_000
_LONGEST: Final = 2_000


def read_log(text: str) -> Iterator[LogEntry]:
    """Yield the errors, the warnings and the lines that are too wide, in their order."""
    stack: list[str] = []
    waiting: LogEntry | None = None
    for line in text.split("\n")[:_MOST_LINES]:
        if waiting is not None and (more := _continued(line, waiting)):
            waiting = replace(waiting, **more)
            continue
        entry = _entry(line, stack)
        if entry is not None:
            if waiting is not None:
                yield waiting
            waiting = entry
        else:
            _follow(line, stack)
    if waiting is not None:
        yield waiting


def _entry(line: str, stack: list[str]) -> LogEntry | None:
    """Return the message that begins on a line of the log."""
    file = stack[-1] if stack else ""
    if found := _ERROR.match(line):
        return LogEntry(Said.ERROR, found[1], int(found[2]), found[3].strip().rstrip("."))
    if found := _TOO_WIDE.match(line):
        return LogEntry(Said.TOO_WIDE, file, int(found[2]), "", float(found[1]))
    return _warning(line, file)


def _continued(line: str, entry: LogEntry) -> dict[str, Any]:
    """Return what a line adds to the message before it.

    A warning goes on behind ``(name)``; behind an error stands what had been read of its line.
    """
    stopped = _STOPPED.match(line)
    if entry.kind is Said.ERROR and stopped and int(stopped[1]) == entry.line and not entry.before:
        return {"before": stopped[2]}
    prefix = f"({entry.by})"
    if not entry.by or not line.startswith(prefix):
        return {}
    return _placed(f"{entry.message} {line.removeprefix(prefix).strip()}", entry.line)


def _warning(line: str, file: str) -> LogEntry | None:
    found = _WARNING.match(line)
    if found is None:
        return None
    return LogEntry(Said.WARNING, file, by=found["name"] or "", **_placed(found["text"], 0))


def _placed(message: str, line: int) -> dict[str, Any]:
    """Return a warning's words, and the line that they name at their end."""
    place = _ON_LINE.search(message)
    said = " ".join(_ON_LINE.sub("", message).split()).rstrip(".")
    return {"message": said, "line": int(place[1]) if place else line}


def _follow(line: str, stack: list[str]) -> None:
    for found in _FILES.finditer(line[:_LONGEST]):
        if found["file"]:
            stack.append(found["file"].removeprefix("./"))
        elif found["open"]:
            stack.append(stack[-1] if stack else "")
        elif stack:
            stack.pop()

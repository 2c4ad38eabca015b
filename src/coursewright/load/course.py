"""The steps from the two files to a course; what cannot be read is left out, never guessed."""

from __future__ import annotations

from collections.abc import Mapping as Mapping_
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from coursewright.collector import without_collector
from coursewright.diagnostics import Diagnostic, Report, Span
from coursewright.load.announcements import load_announcements
from coursewright.load.dating import date_data
from coursewright.load.pages import load_pages
from coursewright.load.releases import releases_without_a_day
from coursewright.load.shape import MOST_PROBLEMS, follow, shape_diagnostics
from coursewright.model.course import Course
from coursewright.model.record import AT, plain_data
from coursewright.model.schedule import Schedule
from coursewright.sources.bibtex import Bibliography, read_bibtex_cached
from coursewright.sources.bibtex_rules import NO_KEY
from coursewright.sources.text import GivenFiles, SourceFolder
from coursewright.sources.yaml import Mapping, Scalar, Sequence, read_yaml

SCHEDULE = "schedule.yaml"
PAPERS = "papers.bib"
CACHE = Path(".cache/coursewright")
"""Below a course's folder: what can be made again."""
Location = tuple[str | int, ...]
"""Keys and places in lists that lead to a value, as pydantic names them."""

_PASSES = 6
_KEYS = frozenset({AT, *Schedule.model_fields})
_ANY_TERM = {"name": "-", "start": "0001-01-01", "end": "9999-12-31", "timezone": "UTC"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of reading a course's folder."""

    course: Course | None
    """None where not even the title, the term and the sessions could be read."""
    diagnostics: tuple[Diagnostic, ...]
    folder: SourceFolder
    unreadable: tuple[Span, ...] = ()
    """Entries with something wrong in them: what else a check says of them is beside the point."""


def load_course(
    root: Path,
    now: datetime,
    cache: Path | None = None,
    edited: dict[str, bytes] | None = None,
    *,
    preview: bool = False,
) -> Loaded:
    """Read ``schedule.yaml`` and ``papers.bib`` below ``root``, as of the moment ``now``.

    A moment without a time zone is one in that of the course. ``cache`` is a folder for parsed
    bibliographies. ``edited`` is what files would hold, by their names, in place of what they do.
    With ``preview``, what may not be shown yet is shown. Never raises for what the files hold.
    """
    with without_collector():
        folder = SourceFolder(root, edited=edited or {})
        return _with_texts(_load(folder, now, cache), preview=preview)


def load_texts(texts: Mapping_[str, bytes], now: datetime, cache: Path | None = None) -> Loaded:
    """Read a schedule and papers that are in no folder any more, by the names of their files.

    Never raises for what the texts hold.
    """
    with without_collector():
        return _load(GivenFiles(texts), now, cache)


def _with_texts(loaded: Loaded, *, preview: bool) -> Loaded:
    """Add the texts that stand in files of their own: announcements and pages."""
    if loaded.course is None:
        return loaded
    found = list(loaded.diagnostics)
    course = replace(
        loaded.course,
        written_announcements=tuple(load_announcements(loaded.folder, found.append)),
        pages=tuple(load_pages(loaded.folder, found.append)),
        preview=preview,
    )
    return replace(loaded, course=course, diagnostics=tuple(found))


def _load(folder: SourceFolder, now: datetime, cache: Path | None) -> Loaded:
    found: list[Diagnostic] = []
    papers = _read_papers(folder, found.append, cache)
    text = folder.read(SCHEDULE, found.append)
    node = read_yaml(text, SCHEDULE, found.append) if text else None
    if node is None:
        return Loaded(None, tuple(found), folder)
    schedule, problems, broken = _validate(node)
    found += [*problems, *releases_without_a_day(node)]
    if schedule is None:
        return Loaded(None, tuple(found), folder)
    moment = now if now.tzinfo else now.replace(tzinfo=ZoneInfo(schedule.term.timezone))
    incomplete = {str(loc[0]) for loc in broken} | {_meant(str(loc[0])) for loc in broken}
    # A paper may be there whose key cannot be read.
    if papers is None or any(it.code == NO_KEY.code for it in found):
        incomplete.add(PAPERS)
    course = Course(
        root=folder.root,
        schedule=schedule,
        bibliography=Bibliography() if papers is None else papers,
        now=moment,
        incomplete=frozenset(incomplete),
        known_ids=_session_ids(node),
    )
    return Loaded(course, tuple(found), folder, tuple(_entry_span(node, loc) for loc in broken))


def _read_papers(folder: SourceFolder, report: Report, cache: Path | None) -> Bibliography | None:
    text = folder.read(PAPERS, report)
    return read_bibtex_cached(text, PAPERS, report, cache) if text else None


def _meant(key: str) -> str:
    """Return the key of a schedule that ``key`` was probably to be."""
    return next(iter(get_close_matches(key, Schedule.model_fields, n=1)), key)


def _validate(node: Mapping) -> tuple[Schedule | None, list[Diagnostic], list[Location]]:
    """Return what is valid of the schedule, what is wrong with it, and where.

    The first pass finds the problems; each further one only drops what depended on them.
    """
    data = plain_data(node)
    for key in [key for key in data if key not in _KEYS][MOST_PROBLEMS + 1 :]:
        # Nobody reads of so many unknown keys, and each of them costs time and memory.
        del data[key]
    undated, unplaced = date_data(data)
    problems: list[Diagnostic] = []
    broken: list[Location] = []
    for attempt in range(_PASSES):
        try:
            return Schedule.model_validate(data), problems + undated, broken + unplaced
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
        if attempt == 0:
            problems = list(shape_diagnostics(details, node))
            broken = [problem["loc"] for problem in details]
        _drop(data, details)
        _stand_in(data, node)
    return None, problems + undated, broken + unplaced


def _drop(data: dict[str, Any], problems: list[ErrorDetails]) -> None:
    """Take out of ``data`` the smallest parts that make it invalid."""
    doomed: dict[int, tuple[Any, set[Any]]] = {}
    for problem in problems:
        container, key = _culprit(data, problem["loc"], missing=problem["type"] == "missing")
        if container is not None:
            doomed.setdefault(id(container), (container, set()))[1].add(key)
    for container, keys in doomed.values():
        for key in sorted(keys, reverse=True):
            del container[key]


def _stand_in(data: dict[str, Any], node: Mapping) -> None:
    """Put something in the place of what a schedule cannot be without.

    Nothing is made of it, for its absence is an error; but the rest can still be checked.
    """
    data.setdefault("course", {"code": "-", "title": "-", "institution": "-", AT: node})
    data.setdefault("term", {**_ANY_TERM, AT: node})
    data.setdefault("sessions", [])


def _culprit(data: dict[str, Any], loc: Location, *, missing: bool) -> tuple[Any, Any]:
    trail: list[tuple[Any, Any]] = []
    value: Any = data
    for step in loc[:-1] if missing else loc:
        held = isinstance(value, dict) and step in value
        if held or (isinstance(value, list) and isinstance(step, int) and step < len(value)):
            trail.append((value, step))
            value = value[step]
    return trail[-1] if trail else (None, None)


def _session_ids(node: Mapping) -> frozenset[str]:
    sessions = node.entries.get("sessions")
    items = sessions.items if isinstance(sessions, Sequence) else []
    ids = (item.entries.get("id") for item in items if isinstance(item, Mapping))
    return frozenset(value.text for value in ids if isinstance(value, Scalar))


def _entry_span(node: Mapping, loc: Location) -> Span:
    """Return the span of the list's item, or of the key's value, that ``loc`` leads into."""
    _, steps = follow(node, loc)
    return follow(node, tuple(steps[:2]))[0].span

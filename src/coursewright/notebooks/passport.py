"""Passports: when, on what and from which code the kept results of a demo were computed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from coursewright.diagnostics import Diagnostic, Report, Span
from coursewright.notebooks.rules import (
    ALTERED,
    BROKEN_PASSPORT,
    MISSING_FILE,
    NO_PASSPORT,
    STALE,
)

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

    from pydantic_core import ErrorDetails

DEMOS = "demos"
RESULTS = "results"
PASSPORT = "passport.json"
MAX_PASSPORT = 1_000_000
"""Bytes of the largest passport that is read."""

_WANTED = {
    "executed": "a date and time with its zone",
    "seed": "a whole number",
    "cpu_seconds": "a number",
    "versions": "a table of texts",
    "sources": "a table of texts",
    "results": "a table of texts",
}
_AGAIN = "run the demo again: its run writes the passport"


class State(StrEnum):
    """Whether a result belongs to the code as it stands now."""

    FRESH = "fresh"
    STALE = "stale"


class Passport(BaseModel):
    """What was recorded when a demo ran.

    ``executed`` carries its time zone, ``cpu_seconds`` is processor time. ``versions`` maps
    Python and the packages that the demo imports to their versions; ``sources`` and
    ``results`` map files, relative to the demo and to its results, to their SHA-256.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    slug: str
    executed: AwareDatetime
    device: str
    scale: str
    seed: int
    cpu_seconds: float
    versions: dict[str, str]
    sources: dict[str, str]
    results: dict[str, str]


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A passport and what became of it: ``changed`` names the sources edited since the run.

    ``passport`` is None where it is missing or broken. ``altered`` names results that are
    not, or no longer, those of the run; they should not be published.
    """

    passport: Passport | None
    changed: tuple[str, ...]
    altered: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def state(self) -> State:
        """Fresh if every source is the one that ran."""
        return State.STALE if self.changed else State.FRESH


def read_passport(demo: Path, name: PurePosixPath) -> KeptResult:
    """Read the passport of the demo in the folder ``demo`` and compare its files' hashes.

    ``name`` is the folder as messages call it, relative to the course's folder. Never raises
    for anything that the files may hold.
    """
    found: list[Diagnostic] = []
    place = str(name / RESULTS / PASSPORT)
    passport = _read(demo / RESULTS / PASSPORT, place, found.append)
    if passport is None:
        return KeptResult(None, (), (), tuple(found))
    sources = _Files(demo, name, place, found.append)
    results = _Files(demo / RESULTS, name / RESULTS, place, found.append)
    changed = tuple(file for file, hash_ in passport.sources.items() if sources.hash(file) != hash_)
    altered = tuple(file for file, hash_ in passport.results.items() if results.hash(file) != hash_)
    for file in altered:
        if results.path(file) is not None:
            message = f"'{file}' is not the file that the run of '{passport.slug}' wrote"
            found.append(ALTERED(message, Span(str(name / RESULTS / file)), "run the demo again"))
    if changed:
        names = " and ".join(f"'{file}'" for file in changed)
        message = f"the result of '{passport.slug}' is older than {names}"
        found.append(STALE(message, Span(str(name / changed[0])), "run the demo again"))
    return KeptResult(passport, changed, altered, tuple(found))


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of one folder that a passport names."""

    folder: Path
    name: PurePosixPath
    passport: str
    report: Report

    def path(self, file: str) -> Path | None:
        """Return the path of a plain file inside the folder, or None."""
        path = self.folder / file
        inside = path.resolve().is_relative_to(self.folder.resolve())
        plain = path.is_file() and not path.is_symlink()
        return path if inside and plain and not file.startswith("/") else None

    def hash(self, file: str) -> str:
        """Return the SHA-256 of a file, or ``""`` with a diagnostic where it is missing."""
        path = self.path(file)
        if path is None:
            message = f"'{self.name / file}' is named by the passport, and is no file there"
            self.report(MISSING_FILE(message, Span(self.passport), _AGAIN))
            return ""
        return sha256(path.read_bytes()).hexdigest()


def _read(path: Path, place: str, report: Report) -> Passport | None:
    if not path.is_file():
        report(NO_PASSPORT(f"there is no '{place}'", Span(place), _AGAIN))
        return None
    if path.stat().st_size > MAX_PASSPORT:
        report(BROKEN_PASSPORT("the passport is larger than 1 MB", Span(place), _AGAIN))
        return None
    try:
        text = path.read_bytes().decode()
        json.loads(text)
        return Passport.model_validate_json(text)
    except json.JSONDecodeError as problem:
        span = Span.on_line(place, problem.lineno, problem.colno)
        report(BROKEN_PASSPORT(f"the passport is broken JSON: {problem.msg}", span, _AGAIN))
    except ValidationError as problem:
        for error in problem.errors():
            report(_wrong_value(error, text, place))
    except (ValueError, RecursionError):
        report(BROKEN_PASSPORT("the passport is no text of UTF-8", Span(place), _AGAIN))
    return None


def _wrong_value(error: ErrorDetails, text: str, place: str) -> Diagnostic:
    """Return the diagnostic of one value that is missing or of another kind."""
    key = str(error["loc"][0]) if error["loc"] else ""
    found = re.search(rf'^(.*)"{re.escape(key)}"', text, re.MULTILINE)
    line = text.count("\n", 0, found.start()) + 1 if found else 1
    span = Span.on_line(place, line, len(found[1]) + 1 if found else 1, len(key) + 2)
    wanted = _WANTED.get(key, "a text")
    return BROKEN_PASSPORT(f"'{key}' of the passport should be {wanted}", span, _AGAIN)

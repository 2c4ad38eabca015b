"""Passports: when, on what and from which code the kept results of a demo were computed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from coursewright.diagnostics import Diagnostic, Report, Span
from coursewright.model.demos import Scale
from coursewright.notebooks.document import Cell
from coursewright.notebooks.key import (
    CODE,
    DATA,
    MODULE,
    PARAMETERS,
    SCHEMA_PART,
    Inputs,
    changed_parts,
)
from coursewright.notebooks.result_rules import (
    ALTERED,
    BROKEN_PASSPORT,
    MISSING_FILE,
    NO_PASSPORT,
    STALE,
)

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

DEMOS = "demos"
RESULTS = "results"
PASSPORT = "passport.json"
MAX_PASSPORT = 1_000_000
"""Bytes of the largest passport that is read."""

_WANTED = {
    "version": "the number 2",
    "executed": "a date and time with its zone",
    "scale": "light, test or full",
    "seeds": "a list of whole numbers",
    "cpu_seconds": "a number",
    "seconds": "a number",
    "megabytes": "a whole number",
    "gpu_megabytes": "a whole number",
    "cells": "a list of costs",
    "versions": "a table of texts",
    "key": "a table of texts",
    "results": "a table of texts",
}
_ATTEMPTS = 20
_AGAIN = "run the demo again: its run writes the passport"


class State(StrEnum):
    """Whether a result belongs to the code as it stands now."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"


class Cost(BaseModel):
    """What one code cell took: ``seconds`` on the wall, and the most memory, 10^6 bytes."""

    model_config = ConfigDict(frozen=True, strict=True)

    seconds: float
    megabytes: int


class Passport(BaseModel):
    """What was recorded when a demo ran.

    ``executed`` carries its time zone, ``cpu_seconds`` is processor time, ``seconds`` that of the
    clock, ``megabytes`` the most memory that was held, ``gpu_megabytes`` the same on the GPU.
    ``cells`` has a cost for each code cell. ``versions`` maps Python and the packages that the
    demo imports to their versions; ``key`` the parts that the result follows from to their
    hashes (see ``key.py``), and ``results`` the files of the result to their SHA-256. ``entry`` is
    the SHA-256 of all the rest.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    version: Literal[2]
    slug: str
    executed: AwareDatetime
    device: str
    scale: Scale
    seeds: tuple[int, ...]
    cpu_seconds: float
    seconds: float
    megabytes: int
    gpu_megabytes: int
    cells: tuple[Cost, ...]
    versions: dict[str, str]
    key: dict[str, str]
    results: dict[str, str]
    entry: str = ""

    @property
    def own_hash(self) -> str:
        """The hash that ``entry`` should be."""
        data = self.model_dump(mode="json", exclude={"entry"})
        return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()

    @property
    def reduced(self) -> bool:
        """Whether a heavy demo ran at its small scale."""
        return self.scale == "test"


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A passport and what became of it.

    ``passport`` is None where it is missing or broken. ``changed`` names the parts of the key that
    differ from the course as it is. ``altered`` names results that are not, or no longer, those
    of the run, and ``extra`` files beside them that no run wrote; neither should be published.
    """

    passport: Passport | None
    changed: tuple[str, ...]
    altered: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    extra: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    """The source's cells, where their code is that which ran: the prose may be newer."""

    @property
    def state(self) -> State:
        """Fresh if every part of the key is the one that ran; what was altered is missing."""
        if self.passport is None or self.altered:
            return State.MISSING
        return State.STALE if self.changed else State.FRESH


def read_passport(demo: Path, name: PurePosixPath, inputs: Inputs | None = None) -> KeptResult:
    """Read the kept result in the folder ``demo`` and compare it with what a run would take in.

    ``name`` is the folder as messages call it, relative to the course's folder; without
    ``inputs`` only the kept files are judged. Never raises for anything that the files may hold.
    """
    path = demo / RESULTS / PASSPORT
    for _ in range(_ATTEMPTS):
        before = _stamp(path)
        kept = _judge(demo, name, inputs)
        # Another process may have swapped the result while it was read.
        if kept.state is not State.MISSING or _stamp(path) == before:
            break
    return kept


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns


def _judge(demo: Path, name: PurePosixPath, inputs: Inputs | None) -> KeptResult:
    found: list[Diagnostic] = []
    place = str(name / RESULTS / PASSPORT)
    passport = _read(demo / RESULTS / PASSPORT, place, found.append)
    if passport is None:
        return KeptResult(None, (), (), tuple(found))
    results = _Files(demo / RESULTS, name / RESULTS, place, found.append)
    altered = tuple(file for file, hash_ in passport.results.items() if results.hash(file) != hash_)
    for file in altered:
        if results.path(file) is not None:
            message = f"'{file}' is not the file that the run of '{passport.slug}' wrote"
            found.append(ALTERED(message, Span(str(name / RESULTS / file)), _AGAIN))
    if passport.own_hash != passport.entry:
        altered = (*altered, PASSPORT)
        found.append(ALTERED("the passport is not as its run wrote it", Span(place), _AGAIN))
    extra = tuple(sorted(_others(demo / RESULTS, {*passport.results, PASSPORT})))
    changed = _changed(passport, inputs) if inputs and not altered else ()
    if changed and inputs:
        found.append(_stale(passport, changed, inputs))
    cells = inputs.cells if inputs and CODE not in changed else ()
    return KeptResult(passport, changed, altered, tuple(found), extra, cells)


def _others(folder: Path, known: set[str]) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name not in known and not path.is_dir():
            yield name


def _changed(passport: Passport, inputs: Inputs) -> tuple[str, ...]:
    scales = inputs.demo.scales
    scale = passport.scale if passport.scale in scales else scales[-1]
    return changed_parts(passport.key, inputs.key(scale))


def _stale(passport: Passport, changed: tuple[str, ...], inputs: Inputs) -> Diagnostic:
    words = [part_words(part, inputs.source) for part in changed]
    message = f"the result of '{passport.slug}' is older than {_listed(words)}"
    hint = f"'coursewright run {passport.slug}' runs it again; with --why it says what changed"
    if inputs.demo.scale == "heavy":
        hint = f"'coursewright run --gpu {passport.slug}' runs it again, where a GPU is"
    return STALE(message, _place_of(changed[0], inputs), hint)


def part_words(part: str, source: str) -> str:
    """Return what a part of the key is called in a sentence."""
    names = {
        CODE: f"the code of '{source}'",
        PARAMETERS: "its seeds or its scale",
        SCHEMA_PART: "the way in which results are kept",
    }
    return names.get(part) or f"'{part.partition(' ')[2]}'"


def part_file(part: str, inputs: Inputs) -> str:
    """Return the file, from the course's folder, in which a part of the key is written."""
    folder = PurePosixPath(inputs.file).parent
    if part.startswith((MODULE, DATA)):
        return str(folder / part.partition(" ")[2])
    files = {CODE: inputs.file, PARAMETERS: inputs.demo.span_of("id").file}
    return files.get(part, str(folder / RESULTS / PASSPORT))


def _place_of(part: str, inputs: Inputs) -> Span:
    return inputs.demo.span_of() if part == PARAMETERS else Span(part_file(part, inputs))


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


class _Files(NamedTuple):
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

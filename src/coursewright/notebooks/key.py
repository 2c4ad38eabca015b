"""What a result of a demo follows from, as one hash for each part: the key of a run.

A result is stale when a part of its key has changed: the code cells in their order with the tags
that steer a run, the parameters, each local module, each file of declared data, or this
schema. Prose, outputs, ids and the order of metadata are in no part, and neither are versions of
packages or the device: those are provenance, recorded in the passport.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath

from coursewright.diagnostics import Report, Span
from coursewright.model.demos import Demo, Scale
from coursewright.notebooks.document import Cell
from coursewright.notebooks.imports import Imports, find_imports
from coursewright.notebooks.run_rules import NO_SOURCE
from coursewright.notebooks.source import read_source, source_file

SCHEMA = "2"
"""Raised when results of the same parts would come out otherwise."""

CODE, PARAMETERS, SCHEMA_PART = "code", "parameters", "schema"
MODULE, DATA = "module ", "data "
"""What begins the name of a part that is a file, before its path below the demo's folder."""

STEERING_TAGS = frozenset({"raises-exception", "skip-execution", "parameters"})
"""Tags that change what a run does; the others say how a cell is shown."""

_OPTION = re.compile(r"\A(?:#\|[^\n]*(?:\n|\Z))+")

Key = Mapping[str, str]
"""The hash of each part, by the part's name."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run of a demo takes in, as the course has it now."""

    demo: Demo
    folder: Path
    file: str
    """The source's name in messages, such as ``docs/demos/momentum/momentum.py``."""
    cells: tuple[Cell, ...]
    imports: Imports
    data: tuple[str, ...]
    """Declared data, file by file, relative to the folder."""

    @property
    def source(self) -> str:
        """The source's name within the demo's folder."""
        return PurePosixPath(self.file).name

    @property
    def files(self) -> tuple[str, ...]:
        """The files that travel with a run, relative to the demo's folder."""
        return (*self.imports.modules, *self.data)

    def key(self, scale: Scale) -> Key:
        """Return the key of a run at this scale."""
        parts = {
            SCHEMA_PART: _hash(SCHEMA),
            CODE: _hash(json.dumps(list(_steps(self.cells)))),
            PARAMETERS: _hash(json.dumps([scale, list(self.demo.seeds)])),
        }
        for kind, names in ((MODULE, self.imports.modules), (DATA, self.data)):
            parts |= {kind + name: _file_hash(self.folder / name) for name in names}
        return parts


def read_inputs(demo: Demo, folder: Path, name: PurePosixPath, report: Report) -> Inputs | None:
    """Return what a run of the demo in ``folder`` would take in; None if there is no notebook.

    ``name`` is the folder as messages call it. Never raises for what the files hold.
    """
    path = source_file(folder, demo.id)
    if path is None:
        file = str(name / f"{demo.id}.py")
        hint = "write the notebook there, as a script with '# %%' before each cell, or as .ipynb"
        report(NO_SOURCE(f"there is no '{file}' to run", Span(file), hint))
        return None
    cells = read_source(path, str(name / path.name), report)
    if cells is None:
        return None
    code = [cell.source for cell in cells if cell.kind == "code"]
    data = tuple(dict.fromkeys(_data_files(folder, demo.data)))
    return Inputs(demo, folder, str(name / path.name), cells, find_imports(folder, code), data)


def changed_parts(old: Key, new: Key) -> tuple[str, ...]:
    """Return the names of the parts that differ, in the order of ``new``, then those gone."""
    names = dict.fromkeys([*new, *old])
    return tuple(name for name in names if old.get(name) != new.get(name))


def code_text(cell: Cell) -> str:
    """Return the code of a cell as far as a run is concerned: without options of its display."""
    text = _OPTION.sub("", cell.source)
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _steps(cells: Iterable[Cell]) -> Iterator[tuple[str, list[str]]]:
    for cell in cells:
        if cell.kind == "code" and (text := code_text(cell)):
            yield text, sorted(cell.tags & STEERING_TAGS)


def _data_files(folder: Path, declared: Iterable[str]) -> Iterator[str]:
    root = folder.resolve()
    for entry in declared:
        path = folder / PurePosixPath(entry)
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in found:
            inside = file.resolve().is_relative_to(root)
            if inside and file.is_file() and not file.is_symlink():
                yield file.relative_to(folder).as_posix()


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

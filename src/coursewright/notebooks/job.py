"""A run of a demo as one parcel: what travels to where it runs, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from coursewright.model.demos import Scale
from coursewright.notebooks.document import Cell

Progress = Callable[[int, int], None]
"""Is told how many code cells are done, and of how many."""

MAX_OUTPUT = 16_000_000
"""Bytes of all outputs of a notebook, and of all files that it leaves."""


@dataclass(frozen=True, slots=True)
class Job:
    """All that a run needs; it reads no other file of the course."""

    slug: str
    cells: tuple[Cell, ...]
    files: Mapping[str, bytes]
    """Modules and data by their names, relative to the folder that the notebook runs in."""
    packages: frozenset[str]
    """Top names of what is imported and is neither local nor of the standard library."""
    scale: Scale
    seeds: tuple[int, ...]
    seconds: float
    """The budget of time."""
    bytes: float
    """The budget of memory."""
    on_gpu: bool = False
    required: frozenset[str] = frozenset()
    """Those of the packages that the run cannot do without."""


class Fault(StrEnum):
    """Why a run gave no result."""

    RAISED = "raised"
    DIED = "died"
    TOO_LONG = "too long"
    TOO_LARGE = "too large"
    TOO_MUCH_OUTPUT = "too much output"
    NOT_INSTALLED = "not installed"
    NO_START = "no start"


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that ended early: in which cell, and on which of its lines if that is known."""

    fault: Fault
    message: str
    cell: int = 0
    """The cell's number among all, from 1; 0 for none."""
    line: int = 0
    """The line within the cell, from 1; 0 where it is not known."""


@dataclass(frozen=True, slots=True)
class CellRun:
    """What one code cell gave and took."""

    number: int
    outputs: tuple[Mapping[str, object], ...]
    seconds: float
    peak: float
    """Largest resident memory of the kernel and what it started, in bytes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job; with a ``failure`` nothing of it may be kept."""

    failure: Failure | None
    cells: tuple[CellRun, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What the notebook wrote below ``results/``, by names relative to it."""
    versions: Mapping[str, str] = field(default_factory=dict)
    device: str = ""
    cpu_seconds: float = 0.0
    seconds: float = 0.0
    peak: float = 0.0
    gpu_peak: float = 0.0
    private: tuple[str, ...] = ()
    """Kinds of private text that were taken out."""

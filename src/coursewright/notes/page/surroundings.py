"""What the page of notes can lead to, and what sets its formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from coursewright.math.engine import MathEngine
from coursewright.notes.parts import Target
from coursewright.sources.bibtex import BibEntry


class Neighbour(NamedTuple):
    """The notes of another lecture, which references can lead into."""

    title: str
    """``Lecture 5``."""
    address: str
    """Relative to the page of these notes, with a slash at its end."""
    labels: Mapping[str, Target]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page of notes can lead to, and what sets its formulas."""

    engine: MathEngine
    papers: Mapping[str, BibEntry] = field(default_factory=dict)
    """The course's bibliography."""
    paper_address: Callable[[str], str] = lambda key: f"#ref-{key}"
    """The address of a paper's entry on the site, relative to the page."""
    own: Mapping[str, BibEntry] = field(default_factory=dict)
    """The note's own bibliography."""
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)
    """Other notes by the id of their lecture."""
    drawings: Mapping[int, str] = field(default_factory=dict)
    """Drawings that TeX set, as SVG, by their index."""
    scratch: Path | None = None
    """Where a converter of PDF figures may write; None where there is to be none."""

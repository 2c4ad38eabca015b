"""All that is wrong with a course: its files, what they say together, its texts and its demos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coursewright.checks import run_checks
from coursewright.diagnostics import Diagnostic, Report
from coursewright.load import Loaded, load_course
from coursewright.math.engine import MathEngine
from coursewright.math.markdown import place_pieces
from coursewright.math.typeset import Source, typeset
from coursewright.model.course import Course
from coursewright.notebooks.embed import DEMOS, EmbeddedDemo, embed_demo
from coursewright.notebooks.prepare import CellText
from coursewright.views.proofread import proofread
from coursewright.views.prose import ProseWriter

DOCS = "docs"
CACHE = Path(".cache/coursewright")


@dataclass(frozen=True, slots=True)
class Checked:
    """A course with all that is wrong with it, and the tools to write its pages."""

    loaded: Loaded
    prose: ProseWriter
    demos: tuple[EmbeddedDemo, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Errors first, then by place."""


def check_course(root: Path, now: datetime, engine: MathEngine) -> Checked:
    """Load the course at ``root`` and find all that is wrong with it; make no pages."""
    loaded = load_course(root, now, root / CACHE)
    found = list(loaded.diagnostics)
    found += run_checks(loaded)
    macros = loaded.course.schedule.math_macros if loaded.course else {}
    prose = ProseWriter(engine, macros, found.append)
    if loaded.course:
        proofread(loaded.course, prose)
    for name in prose_files(root):
        text = loaded.folder.read(f"{DOCS}/{name}", lambda _: None)
        if text:
            found += typeset([Source(text, f"{DOCS}/{name}")], engine, macros).diagnostics
    demos = tuple(_embedded(root, loaded.course, engine, found.append))
    ordered = tuple(sorted(dict.fromkeys(found), key=lambda item: item.sort_key))
    return Checked(loaded, prose, demos, ordered)


def _embedded(
    root: Path, course: Course | None, engine: MathEngine, report: Report
) -> Iterator[EmbeddedDemo]:
    macros = course.schedule.math_macros if course else {}

    def render_math(texts: Sequence[CellText]) -> list[str]:
        sources = [Source(text.text, text.file, text.line) for text in texts]
        done = typeset(sources, engine, macros)
        for diagnostic in done.diagnostics:
            report(diagnostic)
        return [
            place_pieces(text.text, pieces) for text, pieces in zip(texts, done.pieces, strict=True)
        ]

    for demo in course.schedule.demos if course else ():
        if (root / DOCS / DEMOS / demo.id).is_dir():
            embedded = embed_demo(root / DOCS, demo.id, render_math)
            for diagnostic in embedded.diagnostics:
                report(diagnostic)
            yield embedded


def prose_files(root: Path) -> Iterator[str]:
    """Yield the names of the Markdown files below ``docs/``."""
    docs = root / DOCS
    for path in sorted(docs.rglob("*.md")):
        yield path.relative_to(docs).as_posix()

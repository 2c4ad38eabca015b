"""What becomes of notes that nobody here wrote: a folder of them, each through the whole way."""

from __future__ import annotations

import os
import re
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.figures import Figure, Group
from coursewright.math.engine import MathEngine
from coursewright.notes.numbers import TexNumbers, plain_number, read_aux
from coursewright.notes.page.setting import set_notes
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.read import ReadNotes, read_notes
from coursewright.notes.tex import make_pdf, why_no_tex

TITLE = "Notes in LaTeX, by other people"
_CLASS = re.compile(r"^\s*\\document(?:class|style)\b", re.MULTILINE)
_NUMBERED = ("ref", "eqref", "named")


@dataclass(slots=True)
class Outcome:
    """What became of one document."""

    name: str
    seconds: float
    converted: bool
    formulas: int = 0
    failed: int = 0
    references: Counter[str] = field(default_factory=Counter)
    """References to labels, by how their number compares with the PDF's."""
    codes: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)


def measure(work: Path, repeats: int, folder: Path | None = None) -> Group:
    """Convert each document below ``folder``: each ``.tex`` with a class and a text of its own."""
    del repeats
    if folder is None:
        return Group("notes", TITLE, (), "name a folder of notes: --folder F")
    found = sorted(_documents(folder))
    if not found:
        return Group("notes", TITLE, (), f"there is no document in LaTeX below '{folder.name}'")
    with MathEngine() as engine:
        engine.render([])
        outcomes = [_outcome(path, engine, work) for path in found]
    return Group("notes", TITLE, tuple(_figures(outcomes)), "", _details(outcomes))


def _documents(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*.tex"):
        text = path.read_text("utf-8", errors="replace")
        if _CLASS.search(text) and "\\begin{document}" in text:
            yield path


def _outcome(path: Path, engine: MathEngine, work: Path) -> Outcome:
    before = _cpu_seconds()
    notes = read_notes(path.parent, path.name)
    with tempfile.TemporaryDirectory() as scratch:
        done = set_notes(notes, Surroundings(engine, scratch=Path(scratch)))
    seconds = _cpu_seconds() - before
    converted = bool(done.html.strip())
    outcome = Outcome(path.parent.name, seconds, converted, done.formulas, done.failed_formulas)
    problems = [*notes.problems, *done.problems]
    outcome.codes.update(problem.code for problem in problems)
    outcome.messages.update(f"{one.code} {one.message[:70]}" for one in problems)
    numbers = _numbers(path, notes, work)
    if numbers is not None and converted:
        outcome.references.update(_compared(notes, numbers))
    return outcome


def _numbers(path: Path, notes: ReadNotes, work: Path) -> TexNumbers | None:
    """Return the PDF's numbers: from an ``.aux`` beside the document, else from TeX."""
    aux = path.with_suffix(".aux")
    if aux.is_file():
        return read_aux(aux.read_text("utf-8", errors="replace"))
    return None if why_no_tex() else make_pdf(notes, [], work / "notes-pdf").numbers


def _compared(notes: ReadNotes, numbers: TexNumbers) -> Iterator[str]:
    for part in notes.parts.references:
        for label in part.labels if part.style in _NUMBERED else ():
            if label not in numbers.labels or not numbers.labels[label]:
                continue
            target = notes.labels.get(label)
            if target is None or not target.number:
                yield "unknown"
            else:
                same = plain_number(target.number) == numbers.labels[label]
                yield "equal" if same else "warned" if target.unsure else "wrong"


def _cpu_seconds() -> float:
    own = sum(os.times()[:4])
    for child in psutil.Process().children(recursive=True):
        times = child.cpu_times()
        own += times.user + times.system
    return own


def _figures(outcomes: list[Outcome]) -> Iterator[Figure]:
    count = len(outcomes)
    good = sum(one.converted for one in outcomes)
    formulas, failed = sum(one.formulas for one in outcomes), sum(one.failed for one in outcomes)
    seconds = tuple(round(one.seconds, 3) for one in outcomes)
    references = sum((one.references for one in outcomes), Counter[str]())
    total = references.total()
    yield Figure("not converted", 100 * (count - good) / count, "%", 5, f"{count} documents")
    yield Figure(
        "formulas that fail, each reported", 100 * failed / max(formulas, 1), "%", 1,
        f"{failed} of {formulas}",
    )  # fmt: skip
    yield Figure("CPU a document, median", statistics.median(seconds), "s", 0.7, "", seconds)
    yield Figure("CPU a document, the longest", max(seconds), "s")
    if total:
        compiled = sum(bool(one.references) for one in outcomes)
        note = f"{total} references of {compiled} documents that TeX compiles"
        share = 100 * (total - references["equal"]) / total
        yield Figure("references without the PDF's number, TeX not asked", share, "%", 10, note)
        warned = 100 * references["warned"] / total
        yield Figure("of these with another number, and a sign that says so", warned, "%")
        wrong = 100 * references["wrong"] / total
        yield Figure("of these with another number and no sign", wrong, "%", 0)


def _details(outcomes: list[Outcome]) -> dict[str, object]:
    codes = sum((one.codes for one in outcomes), Counter[str]())
    messages = sum((one.messages for one in outcomes), Counter[str]())
    return {
        "codes": dict(codes.most_common()),
        "commonest": dict(messages.most_common(60)),
        "documents": {
            one.name: [one.converted, one.failed, one.formulas, dict(one.references)]
            for one in outcomes
        },
    }

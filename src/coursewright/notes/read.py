"""A set of notes as it was read: what it says, what it labels, what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from coursewright.diagnostics import Diagnostic, Span, has_errors
from coursewright.notes import pandoc
from coursewright.notes.numbers import TexNumbers, take_numbers
from coursewright.notes.pandoc import Json, PandocError
from coursewright.notes.parts import Parts, Target
from coursewright.notes.people import NamedPeople, named_people, without_people
from coursewright.notes.rules import UNREADABLE
from coursewright.notes.translation.translate import translate
from coursewright.sources.latex_document import LatexDocument, read_document
from coursewright.sources.latex_rules import TOO_DEEP
from coursewright.sources.latex_structure import read_structure
from coursewright.swap import write_in_cache

MAIN: Final = "notes.tex"
_SCHEMA: Final = 1


@dataclass(slots=True)
class ReadNotes:
    """Notes between their text and their page."""

    document: LatexDocument
    parts: Parts = field(default_factory=Parts)
    blocks: list[Json] = field(default_factory=list)
    """Pandoc's tree, with marks where the parts stand."""
    problems: list[Diagnostic] = field(default_factory=list)
    people: tuple[NamedPeople, ...] = ()
    """Where they name people, which neither page nor PDF shows."""

    @property
    def failed(self) -> bool:
        """Tell whether the notes cannot be published as they are."""
        return has_errors(self.problems)

    @property
    def labels(self) -> Mapping[str, Target]:
        """What the labels of the notes name."""
        return self.parts.labels


def read_notes(
    folder: Path,
    main: str = MAIN,
    name: str = "",
    classes: Sequence[Path] = (),
    cache: Path | None = None,
) -> ReadNotes:
    """Return the notes whose first file is ``main`` in ``folder``; never raises for what they hold.

    ``name`` is the folder's name in messages, ``classes`` are the folders of the course's own
    classes and packages, and ``cache`` is where pandoc's answers are kept.
    """
    document = read_document(folder, main, name, classes)
    notes = ReadNotes(document)
    structure = read_structure(document.tokens)
    notes.problems += [*document.problems, *structure.problems]
    if any(problem.code == TOO_DEEP.code for problem in notes.problems):
        # Every reader after this one would walk as deep.
        return notes
    notes.people = named_people(document)
    tokens = without_people(document.tokens, notes.people)
    packages = without_people(document.packages, notes.people)
    text, notes.parts = translate(replace(document, tokens=tokens, packages=packages))
    known = {(problem.code, problem.span) for problem in notes.problems}
    notes.problems += [one for one in notes.parts.problems if (one.code, one.span) not in known]
    try:
        notes.blocks = _tree(text, cache)
    except PandocError as error:
        message = f"the notes cannot be read: {error}"
        hint = "look for something that is not closed"
        first = next(iter(document.files.values()), None)
        span = first.span(0, 1) if first else Span(name or main)
        if not has_errors(notes.problems):
            notes.problems.append(UNREADABLE(message, span, hint))
    return notes


def with_tex_numbers(notes: ReadNotes, numbers: TexNumbers) -> None:
    """Let the notes have the numbers that TeX gave them; say where the two differ."""
    notes.problems += take_numbers(notes.parts, numbers)


def _tree(text: str, cache: Path | None) -> list[Json]:
    if not text.strip():
        return []
    key = sha256(f"{_SCHEMA}\n{pandoc.version()}\n{text}".encode()).hexdigest()
    if cache is not None:
        try:
            kept: list[Json] = json.loads((cache / f"{key}.json").read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            pass
        else:
            return kept
    blocks = pandoc.read_latex(text)
    if cache is not None:
        write_in_cache(cache, f"{key}.json", json.dumps(blocks).encode())
    return blocks

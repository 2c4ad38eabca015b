"""All that is wrong with the notes of a lecture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from coursewright.diagnostics import Diagnostic, Span
from coursewright.model.course import Course
from coursewright.model.scribing import is_scribed
from coursewright.model.timetable import ScheduledSession
from coursewright.scribe.lint import figures, lecture, references, safety, style
from coursewright.scribe.lint.notes import Notes
from coursewright.scribe.template import TEMPLATES, read_template
from coursewright.sources.latex_document import LatexDocument, read_document
from coursewright.sources.latex_rules import NO_DOCUMENT, NO_INPUT

MAIN = "notes.tex"

CHECKS = (
    references.references,
    references.citations,
    figures.figures,
    lecture.facts,
    lecture.template_text,
    lecture.own_class,
    style.typed_numbers,
    style.double_dollars,
    style.marks_to_do,
    style.other_macros,
    safety.forbidden_commands,
    safety.paths_outside,
)
"""What is looked at once the notes are read."""


@dataclass(frozen=True, slots=True)
class CheckedNotes:
    """What came of looking at notes."""

    diagnostics: tuple[Diagnostic, ...]
    """Errors, which have to be mended first, then the rest; by place."""
    texts: Mapping[str, str]
    session: ScheduledSession | None
    """The lecture that they are of, if it could be told."""

    def together_with(self, found: Iterable[Diagnostic]) -> CheckedNotes:
        """Return the same with more that was found."""
        return replace(self, diagnostics=_ordered([*found, *self.diagnostics]))


def check_notes(
    folder: Path,
    name: str,
    course: Course | None = None,
    session: ScheduledSession | None = None,
) -> CheckedNotes:
    """Return all that is wrong with the notes in ``folder``, which messages call ``name``.

    Without ``session`` it is the one that the folder is called after, or that the notes name.
    Nothing outside the folder is read, and nothing is run.
    """
    if not (folder / MAIN).is_file():
        span = Span(f"{name}/{MAIN}" if name else MAIN)
        message = f"there is no '{MAIN}' in the folder of the notes"
        missing = NO_INPUT(message, span, f"call the file with your text {MAIN}")
        return CheckedNotes(_ordered([*safety.odd_files(folder, name), missing]), {}, session)
    classes = [course.root / TEMPLATES] if course else []
    return check_document(read_document(folder, MAIN, name, classes), course, session)


def check_document(
    document: LatexDocument, course: Course | None = None, session: ScheduledSession | None = None
) -> CheckedNotes:
    """Return all that is wrong with notes that have been read, and with what lies beside them."""
    template = read_template(course.root) if course else {}
    # What the checks read beside it stays theirs.
    document = replace(document, files=dict(document.files))
    session = session or _session_of(Notes(document, template, course), document.folder)
    notes = Notes(document, template, course, session)
    found = [*safety.odd_files(document.folder, document.name), *document.problems]
    found += [*notes.structure.problems, *_without_document(notes)]
    for check in CHECKS:
        found += check(notes)
    return CheckedNotes(_ordered(found), document.texts, session)


def _ordered(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda item: item.sort_key))


def _without_document(notes: Notes) -> Iterator[Diagnostic]:
    if not any(it.name == "document" for it in notes.structure.environments):
        message = "the notes have no \\begin{document}"
        hint = "put the text between \\begin{document} and \\end{document}"
        yield NO_DOCUMENT(message, notes.first, hint)


def _session_of(notes: Notes, folder: Path) -> ScheduledSession | None:
    if notes.course is None:
        return None
    scribed = [it for it in notes.course.sessions if is_scribed(it)]
    by_id = {it.id: it for it in scribed}
    if (name := folder.resolve().name) in by_id:
        return by_id[name]
    said = next((call.text() for call in notes.structure.named("\\lecture")), "")
    return next((it for it in scribed if it.ordinal == said), None)

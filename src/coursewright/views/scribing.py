"""The page of scribing: the rules, the template, and how far the notes of each lecture are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coursewright.model.addresses import template_uri
from coursewright.model.scribing import LectureNotes, NotesState, lecture_notes
from coursewright.views import wording
from coursewright.views.links import MaterialLink, material_link, session_address
from coursewright.views.page import Page, root_of
from coursewright.views.work import weights
from coursewright.views.writer import Writer

NOTES_FOLDER = "notes/"
"""Where the notes of a lecture are, from its page on."""

_CHIPS = {
    NotesState.OPEN: "",
    NotesState.ASSIGNED: "info",
    NotesState.DUE: "warn",
    NotesState.SUBMITTED: "info",
    NotesState.CHECKED: "good",
    NotesState.PUBLISHED: "good",
}
_SIGNS = {"": "○", "info": "◐", "warn": "!", "good": "✓"}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A lecture as scribes see it."""

    notes: LectureNotes
    chip: str
    """The kind of chip that its state has."""
    sign: str
    days_left: str
    """``tomorrow``, ``in 3 days``; empty unless the notes are due."""
    credits: tuple[str, ...]
    links: tuple[MaterialLink, ...]
    page: str
    """The address of the notes as a page of this site, or an empty text."""
    template: str
    """The address of its template, or an empty text."""


def scribing_page(writer: Writer, files: frozenset[str], handed_in: Mapping[str, bool]) -> Page:
    """Return ``/scribing/``.

    ``files`` names the zips and the PDF that scribes start from; ``handed_in`` is as for
    ``lecture_notes``.
    """
    course = writer.course
    rows = [_row(writer, notes, files, handed_in) for notes in lecture_notes(course, handed_in)]
    return writer.page(
        "scribing.html.j2",
        "scribing.md",
        "Scribing",
        course.schedule.span_of("scribing"),
        description=f"Taking notes for {course.schedule.course.code}.",
        rules=course.schedule.scribing,
        weight=weights(course)["scribing"],
        template="scribing/template.zip" in files,
        compiled="scribing/template.pdf" in files,
        rows=rows,
    )


def _row(
    writer: Writer, notes: LectureNotes, files: frozenset[str], handed_in: Mapping[str, bool]
) -> BoardRow:
    course, session = writer.course, notes.session
    chip = _CHIPS[notes.state]
    left = (notes.due - course.today).days if notes.due else 0
    published = notes.state is NotesState.PUBLISHED
    template = template_uri(session)
    return BoardRow(
        notes,
        chip,
        _SIGNS[chip],
        _days_left(left) if notes.state is NotesState.DUE else "",
        tuple(_credits(notes, course.schedule.term.name)),
        tuple(material_link(course, it, root_of("scribing.md")) for it in notes.materials),
        session_address(session) + NOTES_FOLDER if published and session.id in handed_in else "",
        template if template in files and not published else "",
    )


def _credits(notes: LectureNotes, edition: str) -> list[str]:
    """Return who took the notes, each once: as the schedule says, then as files are credited.

    The credits of ``edition``, which the board is about, do not name it.
    """
    said = [wording.people_text(notes.people, "scribe")] if notes.people is not None else []
    for item in notes.materials:
        for credit in item.material.credits:
            text = wording.people_text(credit.people, credit.role.removesuffix("s"))
            of = credit.edition or item.material.edition
            said.append(f"{text}, {of}" if of and of != edition else text)
    return list(dict.fromkeys(filter(None, said)))


def _days_left(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")

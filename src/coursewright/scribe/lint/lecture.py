"""What the notes say of their lecture, against the schedule; what is left of the template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from coursewright.diagnostics import Diagnostic, Label
from coursewright.model.scribing import lecture_notes
from coursewright.scribe.facts import latex_title, lecture_line
from coursewright.scribe.lint.notes import CLASS, Notes, argument_span
from coursewright.scribe.lint.rules import (
    CHANGED_CLASS,
    NOT_OUR_CLASS,
    OTHER_FACT,
    OTHER_SCRIBES,
    TEMPLATE_TEXT,
)
from coursewright.sources.latex_stream import as_written
from coursewright.sources.latex_structure import Call
from coursewright.sources.latex_text import latex_to_text

_SAMPLE: Final = "notes.tex"
_TELLING: Final = 60
"""A line of the sample is told from other lines by this many characters."""


def facts(notes: Notes) -> Iterator[Diagnostic]:
    r"""Yield what ``\lecture`` and ``\scribes`` say otherwise than the schedule."""
    calls = {call.name: call for call in notes.structure.named("\\lecture", "\\scribes")}
    lecture = calls.get("\\lecture")
    if lecture is None:
        message = f"the notes say neither \\documentclass{{{CLASS}}} nor \\lecture"
        if _class_of(notes) == CLASS:
            message = "the notes have no \\lecture{number}{title}{date}"
        hint = "begin with the template of the lecture, from its page"
        yield NOT_OUR_CLASS(message, notes.first, hint)
    elif notes.session is not None:
        yield from _other_facts(notes, lecture)
    if "\\scribes" in calls and notes.session is not None:
        yield from _other_scribes(notes, calls["\\scribes"])


def _class_of(notes: Notes) -> str:
    return next((call.text() for call in notes.structure.named("\\documentclass")), "")


def _other_facts(notes: Notes, call: Call) -> Iterator[Diagnostic]:
    session = notes.session
    if session is None:
        return
    record = session.record
    day = session.first_day.isoformat() if session.first_day else ""
    wanted = (("number", session.ordinal), ("title", record.title), ("date", day))
    for index, (what, right) in enumerate(wanted):
        said = as_written(call.arguments[index]).strip() if index < len(call.arguments) else ""
        if not right or "\\replace" in said or _same(said, right):
            continue
        key = "title" if what == "title" else "date" if day else "id"
        where = [Label(record.span_of(key), "the schedule says otherwise")]
        message = f"the {what} of the lecture is '{right}', and not '{said}'"
        hint = f"write {lecture_line(session)}"
        yield OTHER_FACT(message, argument_span(call, index), hint, where)


def _same(said: str, right: str) -> bool:
    plain = " ".join(latex_to_text(said).split())
    return plain == " ".join(latex_to_text(latex_title(right)).split()) or said == right


def _other_scribes(notes: Notes, call: Call) -> Iterator[Diagnostic]:
    if notes.course is None or notes.session is None or not call.arguments:
        return
    known = {it.session.id: it.people for it in lecture_notes(notes.course, {})}
    people = known.get(notes.session.id)
    said = as_written(call.arguments[0])
    if people is None or not said.strip() or "\\replace" in said:
        return
    count = len([name for name in re.split(r"\\and\b|,", said) if name.strip()])
    right = people if isinstance(people, int) else len(people)
    if count != right:
        message = f"{count} scribes are named here; the schedule has {right}"
        hint = "separate names by \\and; who does not want to be named is left out"
        yield OTHER_SCRIBES(message, argument_span(call, 0), hint)


def template_text(notes: Notes) -> Iterator[Diagnostic]:
    r"""Yield each ``\replace`` that is left, and the sample where it was not written over."""
    for call in notes.structure.named("\\replace"):
        yield TEMPLATE_TEXT("this is a place to fill in", call.span, "write your own text here")
    sample = notes.template.get(_SAMPLE, b"").decode("utf-8", "replace")
    lines = {line.strip() for line in sample.splitlines() if _is_telling(line)}
    for name, text in notes.visible.items():
        left = [n for n, line in enumerate(text.split("\n")) if line.strip() in lines]
        if len(left) > 2:  # noqa: PLR2004  (a line or two may be kept on purpose)
            source = notes.source_named(name)
            start = len("\n".join(text.split("\n")[: left[0]])) + bool(left[0])
            line = text.split("\n")[left[0]]
            at = start + len(line) - len(line.lstrip())
            message = f"{len(left)} lines of the template's sample are left, this one first"
            hint = "the sample is an example: put your lecture in its place"
            yield TEMPLATE_TEXT(message, source.span(at, start + len(line)), hint)


def _is_telling(line: str) -> bool:
    plain = line.strip()
    return len(plain) >= _TELLING and not plain.startswith(("%", "\\"))


def own_class(notes: Notes) -> Iterator[Diagnostic]:
    """Yield the copy of the course's class that was changed."""
    name = f"{CLASS}.cls"
    ours = notes.template.get(name)
    theirs = notes.text_of(name)
    if ours is None or theirs is None:
        return
    if theirs.split() != ours.decode("utf-8", "replace").split():
        message = f"this {name} is not the one of the course"
        hint = "take the file from the template; macros of your own go into notes.tex"
        yield CHANGED_CLASS(message, notes.first.__class__(notes.shown(name)), hint)

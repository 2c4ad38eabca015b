"""Labels and what refers to them; citations and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from coursewright.diagnostics import Diagnostic, Label, Span, did_you_mean
from coursewright.scribe.lint.notes import Notes, argument_span
from coursewright.scribe.lint.rules import (
    REPEATED_LABEL,
    UNKNOWN_CITATION,
    UNKNOWN_REFERENCE,
    UNUSED_LABEL,
)
from coursewright.sources.latex_structure import Call
from coursewright.sources.latex_tokens import Token, verbatim_parts

_REFERENCES: Final = (
    *("\\ref", "\\eqref", "\\pageref", "\\nameref", "\\cref", "\\Cref", "\\autoref", "\\vref"),
    *("\\cpageref", "\\crefrange", "\\Crefrange"),
)
_LISTING_LABEL: Final = re.compile(r"(?:^|,)\s*label\s*=\s*\{?([^,{}]+)")


class Named(NamedTuple):
    """A label or a key, and where it stands."""

    name: str
    span: Span


def references(notes: Notes) -> Iterator[Diagnostic]:
    """Yield references without a label, labels without a reference, and labels given twice."""
    labels = list(_labels(notes))
    known: dict[str, Span] = {}
    for label in labels:
        first = known.setdefault(label.name, label.span)
        if first is not label.span:
            message = f"the label '{label.name}' is given twice"
            where = [Label(first, "here for the first time")]
            yield REPEATED_LABEL(message, label.span, "give one of them another name", where)
    used = [it for call in notes.structure.named(*_REFERENCES) for it in _names(call)]
    if not _makes_labels(notes):
        yield from _unknown(notes, used, known)
    names = {it.name for it in used}
    for label in labels:
        if label.name not in names and known[label.name] is label.span:
            yield UNUSED_LABEL(f"nothing refers to the label '{label.name}'", label.span)


def _unknown(notes: Notes, used: list[Named], known: dict[str, Span]) -> Iterator[Diagnostic]:
    for item in used:
        if item.name not in known and not _is_elsewhere(notes, item.name):
            hint = did_you_mean(item.name, known) or f"write \\label{{{item.name}}} where it is"
            message = f"there is no \\label{{{item.name}}}"
            yield UNKNOWN_REFERENCE(message, item.span, hint)


def _labels(notes: Notes) -> Iterator[Named]:
    for call in notes.structure.named("\\label"):
        yield from _names(call)
    for token, _ in notes.structure.verbatim:
        found = _LISTING_LABEL.search(verbatim_parts(token).options)
        if found:
            yield Named(found[1].strip(), token.source.span(token.start, token.start + 1))


def _makes_labels(notes: Notes) -> bool:
    """Tell whether a macro or an environment of the notes gives labels of its own."""
    own = notes.own_definitions
    bodies = [macro.body for macro in own.macros.values()]
    bodies += [(*it.begin, *it.end) for it in own.environments.values()]
    return any(token.text == "\\label" for body in bodies for token in body)


def _is_elsewhere(notes: Notes, name: str) -> bool:
    """Tell whether a reference leads to another lecture: ``s05:thm:rate``."""
    lecture = name.partition(":")[0]
    return notes.course is not None and lecture in notes.course.by_id and ":" in name


def _names(call: Call) -> Iterator[Named]:
    """Yield the names that an argument lists, each with its place."""
    for index, argument in enumerate(call.arguments):
        text = "".join(token.text for token in argument)
        if not argument or any(sign in text for sign in "#\\%"):
            continue
        one_file = all(token.source is argument[0].source for token in argument)
        at = 0
        for part in text.split(","):
            name = part.strip()
            start = at + len(part) - len(part.lstrip())
            at += len(part) + 1
            if name:
                span = _part_span(argument, start, len(name))
                yield Named(name, span if one_file else argument_span(call, index))


def _part_span(argument: tuple[Token, ...], start: int, length: int) -> Span:
    begin = argument[0].start + start
    return argument[0].source.span(begin, begin + length)


def citations(notes: Notes) -> Iterator[Diagnostic]:
    """Yield citations that neither the notes' own sources nor the course's papers have."""
    own, problems = notes.bibliography
    yield from problems
    known = {*own, *(notes.course.papers if notes.course else ())}
    known |= {it.name for call in notes.structure.named("\\bibitem") for it in _names(call)}
    places = {entry.key: entry.span for entry in own.values()}
    if notes.course:
        places = {entry.key: entry.span for entry in notes.course.papers.values()} | places
    for call in notes.structure.calls:
        if "cite" not in call.name.lower() or not call.arguments:
            continue
        for item in _names(call):
            if item.name.lstrip("*") not in known and item.name != "*":
                yield _uncited(item, places)


def _uncited(item: Named, places: dict[str, Span]) -> Diagnostic:
    hint = did_you_mean(item.name, places)
    meant = hint.partition("'")[2].rpartition("'")[0]
    related = [Label(places[meant], "its entry")] if meant in places else []
    message = f"no entry '{item.name}' in notes.bib or papers.bib"
    return UNKNOWN_CITATION(message, item.span, hint or "add the entry to notes.bib", related)

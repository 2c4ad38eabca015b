"""Habits that make notes worse: typed numbers, ``$$``, marks of what is to do, macros renamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from coursewright.diagnostics import Diagnostic, Label
from coursewright.scribe.lint.notes import Notes
from coursewright.scribe.lint.rules import DOUBLE_DOLLAR, OTHER_MACRO, TO_DO, TYPED_NUMBER
from coursewright.sources.latex_stream import as_written
from coursewright.sources.latex_tokens import Kind

_TYPED: Final = re.compile(
    r"\b(Theorem|Lemma|Proposition|Corollary|Definition|Assumption|Claim|Remark|Example"
    r"|Algorithm|Figure|Fig\.|Table|Section|Equation|Eq\.)(?:~|\s)\s?\(?(\d+(?:\.\d+)*)\b\)?"
)
_ELSEWHERE: Final = re.compile(r"\\[A-Za-z]*cite|\bof\s+\[|\bin\s+\[|\\cite")
_TO_DO: Final = re.compile(r"\b(?:TODO|FIXME|XXX)\b|(?<![(?])\?\?\?+")
_NEAR: Final = 80


def typed_numbers(notes: Notes) -> Iterator[Diagnostic]:
    """Yield numbers that are typed; those of a theorem in a source that is cited are right."""
    for name, text in notes.visible.items():
        source = notes.source_named(name)
        body = max(text.find("\\begin{document}"), 0)
        for found in _TYPED.finditer(text, body):
            around = source.text[max(found.start() - _NEAR, 0) : found.end() + _NEAR]
            if not _ELSEWHERE.search(around):
                message = f"the number of '{found[0]}' is typed"
                hint = "label it, and write \\cref{...} here"
                yield TYPED_NUMBER(message, source.span(*found.span()), hint)


def double_dollars(notes: Notes) -> Iterator[Diagnostic]:
    """Yield each ``$$`` that begins a formula."""
    opened = False
    for token in notes.document.tokens:
        if token.kind is Kind.PARAGRAPH:
            opened = False
        elif token.kind is Kind.MATH and token.text == "$$":
            if not opened:
                yield DOUBLE_DOLLAR("'$$' is plain TeX", token.span, "write \\[ ... \\]")
            opened = not opened


def marks_to_do(notes: Notes) -> Iterator[Diagnostic]:
    r"""Yield ``\todo``, and TODO, FIXME, XXX and ??? in the text and in comments."""
    for call in notes.structure.named("\\todo", "\\TODO", "\\fixme"):
        yield TO_DO("something is still to do here", call.place.span)
    for token in notes.document.tokens:
        if token.kind in {Kind.TEXT, Kind.COMMENT}:
            for found in _TO_DO.finditer(token.text):
                span = token.source.span(token.start + found.start(), token.start + found.end())
                yield TO_DO("something is still to do here", span)


def other_macros(notes: Notes) -> Iterator[Diagnostic]:
    """Yield macros of the notes that mean something else in the course."""
    course = notes.course
    for name, macro in notes.own_definitions.macros.items():
        ours = course.schedule.math_macros.get(name) if course else None
        if course is None or ours is None or macro.place.source.name.endswith(".sty"):
            continue
        said = as_written(macro.body)
        if _bare(said) != _bare(ours):
            span = course.schedule.span_of("math_macros", name)
            where = [Label(span, "the course's own")]
            message = f"{name} is a macro of the course, and means '{ours}'"
            yield OTHER_MACRO(message, macro.span, "give yours another name", where)


def _bare(tex: str) -> str:
    return re.sub(r"\s+|[{}]", "", tex)

"""The notes of a lecture as the checks look at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from coursewright.diagnostics import Diagnostic, Span
from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession
from coursewright.scribe.template import Files
from coursewright.sources.bibtex import BibEntry, read_bibtex
from coursewright.sources.latex_definitions import Definitions, collect_definitions
from coursewright.sources.latex_document import LatexDocument, plain_file
from coursewright.sources.latex_structure import SIGNATURES, Call, Structure, read_structure
from coursewright.sources.latex_tokens import Kind, LatexSource, Token

CLASS: Final = "scribenotes"

_SIGNATURES: Final = {
    **SIGNATURES,
    "\\verbatiminput": "*m",
    "\\lstinputlisting": "om",
    "\\inputminted": "omm",
    "\\includepdf": "om",
    "\\includesvg": "om",
}


@dataclass(frozen=True)
class Notes:
    """The notes, as they were read, and the course that they belong to."""

    document: LatexDocument
    template: Files
    course: Course | None = None
    session: ScheduledSession | None = None
    """The lecture that they are of, if that is known."""

    @property
    def folder(self) -> Path:
        """The folder that they lie in."""
        return self.document.folder

    @cached_property
    def structure(self) -> Structure:
        """Commands with their arguments, and environments."""
        return read_structure(self.document.tokens, _SIGNATURES)

    @cached_property
    def own_definitions(self) -> Definitions:
        """What the notes themselves define."""
        return collect_definitions(self.document.tokens)

    @cached_property
    def definitions(self) -> Definitions:
        """What the notes, and the classes and packages beside them, define."""
        return collect_definitions([*self.document.packages, *self.document.tokens])

    @cached_property
    def bibliography(self) -> tuple[Mapping[str, BibEntry], tuple[Diagnostic, ...]]:
        """The entries of the notes' own .bib files, and what is wrong with these."""
        entries: dict[str, BibEntry] = {}
        found: list[Diagnostic] = []
        for name in self.bib_names():
            text = self.text_of(name)
            if text is not None and text.strip():
                shown = self.shown(name)
                self.document.files[name] = LatexSource(shown, text)
                entries |= read_bibtex(text, shown, found.append)
        return entries, tuple(found)

    def bib_names(self) -> Iterator[str]:
        r"""Yield the names of the files that ``\bibliography`` names and that are there."""
        for call in self.structure.named("\\bibliography", "\\addbibresource"):
            for name in call.text().split(","):
                wanted = name.strip()
                whole = wanted if wanted.endswith(".bib") else f"{wanted}.bib"
                if wanted and plain_file(self.folder, whole):
                    yield whole

    def text_of(self, name: str) -> str | None:
        """Return the text of a file of the folder, whatever its encoding; None without one."""
        path = plain_file(self.folder, name)
        if path is None:
            return None
        text = path.read_bytes().decode("utf-8-sig", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def shown(self, name: str) -> str:
        """Return the name of a file of the folder in messages."""
        return f"{self.document.name}/{name}" if self.document.name else name

    @cached_property
    def visible(self) -> Mapping[str, str]:
        """The text of each file that TeX reads, by its name in messages, no character moved.

        Comments, verbatim material and the arguments of citations are blank.
        """
        texts: dict[str, list[str]] = {}
        for name, source in self.document.files.items():
            if name.endswith(".tex"):
                texts[source.name] = list(source.text)
        hidden = [it for it in self.document.tokens if it.kind in {Kind.COMMENT, Kind.VERBATIM}]
        stretches = [(it.source, it.start, it.end) for it in hidden]
        stretches += [_stretch(call) for call in self.structure.calls if _is_citation(call)]
        for source, start, end in stretches:
            if source.name in texts:
                letters = texts[source.name]
                letters[start:end] = [it if it == "\n" else " " for it in letters[start:end]]
        return {name: "".join(letters) for name, letters in texts.items()}

    def source_named(self, shown: str) -> LatexSource:
        """Return the file with this name in messages."""
        return next(it for it in self.document.files.values() if it.name == shown)

    @property
    def first(self) -> Span:
        """The begin of the notes, for what is missing in them."""
        return Span(self.shown(self.document.main))


def argument_span(call: Call, index: int) -> Span:
    """Return where an argument stands; of an empty one, the command's place."""
    tokens = call.arguments[index] if index < len(call.arguments) else ()
    return tokens_span(tokens) if tokens else call.place.span


def tokens_span(tokens: tuple[Token, ...]) -> Span:
    """Return the stretch from the first token to the last one of the same file."""
    first = tokens[0]
    last = next(it for it in reversed(tokens) if it.source is first.source)
    return first.source.span(first.start, max(last.end, first.end))


def _is_citation(call: Call) -> bool:
    return "cite" in call.name.lower()


def _stretch(call: Call) -> tuple[LatexSource, int, int]:
    inside = [it for part in (*call.options, *call.arguments) for it in part]
    same = [it.end for it in inside if it.source is call.place.source]
    return call.place.source, call.place.start, max([call.place.end, *same])

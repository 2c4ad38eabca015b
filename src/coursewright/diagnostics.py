"""What is wrong, where, and what to do: the one kind of message the project gives.

Every other module may use this one; it uses none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a problem matters. An error stops the build; the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text in a file of the course.

    Lines and columns count from 1; columns count characters, not bytes. The end is
    exclusive: a one-character span at the start of a file runs from 1:1 to 1:2.
    """

    file: str
    """Path relative to the course's folder, with forward slashes."""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 2

    @classmethod
    def on_line(cls, file: str, line: int, column: int, length: int = 1) -> Span:
        """Return the span of ``length`` characters on one line."""
        return cls(file, line, column, line, column + max(length, 1))

    def __str__(self) -> str:
        """Return ``file:line:column``, the form editors and terminals make a link of."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that a diagnostic speaks of, with what is to be seen there."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: what it is, where it is, and how to mend it."""

    code: str
    severity: Severity
    message: str
    span: Span
    help: str = ""
    related: tuple[Label, ...] = ()

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Diagnostic:
        """Return what ``dataclasses.asdict`` made the data of.

        Raises:
            KeyError, TypeError, ValueError: the data are of something else.

        """
        related = tuple(Label(Span(**item["span"]), item["text"]) for item in data["related"])
        kept = {"span": Span(**data["span"]), "severity": Severity(data["severity"])}
        return cls(**{**data, **kept, "related": related})

    @property
    def sort_key(self) -> tuple[bool, Span, str, str]:
        """Errors first, then by place."""
        return (self.severity is not Severity.ERROR, self.span, self.code, self.message)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of problem: its code is never given to another one.

    The manual page says what it is, why it matters, and shows a bad and a good example;
    ``coursewright explain CODE`` prints it.
    """

    code: str
    severity: Severity
    manual: str

    @property
    def title(self) -> str:
        """The first line of the manual page."""
        return self.manual.strip().partition("\n")[0]

    def __call__(
        self, message: str, span: Span, hint: str = "", related: Iterable[Label] = ()
    ) -> Diagnostic:
        """Return a diagnostic of this kind."""
        return Diagnostic(self.code, self.severity, message, span, hint, tuple(related))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the closest of the ``known`` names, or ``""``."""
    by_fold = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.6)
    return f"did you mean '{by_fold[close[0]]}'?" if close else ""


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of the diagnostics is an error."""
    return any(found.severity is Severity.ERROR for found in diagnostics)


Report = Callable[[Diagnostic], None]
"""Where a reader of a source hands its diagnostics to; usually a list's ``append``."""

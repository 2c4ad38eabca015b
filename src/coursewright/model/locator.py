"""Where in a text to read: numbered things, pages and minutes, with a type each."""

from __future__ import annotations

import re
from typing import Annotated, NamedTuple, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from coursewright.model.record import Record
from coursewright.model.values import DASHES, Flag, fail

_TO = f"[-{DASHES}]"
_NUMBER = r"(?:[A-Z]|[A-Z]?\d+)(?:\.\d+)*[a-z]?"
_RANGE = re.compile(
    rf"(?P<start>{_NUMBER}|start)(?:\s*(?P<how>{_TO}|until)\s*(?P<end>{_NUMBER}|end))?"
)
_PAGES = re.compile(rf"(?P<start>\d+|[ivxl]+)(?:\s*{_TO}\s*(?P<end>\d+|[ivxl]+))?")
_MINUTES = re.compile(
    rf"(?P<start>(?:\d+:)?\d?\d:\d\d)(?:\s*{_TO}\s*(?P<end>(?:\d+:)?\d?\d:\d\d))?"
)


class Part(NamedTuple):
    """One number, or from one to another; ``start`` and ``end`` may be those words."""

    start: str
    end: str = ""
    inclusive: bool = True
    """False for ``6 until 6.2``: up to the place where 6.2 begins."""


def _parts(text: object) -> tuple[Part, ...]:
    return tuple(map(_part, text)) if isinstance(text, list) else (_part(text),)


def _part(text: object) -> Part:
    if isinstance(text, Part):
        return text
    found = _RANGE.fullmatch(text.strip()) if isinstance(text, str) else None
    start, how, end = found.group("start", "how", "end") if found else ("", "", "")
    if not start or (start == "start" and not end):
        hint = "write a number (3.2), a range (2.1-2.4, 'start-2.1.4', '6 until 6.2') or a list"
        fail("S003", f"'{text}' is not a number of a chapter, section or theorem", hint)
    if end and _runs_backwards(start, end):
        fail("S003", f"'{text}' runs backwards", "write the earlier number first")
    return Part(start, end or "", how != "until")


def _runs_backwards(start: str, end: str) -> bool:
    """Tell whether it is sure that a range does; 3.2-3 may be short for 3.2-3.3."""
    first, last = start.split("."), end.split(".")
    if len(first) != len(last) or not all(it.isdecimal() for it in (*first, *last)):
        return False
    return list(map(int, last)) < list(map(int, first))


def _pages(text: object) -> tuple[Part, ...]:
    return tuple(map(_page_range, text)) if isinstance(text, list) else (_page_range(text),)


def _page_range(text: object) -> Part:
    if isinstance(text, Part):
        return text
    found = _PAGES.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        fail("S003", f"'{text}' is not a page or a range of pages", "write 67-76")
    start, end = found["start"], found["end"] or ""
    if start.isdigit() and end.isdigit() and int(end) < int(start):
        fail("S003", f"pages {text} run backwards", "write the smaller page first")
    return Part(start, end)


def _minutes(text: object) -> Part:
    if isinstance(text, Part):
        return text
    found = _MINUTES.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        fail("S003", f"'{text}' is not a time in a recording", "write 12:30-18:00")
    start, end = found["start"], found["end"] or ""
    if end and _seconds(end) <= _seconds(start):
        fail("S003", f"'{text}' ends before it begins", "write the earlier time first")
    return Part(start, end)


def _seconds(clock: str) -> int:
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return total


_TEXT_OR_LIST = {"anyOf": [{"type": ["string", "number"]}, {"type": "array", "minItems": 1}]}
Numbers = Annotated[tuple[Part, ...], PlainValidator(_parts), WithJsonSchema(_TEXT_OR_LIST)]
Pages = Annotated[tuple[Part, ...], PlainValidator(_pages), WithJsonSchema(_TEXT_OR_LIST)]
Recording = Annotated[Part, PlainValidator(_minutes), WithJsonSchema({"type": "string"})]


class Locator(Record):
    """Which part of a text: the outer divisions and the thing inside them."""

    part: Numbers = ()
    chapter: Numbers = ()
    section: Numbers = ()
    appendix: Numbers = ()
    theorem: Numbers = ()
    lemma: Numbers = ()
    proposition: Numbers = ()
    corollary: Numbers = ()
    definition: Numbers = ()
    algorithm: Numbers = ()
    example: Numbers = ()
    exercise: Numbers = ()
    figure: Numbers = ()
    equation: Numbers = ()
    pages: Pages = ()
    time: Recording | None = Field(default=None)
    """From when to when in a recording."""
    proof: Flag = False
    """The proof of the named theorem, lemma, proposition or corollary."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set - {"at"}:
            fail("S003", "this locator is empty", "leave it out where no part is named")
        if self.proof and not (self.theorem or self.lemma or self.proposition or self.corollary):
            fail("S003", "'proof' needs the theorem that is proved", "add 'theorem: 3.2'")
        return self

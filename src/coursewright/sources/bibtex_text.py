"""Entries of BibTeX as they were written, before anything is made of them."""

from __future__ import annotations

from typing import NamedTuple

MOST_PROBLEMS = 200
"""More are of no use to a person; most likely one mistake makes the others."""


class FieldText(NamedTuple):
    """A field as it was written; offsets are of its value."""

    name: str
    value: str
    start: int
    end: int


class EntryText(NamedTuple):
    """An entry as it was written, with offsets into the text."""

    type: str
    key: str
    start: int
    key_start: int
    end: int
    whole: bool
    """False where the rest of the entry could not be read."""
    fields: tuple[FieldText, ...]

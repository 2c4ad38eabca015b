"""How the papers are arranged: topics, markers, and the numbered list of resources."""

from __future__ import annotations

from coursewright.model.record import Record
from coursewright.model.values import Id, Prose, Url


class Topic(Record):
    """A heading of the papers page; entries belong to it by their ``keywords``."""

    id: Id
    title: str
    short: str = ""
    summary: Prose = ""


class Marker(Record):
    """A sign before a title; entries carry it by their ``marker`` field."""

    id: Id
    sign: str
    name: str
    legend: Prose


class Resource(Record):
    """An entry of the numbered list of course texts; its number is its place in the list."""

    paper: str
    kind: str
    """Monograph, survey, book, blog post, course."""
    url: Url = ""
    """Where the course reads it, if not at the address that ``papers.bib`` gives."""
    remark: Prose = ""


class BibliographyRules(Record):
    """What the bibliography is for, and how it is arranged."""

    summary: Prose = ""
    topics: tuple[Topic, ...]
    markers: tuple[Marker, ...] = ()

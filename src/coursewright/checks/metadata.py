"""What files say beside what they show: where a picture was taken, who wrote a PDF."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from coursewright.checks.check import Finding, check
from coursewright.checks.privacy import contributors
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Span
from coursewright.load import DOCS
from coursewright.model.course import Course

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".avif")
_GPS_IN_XMP = re.compile(rb"exif:GPS(?:Latitude|Longitude)")
_GPS_TAG = {b"II*\0": b"\x25\x88\x04\x00\x01\0\0\0", b"MM\0*": b"\x88\x25\x00\x04\0\0\0\x01"}
"""The entry of a TIFF directory that leads to a place: tag 0x8825, one long; by byte order."""
_AUTHOR = re.compile(
    rb"/Author\s*(?:\((?P<text>(?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*)\)|<(?P<hex>[0-9A-Fa-f\s]*)>)"
    rb"|<dc:creator>.{0,200}?<rdf:li[^>]*>(?P<xmp>[^<]{1,500})</rdf:li>",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\\(?:(?P<octal>[0-7]{1,3})|(?P<sign>.))", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}
_NO_PERSON = re.compile(
    r"\b(?:admin\w*|user|owner|microsoft|windows|office|inc|ltd|university|universit[éà]|institute"
    r"|department|press|team|group|authors?|editors?|staff|unknown|anonymous|none)\b",
    re.IGNORECASE,
)
"""Words in what programs write for an author where nobody has given a name."""
_BETWEEN = re.compile(r"\s*(?:[,;&\n]|\band\b|\bet\b)\s*")


@check("P007")
def place_in_a_picture(tree: Tree) -> Iterator[Finding]:
    """A picture says where it was taken.

    Phones write the place into each photograph: a picture of a whiteboard at home gives an
    address away.

    Bad:
        a photograph straight from a phone
    Good:
        the same picture, exported without its place
    """
    for name, data in _files(tree, _PICTURES):
        head = next((order for order in _GPS_TAG if order in data), b"")
        if _GPS_IN_XMP.search(data) or (head and _GPS_TAG[head] in data):
            hint = "export it without its place, or run 'exiftool -all= FILE'"
            yield Finding(f"'{name}' says where it was taken", Span(name), hint)


@check("P008")
def author_of_a_pdf(tree: Tree) -> Iterator[Finding]:
    """A PDF names somebody who is not named in the course.

    What a program writes into a file's properties is published with it. The staff, people with
    'consent: yes' and the authors in papers.bib may be named; others not without their consent.
    A single word, and the name of an office, are taken for no person.

    Bad:
        notes.pdf, compiled with 'pdfauthor={A. Student}'
    Good:
        the same without an author, or the student listed with 'consent: yes'
    """
    files = _files(tree, (".pdf",))
    named = [(name, author) for name, data in files for author in dict.fromkeys(_authors(data))]
    known = _known_names(tree.course) if named else []
    for name, author in named:
        if not any(_same(author, person) for person in known):
            hint = "write the file again without its author, or list the person with consent"
            yield Finding(f"the properties of '{name}' name '{author}'", Span(name), hint)


def _files(tree: Tree, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for name in sorted(tree.files):
        if name.startswith(f"{DOCS}/") and name.lower().endswith(endings):
            yield name, (tree.course.root / name).read_bytes()


def _authors(data: bytes) -> Iterator[str]:
    for found in _AUTHOR.finditer(data):
        if found["xmp"] is not None:
            names = unescape(found["xmp"].decode("utf-8", "replace"))
        elif found["hex"] is not None:
            digits = b"".join(found["hex"].split())
            names = _decoded(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        else:
            names = _decoded(_ESCAPED.sub(_unescaped, found["text"]))
        yield from filter(_is_person, (name.strip() for name in _BETWEEN.split(names)))


def _is_person(name: str) -> bool:
    return len(_words(name)) > 1 and not _NO_PERSON.search(name)


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found["octal"]:
        return bytes([int(found["octal"], 8) & 0xFF])
    return _SIGNS.get(found["sign"], found["sign"])


def _decoded(text: bytes) -> str:
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", "replace")
    return text.decode("latin-1")


def _known_names(course: Course) -> list[frozenset[str]]:
    names = [person.name for person in course.schedule.people]
    names += [person.name for person in contributors(course) if person.consent]
    names += [author.full for entry in course.papers.values() for author in entry.authors]
    return [frozenset(_words(name)) for name in names]


def _same(author: str, person: frozenset[str]) -> bool:
    words = set(_words(author))
    return bool(words and person) and (words <= person or person <= words)


def _words(name: str) -> list[str]:
    return re.findall(r"\w{2,}", name.casefold())

"""Headings of a notebook page: their text, their ids, and the links to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import unquote

from bs4.element import NavigableString, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNSPOKEN = frozenset({"annotation", "annotation-xml", "svg", "script", "style"})
_BETWEEN = {"mfrac": "/", "msup": "^", "msub": "_"}
_PAIR = 2
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1 to 6, its id on the page, its text without markup."""

    level: int
    id: str
    text: str


class TocToken(TypedDict):
    """An entry of a table of contents, as Python-Markdown's ``toc_tokens`` has them."""

    level: int
    id: str
    name: str
    children: list[TocToken]


def number_headings(tree: Tag) -> tuple[Heading, ...]:
    """Give each heading an id made of its text, unique on the page, and return them all.

    Other elements lose an id that is taken already. Links within the page follow the new
    ids, whatever capitals they were written with.
    """
    found: list[Heading] = []
    taken: set[str] = set()
    for element in tree.find_all(_HEADINGS):
        text = " ".join(plain_text(element).split())
        name = _unique(slug(text), taken)
        element.attrs = {"id": name}
        found.append(Heading(int(element.name[1]), name, text))
    for element in tree.find_all(id=True):
        if element.name not in _HEADINGS and (element["id"] in taken or not element["id"]):
            del element["id"]
        else:
            taken.add(str(element["id"]))
    _mend_links(tree, taken)
    return tuple(found)


def toc_tokens(headings: Iterable[Heading]) -> list[TocToken]:
    """Return the headings nested by level, as ``mkdocs.structure.toc.get_toc`` takes them."""
    top: list[TocToken] = []
    open_levels: list[TocToken] = []
    for heading in headings:
        token = TocToken(level=heading.level, id=heading.id, name=heading.text, children=[])
        while open_levels and open_levels[-1]["level"] >= heading.level:
            open_levels.pop()
        (open_levels[-1]["children"] if open_levels else top).append(token)
        open_levels.append(token)
    return top


def plain_text(node: Tag) -> str:
    """Return the text of an element, formulas on one line: ``√κ``, ``x^2``, ``a/b``."""
    return "".join(_spoken(child) for child in node.children)


def _spoken(node: object) -> str:
    if isinstance(node, NavigableString):
        return str(node)
    if not isinstance(node, Tag) or node.name in _UNSPOKEN:
        return ""
    parts = [_spoken(child) for child in node.children]
    said = [part for part in parts if part.strip()]
    if node.name == "msqrt":
        return "√" + "".join(said)
    sign = _BETWEEN.get(node.name, "") if len(said) == _PAIR else ""
    return sign.join(said) if sign else "".join(parts)


def slug(text: str) -> str:
    """Return the text as an id: small letters, hyphens, beginning with a letter of ASCII."""
    words = re.sub(r"[^\w\s-]", "", text.lower())
    joined = re.sub(r"[\s_-]+", "-", words).strip("-")[:80]
    return joined if re.match(r"[a-z]", joined) else f"section-{joined}".rstrip("-")


def _unique(name: str, taken: set[str]) -> str:
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken.add(candidate)
    return candidate


def _mend_links(tree: Tag, known: set[str]) -> None:
    for link in tree.find_all("a", href=re.compile("^#")):
        wanted = unquote(str(link["href"])[1:])
        if wanted not in known and slug(wanted) in known:
            link["href"] = "#" + slug(wanted)

"""Slips in the fields of BibTeX entries: what would be lost, or shown wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache

from coursewright.diagnostics import Diagnostic, Label
from coursewright.sources.bibtex_entry import STANDARD_FIELDS, BibEntry
from coursewright.sources.bibtex_rules import (
    FIELD_NAME,
    FORMULA,
    NAMES,
    PAGES,
    SAME_TEXT,
)
from coursewright.sources.identifiers import arxiv_of, normal_doi
from coursewright.sources.people import split_names

_KNOWN = frozenset(
    (
        *STANDARD_FIELDS,
        *("keywords", "marker", "annotation", "annote", "abstract", "file", "key", "language"),
        *("day", "eid", "pmid", "pmcid", "mrnumber", "zblnumber", "timestamp", "biburl"),
        *(
            "bibsource",
            "numpages",
            "articleno",
            "acmid",
            "shorttitle",
            "shortjournal",
            "translator",
        ),
        *("collaboration", "copyright", "rights", "editorb", "editortype", "eventtitle", "venue"),
        *("pagetotal", "pubstate", "langid", "related", "relatedtype", "eprintclass", "addendum"),
        *("booksubtitle", "maintitle", "mainsubtitle", "titleaddon", "origdate", "volumes", "part"),
        *("internal-note", "added-at", "interhash", "intrahash", "groups", "owner", "ids", "code"),
        *(
            "authors_short",
            "sortname",
            "options",
            "xdata",
            "issue_date",
            "issuetitle",
            "translator",
        ),
    )
)
_MOST_PAGES = 3000
_REQUIRED = frozenset({"author", "title", "year"})
_PAGES = re.compile(r"(\d+)\s*[-\u2010-\u2015]+\s*(\d+)")
_JOINED = re.compile(r"&|;|\bet\s+al\b|\bet\s+coll?\b")
_SUFFIX = re.compile(r"(?:jr|sr)\.?|[IVivx]{1,4}|(?:MD|PhD)\.?", re.IGNORECASE)
_INITIAL = re.compile(r"\b[A-Z]\.")
_DOLLAR = re.compile(r"(?<!\\)\$")


def entry_slips(entry: BibEntry) -> Iterator[Diagnostic]:
    """Yield what looks like a slip in the fields of an entry."""
    yield from _field_names(entry)
    yield from _names(entry)
    yield from _pages(entry)
    yield from _formulas(entry)


def _field_names(entry: BibEntry) -> Iterator[Diagnostic]:
    for name in entry.fields:
        meant = "" if name in _KNOWN else _near(name)
        # A field without which an entry is not complete is missed anyway.
        if meant and not (meant in entry.fields or meant in _REQUIRED):
            message = f"'{name}' in '{entry.key}' is no field that is shown"
            yield FIELD_NAME(message, entry.span_of(name), f"did you mean '{meant}'?")


@lru_cache(maxsize=1000)
def _near(name: str) -> str:
    return next(iter(get_close_matches(name, _KNOWN, n=1, cutoff=0.8)), "")


def _names(entry: BibEntry) -> Iterator[Diagnostic]:
    for field in ("author", "editor"):
        value = entry.fields.get(field, "")
        names = split_names(value) if value else []
        problem = next(filter(None, (_joined(name, alone=len(names) == 1) for name in names)), "")
        if not problem and len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            problem = f"'{twice[:60]}' stands twice" if twice else ""
        if problem:
            message = f"in the {field}s of '{entry.key}' {problem}"
            hint = "join names with ' and '; for more of them write ' and others'"
            yield NAMES(message, entry.span_of(field), hint)


def _joined(name: str, *, alone: bool) -> str:
    """Say why a name looks like several, or return ``""``."""
    if "{" in name:
        return ""
    if found := _JOINED.search(name.replace("\\&", "&")):
        return f"'{found[0]}' stands in the name '{name[:60]}'"
    parts = [part.strip() for part in name.split(",")]
    words = [len(part.split()) for part in parts]
    if len(parts) == 3:  # noqa: PLR2004 - Last, Jr, First
        is_one = bool(_SUFFIX.fullmatch(parts[1])) or not parts[1]
    elif len(parts) == 2:  # noqa: PLR2004 - Last, First
        is_last_name = not _INITIAL.search(parts[0]) and not (alone and words == [2, 2])
        is_one = min(words) < 2 or parts[0][:1].islower() or is_last_name  # noqa: PLR2004
    else:
        is_one = True
    return "" if is_one else f"'{name[:60]}' looks like several names"


def _pages(entry: BibEntry) -> Iterator[Diagnostic]:
    found = _PAGES.search(entry.fields.get("pages", ""))
    if found and len(found[2]) >= len(found[1]) and int(found[2]) < int(found[1]):
        message = f"the pages {found[1]} to {found[2]} of '{entry.key}' run backwards"
        yield PAGES(message, entry.span_of("pages"), "write the smaller page first")
    elif found and int(found[2]) - int(found[1]) > _MOST_PAGES:
        message = f"'{entry.key}' would have more than {_MOST_PAGES} pages"
        yield PAGES(message, entry.span_of("pages"), "a digit is too many")


def _formulas(entry: BibEntry) -> Iterator[Diagnostic]:
    for name in ("title", "booktitle", "annotation"):
        if "$" in entry.fields.get(name, "") and len(_DOLLAR.findall(entry.fields[name])) % 2:
            message = f"a formula in the {name} of '{entry.key}' is not closed"
            hint = "close it with '$'; for the sign itself write '\\$'"
            yield FORMULA(message, entry.span_of(name), hint)


def same_texts(entries: Iterable[BibEntry]) -> Iterator[Diagnostic]:
    """Yield the entries whose number in arXiv, or whose DOI, another one has."""
    first: dict[str, BibEntry] = {}
    for entry in entries:
        arxiv, doi = arxiv_of(entry.fields), normal_doi(entry.fields.get("doi", ""))
        for field, number in (("eprint", arxiv), ("doi", doi)):
            other = first.setdefault(f"{field}:{number}", entry) if number else entry
            if other is not entry:
                message = f"'{entry.key}' and '{other.key}' are both {number}"
                where = [Label(other.span_of(field), f"'{other.key}' has it here")]
                hint = "mend one of the two, or keep one entry"
                yield SAME_TEXT(message, entry.span_of(field), hint, where)
                break

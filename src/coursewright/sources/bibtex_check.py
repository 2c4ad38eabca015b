"""What is asked of each entry of a bibliography, whatever course uses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from coursewright.diagnostics import Diagnostic, did_you_mean
from coursewright.sources.bibtex_entry import BibEntry
from coursewright.sources.bibtex_rules import (
    ADDRESS,
    ARXIV,
    DOI,
    ENTRY_TYPE,
    ISBN,
    KEY_CHARACTERS,
    MISSING_FIELD,
    NAMES,
    YEAR,
)
from coursewright.sources.identifiers import (
    claims_arxiv,
    is_isbn,
    normal_arxiv,
    normal_doi,
    safe_address,
)
from coursewright.sources.people import MOST_COMMAS, commas_in, split_names

_TYPES = frozenset(
    (
        *("article", "book", "booklet", "conference", "inbook", "incollection", "inproceedings"),
        *("manual", "mastersthesis", "misc", "phdthesis", "proceedings", "techreport"),
        # What biblatex adds.
        *("unpublished", "artwork", "audio", "bookinbook", "collection", "dataset", "electronic"),
        *("image", "inreference", "mvbook", "mvcollection", "mvproceedings", "mvreference"),
        *("online", "patent", "periodical", "reference", "report", "software", "suppbook"),
        *("suppcollection", "suppperiodical", "thesis", "video", "www"),
    )
)
_AUTHORS = ("author", "editor", "organization", "institution", "collaboration")
_BAD_KEY = re.compile(r"[^\w.:+/-]")
_YEAR = re.compile(r"(?:1[4-9]|20)\d\d[a-z]?")
_FORTHCOMING = re.compile(r"(?:to appear|in press|forthcoming|n\.\s?d\.)", re.IGNORECASE)


def check_entry(entry: BibEntry, *, whole: bool) -> Iterator[Diagnostic]:
    """Yield what is wrong with an entry; what it lacks only if it was read to its end."""
    yield from _key(entry)
    yield from _type(entry)
    if whole:
        yield from _missing(entry)
    yield from _year(entry)
    yield from _names(entry)
    yield from _identifiers(entry)


def _key(entry: BibEntry) -> Iterator[Diagnostic]:
    bad = "".join(dict.fromkeys(_BAD_KEY.findall(entry.key)))
    if bad:
        message = f"the key '{entry.key}' holds {' '.join(bad)}"
        yield KEY_CHARACTERS(message, entry.span, "use letters, digits and - _ . : + /")


def _type(entry: BibEntry) -> Iterator[Diagnostic]:
    if entry.type not in _TYPES:
        hint = did_you_mean(entry.type, _TYPES) or "use @misc if nothing else fits"
        yield ENTRY_TYPE(f"'{entry.key}' is of the unknown type '@{entry.type}'", entry.span, hint)


def _missing(entry: BibEntry) -> Iterator[Diagnostic]:
    if entry.fields.get("crossref"):
        return
    wanted = {"author": _AUTHORS, "title": ("title",), "year": ("year", "date")}
    lacking = [
        name
        for name, accepted in wanted.items()
        if not any(entry.fields.get(field) for field in accepted)
    ]
    if lacking:
        hint = _misspelt(entry, lacking) or "add " + " and ".join(lacking)
        names = ", no ".join("author or editor" if name == "author" else name for name in lacking)
        yield MISSING_FIELD(f"'{entry.key}' has no {names}", entry.span, hint)


def _misspelt(entry: BibEntry, lacking: list[str]) -> str:
    for name in lacking:
        close = get_close_matches(name, entry.fields, n=1, cutoff=0.75)
        if close:
            return f"is '{close[0]}' meant to be '{name}'?"
    return ""


def _year(entry: BibEntry) -> Iterator[Diagnostic]:
    year = entry.fields.get("year", "").strip("{} ")
    if year and not (_YEAR.fullmatch(year) or _FORTHCOMING.fullmatch(year)):
        message = f"'{year[:40]}' is a strange year in '{entry.key}'"
        yield YEAR(message, entry.span_of("year"), "write four digits")


def _names(entry: BibEntry) -> Iterator[Diagnostic]:
    for field in ("author", "editor"):
        for name in split_names(entry.fields.get(field, "")):
            problem = _name_problem(name)
            if problem:
                message = f"in the {field}s of '{entry.key}' {problem}"
                hint = "join names with ' and ': Last, First and Last, First"
                yield NAMES(message, entry.span_of(field), hint)
                break


def _name_problem(name: str) -> str:
    if not name:
        return "a name is missing beside an 'and'"
    if commas_in(name) > MOST_COMMAS:
        return f"the name '{name[:60]}' has too many commas"
    return ""


_CHECKS: tuple[tuple[str, Callable[[str], object], Callable[..., Diagnostic], str, str], ...] = (
    ("doi", normal_doi, DOI, "not a DOI", "a DOI looks like 10.1561/2200000050"),
    ("isbn", is_isbn, ISBN, "not an ISBN: its check digit is wrong", "compare it with the book"),
    (
        "url",
        safe_address,
        ADDRESS,
        "not an address that may be linked",
        "write a full address that begins with https://",
    ),
)


def _identifiers(entry: BibEntry) -> Iterator[Diagnostic]:
    for field, valid, rule, what, hint in _CHECKS:
        value = entry.fields.get(field)
        if value and not valid(value):
            message = f"'{value[:80]}' in '{entry.key}' is {what}"
            yield rule(message, entry.span_of(field), hint)
    number = entry.fields.get("eprint", "")
    if number and claims_arxiv(entry.fields) and normal_arxiv(number) is None:
        message = f"'{number[:80]}' in '{entry.key}' is not an arXiv number"
        hint = "it looks like 1509.01240, or math/0309136 before 2007"
        yield ARXIV(message, entry.span_of("eprint"), hint)

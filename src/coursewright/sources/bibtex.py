"""BibTeX to a bibliography: every entry that can be read, and a located word on all the rest."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from coursewright.diagnostics import Diagnostic, Label, Report, Span
from coursewright.sources.bibtex_cache import Scan, cache_path, load_scan, store_scan
from coursewright.sources.bibtex_check import check_entry
from coursewright.sources.bibtex_entry import BibEntry, Bibliography, cite_label, format_authors
from coursewright.sources.bibtex_rules import (
    BIBTEX_RULES,
    DUPLICATE_FIELD,
    DUPLICATE_KEY,
    NO_ENTRIES,
    TOO_MANY,
)
from coursewright.sources.bibtex_slips import entry_slips, same_texts
from coursewright.sources.bibtex_text import MOST_PROBLEMS, EntryText
from coursewright.sources.people import Person
from coursewright.sources.positions import Positions

__all__ = [
    "BIBTEX_RULES",
    "BibEntry",
    "Bibliography",
    "Person",
    "cite_label",
    "format_authors",
    "read_bibtex",
    "read_bibtex_cached",
]


def read_bibtex(text: str, file: str, report: Report) -> Bibliography:
    """Return the entries of ``text``, which was read from ``file``; never raises.

    What is wrong goes to ``report``. An entry with a syntax error is kept as far as it could be
    read; one without a key is left out; of two with the same key the first stays.
    """
    positions = Positions(text, file)
    return _bibliography(_scan(text, positions), text, positions, report)


def read_bibtex_cached(
    text: str, file: str, report: Report, cache_dir: Path | None
) -> Bibliography:
    """Return what ``read_bibtex`` returns and report what it reports, sooner the second time.

    The parse is kept in ``cache_dir``; None keeps nothing. A folder that cannot be written, or a
    kept file that is damaged, only costs time.
    """
    if cache_dir is None:
        return read_bibtex(text, file, report)
    positions = Positions(text, file)
    path = cache_path(cache_dir, text, file)
    scan = load_scan(path)
    if scan is None:
        scan = _scan(text, positions)
        store_scan(path, scan)
    return _bibliography(scan, text, positions, report)


def _scan(text: str, positions: Positions) -> Scan:
    # pybtex is not waited for where what it would find is kept.
    from coursewright.sources.bibtex_scan import scan_bibtex  # noqa: PLC0415

    found: list[Diagnostic] = []
    return list(scan_bibtex(text, positions, found.append)), found


def _bibliography(scan: Scan, text: str, positions: Positions, report: Report) -> Bibliography:
    texts, problems = scan
    found = list(problems)
    entries: dict[str, BibEntry] = {}
    folded: dict[str, BibEntry] = {}
    for item in texts:
        entry = _entry(item, text, positions)
        first = folded.setdefault(entry.key.lower(), entry)
        if first is entry:
            entries[entry.key] = entry
        if len(found) > MOST_PROBLEMS:
            continue
        if first is entry:
            found += islice(_duplicate_fields(item, positions), MOST_PROBLEMS)
            found += check_entry(entry, whole=item.whole)
            found += entry_slips(entry)
        else:
            found.append(_duplicate_key(entry, first))
    found += same_texts(entries.values())
    if not entries and not found:
        found.append(NO_ENTRIES(f"'{positions.file}' holds no entry", Span(positions.file)))
    _report_first(found, report)
    return Bibliography(entries)


def _entry(item: EntryText, text: str, positions: Positions) -> BibEntry:
    fields: dict[str, str] = {}
    offsets: dict[str, tuple[int, int]] = {}
    for field in item.fields:
        if field.name not in fields:
            fields[field.name] = field.value
            offsets[field.name] = (field.start, field.end)
    span = positions.span(item.key_start, item.key_start + len(item.key))
    source = text[item.start : item.end]
    return BibEntry(item.key, item.type, fields, span, source, offsets, positions)


def _duplicate_fields(item: EntryText, positions: Positions) -> Iterable[Diagnostic]:
    first: dict[str, Span] = {}
    if len({field.name for field in item.fields}) == len(item.fields):
        return
    for field in item.fields:
        span = positions.span(field.start, field.end)
        if field.name in first:
            message = f"'{field.name}' stands twice in '{item.key}'; the first one stays"
            where = [Label(first[field.name], "it stands here first")]
            yield DUPLICATE_FIELD(message, span, "keep one of the two", where)
        first.setdefault(field.name, span)


def _duplicate_key(entry: BibEntry, first: BibEntry) -> Diagnostic:
    same = "" if entry.key == first.key else f", but for capitals the same as '{first.key}'"
    message = f"the key '{entry.key}' is taken{same}; the first entry stays"
    where = [Label(first.span, "it stands here first")]
    return DUPLICATE_KEY(message, entry.span, "give one of them another key", where)


def _report_first(found: list[Diagnostic], report: Report) -> None:
    for diagnostic in found[:MOST_PROBLEMS]:
        report(diagnostic)
    if len(found) > MOST_PROBLEMS:
        span = found[MOST_PROBLEMS].span
        message = f"'{span.file}' has more than {MOST_PROBLEMS} problems; this one and what follows"
        report(TOO_MANY(f"{message} are not listed", span, "mend the first ones, then look again"))

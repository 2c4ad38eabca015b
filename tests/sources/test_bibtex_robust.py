"""Whatever the text: nothing raises, nothing points outside the file, nothing takes for ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.diagnostics import Diagnostic, Span
from coursewright.sources.bibtex import (
    BibEntry,
    cite_label,
    format_authors,
    read_bibtex,
)
from coursewright.sources.identifiers import paper_links

ROOT = Path(__file__).parents[2]
PIECES = st.sampled_from(
    [
        *("@", "@article{", "@misc(", "@string{", "@comment{", "@preamble{", "\n@book{key,"),
        *("{", "}", "(", ")", '"', ",", "=", "#", "\n", "\r\n", " ", "\\", "$", "%", "\0"),
        *(
            "key",
            "author",
            "title = {x},",
            "year=2001",
            "url={javascript:1}",
            " and ",
            "A, B, C, D",
        ),
        *("doi={10.1/2}", "isbn={1}", "eprint={1}", "jan", "é", "\u2028", "Key", "month=jan,"),
    ]
)
TEXTS = st.text() | st.lists(PIECES, max_size=40).map("".join)


def assert_inside(span: Span, text: str) -> None:
    lines = text.split("\n")
    assert 1 <= span.line <= span.end_line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 2
    assert (span.line, span.column) < (span.end_line, span.end_column)


def assert_shown(entry: BibEntry, text: str) -> None:
    assert entry.source in text
    assert entry.title
    assert cite_label(entry)
    assert isinstance(format_authors(entry) + entry.venue + entry.year, str)
    assert all(link.url.startswith(("http://", "https://")) for link in paper_links(entry))
    for name in entry.fields:
        assert_inside(entry.span_of(name), text)


@given(TEXTS)
def test_any_text_is_read_without_an_exception_and_every_span_lies_in_it(text: str) -> None:
    found: list[Diagnostic] = []
    entries = read_bibtex(text, "papers.bib", found.append)
    for diagnostic in found:
        assert_inside(diagnostic.span, text)
        for label in diagnostic.related:
            assert_inside(label.span, text)
    for key, entry in entries.items():
        assert key == entry.key
        assert_shown(entry, text)


@given(TEXTS)
def test_a_text_without_an_entry_is_never_passed_over_in_silence(text: str) -> None:
    found: list[Diagnostic] = []
    entries = read_bibtex(text, "papers.bib", found.append)
    assert len(entries) > 0 or found


@given(st.data())
def test_damage_in_one_place_costs_at_most_the_entry_that_has_it(data: st.DataObject) -> None:
    """Take a character out of the middle of the course's own file."""
    entries = [
        entry.source
        for entry in read_bibtex(
            (ROOT / "papers.bib").read_text("utf-8"), "papers.bib", lambda _: None
        ).values()
    ][:12]
    victim = data.draw(st.integers(0, len(entries) - 1))
    place = data.draw(st.integers(1, len(entries[victim]) - 1))
    damaged = [*entries]
    damaged[victim] = entries[victim][:place] + entries[victim][place + 1 :]
    sound = read_bibtex("\n\n".join(entries), "papers.bib", lambda _: None)
    hurt = read_bibtex("\n\n".join(damaged), "papers.bib", lambda _: None)
    for number, (key, entry) in enumerate(sound.items()):
        if number != victim:
            assert hurt[key].source == entry.source


HOSTILE = {
    "a megabyte of braces": "{" * 1_000_000,
    "at signs": "@" * 100_000,
    "at signs apart": "@ " * 100_000,
    "at signs on lines": "@\n" * 100_000,
    "NUL bytes": "\0" * 100_000,
    "entries begun on a line": "@a{x,b={" * 100_000,
    "entries begun on lines": "@a{x,b={\n" * 100_000,
    "entries begun on indented lines": " @a{x,b={\n" * 100_000,
    "quotes never closed": '@a(x,b="' * 100_000,
    "words that no @string defines": "@a{x,b=" + "c#" * 300_000,
    "nothing but spaces for a value": "@a{x,b=" + " " * 1_000_000,
    "one word": "@" + "a" * 1_000_000,
    "dollars and names": "@a{x,author={"
    + "a and " * 99_999
    + "b},title={"
    + "\\($" * 99_999
    + "}}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_refused_with_a_word(text: str) -> None:
    """Each of these takes minutes if any part of the reader is quadratic."""
    found: list[Diagnostic] = []
    entries = read_bibtex(text, "papers.bib", found.append)
    assert 0 < len(found) <= 201
    for entry in entries.values():
        assert_shown(entry, text)

"""Broken bibliographies: what is said of each, where, and which entries survive."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.diagnostics import Diagnostic
from coursewright.sources.bibtex import BIBTEX_RULES, Bibliography, read_bibtex

FOLDER = Path(__file__).parent / "bib"
BROKEN = sorted(FOLDER.glob("*.bib"))


def read(text: str) -> tuple[Bibliography, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return read_bibtex(text, "papers.bib", found.append), found


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_says_what_and_where_and_keeps_the_rest(path: Path) -> None:
    """Each file states at its top what is expected of it: places with codes, and the keys kept."""
    text = path.read_text("utf-8")
    lines = [line.partition(": ") for line in text.splitlines()]
    expected = sorted(value for name, _, value in lines if name == "% expect")
    kept = next(value.split() for name, _, value in lines if name == "% keeps")

    entries, found = read(text)

    assert sorted(f"{item.span.line}:{item.span.column} {item.code}" for item in found) == expected
    assert list(entries) == kept


def test_every_rule_is_shown_by_a_file_or_a_test_below() -> None:
    shown = {word for path in BROKEN for word in path.read_text("utf-8").split()}
    assert {rule.code for rule in BIBTEX_RULES} - shown == {"B018"}


def test_codes_are_given_once_and_manuals_show_both_sides() -> None:
    assert len({rule.code for rule in BIBTEX_RULES}) == len(BIBTEX_RULES)
    for rule in BIBTEX_RULES:
        assert "Bad:" in rule.manual, rule.code
        assert "Good:" in rule.manual, rule.code


def test_a_missing_brace_names_the_entry_and_the_value_that_swallowed_the_rest() -> None:
    text = (FOLDER / "missing-brace-of-value.bib").read_text("utf-8")
    (found,) = read(text)[1]
    assert "'first'" in found.message
    assert ["'title'" in label.text for label in found.related] == [True, False]
    assert [label.span.line for label in found.related] == [5, 9]


def test_a_duplicate_key_shows_both_places_and_the_first_stays() -> None:
    entries, (found,) = read(
        "@misc{a, author = {A}, title = {First}, year = 2001}\n"
        "@misc{a, author = {B}, title = {Second}, year = 2002}\n"
    )
    assert entries["a"].title == "First"
    assert (found.span.line, found.related[0].span.line) == (2, 1)


@pytest.mark.parametrize(
    ("entry", "advice"),
    [
        (
            "@inproceeding{a, author = {A}, title = {x}, year = 2001}",
            "did you mean 'inproceedings'?",
        ),
        ("@misc{a, auther = {A}, title = {x}, year = 2001}", "is 'auther' meant to be 'author'?"),
        ("@misc{a, author = {A}, title = {x}, year = 2001, month = sept}", "did you mean 'sep'?"),
    ],
)
def test_a_misspelling_is_met_with_the_right_word(entry: str, advice: str) -> None:
    assert [item.help for item in read(entry)[1]] == [advice]


def test_what_could_not_be_read_of_an_entry_is_not_called_missing_too() -> None:
    entries, found = read("@misc{a, author = {A}\n title = {x}, year = 2001}")
    assert [item.code for item in found] == ["B001"]
    assert dict(entries["a"].fields) == {"author": "A"}


def test_a_flood_of_problems_ends_in_one_word() -> None:
    text = "".join(f"@misc{{k{place}}}\n" for place in range(1000))
    entries, found = read(text)
    assert len(entries) == 1000
    assert [item.code for item in found[-2:]] == ["B008", "B018"]
    assert len(found) < 300


def test_abbreviations_that_double_cannot_fill_the_memory() -> None:
    doubling = "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(60))
    text = f'@string{{a0 = "twelve signs"}}\n{doubling}@misc{{k, title = a60}}\n'
    entries, found = read(text)
    assert any("more than a million" in item.message for item in found)
    assert sum(map(len, entries["k"].fields.values())) < 2_000_000

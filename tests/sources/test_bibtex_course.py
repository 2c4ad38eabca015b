"""The course's own papers.bib."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from coursewright.diagnostics import Diagnostic
from coursewright.sources.bibtex import Bibliography, read_bibtex
from coursewright.sources.identifiers import arxiv_of, normal_doi, paper_links

ROOT = Path(__file__).parents[2]
OUTSIDE_THE_LIST = {"zhang2017understanding", "grover2018flowgan"}
"""Presented in class, but not on the list of 2018."""
OF_THE_DEMOS = {"arjovsky2017principled", "gulrajani2017improved", "lessard2016analysis"}
"""Cited by the demos, and no part of the course of 2018."""


@pytest.fixture(scope="module")
def papers() -> Bibliography:
    """The file, which is without fault."""
    found: list[Diagnostic] = []
    entries = read_bibtex((ROOT / "papers.bib").read_text("utf-8"), "papers.bib", found.append)
    assert found == []
    return entries


def test_every_entry_of_the_course_is_there(papers: Bibliography) -> None:
    assert len(papers.keys() - OF_THE_DEMOS) == 76
    assert papers.keys() >= OF_THE_DEMOS


def test_the_list_of_2018_has_forty_papers_in_five_topics(papers: Bibliography) -> None:
    listed = [papers[key].fields.get("keywords") for key in papers if key not in OUTSIDE_THE_LIST]
    assert Counter(filter(None, listed)) == {
        "generalization": 10,
        "landscape": 5,
        "methods": 12,
        "generative": 9,
        "information": 4,
    }
    assert all(papers[key].fields.get("keywords") for key in OUTSIDE_THE_LIST)


def test_ten_papers_of_the_list_are_starred(papers: Bibliography) -> None:
    starred = [entry for entry in papers.values() if "marker" in entry.fields]
    assert len(starred) == 10
    assert all(entry.fields["marker"] == "starred" for entry in starred)
    assert all(entry.fields.get("keywords") for entry in starred)


def test_nothing_is_written_that_follows_from_something_else(papers: Bibliography) -> None:
    for entry in papers.values():
        assert not {"courseuse", "verified", "starred"} & set(entry.fields), entry.key
        if arxiv_of(entry.fields):
            assert "arxiv.org" not in entry.fields.get("url", ""), entry.key


def test_no_text_stands_in_it_twice(papers: Bibliography) -> None:
    for names in (
        [entry.title.casefold() for entry in papers.values()],
        [arxiv_of(entry.fields) for entry in papers.values()],
        [normal_doi(entry.fields.get("doi", "")) for entry in papers.values()],
    ):
        assert max(Counter(filter(None, names)).values()) == 1


def test_all_but_two_can_be_had_somewhere(papers: Bibliography) -> None:
    assert [entry.key for entry in papers.values() if not paper_links(entry)] == [
        "pillaudvivien2018exponential",
        "rosenblatt1957perceptron",
    ]


def test_titles_are_shown_without_latex(papers: Bibliography) -> None:
    for entry in papers.values():
        assert not set(entry.title + entry.venue) & set("{}\\$"), entry.key

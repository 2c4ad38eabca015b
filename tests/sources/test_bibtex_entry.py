"""What an entry says of itself."""

from __future__ import annotations

import pytest

from coursewright.sources.bibtex import BibEntry, cite_label, format_authors, read_bibtex

SOURCE = """@Article{ boucheron2005theory ,
  author  = {St{\\'e}phane Boucheron and Olivier Bousquet
             and G\\'abor Lugosi},
  title   = "Theory of Classification: an {$\\ell_1$} Survey -- Some {Recent} Advances",
  JOURNAL = {ESAIM: Probability \\& Statistics},
  year    = 2005,
  month   = nov,
  keywords = {generalization},
}"""


def entry_of(text: str) -> BibEntry:
    (entry,) = read_bibtex(text, "papers.bib", lambda _: None).values()
    return entry


def by(author: str, rest: str = "year = 2017") -> BibEntry:
    return entry_of(f"@misc{{somekey, author = {{{author}}}, {rest}}}")


def test_an_entry_is_shown_in_unicode_with_formulas_kept() -> None:
    entry = entry_of(f"A remark.\n\n{SOURCE}\n\nAnother.")
    assert entry.type == "article"
    assert entry.title == "Theory of Classification: an $\\ell_1$ Survey – Some Recent Advances"
    assert entry.venue == "ESAIM: Probability & Statistics"
    assert entry.year == "2005"
    assert [person.full for person in entry.authors] == [
        "Stéphane Boucheron",
        "Olivier Bousquet",
        "Gábor Lugosi",
    ]


def test_an_entry_remembers_its_text_and_where_everything_stands() -> None:
    entry = entry_of(f"A remark.\n\n{SOURCE}\n\nAnother.")
    assert entry.source == SOURCE
    assert (entry.span.line, entry.span.column) == (3, 11)
    year = entry.span_of("year")
    assert (year.line, year.column, year.end_column) == (8, 13, 17)
    authors = entry.span_of("author")
    assert (authors.line, authors.end_line) == (4, 5)
    assert entry.span_of("publisher") == entry.span


def test_bibtex_to_copy_has_standard_fields_only_and_reads_back_the_same() -> None:
    entry = entry_of(SOURCE)
    assert entry.bibtex().splitlines()[0] == "@article{boucheron2005theory,"
    assert "  month = nov," in entry.bibtex().splitlines()
    again = entry_of(entry.bibtex())
    assert dict(again.fields) == {k: v for k, v in entry.fields.items() if k != "keywords"}
    assert again.bibtex() == entry.bibtex()


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ("year = {2018}", "2018"),
        ("date = {2018-03-05}", "2018"),
        ("year = {to appear}", "to appear"),
        ("title = {none}", ""),
    ],
)
def test_the_year(fields: str, year: str) -> None:
    assert entry_of(f"@misc{{a, {fields}}}").year == year


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("booktitle = {NIPS}, publisher = {Curran}", "NIPS"),
        ("publisher = {Cambridge University Press}", "Cambridge University Press"),
        ("institution = {Cornell Aeronautical Laboratory}", "Cornell Aeronautical Laboratory"),
        ("eprint = {1705.07831}, archiveprefix = {arXiv}", "arXiv preprint"),
        ("eprint = {1105456}, eprinttype = {jstor}", ""),
    ],
)
def test_the_venue(fields: str, venue: str) -> None:
    assert entry_of(f"@misc{{a, {fields}}}").venue == venue


@pytest.mark.parametrize(
    ("author", "shown", "label"),
    [
        ("Sébastien Bubeck", "S. Bubeck", "Bubeck 2017"),
        ("De Sa, Christopher", "C. De Sa", "De Sa 2017"),
        ("Jian Zhang and Ioannis Mitliagkas", "J. Zhang, I. Mitliagkas", "Zhang & Mitliagkas 2017"),
        ("A. One and B. Two and C. Three", "A. One, B. Two, C. Three", "One et al. 2017"),
        ("Ada One and others", "A. One, et al.", "One et al. 2017"),
        ("King, Jr, Martin Luther", "M. L. King Jr", "King 2017"),
        ("Martin Luther King Jr.", "M. L. King Jr.", "King 2017"),
        ("van den Oord, Aäron", "A. van den Oord", "van den Oord 2017"),
        ("Guido van Rossum", "G. van Rossum", "van Rossum 2017"),
        ("{\\'E}mile Borel", "É. Borel", "Borel 2017"),
        ("Jean-Pierre Serre", "J.-P. Serre", "Serre 2017"),
        ("J.R.R. Tolkien", "J. R. R. Tolkien", "Tolkien 2017"),
        ("R Devon Hjelm", "R. D. Hjelm", "Hjelm 2017"),
        ("Brendan O'Donoghue", "B. O'Donoghue", "O'Donoghue 2017"),
        ("Nicol{\\`o} Cesa-Bianchi", "N. Cesa-Bianchi", "Cesa-Bianchi 2017"),
        ("{DeepMind and Friends}", "DeepMind and Friends", "DeepMind and Friends 2017"),
        ("Armand Anderson", "A. Anderson", "Anderson 2017"),
        ("One, A., Two, B., Three, C.", "One, A., Two, B., Three, C.", None),
    ],
)
def test_names_in_full_and_in_a_citation(author: str, shown: str, label: str | None) -> None:
    assert format_authors(by(author)) == shown
    assert cite_label(by(author)) == (label or f"{shown} 2017")


def test_more_than_five_authors_are_counted() -> None:
    nine = " and ".join(f"Ada Name{letter}" for letter in "abcdefghi")
    shown = "A. Namea, A. Nameb, A. Namec, A. Named, A. Namee"
    assert format_authors(by(nine)) == f"{shown}, 4 more"
    five = " and ".join(nine.split(" and ")[:5])
    assert format_authors(by(five)) == shown


def test_without_authors_editors_stand_in_then_the_organization_then_the_key() -> None:
    assert cite_label(entry_of("@book{a, editor = {Ada One}, year = 2001}")) == "One 2001"
    team = entry_of("@manual{a, organization = {{The Team}}, year = 2001}")
    assert (cite_label(team), format_authors(team)) == ("The Team 2001", "The Team")
    assert cite_label(entry_of("@misc{a, year = 2001}")) == "a"
    assert cite_label(entry_of("@misc{a, author = {Ada One}}")) == "One"

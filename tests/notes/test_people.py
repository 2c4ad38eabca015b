"""Who is named in notes is public as the schedule says: a typed name is on no page, in no PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.math.engine import MathEngine
from coursewright.notes.people import named_people, names_left_out, with_credit
from coursewright.notes.publish import CourseLinks, Lecture, publish_notes
from coursewright.sources.latex_document import read_document

HEAD = "\\documentclass{article}\n"
WAYS = {
    "scribes": ("\\scribes{Jane Doe \\and\n Joe Roe}", ""),
    "author": ("\\author[J. Doe]{Jane Doe\\thanks{Doe lab}}", "\\maketitle"),
    "author in the text": ("", "\\author {Jane Doe}\\maketitle"),
    "short author": ("", "\\author[Doe]{Jane Doe}\\author[J. Doe]{Jane Doe}"),
    "a macro": ("\\newcommand{\\scribe}{Jane Doe}", "Notes of \\scribe."),
    "def": ("\\def\\scribename{Jane Doe}", "\\scribename"),
    "lecture of four": (
        "\\newcommand{\\lecture}[4]{\\textbf{Lecture #1: #2} \\hfill by: #4}",
        "\\lecture{3}{January 17}{Prof. Doe}{Jane Doe}",
    ),
    "lecture of three": (
        "\\newcommand{\\lecture}[3]{Lecture #1: #2 (#3)}",
        "\\lecture{3}{Momentum}{Jane Doe}",
    ),
    "header": ("\\usepackage{fancyhdr}\\lhead{Scribe: Jane Doe}", ""),
    "fancyhead": ("\\usepackage{fancyhdr}\\fancyhead[L]{Jane Doe}", ""),
    "line": ("", "\\textbf{Scribe:} Jane Doe\\\\"),
    "line of two": ("", "Scribes: Jane Doe,\nJoe Roe\n"),
    "group": ("", "{\\bf Scribe(s): Jane Doe}"),
    "scribed by": ("", "\\emph{Scribed by Jane Doe}"),
    "next line": ("", "\\begin{center}Scribe:\\\\Jane Doe\\end{center}"),
    "colon apart": ("", "Scribe~: Jane Doe"),
    "no blank": ("", "Scribe:Jane Doe"),
    "handout": (
        "\\newcommand{\\handout}[2]{\\textbf{#1} #2}",
        "\\handout{Lecture}{Scribe: Jane Doe}",
    ),
}


def written(folder: Path, head: str, body: str) -> Path:
    notes = folder / "docs" / "notes" / "s01"
    notes.mkdir(parents=True)
    text = f"{HEAD}{head}\n\\begin{{document}}\n{body}\n\nPlain words.\n\\end{{document}}\n"
    (notes / "notes.tex").write_text(text, "utf-8")
    return notes


@pytest.mark.parametrize("way", WAYS)
def test_a_name_that_is_typed_is_neither_on_the_page_nor_in_the_pdf(
    way: str, tmp_path: Path
) -> None:
    notes = written(tmp_path, *WAYS[way])
    with MathEngine() as engine:
        lecture = Lecture("s01", "Lecture 1", "2 scribes")
        one = publish_notes(tmp_path, [lecture], CourseLinks(), engine, tmp_path / "c")["s01"]
    body = one.body or ""
    assert "Plain words." in body
    assert not [name for name in ("Jane", "Doe", "Joe", "Roe") if name in body]
    assert "L044" in {found.code for found in one.problems}
    document = read_document(notes)
    source = document.files["notes.tex"]
    text = with_credit(source, named_people(document), "2 scribes")
    assert not [name for name in ("Jane", "Doe", "Joe", "Roe") if name in text]
    assert text.count("\n") == source.text.count("\n")
    assert "Plain words." in text


def test_what_the_schedule_says_is_no_news(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, "\\scribes{Jane Doe}", ""))
    people = named_people(document)
    assert not list(names_left_out(people, "Jane Doe"))
    assert len(list(names_left_out(people, "1 scribe"))) == 1
    text = with_credit(document.files["notes.tex"], people, "Jane Doe")
    assert "\\scribes{Jane Doe}" in text


def test_an_empty_place_takes_the_credit(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, "\\scribes{}\\lecture{1}{Momentum}{2018-01-17}", ""))
    people = named_people(document)
    assert not list(names_left_out(people, ""))
    text = with_credit(document.files["notes.tex"], people, "2 scribes")
    assert "\\scribes{2 scribes}\\lecture{1}{Momentum}{2018-01-17}" in text


def test_words_of_the_text_stay(tmp_path: Path) -> None:
    written(tmp_path, "", "\\section{A}Every scribe writes. Scribe: a person.")
    with MathEngine() as engine:
        lecture = Lecture("s01", "Lecture 1")
        one = publish_notes(tmp_path, [lecture], CourseLinks(), engine, tmp_path / "c")["s01"]
    assert "Every scribe writes. Scribe: a person." in (one.body or "")
    assert not one.problems

"""What LaTeX prints, the page says: counters, conditions, algorithms, formulas, lists, references.

Each case is a piece of LaTeX and the text that a reader of its PDF has before the eyes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from coursewright.math.engine import MathEngine
from coursewright.notes.page.setting import set_notes
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.read import read_notes
from coursewright.sources.bibtex import read_bibtex

HEAD = "\\documentclass{article}\n\\usepackage{amsmath,amsthm}\n\\newtheorem{theorem}{Theorem}\n"
PAPERS = """
@article{polyak1964, author={Boris Polyak}, title={Speeding up}, year={1964}, journal={J}}
@article{two2001, author={Ada One and Emmy Two}, title={Both}, year={2001}, journal={J}}
@article{three2002, author={Ada One and Emmy Two and Sofya Three}, title={All}, year={2002}}
"""
SECTIONS = "\\section{A}\\section{B}"

COUNTERS = {
    "within a section": (
        "\\numberwithin{equation}{section}",
        f"{SECTIONS}\\begin{{equation}}\\label{{e}}x\\end{{equation}}\\ref{{e}}",
        "2.1",
    ),
    "a star keeps the form": (
        "\\counterwithin*{equation}{section}",
        (
            "\\section{A}\\begin{equation}x\\end{equation}"
            "\\section{B}\\begin{equation}\\label{e}x\\end{equation}\\ref{e}"
        ),
        "1",
    ),
    "no longer within": (
        "\\numberwithin{equation}{section}\\counterwithout{equation}{section}",
        f"{SECTIONS}\\begin{{equation}}\\label{{e}}x\\end{{equation}}\\ref{{e}}",
        "1",
    ),
    "set and added to": (
        "",
        (
            "\\setcounter{equation}{6}\\addtocounter{equation}{-2}"
            "\\begin{equation}\\label{e}x\\end{equation}\\ref{e}"
        ),
        "5",
    ),
    "from another counter": (
        "\\newcounter{own}[section]",
        (
            f"{SECTIONS}\\stepcounter{{own}}\\stepcounter{{own}}\\setcounter{{equation}}{{\\value{{own}}}}"
            "\\begin{equation}\\label{e}x\\end{equation}\\ref{e}"
        ),
        "3",
    ),
    "Roman numerals": (
        "\\renewcommand{\\thesection}{\\Roman{section}}",
        "\\setcounter{section}{1993}\\section{A}\\label{s}\\ref{s}",
        "MCMXCIV",
    ),
    "small letters": (
        "\\renewcommand{\\theequation}{\\thesection\\alph{equation}}",
        f"{SECTIONS}\\begin{{equation}}\\label{{e}}x\\end{{equation}}\\ref{{e}}",
        "2a",
    ),
    "the registers of TeX": (
        "\\makeatletter\\renewcommand{\\theequation}{\\@roman\\c@equation}\\makeatother",
        "\\begin{equation}\\label{e}x\\end{equation}\\ref{e}",
        "i",
    ),
    "an appendix": ("", "\\section{A}\\appendix\\section{B}\\label{s}\\ref{s}", "A"),
    "set back by another": (
        "\\makeatletter\\@addtoreset{equation}{section}\\makeatother",
        (
            "\\section{A}\\begin{equation}x\\end{equation}"
            "\\section{B}\\begin{equation}\\label{e}x\\end{equation}\\ref{e}"
        ),
        "1",
    ),
    "letters end": (
        "\\renewcommand{\\theequation}{\\Alph{equation}}",
        "\\setcounter{equation}{26}\\begin{equation}\\label{e}x\\end{equation}\\ref{e}",
        "[no number]",
    ),
    "a form that nobody knows": (
        "\\renewcommand{\\theequation}{\\mine{equation}}",
        "\\begin{equation}\\label{e}x\\end{equation}\\ref{e}",
        "[no number]",
    ),
    "a value that nobody knows": (
        "",
        "\\setcounter{equation}{\\mine}\\begin{equation}\\label{e}x\\end{equation}\\ref{e}",
        "[no number]",
    ),
    "a form that never ends": (
        "\\renewcommand{\\theequation}{\\theequation}",
        "\\begin{equation}\\label{e}x\\end{equation}\\ref{e}",
        "[no number]",
    ),
    "a macro in a form": (
        "\\newcommand{\\prefix}{S}\\renewcommand{\\thesection}{\\prefix\\arabic{section}}",
        "\\section{A}\\label{s}\\ref{s}",
        "S1",
    ),
}
CONDITIONS = {
    "a switch that is on": ("", "\\newif\\iflong\\longtrue\\iflong a\\else b\\fi c", "ac"),
    "a switch that is off": ("", "\\newif\\iflong\\iflong a\\else b\\fi c", "bc"),
    "switched on and off": ("", "\\newif\\iflong\\longtrue\\longfalse\\iflong a\\fi c", "c"),
    "never": ("", "\\iffalse a \\iftrue b\\fi\\else c\\fi d", "cd"),
    "always": ("", "\\iftrue a\\else b \\ifnum1=1 x\\fi\\fi c", "ac"),
}
ALGORITHMS = {
    "algpseudocode": (
        "\\usepackage{algpseudocode}",
        (
            "\\begin{algorithmic}[1]\\Require $x$\\Function{F}{$a$}\\If{$a$}\\State one"
            "\\ElsIf{$b$}\\State two\\Else\\State \\Call{F}{$b$}\\EndIf\\State\\Return three"
            "\\EndFunction\\Repeat\\State four \\Comment{why}"
            "\\Until{done}\\Loop\\State five\\EndLoop"
            "\\end{algorithmic}"
        ),
        (
            "Require: MATH function F ( MATH ) if MATH then one else "
            "if MATH then two else F ( MATH )"
            " "
            "end if return three end function repeat four ▷ why until done loop five end loop"
        ),
    ),
    "algorithmic": (
        "\\usepackage{algorithmic}",
        (
            "\\begin{algorithmic}\\REQUIRE $x$\\FOR{$i=1$ \\TO $n$}\\IF{$a$ \\AND $b$}\\PRINT one"
            "\\ENDIF\\ENDFOR\\RETURN $x$\\end{algorithmic}"
        ),
        (
            "Require: MATH for MATH to MATH do if MATH and MATH then print one end if end for "
            "return MATH"
        ),
    ),
    "algorithm2e": (
        "\\usepackage{algorithm2e}",
        (
            "\\begin{algorithm}\\KwIn{$x$}\\KwOut{$y$}\\For{$i$}{one\\;two\\;}"
            "\\eIf{$a$}{three\\;}{four\\;}\\While{$b$}{five \\tcp{why}}\\Repeat{done}{six\\;}"
            "\\lIf{$c$}{seven}\\Begin{eight\\;}\\Return $y$\\;\\caption{C}\\end{algorithm}"
        ),
        (
            "Input: MATH Output: MATH for MATH do one two if MATH "
            "then three else four while MATH do"
            " "
            "five ▷ why repeat six until done if MATH then seven begin eight return MATH"
        ),
    ),
}
FORMULAS = {
    "words between lines": (
        "",
        "\\begin{align}a\\label{a}\\\\\\intertext{and so}b\\label{b}\\end{align}\\ref{b}",
        "2",
    ),
    "three columns": (
        "",
        "\\begin{eqnarray}a&=&b\\nonumber\\\\c&=&d\\label{b}\\end{eqnarray}\\ref{b}",
        "1",
    ),
    "a star has no numbers": (
        "",
        "\\begin{align*}a\\\\b\\end{align*}\\begin{equation}\\label{e}x\\end{equation}\\ref{e}",
        "1",
    ),
    "lines of a split have one number": (
        "",
        (
            "\\begin{equation}\\begin{split}a&=b\\\\&=c\\end{split}\\label{e}\\end{equation}"
            "\\begin{equation}\\label{f}x\\end{equation}\\ref{f}"
        ),
        "2",
    ),
    "a tag without brackets": (
        "",
        "\\begin{equation}\\tag*{[A]}\\label{e}x\\end{equation}\\ref{e}",
        "[A]",
    ),
    "gathered lines": ("", "\\begin{gather}a\\\\b\\notag\\\\c\\label{e}\\end{gather}\\ref{e}", "2"),
    "the lines of a multline are one": (
        "",
        "\\begin{multline}a\\\\b\\end{multline}\\begin{equation}\\label{e}x\\end{equation}\\ref{e}",
        "2",
    ),
}
REFERENCES = {
    "a range": (
        "\\usepackage{cleveref}",
        (
            "\\begin{theorem}\\label{a}x\\end{theorem}\\begin{theorem}\\label{b}x\\end{theorem}"
            "\\section{S}\\crefrange{a}{b}"
        ),
        "Theorem 1 and Theorem 2",
    ),
    "a name": ("", "\\section{Great deeds}\\label{s}\\nameref{s}", "Great deeds"),
    "an item": (
        "",
        "\\begin{enumerate}\\item\\label{i}x\\end{enumerate}\\section*{S}\\ref{i}",
        "1",
    ),
    "an item within": (
        "",
        (
            "\\begin{enumerate}\\item x\\begin{enumerate}\\item x\\item\\label{i}y\\end{enumerate}"
            "\\end{enumerate}\\section*{S}\\ref{i}"
        ),
        "1b",
    ),
    "an item within an item within": (
        "",
        (
            "\\begin{enumerate}\\item\\begin{enumerate}\\item x\\item"
            "\\begin{enumerate}\\item\\label{i}y"
            "\\end{enumerate}\\end{enumerate}\\end{enumerate}\\section*{S}\\ref{i}"
        ),
        "1(b)i",
    ),
    "an item that is labelled otherwise": (
        "\\usepackage{enumitem}",
        (
            "\\begin{enumerate}[label=(\\roman*)]\\item x\\item\\label{i}x\\end{enumerate}"
            "\\section*{S}\\ref{i}"
        ),
        "(ii)",
    ),
}
CITATIONS = {
    "in brackets": ("\\citep{polyak1964}", "(Polyak 1964)"),
    "in the text": ("\\citet{two2001}", "One & Two (2001)"),
    "three authors": ("\\citet{three2002}", "One et al. (2002)"),
    "with words": ("\\citep[see][Theorem 2]{polyak1964}", "(see Polyak 1964, Theorem 2)"),
    "the author alone": ("\\citeauthor{polyak1964}", "Polyak"),
    "the year alone": ("\\citeyear{polyak1964}", "1964"),
    "several": ("\\citep{polyak1964,two2001}", "(Polyak 1964; One & Two 2001)"),
}


@pytest.fixture(scope="module")
def engine() -> Iterator[MathEngine]:
    """An engine for formulas."""
    with MathEngine() as made:
        yield made


def said(folder: Path, engine: MathEngine, head: str, body: str) -> str:
    """Return the text of the page."""
    text = f"{HEAD}{head}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "notes.tex").write_text(text, "utf-8")
    papers = read_bibtex(PAPERS, "papers.bib", lambda _: None)
    html = set_notes(read_notes(folder), Surroundings(engine, papers=papers)).html
    html = re.sub(r"<math.*?</math>", " MATH ", html, flags=re.DOTALL)
    html = re.sub(r"</?(?:p|div|li|ol|ul|section|h\d|span)\b[^>]*>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@pytest.mark.parametrize("name", [*COUNTERS, *FORMULAS, *REFERENCES])
def test_a_reference_has_the_number_of_print(name: str, tmp_path: Path, engine: MathEngine) -> None:
    head, body, number = {**COUNTERS, **FORMULAS, **REFERENCES}[name]
    text = said(tmp_path, engine, head, f"{body} END")
    assert text.removesuffix(" END").endswith(number)
    before = text.removesuffix(f"{number} END")
    assert not before[-1:].isdigit()


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_shows_one_of_its_ways(name: str, tmp_path: Path, engine: MathEngine) -> None:
    head, body, text = CONDITIONS[name]
    assert said(tmp_path, engine, head, body).replace(" ", "") == text


@pytest.mark.parametrize("name", ALGORITHMS)
def test_an_algorithm_reads_as_in_print(name: str, tmp_path: Path, engine: MathEngine) -> None:
    head, body, text = ALGORITHMS[name]
    assert text in said(tmp_path, engine, head, body)


@pytest.mark.parametrize("name", CITATIONS)
def test_a_citation_reads_as_in_print(name: str, tmp_path: Path, engine: MathEngine) -> None:
    body, text = CITATIONS[name]
    assert said(tmp_path, engine, "\\usepackage{natbib}", body).startswith(text)


def test_what_cannot_be_decided_is_named_and_left_out(tmp_path: Path) -> None:
    text = f"{HEAD}\\begin{{document}}\\ifnum\\x=1 a\\else b\\fi c\\ifthenelse{{x}}{{y}}{{z}}\n"
    (tmp_path / "notes.tex").write_text(f"{text}\\end{{document}}\n", "utf-8")
    found = [(it.code, it.message.partition(" ")[0]) for it in read_notes(tmp_path).problems]
    assert found == [("L037", "\\ifnum"), ("L037", "\\ifthenelse")]

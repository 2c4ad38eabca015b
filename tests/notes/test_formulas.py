"""Formulas of notes as they go to the engine, which takes all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursewright.math.engine import MathEngine
from coursewright.notes.page.setting import set_notes
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.read import ReadNotes, read_notes

HEAD = r"""\documentclass{article}
\usepackage{amsmath,mathtools,physics,siunitx,commath}
\NewDocumentCommand{\E}{s o m}{%
  \IfBooleanTF{#1}{\mathbb{E}[#3]}{\mathbb{E}\IfValueT{#2}{_{#2}}\IfNoValueF{#2}{^2}(#3)}}
\NewDocumentCommand{\at}{m d() G{z} O{w} t+}{#1#2#3#4\IfBooleanT{#5}{+}}
\NewDocumentCommand{\odd}{m e{_}}{#1}
\DeclarePairedDelimiter{\size}{\lvert}{\rvert}
\DeclareMathOperator*{\argmin}{arg\,min}
\newcommand{\power}[2][x]{#1^{#2}}
\newcommand{\maybe}[1]{\ifx\relax#1\relax\emptyset\else#1\fi}
\newenvironment{cols}[1]{\begin{array}{#1}}{\end{array}}
\newenvironment{shown}{\[}{\]}
\begin{document}
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[MathEngine]:
    """An engine for formulas."""
    with MathEngine() as made:
        yield made


def _read(folder: Path, body: str) -> ReadNotes:
    (folder / "notes.tex").write_text(f"{HEAD}{body}\n\\end{{document}}\n", "utf-8")
    return read_notes(folder)


def _plain(tex: str) -> str:
    return "".join(tex.split())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"$\E{X}\E*{X}\E[p]{X}$", r"\mathbb{E}(X)\mathbb{E}[X]\mathbb{E}_{p}^2(X)"),
        (r"$\at{a}(b){c}[d]+ \at{a}$", "abcd+azw"),
        (r"$\size{x}\size*{y}\size[\big]{z}$",
         r"\left\lvertx\right\rvert\left\lverty\right\rvert\left\lvertz\right\rvert"),
        (r"$\power{2}\power[y]{3}$", "x^{2}y^{3}"),
        (r"$\maybe{}\maybe{y}$", r"\emptysety"),
        (r"$\ifmmode a\else b\fi$", "a"),
        (r"$\ifthenelse{\equal{a}{a}}{y}{n}\ifstrempty{}{y}{n}\ifstrequal{a}{b}{y}{n}$", "yyn"),
        (r"$\dv{f}{x}\pdv[2]{f}{x}\dv{x}$",
         (r"\frac{\mathrm{d}f}{\mathrm{d}x}\frac{\partial^{2}f}{\partialx^{2}}"
          r"\frac{\mathrm{d}}{\mathrm{d}x}")),
        (r"$\braket{a}{b}\mqty(a&b\\c&d)$",
         r"\left\langlea\middle|b\right\rangle\begin{pmatrix}a&b\\c&d\end{pmatrix}"),
        (r"$\SI{3}{\meter\per\second}$", r"3\,\mathrm{m/s}"),
        (r"$\pmatrix{a&b\cr c&d}\root 3 \of x \buildrel a \over b$",
         r"\begin{pmatrix}a&b\\c&d\end{pmatrix}\sqrt[3]{x}\overset{a}{b}"),
        (r"$\begin{array}[t]{@{}r@{\ }|>{$}c<{$}}a&b\end{array}$",
         r"\begin{array}{r|c}a&b\end{array}"),
        (r"$\begin{pmatrix}1&\hdotsfor{2}\\ \multicolumn{2}{c}{x}&y\end{pmatrix}$",
         r"\begin{pmatrix}1&\dots&\dots\\{x}&&y\end{pmatrix}"),
        (r"$\begin{bNiceArray}{r:r}a&b\end{bNiceArray}\begin{pNiceMatrix}[r]a\end{pNiceMatrix}$",
         r"\left[\begin{array}{r:r}a&b\end{array}\right]\begin{pmatrix}a\end{pmatrix}"),
        (r"$\begin{cols}{cc}a&b\end{cols}$", r"\begin{array}{cc}a&b\end{array}"),
        (r"$\begin{cases*}a & if $x>0$ \\ b & else\end{cases*}$",
         r"\begin{cases}a&\text{if$x>0$}\\b&\text{else}\end{cases}"),
        (r"$\left[\begin{tabular}{l}the $x$ \\ and\end{tabular}\right.$",
         r"\left[\begin{array}{l}\text{the$x$}\\\text{and}\end{array}\right."),
        (r"$$x = y \eqno (3.1)$$", r"x=y\tag{3.1}"),
        (r"\begin{shown}a\end{shown}", "a"),
        (r"\[a \begin{multlined}b\\c\end{multlined}\]", r"a\begin{gathered}b\\c\end{gathered}"),
        (r"$x_\mathrm{a}$ $\textsuperscript{2}$", r"x_\mathrm{a}"),
    ],
)  # fmt: skip
def test_a_formula_goes_to_the_engine_in_words_it_knows(
    written: str, expected: str, tmp_path: Path, engine: MathEngine
) -> None:
    notes = _read(tmp_path, written)
    assert _plain(notes.parts.formulas[0].tex.text) == expected
    done = set_notes(notes, Surroundings(engine))
    assert [one.message for one in [*notes.problems, *done.problems]] == []


def test_lines_of_words_and_rows_keep_their_numbers(tmp_path: Path, engine: MathEngine) -> None:
    notes = _read(
        tmp_path,
        r"""\begin{align} a \label{a} \\ \intertext{and $z$} b \label{b} \\
        \shortintertext{so} c \stepcounter{equation} \label{c} \end{align}""",
    )
    assert [notes.labels[name].number for name in "abc"] == ["1", "2", "4"]
    assert not set_notes(notes, Surroundings(engine)).problems


def test_a_formula_ends_where_what_is_around_it_ends(tmp_path: Path, engine: MathEngine) -> None:
    notes = _read(tmp_path, "\\begin{center} costs 5$ a piece \\end{center} After $x$.")
    assert {problem.code for problem in notes.problems} == {"L007"}
    assert {problem.span.line for problem in notes.problems} == {HEAD.count("\n") + 1}
    html = set_notes(notes, Surroundings(engine)).html
    assert "After" in html
    assert html.count("<math") == 2


def test_a_dollar_may_be_closed_as_a_parenthesis_is(tmp_path: Path, engine: MathEngine) -> None:
    notes = _read(tmp_path, "Since $D_i\\) is simple, so is $x$.")
    assert [part.tex.text for part in notes.parts.formulas] == ["D_i", "x"]
    assert not set_notes(notes, Surroundings(engine)).failed_formulas


def test_a_diagram_in_a_formula_is_left_to_tex(tmp_path: Path, engine: MathEngine) -> None:
    notes = _read(
        tmp_path,
        "\\begin{equation}\\label{square}\\xymatrix{A \\ar[r] & B}\\end{equation}"
        "$\\begin{tikzcd} A \\end{tikzcd}$ as \\ref{square} says",
    )
    assert not notes.parts.formulas
    assert [part.text for part in notes.parts.drawings] == [
        "$\\displaystyle \\xymatrix{A \\ar[r] & B}$",
        "$\\begin{tikzcd} A \\end{tikzcd}$",
    ]
    done = set_notes(notes, Surroundings(engine))
    assert [problem.code for problem in done.problems] == ["L037", "L037"]
    assert notes.labels["square"].number == "1"
    assert f'<span id="{notes.labels["square"].anchor}">' in done.html


def test_equations_after_an_unknown_environment_of_equations_have_no_number(tmp_path: Path) -> None:
    notes = _read(
        tmp_path,
        "\\begin{numcases}{x} a \\\\ b \\end{numcases}"
        "\\begin{equation}\\label{after} x \\end{equation}",
    )
    assert notes.labels["after"].number is None
    assert [problem.code for problem in notes.problems] == ["L037", "L034"]


def test_a_command_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    notes = _read(tmp_path, "$\\odd{a}_2$")
    assert [problem.code for problem in notes.problems] == ["L037"]
    assert "\\odd is left out" in notes.problems[0].message


def test_a_caption_of_algorithm2e_is_no_line(tmp_path: Path, engine: MathEngine) -> None:
    (tmp_path / "notes.tex").write_text(
        "\\documentclass{article}\\usepackage{algorithm2e}\\begin{document}"
        "\\begin{algorithm}\\caption{Walk}\\label{walk} step\\; turn\\;\\end{algorithm}"
        "\\ref{walk}\\end{document}",
        "utf-8",
    )
    notes = read_notes(tmp_path)
    html = set_notes(notes, Surroundings(engine)).html
    assert html.count("<li") == 2, html
    assert (notes.labels["walk"].kind, notes.labels["walk"].number) == ("Algorithm", "1")

"""Notes become pages: numbered as in print, linked, located, and never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursewright.math.engine import MathEngine
from coursewright.notes.numbers import read_aux
from coursewright.notes.page.setting import SetNotes, set_notes
from coursewright.notes.page.surroundings import Neighbour, Surroundings
from coursewright.notes.read import ReadNotes, read_notes, with_tex_numbers
from coursewright.notes.tex import SWITCH, make_drawings, make_pdf, why_no_latex
from coursewright.sources.bibtex import read_bibtex

FIXTURES = Path(__file__).with_name("fixtures")
ROOT = Path(__file__).parents[2]
HEAD = (
    "\\documentclass{article}\\usepackage{amsmath,amsthm}\n\\newtheorem{theorem}{Theorem}\n\\newtheorem{lemma}[theorem]{Lemma}\n"
    "\\newtheorem{fact}{Fact}[section]\n\\newtheorem*{remark}{Remark}\n"
)
NEEDS_TEX = pytest.mark.skipif(
    bool(why_no_latex()), reason=f"no PDF can be made here: {why_no_latex()}"
)


@pytest.fixture(scope="module")
def engine() -> Iterator[MathEngine]:
    """An engine for formulas."""
    with MathEngine() as made:
        yield made


@pytest.fixture
def pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let PDFs be made, which tests have switched off otherwise."""
    monkeypatch.setenv(SWITCH, "1")


def read(folder: Path, body: str, head: str = HEAD) -> ReadNotes:
    (folder / "notes.tex").write_text(
        f"{head}\\begin{{document}}\n{body}\n\\end{{document}}", "utf-8"
    )
    return read_notes(folder)


def plain(html: str) -> str:
    text = re.sub(r"<math.*?</math>", "MATH", html, flags=re.DOTALL)
    return " ".join(
        re.sub(r"<[^>]+>", " ", text).replace("\xa0", " ").replace("&nbsp;", " ").split()
    )


def test_theorems_share_their_numbers_as_the_notes_say(tmp_path: Path, engine: MathEngine) -> None:
    body = (
        "\\section{One}\\begin{theorem}[Main]\\label{a}x\\end{theorem}\\begin{fact}\\label{f}x\\end{fact}"
        "\\section{Two}\\begin{lemma}\\label{b}y\\end{lemma}\\begin{fact}\\label{g}x\\end{fact}"
        "\\begin{remark}z\\end{remark}\\cref{a,b} \\ref{f} \\ref{g} \\autoref{b} \\nameref{a}"
    )
    notes = read(tmp_path, body)
    done = set_notes(notes, Surroundings(engine))
    said = plain(done.html)
    assert "Theorem 1 (Main)" in said
    assert "Remark z" in said
    assert said.endswith("Theorem 1 and Lemma 2 1.1 2.1 Lemma 2 Main")
    assert 'id="a"' in done.html
    assert not [*notes.problems, *done.problems]


def test_equations_are_numbered_line_by_line(tmp_path: Path, engine: MathEngine) -> None:
    body = (
        "\\begin{align} a &= b \\label{e1} \\\\ c &= d \\nonumber \\\\ e &= f \\label{e3} "
        "\\end{align}\\begin{equation*} g \\end{equation*}"
        "\\begin{equation} h \\tag{$*$}\\label{star} \\end{equation}"
        "\\begin{subequations}\\label{s}\\begin{align} i \\label{sa} \\\\ j \\label{sb}"
        "\\end{align}\\end{subequations}\\[ k \\]"
        "\\eqref{e1} \\eqref{e3} \\eqref{star} \\eqref{s} \\eqref{sa} \\eqref{sb}"
    )
    notes = read(tmp_path, body)
    done = set_notes(notes, Surroundings(engine))
    assert plain(done.html).endswith("(1) (2) (*) (3) (3a) (3b)")
    assert done.html.count('class="cw-eq"') == 5
    assert 'aria-label="Equations 1, 2"' in done.html
    assert not [*notes.problems, *done.problems]


def test_the_empty_line_after_a_last_line_break_has_a_number_as_in_print(
    tmp_path: Path, engine: MathEngine
) -> None:
    body = (
        "\\begin{align} a \\\\ \\end{align}\\begin{equation} b \\label{b} \\end{equation}\\ref{b}"
    )
    assert plain(set_notes(read(tmp_path, body), Surroundings(engine)).html).endswith(" 3")


def test_parts_of_figures_and_tables_have_letters(tmp_path: Path, engine: MathEngine) -> None:
    body = (
        "\\begin{table}\\caption{T}\\subfloat[one\\label{ta}]{x}\\subfloat[two\\label{tb}]{y}"
        "\\end{table}"
        "\\begin{figure}\\begin{subfigure}{1cm}x\\caption{p}\\label{fa}\\end{subfigure}"
        "\\caption{F}\\label{f}\\end{figure}\\ref{ta} \\ref{tb} \\ref{fa} \\ref{f}"
    )
    done = set_notes(read(tmp_path, body), Surroundings(engine))
    assert plain(done.html).endswith("1a 1b 1a 1")


def test_macros_of_the_notes_are_expanded_in_text_and_in_formulas(
    tmp_path: Path, engine: MathEngine
) -> None:
    head = HEAD + (
        "\\newcommand{\\be}{\\begin{equation}}\\newcommand{\\ee}{\\end{equation}}"
        "\\newcommand{\\norm}[2][2]{\\|#2\\|_{#1}}\\def\\name#1{\\emph{#1}}"
        "\\newenvironment{sol}[1]{\\textbf{Solution #1.} }{ Done.}"
    )
    body = (
        "\\name{word} \\be \\norm[1]{x} \\label{e}\\ee \\begin{sol}{3}Inside\\end{sol} \\eqref{e}"
    )
    notes = read(tmp_path, body, head)
    done = set_notes(notes, Surroundings(engine))
    assert "<em>word</em>" in done.html
    assert "Solution 3. Inside Done. (1)" in plain(done.html)
    assert not [*notes.problems, *done.problems]


def test_what_fails_is_reported_on_its_line(tmp_path: Path, engine: MathEngine) -> None:
    body = (
        "good $x$\nbad $\\frac{1}{\\nosuch}$\n\\ref{nope}\n\\cite{nobody}\n"
        "\\includegraphics{nothing}\n\\href{javascript:alert(1)}{x}\n\\strange{kept}\n"
        "\\begin{oddity}kept\\end{oddity}"
    )
    notes = read(tmp_path, body)
    done = set_notes(notes, Surroundings(engine))
    first = HEAD.count("\n") + 1
    found = {(one.code, one.span.line - first) for one in [*notes.problems, *done.problems]}
    assert found == {
        *{
            ("L032", 2),
            ("L101", 3),
            ("L102", 4),
            ("L038", 5),
            ("L039", 6),
            ("L037", 7),
            ("L037", 8),
        },
    }
    assert '<code class="cw-mathfail">\\frac{1}{\\nosuch}</code>' in done.html
    assert plain(done.html).count("kept") == 2


def test_a_number_that_the_page_cannot_know_is_not_guessed(
    tmp_path: Path, engine: MathEngine
) -> None:
    head = HEAD + "\\renewcommand{\\theequation}{\\magic{equation}}\n"
    notes = read(tmp_path, "\\begin{equation}x\\label{e}\\end{equation} see \\eqref{e}", head)
    done = set_notes(notes, Surroundings(engine))
    assert plain(done.html).endswith("see [no number]")
    assert {one.code for one in [*notes.problems, *done.problems]} == {"L034"}


def test_citations_lead_to_the_papers_page_or_to_the_notes_own_list(
    tmp_path: Path, engine: MathEngine
) -> None:
    (tmp_path / "own.bib").write_text("@misc{mine, author={Ada Own}, title={Mine}, year={2001}}")
    papers = read_bibtex(
        "@misc{theirs, author={Bo Theirs}, title={Theirs}, year={1999}}",
        "papers.bib",
        lambda _: None,
    )
    own = read_bibtex((tmp_path / "own.bib").read_text(), "own.bib", lambda _: None)
    notes = read(tmp_path, "\\citet{theirs} \\citep[p.~3]{mine}\n\n\\bibliography{own}")
    done = set_notes(notes, Surroundings(engine, papers, lambda key: f"/papers/#{key}", own))
    assert '<a href="/papers/#theirs">Theirs (1999)</a>' in done.html
    assert '(<a href="#ref-mine">Own 2001</a>, p. 3)' in done.html.replace("p.~3", "p. 3")
    assert '<li id="ref-mine">Own 2001. Mine.' in done.html


def test_a_reference_can_lead_into_the_notes_of_another_lecture(
    tmp_path: Path, engine: MathEngine
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    there = read(other, "\\begin{theorem}\\label{thm:rate}x\\end{theorem}")
    notes = read(tmp_path, "\\cref{s05:thm:rate}")
    neighbour = Neighbour("Lecture 5", "../../s05/notes/", there.labels)
    done = set_notes(notes, Surroundings(engine, neighbours={"s05": neighbour}))
    assert 'href="../../s05/notes/#thm-rate">Theorem&nbsp;1 of Lecture 5</a>' in done.html
    assert not done.problems


def test_algorithms_keep_their_lines_and_their_depth(tmp_path: Path, engine: MathEngine) -> None:
    body = (
        "\\begin{algorithm}\\caption{A}\\label{al}\\begin{algorithmic}[1]\\Require $x$"
        "\\For{$i$}\\State go \\Comment{why}\\EndFor\\State \\Return $y$\\end{algorithmic}"
        "\\end{algorithm} \\cref{al}"
    )
    done = set_notes(read(tmp_path, body), Surroundings(engine))
    depths = re.findall(r"cw-in-(\d)", done.html)
    assert depths == ["0", "0", "1", "0", "0"]
    assert "Algorithm 1. A Require: MATH for MATH do go ▷ why end for return MATH" in plain(
        done.html
    )


def test_algorithm2e_is_read_too(tmp_path: Path, engine: MathEngine) -> None:
    head = HEAD + "\\usepackage{algorithm2e}\n"
    lines = "\\KwIn{$x$}\\For{$i$}{one\\;two\\;}\\eIf{$c$}{a\\;}{b\\;}"
    body = f"\\begin{{algorithm}}{lines}\\end{{algorithm}}"
    done = set_notes(read(tmp_path, body, head), Surroundings(engine))
    assert re.findall(r"cw-in-(\d)", done.html) == list("00110101")


def test_lists_tables_code_and_footnotes(tmp_path: Path, engine: MathEngine) -> None:
    body = (
        "\\begin{enumerate}[label=(\\alph*)]\\item one\\label{i1}\\item two\\end{enumerate}"
        " \\ref{i1}\n"
        "\\begin{tabular}{l|r}\\hline a & b \\\\ \\hline 1 & $x$ \\end{tabular}\n"
        "\\begin{lstlisting}[language=Python]\nx = '<b>' # % $\n\\end{lstlisting}\n"
        "word\\footnote{note $z$} \\verb|a_b|"
    )
    notes = read(tmp_path, body)
    done = set_notes(notes, Surroundings(engine))
    assert '<span class="cw-item-label">(b)</span>' in done.html
    assert ">(a)</a>" in done.html
    assert '<td class="cw-right">MATH</td>' in re.sub(r"<math.*?</math>", "MATH", done.html)
    assert "&lt;b&gt;" in done.html
    assert 'role="doc-noteref"' in done.html
    assert "<code>a_b</code>" in done.html
    assert not [*notes.problems, *done.problems]


def test_names_in_the_notes_do_not_come_onto_the_page(tmp_path: Path, engine: MathEngine) -> None:
    head = HEAD + "\\author{Nomen Nescio}\\title{T}\n"
    done = set_notes(read(tmp_path, "\\maketitle text", head), Surroundings(engine))
    assert "Nescio" not in done.html


def test_a_macro_may_be_defined_with_blanks_and_names_in_one_are_left_out(
    tmp_path: Path, engine: MathEngine
) -> None:
    head = HEAD + "\\def \\lecturenum  {3}\n\\def \\scribe {Nomen Nescio}\n"
    done = set_notes(read(tmp_path, "Lecture \\lecturenum, \\scribe", head), Surroundings(engine))
    assert plain(done.html) == "Lecture 3,"


def test_notes_with_shaded_theorems_go_through(engine: MathEngine) -> None:
    notes = read_notes(FIXTURES / "shade")
    done = set_notes(notes, Surroundings(engine))
    said = plain(done.html)
    assert "Definition 1 (Regret)" in said
    assert "The quantity (7.1) of Definition 1 is at most" in said
    assert "See Section 7.2" in said
    assert said.endswith("Lemma 3 and Theorem 2 .")
    assert "Student" not in said
    assert not [*notes.problems, *done.problems]


def test_the_template_and_the_course_s_own_notes_have_no_problem(engine: MathEngine) -> None:
    classes = [ROOT / "scribe_templates"]
    for folder in (ROOT / "scribe_templates", ROOT / "docs/notes/s05"):
        notes = read_notes(folder, classes=classes)
        assert not notes.problems
        assert not [one for one in set_of(notes, engine).problems if one.code != "L102"]


def set_of(notes: ReadNotes, engine: MathEngine) -> SetNotes:
    return set_notes(notes, Surroundings(engine))


def test_the_numbers_of_tex_win_and_a_difference_is_said(
    tmp_path: Path, engine: MathEngine
) -> None:
    notes = read(tmp_path, "\\begin{theorem}\\label{a}x\\end{theorem}\\label{gone} \\ref{a}")
    aux = "\\newlabel{a}{{4.2}{1}{}{theorem.1}{}}\n\\newlabel{more}{{1}{1}}\n"
    with_tex_numbers(notes, read_aux(aux))
    done = set_notes(notes, Surroundings(engine))
    said = [one.message for one in notes.problems if one.code == "L042"]
    assert said[0] == "'a' is 4.2 in the PDF, and 1 by the page's count"
    assert "the label 'more' is in the PDF, and not on the page" in said
    assert "Theorem 4.2" in plain(done.html)


@NEEDS_TEX
@pytest.mark.usefixtures("pdfs")
@pytest.mark.slow
@pytest.mark.parametrize("folder", [FIXTURES / "shade", ROOT / "docs/notes/s05"], ids=str)
def test_the_page_counts_as_the_pdf_does(folder: Path, tmp_path: Path) -> None:
    classes = [ROOT / "scribe_templates"]
    notes = read_notes(folder, classes=classes)
    made = make_pdf(notes, classes, tmp_path)
    assert made.problems == ()
    assert made.numbers is not None
    with_tex_numbers(notes, made.numbers)
    assert not notes.problems
    assert make_pdf(notes, classes, tmp_path).pdf == made.pdf


@NEEDS_TEX
@pytest.mark.usefixtures("pdfs")
@pytest.mark.slow
def test_a_drawing_becomes_svg_and_an_error_of_tex_has_its_line(tmp_path: Path) -> None:
    head = HEAD + "\\usepackage{tikz,bbm,dsfont}\n"
    body = "\\begin{tikzpicture}\\draw (0,0) -- (1,1);\\end{tikzpicture} $\\mathbbm{1}\\mathds{R}$"
    notes = read(tmp_path, body, head)
    assert "<svg" in make_drawings(notes, [], tmp_path / "cache")[0]
    assert make_pdf(notes, [], tmp_path / "cache").pdf
    bad = read(tmp_path, "one\n\\nosuchcommand", HEAD)
    (problem,) = make_pdf(bad, [], tmp_path / "cache").problems
    assert (problem.code, problem.span.line) == ("L040", HEAD.count("\n") + 3)

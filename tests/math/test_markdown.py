"""Formulas in a page: nothing mangles them, and every problem has its place."""

from __future__ import annotations

import pytest
from markdown import Markdown, markdown

from coursewright.diagnostics import Diagnostic
from coursewright.math.engine import MathEngine
from coursewright.math.markdown import MathExtension, PagePlace, makeExtension, render_inline
from coursewright.math.rules import RULES
from coursewright.math.typeset import Source, typeset

EXTENSIONS = ["tables", "toc", "attr_list", "md_in_html", "pymdownx.superfences"]


def _convert(
    engine: MathEngine, text: str, place: PagePlace | None = None
) -> tuple[str, list[Diagnostic]]:
    found: list[Diagnostic] = []
    extension = MathExtension(engine, on_problem=found.append, place=place)
    return markdown(text, extensions=[extension, *EXTENSIONS]), found


def _problems(found: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(one.code, str(one.span)) for one in found]


def test_markdown_does_not_touch_a_formula(engine: MathEngine) -> None:
    html, found = _convert(engine, r"*a* $x_1*y*z_2 \\ <b$ and `$k$`, \$3")
    assert not found
    assert html.startswith("<p><em>a</em> <math>")
    assert "<code>$k$</code>" in html
    assert html.endswith(", $3</p>")


def test_a_display_formula_in_a_paragraph_becomes_a_block(engine: MathEngine) -> None:
    html, _ = _convert(engine, "before\n$$\nx\n$$\nafter")
    assert '<p>before</p>\n<div class="cw-eq"><math' in html
    assert "</math></div>\n<p>after</p>" in html


def test_a_display_formula_in_a_table_stays_in_its_cell(engine: MathEngine) -> None:
    html, _ = _convert(engine, "|a|b|\n|-|-|\n|$$x$$|$y$|")
    assert '<td><span class="cw-eq"><math' in html


def test_a_display_formula_in_a_list_stays_in_its_item(engine: MathEngine) -> None:
    html, _ = _convert(engine, "- item\n\n    $$x$$\n\n    more\n")
    assert html.count("<li>") == 1
    assert html.index("<div") < html.index("more") < html.index("</li>")


def test_references_lead_to_the_equation(engine: MathEngine) -> None:
    html, found = _convert(
        engine, "$$ x \\label{eq:x} $$\n\nBy \\eqref{eq:x}, $a \\overset{\\eqref{eq:x}}{=} b$."
    )
    assert not found
    assert '<div class="cw-eq" id="eq-x" role="group" aria-label="Equation 1">' in html
    assert '<a class="cw-eqref" href="#eq-x">(1)</a>' in html
    assert '<mtext><a href="#eq-x">(1)</a></mtext>' in html


def test_every_row_of_an_alignment_can_be_reached(engine: MathEngine) -> None:
    html, _ = _convert(
        engine, "\\begin{align}\na \\label{a}\\\\\nb \\label{eq:a}\n\\end{align}\n\n\\ref{eq:a}"
    )
    assert 'id="eq-a"' in html
    assert '<span id="eq-a-2"></span>' in html
    assert 'href="#eq-a-2">2</a>' in html


def test_problems_have_their_place_in_the_file(engine: MathEngine) -> None:
    text = (
        "one $\\foo$\n\n$$\na\n  \\bar{\n$$\n\n$$ b \\label{eq:b} $$\n\n"
        "$$ c \\label{eq:b} $$\n\n\\eqref{eq:d}\n\n$$ open"
    )
    html, found = _convert(engine, text, PagePlace("docs/a.md", line=11))
    assert sorted(_problems(found)) == [
        ("M001", "docs/a.md:11:6"),
        ("M001", "docs/a.md:16:1"),
        ("M002", "docs/a.md:24:1"),
        ("M004", "docs/a.md:22:1"),
        ("M005", "docs/a.md:20:6"),
    ]
    assert '<code class="cw-mathfail">$\\foo$</code>' in html
    unknown = next(one for one in found if one.code == "M004")
    assert unknown.help == "did you mean 'eq:b'?"


def test_definitions_hold_for_the_page(engine: MathEngine) -> None:
    html, found = _convert(engine, "$\\newcommand{\\R}{\\mathbb{R}}$\n\n$x \\in \\R$")
    assert not found
    assert "\u211d" in html
    assert html.count("<math") == 1


def test_cells_of_a_notebook_share_numbers_and_labels(engine: MathEngine) -> None:
    cells = [Source("$$a \\label{a}$$", "n.ipynb"), Source("$$b \\label{b}$$ \\ref{a}", "n.ipynb")]
    result = typeset(cells, engine)
    assert [piece.numbers for piece in result.pieces[1]] == [("2",), ()]
    assert result.pieces[1][1].content == '<a class="cw-eqref" href="#eq-a">1</a>'


def test_a_sign_after_a_formula_stays_with_it(engine: MathEngine) -> None:
    html, _ = _convert(engine, "$x$, then")
    assert html == '<p><span class="cw-nowrap"><math><mi>x</mi></math>,</span> then</p>'


def test_short_texts_are_escaped(engine: MathEngine) -> None:
    html, found = render_inline('A <b> & \\$5 *x* $x$ "q"', engine)
    assert not found
    assert html == "A &lt;b&gt; &amp; $5 *x* <math><mi>x</mi></math> &quot;q&quot;"


def test_short_texts_know_their_place(engine: MathEngine) -> None:
    _, found = render_inline(r"On $\foo$", engine, source=Source("", "schedule.yaml", 42, 14))
    assert _problems(found) == [("M001", "schedule.yaml:42:18")]


def test_without_the_engine_the_page_shows_tex_and_says_so_once(absent: MathEngine) -> None:
    html, found = _convert(absent, "$x$ and $y$")
    _, again = _convert(absent, "$z$")
    assert _problems(found + again) == [("M003", "page.md:1:1")]
    assert "coursewright.math.install" in found[0].help
    assert html.count("cw-mathfail") == 2
    absent.flush()
    _, next_build = _convert(absent, "$x$")
    assert len(next_build) == 1


def test_the_extension_has_a_name() -> None:
    html = Markdown(extensions=["coursewright.math.markdown"]).convert("$x$")
    assert html == "<p><math><mi>x</mi></math></p>"
    assert isinstance(makeExtension(), MathExtension)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_shows_a_bad_and_a_good_example(rule: object) -> None:
    manual = getattr(rule, "manual", "")
    assert "Bad:\n" in manual
    assert "Good:\n" in manual


def test_a_hostile_page_reaches_the_reader_as_text(engine: MathEngine) -> None:
    html, _ = _convert(engine, "$\\text{<b onclick=x>y</b>}$ $\\foo<img onerror=x>$")
    assert "<b" not in html
    assert "<img" not in html

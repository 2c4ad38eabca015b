"""Short texts: inline Markdown and formulas, and nothing that a browser would run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.diagnostics import Diagnostic, Span
from coursewright.math.engine import MathEngine
from coursewright.views.prose import SITE, ProseWriter

PLACE = Span("schedule.yaml", 7, 12, 7, 40)
Write = Callable[[str], str]


@pytest.fixture
def found() -> list[Diagnostic]:
    """What was reported."""
    return []


@pytest.fixture
def prose(engine: MathEngine, found: list[Diagnostic]) -> ProseWriter:
    """A writer with one macro."""
    return ProseWriter(engine, {r"\turn": r"\omega"}, found.append)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain words", "plain words"),
        ("*slowly*", "<em>slowly</em>"),
        ("**fast**", "<strong>fast</strong>"),
        ("`x < y`", "<code>x &lt; y</code>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("[seats](/schedule/)", f'<a href="{SITE}schedule/">seats</a>'),
        ("[seats](schedule/)", f'<a href="{SITE}schedule/">seats</a>'),
        ("[there](https://example.org/)", '<a href="https://example.org/">there</a>'),
        ("[below](#x)", '<a href="#x">below</a>'),
        ("costs \\$5", "costs $5"),
    ],
)
def test_inline_markdown(prose: ProseWriter, text: str, html: str) -> None:
    assert prose(text, PLACE) == html


def test_several_paragraphs_stay_paragraphs(prose: ProseWriter) -> None:
    assert prose("*one*\n\ntwo", PLACE) == "<p><em>one</em></p>\n<p>two</p>"


def test_formulas_become_mathml_by_the_macros_of_the_course(prose: ProseWriter) -> None:
    html = prose("by $\\turn$ a second", PLACE)
    assert "<math" in html
    assert "ω" in html
    assert "$" not in html


def test_a_broken_formula_is_reported_where_it_stands(
    prose: ProseWriter, found: list[Diagnostic]
) -> None:
    prose("by $\\frac{1$", PLACE)
    prose("by $\\frac{1$", PLACE)
    assert [(it.code, it.span.file, it.span.line) for it in found] == [("M001", "schedule.yaml", 7)]


def test_of_a_text_over_several_lines_the_start_is_the_place(
    prose: ProseWriter, found: list[Diagnostic]
) -> None:
    folded = Span("schedule.yaml", 7, 5, 9, 10)
    prose("one two three $\\frac{1$", folded)
    prose.title("four five $\\frac{2$", folded)
    assert [it.span for it in found] == [folded, folded]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org/x", "vbscript:x"]
)
def test_an_unsafe_link_is_taken_out_and_reported(
    prose: ProseWriter, found: list[Diagnostic], address: str
) -> None:
    html = prose(f"[go]({address})", PLACE)
    assert "go" in html
    assert "href" not in html
    assert [it.code for it in found] == ["U001"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A *plain* title_with_signs", "A *plain* title_with_signs"),
        ('Less < more & "quoted"', "Less &lt; more &amp; &#34;quoted&#34;"),
    ],
)
def test_titles_know_no_markdown(prose: ProseWriter, text: str, html: str) -> None:
    assert prose.title(text, PLACE) == html


def test_titles_have_formulas(prose: ProseWriter) -> None:
    html = prose.title("On $\\turn$ & <more>", PLACE)
    assert "<math" in html
    assert "&lt;more&gt;" in html


@given(text=st.text(alphabet="ab <>&*_`[](){}/:!\\\n\"'#", max_size=60))
def test_no_text_becomes_markup_of_its_own(engine: MathEngine, text: str) -> None:
    html = ProseWriter(engine, {}, lambda _: None)(text, PLACE)
    assert "<script" not in html
    assert "<b>" not in html
    assert "javascript:" not in html.lower()

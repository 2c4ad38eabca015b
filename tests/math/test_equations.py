"""Numbers of equations: the same as LaTeX gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.math.definitions import take_definitions
from coursewright.math.equations import Numbering, edit, link, with_links


@pytest.mark.parametrize(
    ("tex", "numbers"),
    [
        ("x", ()),
        (r"x \label{a}", ("1",)),
        (r"x \tag{A}", ("A",)),
        (r"\begin{equation} x \end{equation}", ("1",)),
        (r"\begin{equation*} x \end{equation*}", ()),
        (r"\begin{align} a \\ b \\ \end{align}", ("1", "2")),
        (r"\begin{align} a \nonumber \\ b \end{align}", ("1",)),
        (r"\begin{align} a \tag{A} \\ b \end{align}", ("A", "1")),
        (r"\begin{align*} a \\ b \label{b} \end{align*}", ("1",)),
        (
            r"\begin{align} \begin{cases} a \\ b \end{cases} \\ \text{c \\ d} \end{align}",
            ("1", "2"),
        ),
        (r"\begin{aligned} a \\ b \end{aligned} \label{c}", ("1",)),
        (r"\begin{multline} a \\ b \end{multline}", ("1",)),
    ],
)
def test_numbers(tex: str, numbers: tuple[str, ...]) -> None:
    assert Numbering().number(tex).numbers == numbers


def test_counting_goes_on_and_labels_are_kept() -> None:
    numbering = Numbering()
    numbering.number(r"x \label{eq:a}")
    second = numbering.number(r"\begin{align} a \label{eq:b} \\ c \label{eq:c} \end{align}")
    assert [(one.name, one.number) for one in second.labels] == [("eq:b", "2"), ("eq:c", "3")]
    assert "\\label" not in second.tex.text
    assert second.tex.text.count("\\tag") == 2


def test_links_come_back_as_anchors() -> None:
    edited, unknown = with_links(r"a \eqref{x} \ref{y}", {"x": "7"})
    assert unknown == [("y", 12)]
    assert link(edited.text, ["eq-x"]) == r'a \text{<a href="#eq-x">(7)</a>} \text{??}'


def test_a_forged_mark_leads_nowhere() -> None:
    assert link("[[cw9|click]]", ["eq-x"]) == "[[cw9|click]]"


@given(st.text("ab", min_size=4, max_size=12), st.integers(0, 2), st.text("XY", max_size=5))
def test_an_edit_knows_where_its_characters_stood(text: str, start: int, new: str) -> None:
    edited = edit(text, [(start, start + 1, new), (start + 1, start + 2, new)])
    tail = text[start + 2 :]
    assert edited.text == text[:start] + new + new + tail
    for index in range(len(tail)):
        at = len(edited.text) - len(tail) + index
        assert edited.original(at) == start + 2 + index


@pytest.mark.parametrize(
    ("tex", "macros"),
    [
        (r"\newcommand{\R}{\mathbb{R}}", {"\\R": "\\mathbb{R}"}),
        (r"\renewcommand\R[1]{#1_{#1}}", {"\\R": "#1_{#1}"}),
        (r"\def\norm#1{|#1|}", {"\\norm": "|#1|"}),
        (r"\DeclareMathOperator*{\argmin}{arg\,min}", {"\\argmin": r"\operatorname*{arg\,min}"}),
    ],
)
def test_definitions_are_taken_out(tex: str, macros: dict[str, str]) -> None:
    rest, found = take_definitions(f"a {tex} b")
    assert found == macros
    assert rest == f"a {' ' * len(tex)} b"


def test_an_open_definition_stays() -> None:
    assert take_definitions(r"\newcommand{\R}{x") == (r"\newcommand{\R}{x", {})

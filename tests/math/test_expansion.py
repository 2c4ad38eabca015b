"""Macros of a course put in place, as TeX reads them."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.math.engine import Formula, MathEngine
from coursewright.math.expansion import expanded, with_macros

MACROS = {
    r"\R": r"\mathbb{R}",
    r"\eps": r"\varepsilon",
    r"\norm": r"{\lVert #1\rVert}",
    r"\inner": r"{\langle #1, #2\rangle}",
    r"\ball": r"\{x : \norm{x} < #1\}",
    r"\self": r"a\self",
    r"\twice": r"\once\once",
    r"\once": r"\twice\twice",
}


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"x \in \R^n", r"x \in \mathbb{R}^n"),
        (r"\eps x", r"\varepsilon x"),
        (r"\norm{x_{1}}", r"{\lVert x_{1}\rVert}"),
        (r"\norm x", r"{\lVert x\rVert}"),
        (r"\norm\eps", r"{\lVert \varepsilon\rVert}"),
        (r"\inner{x}{\norm{y}}", r"{\langle x, {\lVert y\rVert}\rangle}"),
        (r"\ball\eps", r"\{x : {\lVert x\rVert} < \varepsilon\}"),
        (r"\Rn + \\R", r"\Rn + \\R"),
        (r"\norm", r"\norm"),
        (r"\norm{x", r"\norm{x"),
        (r"\self", r"\self"),
        (r"\twice", r"\twice"),
        (r"\alpha", r"\alpha"),
    ],
)
def test_macros_are_put_in_place_and_what_cannot_be_stays(tex: str, plain: str) -> None:
    assert expanded(tex, MACROS) == plain


def test_only_formulas_are_touched() -> None:
    text = "In \\R and `$\\R$`, $\\R$ costs \\$5; $$\\norm{x}$$\n\n```\n$\\R$\n```\n"
    plain = text.replace("and `$\\R$`, $\\R$", "and `$\\R$`, $\\mathbb{R}$")
    assert with_macros(text, MACROS) == plain.replace("\\norm{x}", "{\\lVert x\\rVert}")


@given(st.text(st.sampled_from("\\{}#$ aRnorm_^1\n"), max_size=60))
def test_it_never_raises_and_is_done_at_once(text: str) -> None:
    done = with_macros(text, MACROS)
    assert with_macros(text, {}) == text
    if "\\self" not in text and "$" not in text:
        assert done == text


PARTS = [r"\R", r"\eps z", r"\norm{x}", r"\norm\R", r"\inner{\R}{y}", "z", "^2", "+"]


def test_a_formula_looks_as_it_did(engine: MathEngine) -> None:
    formulas = [Formula("{}".join(pair)) for pair in permutations(PARTS, 2)]
    plain = [Formula(expanded(one.tex, MACROS)) for one in formulas]
    assert not any(name in one.tex for one in plain for name in MACROS)
    assert engine.render(plain, {}) == engine.render(formulas, MACROS)

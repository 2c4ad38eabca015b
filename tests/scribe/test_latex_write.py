"""Text as LaTeX: it prints what it is, and does nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.scribe.commands import is_tame
from coursewright.scribe.facts import latex_title
from coursewright.sources.latex_write import definition, is_macro, latex_of


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("R&D for 5 $ at 50 %", r"R\&D for 5 \$ at 50 \%"),
        (r"\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("a_1 ^ b ~ c # d", r"a\_1 \textasciicircum{} b \textasciitilde{} c \# d"),
        ("``so''", r"\textasciigrave{}\textasciigrave{}so'{}'"),
        ("a--b---c <<d>>", "a-{}-b-{}-{}-c <{}<d>{}>"),
        ("Ée Łukasz", "Ée Łukasz"),
        ("two\nlines\x00 and\u202e more", "two lines and more"),
        ("π", r"\ensuremath{\pi}"),
        ("學", "學"),
    ],
)
def test_signs_print_as_themselves(text: str, latex: str) -> None:
    assert latex_of(text) == latex


def test_a_sign_that_latex_has_none_for_stays_without_a_word(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    assert latex_of("the sign \u5764") == "the sign \u5764"
    assert not caplog.records
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        (r"From $\kappa$ to $\sqrt{\kappa}$", r"From $\kappa$ to $\sqrt{\kappa}$"),
        ("$5 and $10 & more", r"\$5 and \$10 \& more"),
        (r"A $\input{x}$ B", r"A \$\textbackslash{}input\{x\}\$ B"),
        ("A $x^^5cinput$", r"A \$x\textasciicircum{}\textasciicircum{}5cinput\$"),
        (r"A $a}{b$", r"A \$a\}\{b\$"),
        ("A $a %$", r"A \$a \%\$"),
    ],
)
def test_formulas_of_a_title_stay_if_they_only_print(title: str, latex: str) -> None:
    assert latex_title(title) == latex


@given(st.text(alphabet=st.sampled_from("ab \\{}$%&#_^~\n-é"), max_size=30))
def test_no_title_leaves_its_argument(title: str) -> None:
    latex = latex_title(title)
    depth = 0
    for brace in re.findall(r"\\.|[{}]", latex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"(?<!\\)(?:\\\\)*%", latex)
    assert re.findall(r"\\.|\$", latex).count("$") % 2 == 0


@pytest.mark.parametrize(
    ("tex", "tame"),
    [
        (r"\frac{a}{b}^2_{\theta}", True),
        (r"\leq \defeq \text{if}", True),
        (r"\write18{x}", False),
        (r"\csname input\endcsname", False),
        (r"\def\x{}", False),
        ("a \\", False),
        ("}{", False),
    ],
)
def test_a_formula_that_acts_is_told_from_one_that_prints(tex: str, *, tame: bool) -> None:
    assert is_tame(tex) is tame


@pytest.mark.parametrize(
    ("name", "body", "fits"),
    [
        (r"\R", r"\mathbb{R}", True),
        (r"\|", r"\Vert", True),
        ("R", "x", False),
        (r"\R2", "x", False),
        (r"\R", "{", False),
        (r"\R", "}{", False),
        (r"\R", "x\\", False),
        (r"\R", "a\nb", False),
    ],
)
def test_a_macro_needs_a_command_and_closed_braces(name: str, body: str, *, fits: bool) -> None:
    assert is_macro(name, body) is fits


def test_a_macro_takes_as_many_arguments_as_it_names() -> None:
    assert definition(r"\KL", "D(#1 | #2)").endswith(r"\renewcommand{\KL}[2]{D(#1 | #2)}")
    assert definition(r"\R", "R").endswith(r"\renewcommand{\R}{R}")

"""LaTeX as text: what pylatexenc does well stays, what it would lose is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.sources.latex_text import latex_to_text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("{Nesterov}'s {PAC-Bayes} bound", "Nesterov's PAC-Bayes bound"),
        ("Polyak--{\\L}ojasiewicz --- ``quoted''", "Polyak–Łojasiewicz — “quoted”"),
        ("Erd\\H{o}s, \\v{C}ern\\'y, {\\o}re, Qui\\~nonero", "Erdős, Černý, øre, Quiñonero"),
        ("\\texttt{torch} and \\mbox{SGD}", "torch and SGD"),
        ("\\href{https://example.org}{the words} stay", "the words stay"),
        ("\\unknown{words} stay", "words stay"),
        ("?`Que es {SGD}? !`SGD!", "¿Que es SGD? ¡SGD!"),
        ("a 3% gain, R\\&D & 50\\%", "a 3% gain, R&D & 50%"),
        ("{\\em Deep} \\emph{learning} with \\LaTeX{}", "Deep learning with LaTeX"),
        ("An {$O(1/n)$} rate", "An $O(1/n)$ rate"),
        ("for \\(n \\to \\infty\\)", "for $n \\to \\infty$"),
        ("\\ensuremath{x^2} and $$y$$", "$x^2$ and $y$"),
        ("$\\ell_1$ costs \\$5", "$\\ell_1$ costs \\$5"),
        ("\\newcommand{\\x}{abc} d", "\\newcommand\\xabc d"),
    ],
)
def test_latex_is_shown_as_text(latex: str, text: str) -> None:
    assert latex_to_text(latex) == text


@given(st.text(alphabet=st.sampled_from("ab é\\{}$%&~^_'\"-()[]\ue000\ue0010123"), max_size=60))
def test_no_latex_breaks_it_and_the_result_is_one_line(latex: str) -> None:
    text = latex_to_text(latex)
    assert text == " ".join(text.split(" "))
    assert "\n" not in text


@given(st.text(alphabet=st.sampled_from("ab é{}%&~^_'`\"-()[]!?#<>"), max_size=40))
def test_text_without_commands_is_what_a_reader_of_commands_makes_of_it(text: str) -> None:
    assert latex_to_text(text) == latex_to_text(f"{text}{{\\relax}}")


WORDS = st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=6), min_size=1, max_size=5)
WRAPPERS = st.sampled_from(
    ["{}", "\\emph{}", "\\texttt{}", "\\textbf{}", "\\nonsense{}", "\\'", ""]
)


@given(WORDS, WRAPPERS)
def test_no_letter_of_a_wrapped_word_is_lost(words: list[str], wrapper: str) -> None:
    front, brace, back = wrapper.partition("}")
    latex = " ".join(f"{front}{word}{brace}{back}" for word in words)
    shown = latex_to_text(latex)
    assert sum(map(str.isalpha, shown)) >= sum(map(len, words))


@pytest.mark.parametrize(
    "latex",
    ["{" * 2000 + "\\emph{deep}", "\\emph{long} " + "words and " * 1000 + "\\emph{long}"],
    ids=["nested beyond the recursion limit", "longer than any title"],
)
def test_what_cannot_be_converted_comes_back_without_its_braces(latex: str) -> None:
    assert latex_to_text(latex) == latex.replace("{", "").replace("}", "")

"""Where formulas begin and end in Markdown, and where a dollar is a dollar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.math.scanner import scan


def _found(text: str) -> list[tuple[str, bool]]:
    return [(one.formula.tex, one.formula.display) for one in scan(text).formulas]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("a $x$ b", ["x"]),
        ("($x$)", ["x"]),
        ("$x$-$y$", ["x", "y"]),
        (r"\(x\) and \[y\]", ["x", "y"]),
        ("$$x$$", ["x"]),
        ("$$\nx\n$$", ["\nx\n"]),
        (r"$$ \text{if $x$} $$", [r" \text{if $x$} "]),
        (r"$\$5$", [r"\$5"]),
        ("$a<b$ and $c>d$", ["a<b", "c>d"]),
        ("<b>$x$</b>", ["x"]),
        ("- item\n\n    $x$", ["x"]),
        ("!!! note\n    $x$", ["x"]),
        ("> $$a\n> b$$", ["a\n  b"]),
        ("$$a\n> b$$", ["a\n> b"]),
        ("\\begin{align*}\nx\n\\end{align*}", ["\\begin{align*}\nx\n\\end{align*}"]),
        ("$x\ny$", ["x\ny"]),
    ],
)
def test_formulas(text: str, formulas: list[str]) -> None:
    assert [tex for tex, _ in _found(text)] == formulas


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "$ x $",
        "$x $",
        "a$",
        r"\$x\$",
        "$x\n\ny$",
        "`$x$`",
        "``a ` $x$``",
        "```\n$x$\n```",
        "~~~~\n$x$\n~~~\n$y$\n~~~~",
        "    $x$",
        "text\n\n    $x$",
        "> ```\n> $x$\n> ```",
        "<!-- $x$ -->",
        "<pre>$x$</pre>",
        "<code>$x$</code>",
        "<script>$x$</script>",
        '<a title="$x$">y</a>',
        "![a $x$](b)",
        "[a](b$x$c)",
        "$$$$",
        "\\\\(x\\\\)",
    ],
)
def test_no_formulas(text: str) -> None:
    assert _found(text) == []


def test_places() -> None:
    text = "one\n  two $x$ and\n\n$$\ny\n$$\n"
    places = [(one.line, one.column, text[one.offset : one.end]) for one in scan(text).formulas]
    assert places == [(2, 7, "$x$"), (4, 1, "$$\ny\n$$")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a\n$$ x", [(2, 1, "$$")]),
        ("$$ x\n\n$$ y $$", [(1, 1, "$$")]),
        ("\\[\nx", [(1, 1, "\\[")]),
        ("\\[1] is a bracket", []),
        ("`$$`", []),
    ],
)
def test_unclosed(text: str, places: list[tuple[int, int, str]]) -> None:
    assert [(one.line, one.column, one.delimiter) for one in scan(text).unclosed] == places


def test_references() -> None:
    found = scan(r"see \eqref{eq:x}, \ref{y}, `\ref{z}`").references
    assert [(one.label, one.in_parentheses, one.column) for one in found] == [
        ("eq:x", True, 5),
        ("y", False, 19),
    ]


@given(st.text(alphabet="$`\\[]()<>!-#~ \n\tab1{}|>\"'", max_size=200))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    end = 0
    for one in scan(text).formulas:
        assert end <= one.offset < one.inner + 1 <= one.end <= len(text)
        assert len(one.formula.tex) <= one.end - one.offset
        assert text.split("\n")[one.line - 1][one.column - 1] == text[one.offset]
        end = one.end


@pytest.mark.parametrize(
    "unit", ["$", "$a ", "$$a ", "`a\n\n", "<a ", '<a "', "<pre>", "<!--", "\\(", "```x\n", "``` `"]
)
def test_hostile_texts_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(one.end <= len(text) for one in scan(text).formulas)

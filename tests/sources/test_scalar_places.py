"""A character of a YAML text is found again in its file, however the text is written."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coursewright.sources.scalar_places import ScalarPlaces
from coursewright.sources.yaml import Scalar, read_yaml


def text_of(source: str) -> Scalar:
    """Return the value of the key ``a``."""
    node = read_yaml(source, "a.yaml", lambda it: pytest.fail(it.message))
    assert node is not None
    value = node.entries["a"]
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a: one $x$ two\n", "1:8"),
        ("é: ü😀\na: é one\n  two\n\n  $x$ three\n", "5:3"),
        ("a: >-\n  one\n  two $x$\n", "3:7"),
        ("a: |  # as it is\n    one\n\n      two $x$\nb: 1\n", "4:11"),
        ("a: >+2\n   one\n  $x$\n\n", "3:3"),
        ("a: 'it''s\n  one $x$'\n", "2:7"),
        ('a: "q\\"\\u00e9\\n\\t\\\n   \\ b\\\\ $x$"\n', "2:10"),
        ("b: 1\na: &anchor $x$ y\n", "2:12"),
        ("a: |\r\n  one\r\n  $x$\r\n", "3:3"),
    ],
)
def test_a_formula_is_found_again(source: str, place: str) -> None:
    scalar = text_of(source)
    span = ScalarPlaces(scalar, source).span(scalar.text.index("$x$"), 3)
    assert str(span) == f"a.yaml:{place}"
    assert source.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1] == "$x$"


def test_a_span_ends_with_its_line() -> None:
    source = "a: one two\n  three\n"
    scalar = text_of(source)
    span = ScalarPlaces(scalar, source).span(4, 9)
    assert (span.line, span.column, span.end_line, span.end_column) == (1, 8, 1, 11)


@given(
    st.text(alphabet="ab'\"\\: \n\té😀#-", min_size=1, max_size=60),
    st.sampled_from(["'", '"', "|", ">", None]),
    st.integers(min_value=0, max_value=60),
)
def test_every_character_is_found_again(text: str, style: str | None, offset: int) -> None:
    source = yaml.safe_dump({"a": text}, default_style=style, allow_unicode=True, width=20)
    node = read_yaml(source, "a.yaml", lambda _: None)
    value = node.entries.get("a") if node else None
    if value is None:
        key = next(iter(node.entries)) if node else ""
        value = node.entries[key] if node else None
    assert isinstance(value, Scalar)
    sign = value.text[offset : offset + 1]
    span = ScalarPlaces(value, source).span(offset)
    lines = source.split("\n")
    shown = lines[span.line - 1][span.column - 1 : span.end_column - 1]
    if sign and not sign.isspace():
        assert shown in {sign, "''", f"\\{sign}"} or shown.startswith("\\U")

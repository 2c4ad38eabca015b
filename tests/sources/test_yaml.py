"""YAML as located text: nothing converted, nothing lost, nothing hostile let in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.diagnostics import Diagnostic, Span
from coursewright.sources.yaml import MAX_DEPTH, Mapping, Node, Scalar, Sequence, read_yaml


def _read(text: str) -> tuple[Mapping | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return read_yaml(text, "a.yaml", found.append), found


def _codes(text: str) -> list[tuple[str, int, int]]:
    return [(it.code, it.span.line, it.span.column) for it in _read(text)[1]]


@pytest.mark.parametrize(
    "text",
    ["9:30", "010", "no", "3.10", "1e3", "0x1F", "2018-02-30", "1_000", "=", "Null", "12:30:45"],
)
def test_a_value_stays_the_text_that_was_written(text: str) -> None:
    root, found = _read(f"key: {text}\n")
    assert found == []
    assert root is not None
    value = root.entries["key"]
    assert isinstance(value, Scalar)
    assert value.text == text


@pytest.mark.parametrize(
    ("text", "empty"), [("", True), ("~", True), ("null", True), ('""', False)]
)
def test_a_key_may_have_no_value(text: str, empty: bool) -> None:  # noqa: FBT001  (a column)
    root, _ = _read(f"key: {text}\n")
    assert root is not None
    value = root.entries["key"]
    assert isinstance(value, Scalar)
    assert value.empty is empty


def test_nodes_know_their_place() -> None:
    root, _ = _read("a: 1\nlist:\n  - b: two words\n  - 'c'\n")
    assert root is not None
    assert root.span_of("list", 0, "b") == Span("a.yaml", 3, 8, 3, 17)
    assert root.span_of("list", 1) == Span("a.yaml", 4, 5, 4, 8)
    assert root.span_of("list", 0) == Span("a.yaml", 3, 5, 3, 6)
    assert root.span_of() == Span("a.yaml", 1, 1, 1, 2)
    assert root.span_of("nowhere") == root.span_of()


def test_columns_count_characters() -> None:
    root, _ = _read('"é漢😀": x\n')
    assert root is not None
    assert root.span_of("é漢😀").column == 8


def test_of_two_equal_keys_the_first_stays_and_both_are_shown() -> None:
    root, found = _read("a: 1\nb: 2\na: 3\n")
    assert root is not None
    value = root.entries["a"]
    assert isinstance(value, Scalar)
    assert value.text == "1"
    assert [(it.code, it.span.line, it.related[0].span.line) for it in found] == [("Y002", 3, 1)]


def test_a_few_aliases_are_fine() -> None:
    root, found = _read("a: &room {id: x}\nb: *room\nc: [*room, *room]\n")
    assert found == []
    assert root is not None
    assert root.entries["b"] is root.entries["a"]


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "Y004"),
        ("a: &x 1\nb: [" + "*x, " * 2000 + "]", "Y004"),
        ("a: &a [*a]", "Y004"),
        ("a: *nothing", "Y004"),
        ("[" * 200_000, "Y003"),
        ("{a: " * 200_000, "Y003"),
        ("- " * 100_000, "Y003"),
        ("a: !!python/object/apply:os.system [ls]", "Y005"),
        ("a: !custom x", "Y005"),
        ("!!map {a: 1}", "Y005"),
        ("a: !!int 3", "Y005"),
        ("a: {<<: {b: 1}}", "Y005"),
        ("a: 1\n---\nb: 2", "Y006"),
        ("# nothing", "Y006"),
        ("%YAML 9.9\n---\na: 1", "Y001"),
        ("a: \x07", "Y001"),
        ("? [a]\n: b", "Y001"),
        ("just a text", "Y001"),
    ],
)
def test_hostile_yaml_is_one_diagnostic(text: str, code: str) -> None:
    root, found = _read(text)
    assert root is None
    assert [it.code for it in found] == [code]


def test_the_deepest_that_is_allowed_is_read() -> None:
    inner = MAX_DEPTH - 1
    assert _codes("a: " + "[" * inner + "]" * inner) == []
    assert _codes("a: " + "[" * (inner + 1) + "]" * (inner + 1)) == [("Y003", 1, 67)]


def test_a_plain_tag_of_a_text_is_no_tag() -> None:
    assert _codes("a: ! 3") == []


PIECES = st.sampled_from(
    [*"-:?#&*!|>'\"%@`{}[], \n\t", "a", "b: ", "- ", "\n  ", "&a ", "*a", "!!x ", "<<: ", "---\n"]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_is_read_or_refused_with_a_place_inside_it(text: str) -> None:
    root, found = _read(text)
    assert root is not None or found
    lines = text.splitlines() or [""]
    for diagnostic in found:
        assert 1 <= diagnostic.span.line <= len(lines) + 1
        assert diagnostic.span.column >= 1
    if root is not None:
        for node in _nodes(root):
            assert 1 <= node.span.line <= node.span.end_line <= len(lines) + 1


def _nodes(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        inner = [*node.keys.values(), *node.entries.values()]
    else:
        inner = node.items if isinstance(node, Sequence) else []
    return [node, *(found for child in inner for found in _nodes(child))]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("    title: “Light: and dark”", "typographic quotes"),
        ("    title\uff1aLight", "wide"),
        ("\u00a0\u00a0\u00a0\u00a0title: Light", "no-break blank"),
        ("\ttitle: Light", "tab"),
        ("    title:Light", "a blank after the ':'"),
        ("    title: 'Darwin's light'", "apostrophe"),
        ("    title: [Light] and dark", "begins with '['"),
        ("    title: {Light} and dark", "begins with '{'"),
        ("    title: *Light*", "a symbol"),
        ("    title: @light", "a symbol"),
        ("    title: Light: and dark", "': '"),
        ("  -id: light", "'-'"),
        ("  – id: light", "hyphen"),
        ("  kind: guest", "further right"),
        ("<html><body>404: not found</body></html>", "page of the web"),
        ("```yaml", "```"),
        ("...", "'...'"),
        ("---", "take this line out"),
    ],
)
def test_a_slip_is_called_by_its_name(line: str, said: str) -> None:
    found: list[Diagnostic] = []
    text = f"sessions:\n  - id: plants\n    kind: lecture\n{line}\n    date: 2018-01-10\n"
    assert read_yaml(text, "a.yaml", found.append) is None
    (problem,) = found
    assert said in problem.help
    assert problem.span.line in {3, 4, 5}

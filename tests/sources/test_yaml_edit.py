"""The smallest change of a YAML text: exactly what was meant, and every other byte as it was."""

from __future__ import annotations

import difflib
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.diagnostics import Diagnostic
from coursewright.sources.raw_text import OverlapError, RawText, Replacement
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence, read_yaml
from coursewright.sources.yaml_edit import (
    AddKey,
    Edit,
    InsertItem,
    RemoveItem,
    RemoveKey,
    SetValue,
    edit_yaml,
)
from tests.sources.yaml_texts import edits_of, texts


def edited(text: str, *edits: Edit) -> str:
    """Return a text after edits that can be done."""
    found: list[Diagnostic] = []
    done = edit_yaml(RawText(dedent(text).encode()), "schedule.yaml", edits, found.append)
    assert found == []
    assert done is not None
    return done.data.decode()


def refused(text: str, *edits: Edit) -> Diagnostic:
    """Return why edits cannot be done."""
    found: list[Diagnostic] = []
    done = edit_yaml(RawText(dedent(text).encode()), "schedule.yaml", edits, found.append)
    assert done is None
    (diagnostic,) = found
    assert diagnostic.code == "E001"
    return diagnostic


def unexpected(diagnostic: Diagnostic) -> None:
    """Fail on a problem where there should be none."""
    pytest.fail(str(diagnostic))


def text_at(root: Mapping, path: tuple[str | int, ...]) -> str:
    """Return the text of the scalar at a path, or an empty one for a collection."""
    node: Node = root
    for step in path:
        if isinstance(node, Mapping):
            node = node.entries[str(step)]
        elif isinstance(node, Sequence):
            node = node.items[int(step)]
    return node.text if isinstance(node, Scalar) else ""


def said(data: bytes) -> Mapping:
    """Return the nodes of a text."""
    root = read_yaml(RawText(data).text, "schedule.yaml", lambda _: None)
    assert root is not None
    return root


def plain(node: Node) -> object:
    """Return what nodes say, in order."""
    if isinstance(node, Mapping):
        return [(key, plain(value)) for key, value in node.entries.items()]
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.text


SESSIONS = """\
    sessions:
      # The first one.
      - id: s01
        title: "Momentum"   # heavy ball

      # The second one.
      - id: s02
        title: Noise
    """


def test_an_item_goes_above_the_comment_of_the_next_with_the_blank_line_of_its_neighbours() -> None:
    new = InsertItem(("sessions",), 1, (("id", "s00"), ("title", "No class")))
    assert edited(SESSIONS, new) == dedent("""\
        sessions:
          # The first one.
          - id: s01
            title: "Momentum"   # heavy ball

          - id: s00
            title: No class

          # The second one.
          - id: s02
            title: Noise
        """)


def test_an_item_goes_behind_the_last_one_though_its_line_is_open() -> None:
    text = dedent(SESSIONS).rstrip("\n")
    done = edited(text, InsertItem(("sessions",), 2, (("id", "s00"),)))
    assert done == text + "\n\n  - id: s00"


def test_a_value_keeps_its_quotes_and_its_comment() -> None:
    done = edited(SESSIONS, SetValue(("sessions", 0, "title"), 'The "heavy" ball'))
    assert '    title: "The \\"heavy\\" ball"   # heavy ball\n' in done


def test_a_plain_value_gets_quotes_only_where_it_needs_them() -> None:
    path = ("sessions", 1, "title")
    assert "title: -1\n" in edited(SESSIONS, SetValue(path, "-1"))
    for text in ("Noise: part II", "- a", "yes", "9:30", "", "a #b", "it's: so", "x\ny", "[a]"):
        done = edited(SESSIONS, SetValue(path, text))
        assert plain(said(done.encode())) == [
            (
                "sessions",
                [[("id", "s01"), ("title", "Momentum")], [("id", "s02"), ("title", text)]],
            )
        ]
        assert "title: Noise" not in done


def test_a_key_is_written_below_another_and_taken_away_again() -> None:
    done = edited(SESSIONS, AddKey(("sessions", 0), "delay", "1", "title"))
    assert '    title: "Momentum"   # heavy ball\n    delay: 1\n\n' in done
    assert edited(done, RemoveKey(("sessions", 0), "delay")) == dedent(SESSIONS)


def test_the_dash_stays_for_the_next_key() -> None:
    done = edited(SESSIONS, RemoveKey(("sessions", 1), "id"))
    assert done.endswith("  # The second one.\n  - title: Noise\n")


def test_of_the_blank_lines_around_removed_lines_one_side_stays() -> None:
    text = "a: 1\n\nb:\n  - c\n  - d\n\n# on e\ne: 2\n"
    assert edited(text, RemoveKey((), "b")) == "a: 1\n\n# on e\ne: 2\n"
    assert edited(text, RemoveKey((), "e")) == "a: 1\n\nb:\n  - c\n  - d\n\n# on e\n"


def test_a_list_without_indentation_and_wide_dashes_are_followed() -> None:
    text = "talks:\n-   paper: a\n    minutes: 20\n-   paper: b\n"
    done = edited(text, InsertItem(("talks",), 1, (("paper", "c"), ("minutes", "5"))))
    assert (
        done
        == "talks:\n-   paper: a\n    minutes: 20\n-   paper: c\n    minutes: 5\n-   paper: b\n"
    )


def test_a_date_in_a_list_between_brackets_can_be_changed() -> None:
    text = "date: [2018-03-07, Thu 2018-03-08]\n"
    assert edited(text, SetValue(("date", 1), "Fri 2018-03-09")) == (
        "date: [2018-03-07, Fri 2018-03-09]\n"
    )
    assert edited(text, SetValue(("date", 1), "a, b")) == "date: [2018-03-07, 'a, b']\n"


def test_new_lines_end_as_the_lines_around_them() -> None:
    raw = RawText(b"\xef\xbb\xbfa:\r\n  - id: b\r\n")
    done = edit_yaml(raw, "x", [InsertItem(("a",), 1, (("id", "c"),))], unexpected)
    assert done is not None
    assert done.data == b"\xef\xbb\xbfa:\r\n  - id: b\r\n  - id: c\r\n"


@pytest.mark.parametrize(
    ("text", "edit", "why"),
    [
        ("a: [b, c]\n", InsertItem(("a",), 0, (("d", "e"),)), "brackets"),
        ("a: {b: c}\n", AddKey(("a",), "d", "e", "b"), "brackets"),
        ("a: &x b\nc: *x\n", SetValue(("a",), "d"), "anchor"),
        ("a: &x b\nc: *x\n", SetValue(("c",), "d"), "elsewhere"),
        ("a: >-\n  b\n", SetValue(("a",), "d"), "one line"),
        ("a:\nb: c\n", SetValue(("a",), "d"), "one line"),
        ("a:\n  b: c\n", RemoveKey(("a",), "b"), "nothing else"),
        ("a:\n  - b: c\n", RemoveItem(("a",), 0), "only item"),
        ("a:\n  - b: c\n    # d\n    e: f\n", RemoveKey(("a", 0), "b"), "comment"),
        ("? a\n: b\nc: d\n", RemoveKey((), "a"), "indentation"),
        ("a:\n  b: &x c\n  d: e\nf: *x\n", RemoveKey((), "a"), "safely"),
        ("a:\n  - - b: c\n    - d: e\n", InsertItem(("a", 0), 0, (("f", "g"),)), "dash"),
    ],
)
def test_what_cannot_be_done_safely_is_refused_with_its_place(
    text: str, edit: Edit, why: str
) -> None:
    diagnostic = refused(text, edit)
    assert why in diagnostic.message
    assert diagnostic.span.file == "schedule.yaml"
    assert diagnostic.help == "change it by hand"


def test_many_edits_of_one_text_are_done_together() -> None:
    done = edited(
        SESSIONS,
        RemoveItem(("sessions",), 0),
        InsertItem(("sessions",), 2, (("id", "s03"),)),
        SetValue(("sessions", 1, "title"), "Signal"),
        AddKey(("sessions", 1), "delay", "2", "id"),
    )
    assert plain(said(done.encode())) == [
        ("sessions", [[("id", "s02"), ("delay", "2"), ("title", "Signal")], [("id", "s03")]])
    ]
    assert "# The first one." in done


def test_what_is_taken_out_twice_is_taken_out_once() -> None:
    text = "a:\n  - b: c\n    d: e\n  - f: g"
    done = edited(text, RemoveKey(("a", 0), "d"), RemoveItem(("a",), 1))
    assert done == "a:\n  - b: c\n"


def test_places_that_overlap_are_a_fault_of_the_program() -> None:
    with pytest.raises(OverlapError, match="overlap"):
        RawText(b"abc").replaced([Replacement(0, 2, "x"), Replacement(1, 3, "y")])


def holds_to_its_promises(data: bytes, choice: int) -> None:
    """Try one of the edits that fit a text, then its inverse."""
    root = said(data)
    edits = edits_of(root)
    edit, inverse = edits[choice % len(edits)]
    found: list[Diagnostic] = []
    done = edit_yaml(RawText(data), "schedule.yaml", [edit], found.append)
    if done is None:
        assert [item.code for item in found] == ["E001"]
        assert isinstance(edit, SetValue), "lines in block style can always be added"
        return
    changed = [
        line
        for line in difflib.ndiff(
            data.decode().splitlines(keepends=True), done.data.decode().splitlines(keepends=True)
        )
        if line[:1] in "+-"
    ]
    removed = [line for line in changed if line[0] == "-"]
    assert len(removed) <= 1, "no more than one line is touched that was there"
    was = text_at(root, edit.path)
    if not isinstance(edit, SetValue) or not was.startswith(("#", "a:", "no", "1")):
        back = edit_yaml(done, "schedule.yaml", [inverse(was)], unexpected)
        assert back is not None
        assert back.data == data


@given(texts(), st.integers(0, 10_000))
def test_an_edit_and_its_inverse_leave_every_byte(data: bytes, choice: int) -> None:
    holds_to_its_promises(data, choice)

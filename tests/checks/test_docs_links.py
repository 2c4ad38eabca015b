"""Links of Markdown pages: each is found, at its place, and not where code only shows one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.load.markdown_links import markdown_links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[a](b.md)", [("b.md", 5)]),
        ("![a](b.png 'title')", [("b.png", 6)]),
        ("[a](<b c.md>)", [("b c.md", 6)]),
        ("[a](b_(c).md)", [("b_(c).md", 5)]),
        ("[![a](b.png)](c.md)", [("b.png", 7), ("c.md", 15)]),
        ("[a]: b.md", [("b.md", 6)]),
        ("[^a]: no link but a note", []),
        ("<https://example.org>", [("https://example.org", 2)]),
        ('<img alt="" src="b.png">', [("b.png", 18)]),
        ("<a title=x href=b.md>a</a>", [("b.md", 17)]),
        ("<a data-href='b.md'>", []),
        ("`[a](b.md)`", []),
        ("<!-- [a](b.md) -->", []),
        ("[a](b.md?x=1&amp;y=2)", [("b.md?x=1&y=2", 5)]),
        ("a ](b.md", [("b.md", 5)]),
    ],
)
def test_links_are_found_with_their_columns(text: str, links: list[tuple[str, int]]) -> None:
    found = markdown_links(text, "page.md")
    assert [(link.url, link.span.column) for link in found] == links


@given(st.text(alphabet="[]()<>!:`'\"=\n \\ahrefscimg./-&#;", max_size=300))
def test_every_link_lies_inside_its_page(text: str) -> None:
    lines = text.split("\n")
    for link in markdown_links(text, "page.md"):
        line = lines[link.span.line - 1]
        assert link.span.end_column <= len(line) + 2
        assert link.span.column >= 1


@pytest.mark.parametrize("piece", ["[a](", "](", "<a ", "<a href=", "[a]:", '="', "(((("])
def test_a_long_page_of_halves_is_read_in_linear_time(piece: str) -> None:
    assert list(markdown_links(piece * 20_000, "page.md")) is not None

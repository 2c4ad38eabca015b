"""The instruments themselves: what a fault is, and which link is broken."""

from __future__ import annotations

import pytest

from tests.site.support.links import broken_links
from tests.site.support.markup import faults_of


def _faults(html: str) -> list[str]:
    return list(faults_of(f"<h1>T</h1>\n{html}"))


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p><div>a</div></p>", "<div> stands in <p>"),
        ("<ul></ul>", "<ul> is empty"),
        ("<ul><p>a</p></ul>", "<p> is no child of <ul>"),
        ("<div><li>a</li></div>", "stands outside its list"),
        ("<h3>a</h3>", "<h3> follows <h1>"),
        ("<h1>b</h1>", "2 first-level headings"),
        ('<b id="x">a</b><b id="x">b</b>', "the id 'x' is taken"),
        ("<p>a · </p>", "begins or ends in the middle"),
        ("<p>a, , b</p>", "begins or ends in the middle"),
        ("<p>None</p>", "begins or ends in the middle"),
        ('<a href="">a</a>', "leads nowhere"),
        ("<a href=x><a href=y>b</a></a>", "stands in something that reacts itself"),
        ("<style>p{}</style>", "<style> stands in the body"),
        ("<b>a</i>", "</i> closes <b>"),
        ("<b>a", "is never closed"),
        ("<ul>a<li>b</li></ul>", "stands between the items"),
        ('<img src="x">', "<img> without alt"),
        ("<dl><dd>a</dd></dl>", "<dl> begins with <dd>"),
        ('<i class="a" class="b"></i>', "says something twice"),
    ],
)
def test_a_fault_is_found(html: str, said: str) -> None:
    assert any(said in fault for fault in _faults(html))


@pytest.mark.parametrize(
    "html",
    [
        "<p>One <b>two</b>, <a href=x>three</a>.</p>",
        "<ul><li>a</li></ul>",
        "<dl><div><dt>a</dt><dd>b</dd></div></dl>",
        '<h2>a</h2><h3>b</h3><h2>c</h2><svg aria-hidden="true"><use href="#a"/></svg>',
    ],
)
def test_what_is_sound_is_let_through(html: str) -> None:
    assert _faults(html) == []


def test_headings_are_to_begin_with_the_first_level() -> None:
    assert list(faults_of("<h2>a</h2>")) == ["0 first-level headings"]
    assert "the first heading is <h2>" in list(faults_of("<h2>a</h2><h1>b</h1>"))


def test_links_lead_to_pages_files_and_ids() -> None:
    pages = {
        "": '<a href="a/">a</a><a href="a/#x">b</a><a href="f.css">c</a><a href="#y">d</a>',
        "a/": '<i id="x"></i><a href="../">home</a><a href="./#x">e</a>'
        '<a href="mailto:a@b.c">f</a>',
    }
    assert list(broken_links(pages, {"f.css"})) == [("", "#y")]
    assert list(broken_links({"a/": '<a href="../b/">b</a>'}, set())) == [("a/", "../b/")]
    absolute = {"": "", "b/": '<a href="https://e.org/c/b/x">x</a><a href="https://e.org/c/">y</a>'}
    wanted = [("b/", "https://e.org/c/b/x")]
    assert list(broken_links(absolute, set(), home="https://e.org/c/")) == wanted

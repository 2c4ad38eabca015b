"""What the search finds of a page."""

from __future__ import annotations

from coursewright.views.search import search_entries

PAGE = """\
<h1>Papers</h1>
<p>All of <b>them</b>.</p><form><label>Filter</label></form>
<h2 id="one">Topic <small>2 papers</small></h2>
<p>What it is.</p>
<ol><li class="cw-paper" id="key"><div class="cw-title"><a href="x">A title</a></div>
<p>A. Author</p>
<div class="cw-links"><a href="y"><span class="cw-vh">read on </span>24 Jan</a></div>
<div class="cw-links cw-act"><a href="z">PDF<span class="cw-vh">: Author 2018</span></a></div>
<pre>@misc{key}</pre></li></ol>
<h2 id="silent" data-search-exclude>Silent</h2><p>not to be found</p>
<h2 id="two">Two &amp; three</h2><p>Last.</p>
"""


def test_sections_and_papers_are_found_by_themselves() -> None:
    entries = list(search_entries("papers/", "Papers", PAGE))
    assert [(entry.location, entry.title) for entry in entries] == [
        ("papers/", "Papers"),
        ("papers/#one", "Topic"),
        ("papers/#key", "A title"),
        ("papers/#two", "Two &amp; three"),
    ]
    assert entries[0].text == "All of them."
    assert entries[2].text == "A. Author 24 Jan"


def test_what_is_excluded_is_not_found() -> None:
    found = " ".join(entry.text for entry in search_entries("papers/", "Papers", PAGE))
    for words in ("not to be found", "@misc", "Filter", "PDF", "read on", "2018"):
        assert words not in found
    assert list(search_entries("x/", "X", '<h1 id="x" data-search-exclude>X</h1>a')) == [
        entry for entry in search_entries("x/", "X", "") if entry.location == "x/"
    ]

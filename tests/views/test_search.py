"""What the search finds of a page."""

from __future__ import annotations

from coursewright.views.search import notebook_entries, search_entries

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


NOTEBOOK = """\
<h1 id="shoots">Shoots of <math><msqrt><mi>κ</mi></msqrt></math></h1>
<p>Vines climb.</p>
<h2 id="a-b">A &lt; B</h2>
<details class="cw-fold" data-search-exclude=""><summary>Code</summary><pre>hidden()</pre></details>
<pre tabindex="0"><code>import vine</code></pre>
<figure><svg class="cw-plot" data-search-exclude="">axis</svg></figure>
<ol class="cw-frame-list" data-search-exclude=""><li>0.1</li></ol>
"""


def test_of_a_notebook_code_is_found_under_the_words_of_its_heading_and_no_drawing() -> None:
    titles = {"shoots": "Shoots of √κ", "a-b": "A < B"}
    entries = list(notebook_entries("demos/vine/", NOTEBOOK, titles))
    assert [(it.location, it.title, it.text) for it in entries] == [
        ("demos/vine/", "Shoots of √κ", "Vines climb."),
        ("demos/vine/#a-b", "A &lt; B", "import vine"),
    ]


def test_a_notebook_without_a_title_is_found_by_its_text() -> None:
    (entry,) = notebook_entries("demos/vine/", "<p>Vines climb.</p>", {})
    assert (entry.location, entry.title, entry.text) == ("demos/vine/", "", "Vines climb.")


def test_a_root_and_a_power_are_not_the_letter_alone() -> None:
    formula = (
        "<p>like <math><msqrt><mi>κ</mi></msqrt></math>, "
        "<math><msup><mi>κ</mi><mn>0.54</mn></msup></math> and "
        "<math><msup><mi>x</mi><mo>⋆</mo></msup></math></p>"
    )
    (entry,) = search_entries("x/", "X", formula)
    assert entry.text == "like √κ, κ^0.54 and x⋆"

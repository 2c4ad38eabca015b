"""The small pieces of a site: addresses, redirects, icons, downloads, styles, headings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.diagnostics import Diagnostic, Label, Severity, Span
from coursewright.model.addresses import edition_slug
from coursewright.views.editions import redirect_asset
from coursewright.views.headings import headings_of
from coursewright.views.icons import SHAPES, icons_asset
from coursewright.views.links import file_detail, material_link
from coursewright.views.page import address_of, root_of
from coursewright.views.problems import problems_html
from coursewright.views.script import SCRIPT, script_asset
from coursewright.views.styles import STYLES, MathUse, style_assets
from tests.site.support.course import HEAD, course_of, text_of, write_course
from tests.site.support.links import broken_links
from tests.site.support.markup import faults_of


@pytest.mark.parametrize(
    ("uri", "address", "root"),
    [
        ("index.md", "", "./"),
        ("schedule.md", "schedule/", "../"),
        ("lectures/index.md", "lectures/", "../"),
        ("lectures/s05.md", "lectures/s05/", "../../"),
        ("demos/coil/index.ipynb", "demos/coil/", "../../"),
    ],
)
def test_addresses(uri: str, address: str, root: str) -> None:
    assert address_of(uri) == address
    assert root_of(uri) == root


@pytest.mark.parametrize(
    ("term", "slug"),
    [
        ("Winter 2018", "winter-2018"),
        ("Été 2020 (B)", "ete-2020-b"),
        ("冬", "edition"),
        ("  ", "edition"),
    ],
)
def test_an_edition_has_a_plain_name(term: str, slug: str) -> None:
    assert edition_slug(term) == slug


@given(st.text())
def test_any_term_gives_a_part_of_an_address(term: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", edition_slug(term))


@pytest.mark.parametrize("address", ["", "schedule/", "lectures/s05/"])
def test_a_redirect_leads_from_the_edition_to_the_page(address: str) -> None:
    asset = redirect_asset("winter-2018", address, 'A <b> & "c"')
    assert asset.uri == f"winter-2018/{address}index.html"
    html = asset.data.decode()
    assert "<title>A &lt;b&gt; &amp; &quot;c&quot;</title>" in html
    pages = {address: "", f"winter-2018/{address}": html}
    assert list(broken_links(pages, set())) == []
    assert html.count('href="') == 2


def test_the_sprite_has_every_icon_that_pages_use() -> None:
    svg = '<svg viewBox="0 0 24 24"><script>x</script><path d="M1 2h3"/></svg>'
    sprite = icons_asset(lambda _: svg).data.decode()
    assert re.findall(r'<symbol id="(\w+)"', sprite) == list(SHAPES)
    assert "script" not in sprite
    assert icons_asset(lambda _: "<svg></svg>").data.decode().count('viewBox="0 0 24 24"') == len(
        SHAPES
    )


@pytest.mark.parametrize(
    ("href", "pages", "said"),
    [
        ("notes.pdf", 5, "PDF, 5 p."),
        ("https://example.org/a.PDF?v=2", None, "PDF"),
        ("https://example.org/", 1, "1 p."),
        ("https://example.org/watch", None, ""),
    ],
)
def test_what_to_expect_behind_a_link(href: str, pages: int | None, said: str) -> None:
    assert file_detail(href, pages) == said


def test_styles_come_with_a_font_only_where_there_are_formulas(tmp_path: Path) -> None:
    (plain,) = style_assets(MathUse(), tmp_path)
    assert plain.uri == STYLES
    assert b"@font-face" not in plain.data
    use = MathUse()
    use.see("<p>x</p>")
    assert not use.characters
    use.see('<math class="tml-display"><mi>θ</mi></math>')
    assert "θ" in use.characters
    assets = {asset.uri: asset for asset in style_assets(use, tmp_path)}
    (font,) = (name for name in assets if name.endswith(".woff2"))
    assert font.rpartition("/")[2].encode() in assets[STYLES].data


def test_without_the_font_the_readers_own_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_font(*_: object) -> bytes:
        raise FileNotFoundError

    monkeypatch.setattr("coursewright.views.styles.subset_font", no_font)
    use = MathUse()
    use.see("<math><mi>x</mi></math>")
    (styles,) = style_assets(use, tmp_path)
    assert b"@font-face" not in styles.data


def test_the_script_is_one_file() -> None:
    assert script_asset().uri == SCRIPT
    assert b"http" not in script_asset().data


def test_headings_nest_and_lose_what_is_small() -> None:
    html = (
        '<h1>T</h1><h2 id="a">One &amp; two <small>3 papers</small></h2>'
        '<h3 id="b"><a href="x">In</a> it</h3><h2 id="c">Last</h2><h2>No id</h2>'
    )
    first, last = headings_of(html)
    assert (first["name"], first["id"], first["level"]) == ("One & two", "a", 2)
    assert [child["name"] for child in first["children"]] == ["In it"]
    assert last["name"] == "Last"
    assert headings_of('<h3 id="a">Alone</h3>')[0]["level"] == 3


SOURCE = "one:\n  two: <three>\n  four\nfive\n"
ERROR = Diagnostic(
    "S001", Severity.ERROR, "what <is> wrong", Span("a.yaml", 2, 8, 2, 15), "mend it"
)
WARNING = Diagnostic(
    "D009",
    Severity.WARNING,
    "look here",
    Span("a.yaml", 3, 3, 4, 5),
    related=(Label(Span("b.yaml", 1), "and there"),),
)


def test_problems_are_listed_errors_first_with_their_lines() -> None:
    html = problems_html([WARNING, ERROR], {"a.yaml": SOURCE})
    assert list(faults_of(html)) == []
    text = text_of(html)
    assert text.startswith("2 problems 1 error, 1 warning.")
    assert text.index("what <is> wrong") < text.index("look here")
    assert "a.yaml:2:8" in text
    assert "b.yaml:1:1 and there" in text
    assert "2 │   two: &lt;three&gt;\n      │        <mark>^^^^^^^</mark>" in html
    assert "coursewright explain S001" in text


def test_a_problem_of_a_file_that_cannot_be_read_has_no_lines() -> None:
    html = problems_html([ERROR], {})
    assert list(faults_of(html)) == []
    assert "1 error." in text_of(html)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Coils", "Coils"),
        ('"Coils: how a tendril turns"', "Coils"),
        ('"Coils of $n$ turns: a count"', "slow coil"),
    ],
)
def test_a_demo_is_named_by_its_title_up_to_a_colon(tmp_path: Path, title: str, name: str) -> None:
    demo = (
        f"demos:\n  - id: slow-coil\n    title: {title}\n    claim: It turns.\n    scale: light\n"
    )
    session = (
        "sessions:\n  - id: s01\n    kind: lecture\n    title: Coils\n    date: 2018-01-17\n"
        "    materials:\n      - demo: slow-coil\n"
    )
    course = course_of(write_course(tmp_path, HEAD + demo + session))
    (owned,) = course.materials_of(course.sessions[0])
    assert material_link(course, owned, "./").detail == name

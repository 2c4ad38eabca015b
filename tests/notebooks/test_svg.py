"""Drawings: only known elements and attributes, ids of their own, the site's inks."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from coursewright.notebooks.hazards import Place, may_hold_hazards, parse, report_hazards
from coursewright.notebooks.svg import SVG_ATTRIBUTES, SVG_TAGS, read_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def inline(body: str, size: str = ' viewBox="0 0 10 20"') -> str:
    return read_svg(f"{HEAD}{size}>{body}</svg>", "what it shows").inline


def test_what_is_not_listed_is_left_out() -> None:
    body = (
        "<script>x()</script><style>@import url(https://evil.example)</style>"
        "<foreignObject><p>x</p></foreignObject><metadata>m</metadata>"
        '<a href="javascript:x()"><path d="M0 0"/></a><path onclick="x()" d="M1 1"/>'
        '<image href="https://evil.example/a.png"/><image href="data:text/html,x"/>'
        '<path fill="url(https://evil.example/p)" d="M2 2"/>'
    )
    found = inline(body)
    assert found.count("<path") == 2
    for bad in ("script", "evil", "import", "foreign", "onclick", "javascript", "image", "m</"):
        assert bad not in found


def test_inks_become_classes_in_a_page_and_stay_in_a_file() -> None:
    body = '<path d="M0 0" style="stroke: #17528f; fill: none"/><path fill="#FFFFFF" d="M1 1"/>'
    drawing = read_svg(f"{HEAD}>{body}</svg>", "a")
    assert '<path d="M0 0" fill="none" class="cw-stroke-blue"/>' in drawing.inline
    assert 'class="cw-fill-paper"' in drawing.inline
    assert 'stroke="#17528f"' in drawing.alone
    assert "class" not in drawing.alone


def test_other_colours_are_kept() -> None:
    assert 'fill="#123456"' in inline('<rect fill="#123456" width="1" height="1"/>')


def test_ids_are_their_own_and_only_where_needed() -> None:
    mark = '<defs><path id="m" d="M0 0"/></defs><use xlink:href="#m"/>'
    body = mark + '<g id="axes"><path d="M1 1"/></g>'
    first, second = inline(body), inline(body + "<path/>")
    assert "axes" not in first
    ids = {text.split('id="')[1].split('"')[0] for text in (first, second)}
    assert len(ids) == 2
    assert all(f'href="#{name}"' in first + second for name in ids)


def test_clip_paths_follow_their_ids() -> None:
    body = (
        '<clipPath id="c"><rect width="1" height="1"/></clipPath><path clip-path="url(#c)" d=""/>'
    )
    name = inline(body).split('clipPath id="')[1].split('"')[0]
    assert f'clip-path="url(#{name})"' in inline(body)


def test_numbers_are_short() -> None:
    path = "M 42.942188 155.398979 \nL 340.43702 -0.04"
    assert 'd="M42.9 155.4L340.4 0"' in inline(f'<path d="{path}"/>').replace('-0"', '0"')


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (' width="72pt" height="36pt"', ("96", "48")),
        (' width="300" height="200px"', ("300", "200")),
        (' viewBox="0 0 30 40"', ("30", "40")),
        (' width="100%" viewBox="0 0 30 40"', ("30", "40")),
        ("", ("300", "300")),
    ],
)
def test_size_in_pixels(size: str, expected: tuple[str, str]) -> None:
    assert 'width="{}" height="{}"'.format(*expected) in inline("<path/>", size)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<svg",
        "<html/>",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd"[]><svg/>',
    ],
)
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="it "):
        read_svg(text, "")


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=5),
        lambda inner: st.tuples(
            st.sampled_from(["g", "path", "script", "text", "a", "use", "svg", "style"]),
            st.dictionaries(
                st.sampled_from(["id", "href", "onload", "style", "fill", "d", "class", "x"]),
                st.sampled_from(
                    ["#a", "javascript:x", "url(#a)", "url(//b)", "1.23", "a;b:c", '"<']
                ),
            ),
            st.lists(inner, max_size=3),
        ),
    )
)
def test_any_drawing_comes_out_with_known_names_only(tree: object) -> None:
    root = ET.Element("svg")
    _grow(root, tree)
    alone = ET.fromstring(  # noqa: S314 - our own text
        read_svg(ET.tostring(root, encoding="unicode"), 'a"<').alone
    )
    for element in alone.iter():
        assert element.tag.rpartition("}")[2] in SVG_TAGS
        assert set(element.attrib) <= SVG_ATTRIBUTES | {"font-family"}
        assert not any("javascript" in value or "//" in value for value in element.attrib.values())


def _grow(parent: ET.Element, tree: object) -> None:
    if isinstance(tree, str):
        parent.text = tree
    elif isinstance(tree, tuple):
        name, attributes, children = tree
        element = ET.SubElement(parent, name, attributes)
        for child in children:
            _grow(element, child)


_PIECES = [
    "<",
    ">",
    "/",
    " ",
    "\n",
    "\0",
    "=",
    '"',
    "'",
    "a",
    "A",
    "g",
    "href",
    "onload",
    "ON",
    "x",
]
_PIECES += ["script", "Script", "iframe", "animate", "javascript:x", "<a href='javascript:x'>"]


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_whatever_is_reported_was_suspected(text: str) -> None:
    found: list[object] = []
    report_hazards(parse(text), lambda _: Place("a.ipynb", 1), found.append)
    assert not found or may_hold_hazards(text)


_SIGNS = [
    "!",
    "(",
    ")",
    "]",
    ">",
    "`",
    "*",
    "#",
    "$",
    "\\",
    "&lt;script&gt;",
    "&#60;img src=x&#62;",
]
_SIGNS += [
    "javascript:x",
    "http://x.org",
    "data:image/png;base64,x",
    "onload=x",
    "\n",
    "\t",
    " ",
    "x",
]


@given(st.lists(st.sampled_from(_SIGNS), max_size=14).map("".join))
def test_markdown_without_tags_and_brackets_holds_nothing_to_be_reported(text: str) -> None:
    found: list[object] = []
    tree = parse(markdown2html_mistune(text))
    report_hazards(tree, lambda _: Place("a.ipynb", 1), found.append)
    assert not found
    assert not tree.find_all("img")

"""What runs in a reader's browser is found, however it hides; what an instructor writes is not."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coursewright.checks import run_checks
from coursewright.checks.active import html_hazards, xml_hazards
from coursewright.load import load_course

COURSE = Path(__file__).parents[1] / "course"
NOW = datetime(2018, 1, 24, 13, 10, tzinfo=UTC)
SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def found_in(tmp_path: Path, name: str, content: str | bytes) -> set[str]:
    """Return the codes of what is wrong with a course that has one more file."""
    course = Path(shutil.copytree(COURSE, tmp_path / "course"))
    path = course / "docs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    loaded = load_course(course, NOW)
    return {it.code for it in (*loaded.diagnostics, *run_checks(loaded))}


@pytest.mark.parametrize(
    "page",
    [
        "Write `<script>` and `onclick=` in code.\n\n```html\n<script>x()</script>\n```\n",
        "    <script>an indented block</script>\n",
        "For $a<b$ and $x \\in \\{y : y > z\\}$, and {x: y = 1}.\n",
        "<details><summary>A hint</summary>Use *Hoeffding*.</details>\n",
        '<figure markdown>\n<img src="../notes/beans.txt" alt="A bean" width="300">\n</figure>\n',
        '<div class="grid" style="text-align: center" markdown>\n\nText\n\n</div>\n',
        "[A video](https://www.youtube.com/watch?v=x&t=10s){target=_blank} {: title='a=b' }\n",
        '<a id="top"></a><br><sub>2</sub> <kbd>Ctrl</kbd> <!-- a comment -->\n',
        '<video controls src="../notes/beans.txt"></video>\n',
        "See <https://example.org/a?b=c&d> or <office@somewhere.edu>.\n",
        "[write](mailto:office@somewhere.edu), `git clone git@github.com:org/repo.git`\n",
        "The product `A@B.mean()` and `x@y.to(device)`, a decorator `@jit.io`, 3 @ 5.\n",
        "Definition[^1] | a ]: b\n\n[^1]: A note: with a colon.\n",
        "| a | b |\n|---|---|\n| x&y | `<b onclick>` |\n",
        "The base of the object; data: values; a script: on paper.\n",
    ],
)
def test_what_an_instructor_writes_is_let_be(tmp_path: Path, page: str) -> None:
    assert found_in(tmp_path, "more/page.md", page) == set()


@pytest.mark.parametrize(
    "page",
    [
        "<ScRiPt>x()</ScRiPt>",
        "<img src=x.png onerror=x()>",
        "<svg/onload=x()>",
        "<iframe srcdoc='&lt;script&gt;'></iframe>",
        "<object data='x.swf'></object>",
        "<base href='https://example.org/'>",
        "<meta http-equiv=refresh content='0;url=https://example.org/'>",
        "<form action='javascript:x()'><input></form>",
        "<a href=' &#106;avascript:x()'>a</a>",
        "<a href='java\tscript:x()'>a</a>",
        "[a](javascript:x())",
        "[a](javascript&colon;x())",
        "[a](<javascript:x()>)",
        "[a]( data:text/html;base64,x )",
        "[a]\n\n[a]: vbscript:x()",
        "![a](x.png){onload=x()}",
        "![a](x.png){: onload='x()' }",
        "# Head {onclick=x()}",
        "<svg><a><animate attributeName=href values='#;javascript:x()'/></a></svg>",
        "<math><mtext><style><img src=x onerror=x()></style></mtext></math>",
        "<!--> <script>x()</script> -->",
        "a <b\nonclick\n=\nx()>b</b>",
        "> - <p onclick='x()'>deep</p>",
        "<div markdown>\n<p onclick='x()'>deep</p>\n</div>",
    ],
)
def test_what_runs_in_a_page_is_found(tmp_path: Path, page: str) -> None:
    assert found_in(tmp_path, "more/page.md", page + "\n") & {"U001", "U004"}


@pytest.mark.parametrize(
    "page",
    [
        "![a](https://example.org/x.png)",
        "![a](//example.org/x.png)",
        "![a][b]\n\n[b]: https://example.org/x.png",
        "<img src='https://example.org/x.png' alt=''>",
        "<img srcset='a.png 1x, https://example.org/x.png 2x' alt=''>",
        "<iframe src='https://www.youtube.com/embed/x'></iframe>",
        "<link rel=stylesheet href='https://example.org/x.css'>",
        "<p style='background: url(https://example.org/x.png)'>a</p>",
        "<style>@import 'https://example.org/x.css';</style>",
        "<video poster='https://example.org/x.png'></video>",
    ],
)
def test_what_comes_from_another_server_is_found(tmp_path: Path, page: str) -> None:
    assert "U003" in found_in(tmp_path, "more/page.md", page + "\n")


@pytest.mark.parametrize(
    "drawing",
    [
        f"<svg {SVG}><style><![CDATA[ path {{ fill: none }} ]]></style><path d='M0 0'/></svg>",
        (
            '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<!DOCTYPE svg PUBLIC '
            '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
            f'<svg {SVG}><defs><clipPath id="a"/></defs><use xlink:href="#a"/></svg>'
        ),
        f"<svg {SVG}><a xlink:href='https://example.org/'><text>a &lt; b</text></a></svg>",
        f"<svg {SVG}><image href='data:image/png;base64,iVBORw0KGgo='/></svg>",
        f"<svg {SVG} style='fill: url(#a)'><!-- from a program --></svg>",
        f"<!DOCTYPE svg [<!ENTITY ns 'http://ns.example.org/'>]><svg {SVG} xmlns:i='&ns;'/>",
    ],
)
def test_a_drawing_of_a_common_program_is_let_be(drawing: str) -> None:
    assert list(xml_hazards(drawing.encode())) == []


@pytest.mark.parametrize(
    "drawing",
    [
        f"<svg {SVG}><script>x()</script></svg>".encode(),
        f"<svg {SVG} onload='x()'/>".encode("utf-16"),
        f"<svg {SVG}><foreignObject><b/></foreignObject></svg>".encode(),
        f"<svg {SVG}><set attributeName='href' to='javascript:x()'/></svg>".encode(),
        f"<svg {SVG}><image href='https://example.org/x.png'/></svg>".encode(),
        f"<svg {SVG}><style>@import url(https://example.org/x.css);</style></svg>".encode(),
        f"<?xml-stylesheet href='x.xsl'?><svg {SVG}/>".encode(),
        f"<!DOCTYPE svg [<!ENTITY a '<script>x()</script>'>]><svg {SVG}>&a;</svg>".encode(),
        f"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x()'>]><svg {SVG}/>".encode(),
        b"<svg><script>x()</svg>",
        b"\x1f\x8b\x08 a drawing that is compressed",
        b"",
    ],
)
def test_what_runs_in_a_drawing_is_found(drawing: bytes) -> None:
    assert list(xml_hazards(drawing))


def test_a_tag_that_hides_in_a_style_sheet_is_found() -> None:
    assert list(html_hazards("<style><!--</style><img onerror=x()>--></style>"))

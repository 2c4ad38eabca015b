"""Notebooks on their way to a page: prepared, rendered by mkdocs-jupyter, and cleaned."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_jupyter.nbconvert2 import nb2html  # type: ignore[import-untyped]

from coursewright.notebooks.body import CleanBody, clean_body
from coursewright.notebooks.headings import Heading, toc_tokens
from coursewright.notebooks.prepare import CellText, Prepared, prepare_notebook
from coursewright.notebooks.rules import NOTEBOOK_RULES
from coursewright.notebooks.sanitise import PYGMENTS_CLASSES, clean_html
from coursewright.notebooks.styles import stylesheet
from coursewright.notebooks.trusted import clean_trusted

CASES = Path(__file__).parent / "cases"
KEPT = Path(__file__).parents[2] / "docs/demos/momentum/results/momentum.ipynb"
KAPPA = "<math><mi>κ</mi><mo>*</mo><mi>_a_</mi><mo>|</mo></math>"

Render = Callable[[str], CleanBody]


def no_math(texts: Sequence[CellText]) -> list[str]:
    return [text.text for text in texts]


def kappa_math(texts: Sequence[CellText]) -> list[str]:
    return [text.text.replace("$k$", KAPPA) for text in texts]


def prepare(*cells: dict[str, Any]) -> Prepared:
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    return prepare_notebook(text, kappa_math, "a.ipynb")


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str, *outputs: dict[str, Any], tags: Sequence[str] = ()) -> dict[str, Any]:
    metadata = {"tags": list(tags)}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": list(outputs)}


def shown(mime: str, data: str, **metadata: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"output_type": "display_data", "data": {mime: data}, "metadata": metadata}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def png(width: int = 2, height: int = 1, note: bytes = b"") -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    notes = chunk(b"tEXt", note) if note else b""
    parts = chunk(b"IHDR", head) + notes + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.fixture
def render(tmp_path: Path) -> Render:
    """Render a prepared notebook as mkdocs-jupyter does, and clean what it made."""
    return lambda notebook: clean_body(raw_body(notebook, tmp_path))


@pytest.fixture
def render_trusted(tmp_path: Path) -> Render:
    """Render as ``render`` does, a notebook that the course trusts."""
    return lambda notebook: clean_body(raw_body(notebook, tmp_path), trusted=True)


def raw_body(notebook: str, folder: Path) -> str:
    path = folder / "a.ipynb"
    path.write_text(notebook, encoding="utf-8")
    return str(nb2html(str(path)))


def rendered_body(prepared: Prepared, render: Render) -> CleanBody:
    assert prepared.notebook is not None
    return render(prepared.notebook)


class Danger(HTMLParser):
    """Gathers what no page may hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, or an attribute of it, that may act or ask elsewhere."""
        if tag in ("script", "style", "iframe", "form", "input", "object", "link", "foreignobject"):
            self.found.append(tag)
        for name, value in attrs:
            address = (value or "").strip().lower()
            foreign = name == "src" and ("//" in address or ":" in address)
            if name.startswith("on") or "javascript:" in address or "url(h" in address or foreign:
                self.found.append(f"{tag} {name}={value}")


def dangers(html: str) -> list[str]:
    parser = Danger()
    parser.feed(html)
    return parser.found


def test_hostile_notebook_is_made_harmless_and_each_cell_named(render: Render) -> None:
    text = (CASES / "hostile.ipynb").read_text(encoding="utf-8")
    prepared = prepare_notebook(text, no_math, "hostile.ipynb")
    body = rendered_body(prepared, render)
    assert dangers(body.html) == []
    assert body.title == "Hostile notebook"
    named = {
        (found.code, int(found.message.removeprefix("cell ").partition(":")[0]))
        for found in prepared.diagnostics
    }
    expected = {
        "N007": {17},
        "N008": {2, 11, 12, 13},
        "N009": {11, 12, 13},
        "N011": {1, 2, 3, 4, 6, 8, 9, 10, 14, 16, 19, 22},
        "N012": {7},
    }
    assert named == {(code, cell) for code, cells in expected.items() for cell in cells}


def test_a_trusted_hostile_notebook_is_as_harmless_and_as_reported(
    render_trusted: Render,
) -> None:
    text = (CASES / "hostile.ipynb").read_text(encoding="utf-8")
    strict = prepare_notebook(text, no_math, "hostile.ipynb")
    trusted = prepare_notebook(text, no_math, "hostile.ipynb", trusted=True)
    body = rendered_body(trusted, render_trusted)
    assert dangers(body.html) == []
    assert "evil.example" not in re.sub(r">[^<]*<", "><", body.html)
    named = [
        {(found.code, found.span.line) for found in prepared.diagnostics if found.code == "N011"}
        for prepared in (strict, trusted)
    ]
    assert named[0] == named[1] != set()


STYLED = (
    '<section class="mine" style="color: rgb(1,2,3); transform: rotate(3deg)"><table><tr>'
    '<td bgcolor="red" style="background: linear-gradient(90deg, red, blue)">1</td></tr></table>'
    '</section><svg viewBox="0 0 9 9"><filter id="soft"><feGaussianBlur stdDeviation="2"/></filter>'
    '<path style="fill: teal; filter: url(#soft)" d="M0 0"/></svg>'
)
LOOKS = (
    *('class="mine"', "color: rgb(1,2,3)", "rotate(3deg)", 'bgcolor="red"', "linear-gradient"),
    *("feGaussianBlur", 'stdDeviation="2"', "fill: teal", "url(#soft)", 'viewBox="0 0 9 9"'),
)


def test_outputs_keep_their_looks_only_where_the_course_trusts_them(
    render: Render, render_trusted: Render
) -> None:
    drawing = STYLED[STYLED.index("<svg") :].replace(
        "<svg", "<svg xmlns='http://www.w3.org/2000/svg'"
    )
    cells = [code("a", shown("text/html", STYLED)), code("b", shown("image/svg+xml", drawing))]
    text = json.dumps({"cells": cells})
    strict = rendered_body(prepare_notebook(text, no_math), render).html
    kept = rendered_body(prepare_notebook(text, no_math, trusted=True), render_trusted).html
    assert [look for look in LOOKS if look in strict.replace('viewBox="0 0 9 9"', "")] == []
    assert [look for look in LOOKS if look not in kept] == []
    assert kept.count("feGaussianBlur") == 4
    assert clean_body(kept, trusted=True).html == kept


def test_trust_changes_nothing_where_nothing_is_styled(
    render: Render, render_trusted: Render
) -> None:
    text = json.dumps({"cells": [markdown("# A\n\n$x$ `y`"), code("import os", printed("1"))]})
    strict = rendered_body(prepare_notebook(text, no_math), render)
    trusted = prepare_notebook(text, no_math, trusted=True)
    assert rendered_body(trusted, render_trusted) == strict


@pytest.mark.parametrize(
    "style",
    [
        "background: url(https://evil.example/a)",
        "background: URL( 'https://evil.example/a' )",
        r"background: u\72l(https://evil.example/a)",
        "background: u/**/rl(https://evil.example/a)",
        "background: image-set('https://evil.example/a' 1x)",
        "background: -webkit-image-set('https://evil.example/a' 1x)",
        "background: image('https://evil.example/a')",
        "content: src('https://evil.example/a')",
        "--a: url(//evil.example/a)",
        "width: expression(x())",
        "background: url(#a) url(//evil.example/a)",
    ],
)
@pytest.mark.parametrize("element", ["p", "path"])
def test_trusted_styles_ask_nothing_outside(style: str, element: str) -> None:
    html = f'<svg><{element} style="color:red;{style}"></{element}></svg>'
    assert 'style="color:red"' in clean_trusted(html)
    assert "evil" not in clean_trusted(html)


def test_hostile_output_is_shown_as_text(render: Render) -> None:
    text = (CASES / "hostile.ipynb").read_text(encoding="utf-8")
    html = rendered_body(prepare_notebook(text, no_math), render).html
    assert "100%\n~/secret/run.py evil" in html
    assert "red" not in html
    assert "ZeroDivisionError: &lt;script&gt;" in html
    assert "jane" not in html


@pytest.mark.parametrize(
    ("source", "render_again"),
    [("hostile", no_math), ("momentum", no_math)],
    ids=["hostile", "momentum"],
)
def test_cleaning_twice_changes_nothing_and_equal_input_gives_equal_text(
    render: Render, source: str, render_again: Callable[[Sequence[CellText]], list[str]]
) -> None:
    path = KEPT if source == "momentum" else CASES / "hostile.ipynb"
    text = path.read_text(encoding="utf-8")
    first, second = (prepare_notebook(text, render_again) for _ in range(2))
    assert first == second
    body = rendered_body(first, render)
    assert body == rendered_body(second, render)
    assert clean_body(body.html).html == body.html


def test_the_momentum_page_is_light_and_speaks(render: Render) -> None:
    prepared = prepare_notebook(KEPT.read_text(encoding="utf-8"), no_math, "momentum.ipynb")
    body = rendered_body(prepared, render)
    assert prepared.diagnostics == ()
    assert len(body.html.encode()) < 45_000  # the theme adds about 16 kB to the budget of 60
    assert len(re.findall(r'(?:alt|<svg aria-label)="[^"]{40,}"', body.html)) == 2 + 4 * 3  # stills
    assert "¶" not in body.html
    assert "In [" not in body.html
    assert "Out[" not in body.html
    assert [heading.level for heading in body.headings] == [1, *[2] * 7]
    for name in re.findall(r'<img[^>]* src="([^"]*)"', body.html):
        assert name in {asset.name for asset in prepared.assets}


@pytest.mark.parametrize(
    ("case", "message"),
    [("conflict.ipynb", "is broken JSON"), ("old.ipynb", "has no list of cells")],
)
def test_a_file_that_is_no_notebook_is_named(case: str, message: str) -> None:
    prepared = prepare_notebook((CASES / case).read_text(encoding="utf-8"), no_math, case)
    assert prepared.notebook is None
    assert [found.code for found in prepared.diagnostics] == ["N006"]
    assert message in prepared.diagnostics[0].message


def test_math_passes_through_markdown_unchanged(render: Render) -> None:
    prepared = prepare(
        markdown(
            "# On $k$\n\nText $k$ and *more*.\n\n- item $k$\n\n| a | b |\n|--|--|\n| $k$ | 1 |"
        )
    )
    body = rendered_body(prepared, render)
    assert body.html.count(KAPPA) == 4
    assert "<em>more</em>" in body.html
    assert f"<li>item {KAPPA}</li>" in body.html
    assert body.html.count("<td>") == 2


def test_latex_output_is_rendered_as_math(render: Render) -> None:
    seen: list[CellText] = []

    def spy(texts: Sequence[CellText]) -> list[str]:
        seen.extend(texts)
        return [KAPPA for _ in texts]

    cell = code("x", shown("text/latex", r"\frac12"), shown("text/latex", "$y$"))
    prepared = prepare_notebook(json.dumps({"cells": [cell]}), spy)
    assert [text.text for text in seen] == ["$$\n\\frac12\n$$", "$y$"]
    assert rendered_body(prepared, render).html.count("<math>") == 2


def test_pictures_become_files_without_their_notes(render: Render) -> None:
    data = base64.b64encode(png(30, 20, b"Author\0Jane Doe")).decode()
    prepared = prepare(
        code("#| alt: Loss falls\n#| caption: The loss.\nplot()", shown("image/png", data))
    )
    assert prepared.diagnostics == ()
    (asset,) = prepared.assets
    assert asset.content == png(30, 20)
    html = rendered_body(prepared, render).html
    assert f'src="{asset.name}"' in html
    assert 'alt="Loss falls"' in html
    assert 'width="30"' in html
    assert 'height="20"' in html
    assert "<figcaption>The loss.</figcaption>" in html
    assert "#|" not in html
    assert "base64" not in html


def test_pictures_in_markdown_become_files_too(render: Render) -> None:
    data = base64.b64encode(png()).decode()
    body = rendered_body(prepare(markdown(f"![dot](data:image/png;base64,{data})")), render)
    assert [asset.content for asset in body.assets] == [png()]
    assert f'src="{body.assets[0].name}"' in body.html


def test_descriptions_are_taken_in_order_output_first() -> None:
    data = base64.b64encode(png()).decode()
    prepared = prepare(
        code(
            "#| alt: first\n#| alt: second\nplot()",
            shown("image/png", data, **{"image/png": {"alt": "from the output"}}),
            shown("image/png", data),
            shown("image/png", data),
        )
    )
    assert prepared.notebook is not None
    assert re.findall(r'alt=\\"([^"\\]*)', prepared.notebook) == ["from the output", "second", ""]
    assert [found.code for found in prepared.diagnostics] == ["N008"]


def test_jpeg_notes_are_taken_out() -> None:
    frame = b"\xff\xc0\x00\x0b\x08\x00\x14\x00\x1e\x01\x01\x11\x00"
    note = b"\xff\xe1\x00\x08GPS 45"
    picture = b"\xff\xd8" + note + frame + b"\xff\xda\x00\x02scan\xff\xd9"
    data = base64.b64encode(picture).decode()
    prepared = prepare(code("#| alt: a\nx", shown("image/jpeg", data)))
    assert prepared.assets[0].content == picture.replace(note, b"")
    broken = prepare(code("#| alt: a\nx", shown("image/jpeg", data[:40])))
    assert [found.code for found in broken.diagnostics] == ["N009"]


def test_ten_megabytes_of_output_are_cut(render: Render) -> None:
    prepared = prepare(
        code("a", printed("x" * 10_000_000)),
        code("b", shown("text/html", "<b>x</b>" * 1_300_000)),
        code("#| alt: c\nc", shown("image/png", "A" * 10_000_000)),
        markdown("y " * 5_000_000),
    )
    assert prepared.notebook is not None
    assert len(prepared.notebook) < 300_000
    assert sorted(found.code for found in prepared.diagnostics) == ["N009", "N010", "N010", "N010"]
    assert "the output has 10,000,000 characters" in rendered_body(prepared, render).html


def test_a_stored_stream_of_a_hundred_megabytes_is_named_and_not_read() -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": "x" * 100_000_000}
    cell = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": [stream]}
    prepared = prepare_notebook(json.dumps({"cells": [cell]}), lambda texts: [""] * len(texts))
    assert prepared.notebook is None
    assert [(it.code, it.message) for it in prepared.diagnostics] == [
        ("N006", "'notebook.ipynb' has 100 MB; at most 64 MB are read")
    ]


def test_a_heavy_page_is_named() -> None:
    prepared = prepare(*[markdown("word " * 7_000)] * 2)
    assert [found.code for found in prepared.diagnostics] == ["N013"]


def test_tags_hide_fold_and_allow(render: Render) -> None:
    failed = {"output_type": "error", "ename": "ValueError", "evalue": "meant", "traceback": []}
    prepared = prepare(
        code("gone = 1", printed("gone too"), tags=["remove_cell"]),
        code("no_input = 1", printed("only output"), tags=["remove-input"]),
        code("only_input = 1", printed("no output"), tags=["remove-output"]),
        code("folded = 1", tags=["hide-input"]),
        code("lesson()", failed, tags=["raises-exception"]),
    )
    assert prepared.diagnostics == ()
    html = rendered_body(prepared, render).html
    for absent in ("gone", "no_input", "no output"):
        assert absent not in html
    assert html.index("<details") < html.index("folded") < html.index("</details>")
    assert html.count("<details") == 1
    assert "ValueError: meant" in html


def test_tables_have_headers_that_say_what_they_head(render: Render) -> None:
    frame = (
        "<div><style scoped>.dataframe td{}</style><table border='1' class='dataframe'>"
        "<thead><tr><th></th><th>loss</th></tr></thead>"
        "<tbody><tr><th>0</th><td>1.5</td></tr></tbody></table></div>"
    )
    prepared = prepare(code("df", shown("text/html", frame)))
    html = rendered_body(prepared, render).html
    assert prepared.diagnostics == ()
    assert '<th scope="col">loss</th>' in html
    assert '<th scope="row">0</th>' in html
    assert "<td></td>" in html
    assert html.count('tabindex="0"') == 2  # the code and the table


def test_headings_have_unique_ids_and_links_find_them(render: Render) -> None:
    source = "# Same\n\n## Same\n\n### 2 much\n\n[up](#Same) <p id='same'>x</p>"
    body = rendered_body(prepare(markdown(source)), render)
    ids = [heading.id for heading in body.headings]
    assert ids == ["same", "same-2", "section-2-much"]
    assert len(set(re.findall(r' id="([^"]*)"', body.html))) == body.html.count(' id="')
    assert '<a href="#same">' in body.html


def test_titles_read_formulas_as_text() -> None:
    html = "<h1>From <math><mi>κ</mi></math> to <math><msqrt><mi>κ</mi></msqrt></math></h1>"
    assert clean_body(html).title == "From κ to √κ"
    fraction = "<h1><math><mfrac><mn>1</mn><msup><mi>n</mi><mn>2</mn></msup></mfrac></math></h1>"
    assert clean_body(fraction).title == "1/n^2"
    assert clean_body("<p>no heading</p>").title == ""


def test_contents_nest_by_level() -> None:
    headings = [
        Heading(1, "a", "A"),
        Heading(3, "b", "B"),
        Heading(2, "c", "C"),
        Heading(1, "d", "D"),
    ]
    first, last = toc_tokens(headings)
    assert [child["id"] for child in first["children"]] == ["b", "c"]
    assert last["children"] == []


def test_broken_cells_do_not_stop_the_others(render: Render) -> None:
    prepared = prepare_notebook(
        '{"cells": [1, {"cell_type": "code", "outputs": {"a": 1}, "source": null},'
        ' {"cell_type": "markdown", "source": ["# A", 2]}]}',
        no_math,
    )
    assert rendered_body(prepared, render).title == "A"


def test_lines_point_at_cells() -> None:
    cells = [code("a"), code("1/0", {"output_type": "error", "ename": "E", "evalue": "e"})]
    text = json.dumps({"metadata": {"x": "cells"}, "cells": cells}, indent=1)
    (found,) = prepare_notebook(text, no_math).diagnostics
    assert text.splitlines()[found.span.line - 1].strip() == "{"
    assert '"1/0"' in "".join(text.splitlines()[found.span.line - 1 :])
    assert '"a"' not in "".join(text.splitlines()[found.span.line :])


KEYS = (
    "cells cell_type source outputs output_type data text metadata tags text/html image/png "
    "image/svg+xml traceback attachments alt"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS.split()),
            inner
            | st.sampled_from(["code", "markdown", "error", "stream", "<svg/>", "AAAA", "<b>"]),
        )
    ),
    max_leaves=30,
)


@given(
    st.text()
    | JSON.map(json.dumps)
    | st.lists(JSON).map(lambda cells: json.dumps({"cells": cells}))
)
def test_any_text_is_prepared_without_raising(text: str) -> None:
    prepared = prepare_notebook(text, no_math, "a.ipynb")
    lines = text.count("\n") + 1
    assert all(1 <= found.span.line <= lines for found in prepared.diagnostics)
    if prepared.notebook is not None:
        json.loads(prepared.notebook)


FRAGMENTS = (
    "<h1> </h1> <div> </div> </div> <pre> </pre> <table> <th> </table> <math> <mi> </math> <svg> "
    "<style> </style> <script> </script> <img_src=x_onerror=x()> <a_href=javascript:x()> <p> "
    "<!-- --> <div_class=jp-x> <span_class=k> </span> text &lt; <title> <noscript> <mtext> "
    "<details> <template> <select> <textarea> ]]> <![CDATA[ <b_id=a> <h2_id=a>"
)
ONE_FRAGMENT = st.sampled_from(FRAGMENTS.split()).map(lambda word: word.replace("_", " "))


@given(st.lists(ONE_FRAGMENT | st.text(max_size=5), max_size=15).map("".join))
def test_any_html_is_cleaned_once_and_for_all(html: str) -> None:
    for trusted in (False, True):
        once = clean_body(html, trusted=trusted)
        assert dangers(once.html) == []
        assert clean_body(once.html, trusted=trusted).html == once.html


@pytest.mark.parametrize(
    "cell", [markdown("<b>" * 5_000), code("x", shown("text/html", "<b>" * 5_000))]
)
def test_html_too_deep_for_the_renderer_is_left_out(cell: dict[str, Any], render: Render) -> None:
    prepared = prepare(markdown("# Title"), cell, markdown("<div>" * 100 + "kept" + "</div>" * 100))
    assert [found.code for found in prepared.diagnostics] == ["N010"]
    html = rendered_body(prepared, render).html
    assert "not shown" in html
    assert "kept" in html


@pytest.mark.parametrize(
    "paint", ["url(//evil.example)", r"u\72l(//evil.example)", "URL('#a')", "image-set('a')", "a:b"]
)
def test_drawings_in_text_ask_nothing_outside(paint: str) -> None:
    svg = (
        f'<svg><path fill="{paint}"></path><path fill="url(#a)" transform="scale(2)"></path></svg>'
    )
    kept = '<svg><path></path><path fill="url(#a)" transform="scale(2)"></path></svg>'
    assert clean_html(svg) == kept


def test_sanitising_keeps_what_a_course_needs() -> None:
    html = (
        '<p>A <a href="https://example.org/">link</a>, <a href="#up">up</a>, '
        '<a href="mailto:a@example.org">mail</a>, <code>x</code>.</p>'
    )
    assert clean_html(html) == html


def test_each_rule_has_its_own_code_and_a_manual_with_examples() -> None:
    codes = [rule.code for rule in NOTEBOOK_RULES]
    assert codes == sorted(set(codes))
    for rule in NOTEBOOK_RULES:
        assert rule.title
        assert "Bad:" in rule.manual
        assert "Good:" in rule.manual


def test_the_style_sheet_colours_every_kept_token_and_calls_nobody() -> None:
    css = stylesheet()
    for name in PYGMENTS_CLASSES:
        assert re.search(rf"\.{name}\b", css)
    assert "url(" not in css
    assert "@import" not in css

"""Interactive figures: declared by a notebook, made safe, readable without a script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_jupyter.nbconvert2 import nb2html  # type: ignore[import-untyped]

from coursewright.notebooks.body import clean_body
from coursewright.notebooks.frames import FRAMES, FrameSet, interactive_figure, read_frames
from coursewright.notebooks.prepare import CellText, Prepared, prepare_notebook

Json = dict[str, Any]


def svg(inside: str = "") -> str:
    line = '<path d="M 0 0 L 9 9" style="stroke:#17528f"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{line}{inside}</svg>'


def frame(value: str, alt: str | None = None, picture: str | None = None) -> Json:
    return {"value": value, "alt": alt or f"{value} steps", "svg": picture or svg()}


def declared(*frames: Json, **other: object) -> Json:
    return {"label": "Condition number", "frames": list(frames), **other}


def notebook(data: Json, fallback: Json | None = None) -> str:
    shown = {"output_type": "display_data", "metadata": {}}
    output = {**shown, "data": {FRAMES: data, **(fallback or {})}}
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": [output]}
    title = {"cell_type": "markdown", "metadata": {}, "source": "# Title"}
    return json.dumps({"cells": [title, cell], "nbformat": 4, "nbformat_minor": 5, "metadata": {}})


def unrendered(texts: list[CellText]) -> list[str]:
    return [text.text for text in texts]


def prepared(data: Json) -> Prepared:
    return prepare_notebook(notebook(data), unrendered, "a.ipynb")  # type: ignore[arg-type]


def page(data: Json, folder: Path) -> Tag:
    """Return the figure as it stands on the finished page."""
    path = folder / "a.ipynb"
    path.write_text(prepared(data).notebook or "", encoding="utf-8")
    tree = BeautifulSoup(clean_body(nb2html(str(path))).html, "html.parser")
    figure = tree.find("figure")
    assert isinstance(figure, Tag)
    return figure


def links(figure: Tag) -> list[tuple[str, str, str]]:
    found = figure.select("ol.cw-frame-list a")
    return [(str(link["href"]), str(link["title"]), link.get_text()) for link in found]


def test_every_frame_is_a_file_and_a_link(tmp_path: Path) -> None:
    data = declared(*(frame(str(10**k)) for k in range(4)))
    shown = links(page(data, tmp_path))
    assert [(alt, value) for _, alt, value in shown] == [
        (f"{10**k} steps", str(10**k)) for k in range(4)
    ]
    assets = prepared(data).assets
    assert {name for name, _, _ in shown} == {asset.name for asset in assets}
    assert all(asset.name.endswith(".svg") and b"M0 0L9 9" in asset.content for asset in assets)


def test_stills_are_the_chosen_frames_and_the_middle_one_starts(tmp_path: Path) -> None:
    data = declared(*(frame(str(k)) for k in range(9)), stills=[6, 1, 4])
    figure = page(data, tmp_path)
    assert [still.get_text() for still in figure.select(".cw-still b")] == ["1", "4", "6"]
    (start,) = figure.select(".cw-start")
    assert start.get_text() == "Condition number: 4"
    (picture,) = start.select("img")
    assert (picture["alt"], picture["src"]) == ("4 steps", links(figure)[4][0])


def test_without_a_choice_first_middle_and_last_are_the_stills() -> None:
    frames = FrameSet.model_validate(declared(*(frame(str(k)) for k in range(6))))
    assert frames.shown == [0, 3, 5]


def test_what_a_frame_says_is_text_and_what_it_draws_is_harmless(tmp_path: Path) -> None:
    evil = svg("<script>alert(1)</script><a href='javascript:x'><rect onclick='x'/></a>")
    data = declared(
        frame('<script>alert("v")</script>', '"><img src=x onerror=alert(1)>', evil),
        frame("2", picture=evil),
        label="<b onclick=x>label</b>",
        caption="<script>alert(2)</script>",
    )
    figure = page(data, tmp_path)
    assert not figure.select("script, [onclick], [onerror], [src=x]")
    assert "<b onclick=x>label</b>" in figure.get_text()
    assert links(figure)[0][1] == '"><img src=x onerror=alert(1)>'
    for asset in prepared(data).assets:
        assert b"<script" not in asset.content
        assert b"<a" not in asset.content
        assert b"onclick" not in asset.content
    assert {found.code for found in prepared(data).diagnostics} == {"N011"}


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"label": "x", "frames": []}, "at least 2"),
        ({"label": "x", "frames": [frame("1")] * 61}, "at most 60"),
        ({"label": "", "frames": [frame("1")] * 2}, "label"),
        ({"frames": [frame("1")] * 2}, "label"),
        (declared(frame("1"), frame("2", picture="<html/>")), "no SVG"),
        (declared(frame("1"), {"value": "2", "svg": svg()}), "frames.1.alt"),
        (declared(frame("1"), {"value": 2, "alt": "a", "svg": svg()}), "frames.1.value"),
    ],
    ids=["none", "too-many", "no-label", "label-missing", "no-svg", "no-alt", "a-number"],
)
def test_a_broken_declaration_is_named_with_its_cell(broken: Json, reason: str) -> None:
    (found,) = prepared(broken).diagnostics
    assert found.code == "N009"
    assert found.message.startswith("cell 2: an interactive figure cannot be shown")
    assert reason in found.message


def test_frames_that_weigh_too_much_are_reported() -> None:
    heavy = svg("".join(f'<circle r="{k}" cx="{k}"/>' for k in range(9000)))
    data = declared(frame("1", picture=heavy), frame("2", picture=heavy))
    (found,) = prepared(data).diagnostics
    assert found.code == "N013"
    assert "300 kB are enough" in found.message


@given(st.text())
def test_any_other_text_gives_a_reason(text: str) -> None:
    # No text is frames by chance.
    with pytest.raises(ValueError, match=r"."):
        read_frames(text)


@given(st.lists(st.integers(), max_size=5), st.integers(2, 60))
def test_stills_are_always_frames(stills: list[int], count: int) -> None:
    data = declared(*(frame(str(k)) for k in range(count)), stills=stills)
    frames = FrameSet.model_validate(data)
    assert frames.shown
    assert all(0 <= at < count for at in frames.shown)
    assert len(interactive_figure(frames).assets) == count

"""Bodies of notebook pages kept between builds: a cache that can only save time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coursewright.notebooks import bodies
from coursewright.notebooks.bodies import ENTRY, Bodies, body_key
from coursewright.notebooks.body import CleanBody, clean_body
from coursewright.notebooks.headings import Heading
from coursewright.notebooks.stored import sealed
from tests.notebooks.support.courses import Course
from tests.notebooks.support.sites import SLUG, course_with_a_result, page_of

KEY = body_key("text")
FIGURE = "figures/figure-1.svg"
FILES = {FIGURE: b"<svg/>", "results/coil.ipynb": b"{}\n"}
HEADINGS = (Heading(1, "coil", "Coil κ"),)
HTML = '<h1 id="coil">Coil κ</h1>\n'


@pytest.fixture
def kept(tmp_path: Path) -> Bodies:
    """A cache with one body."""
    cache = Bodies(tmp_path / "bodies")
    cache.keep("coil", KEY, CleanBody(HTML, (), HEADINGS), FILES)
    return cache


def test_a_kept_body_comes_back_as_it_was(kept: Bodies) -> None:
    body = kept.find("coil", KEY)
    assert body is not None
    assert (body.html, body.headings, body.title) == (HTML, HEADINGS, "Coil κ")
    assert {name: kept.path("coil", name).read_bytes() for name in body.assets} == FILES


def test_what_was_made_of_anything_else_is_a_miss(kept: Bodies) -> None:
    assert kept.find("coil", body_key("texts")) is None
    assert kept.find("tendril", KEY) is None
    assert Bodies(kept.folder / "elsewhere").find("coil", KEY) is None


def rewrite(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


def replaced(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILT: dict[str, Callable[[Path], object]] = {
    "emptied": rewrite(lambda _: b""),
    "cut": rewrite(lambda data: data[:-3]),
    "altered": rewrite(lambda data: data[:-3] + b"x" + data[-2:]),
    "no text": rewrite(lambda data: data + b"\xff"),
    "longer": rewrite(lambda data: data + b" "),
    "removed": Path.unlink,
    "a folder": replaced,
}


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("name", [ENTRY, *FILES])
def test_a_body_that_was_spoilt_is_a_miss_and_can_be_kept_anew(
    kept: Bodies, name: str, how: str
) -> None:
    path = kept.path("coil", name)
    SPOILT[how](path)
    assert kept.find("coil", KEY) is None
    if path.is_dir():
        shutil.rmtree(path)
    kept.keep("coil", KEY, CleanBody(HTML, (), HEADINGS), FILES)
    assert kept.find("coil", KEY) is not None


@pytest.mark.parametrize(
    "payload",
    ["null", "[]", "{}", '{"html": ""}', '{"html": "", "headings": [{"a": 1}], "assets": {}}'],
)
def test_an_entry_of_another_form_is_a_miss_even_where_its_seal_is_right(
    kept: Bodies, payload: str
) -> None:
    (kept.folder / "coil" / ENTRY).write_text(sealed(KEY, payload), "utf-8")
    assert kept.find("coil", KEY) is None


def test_another_version_of_what_renders_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert body_key("text") == KEY
    other = ("0", *bodies.renderers()[1:])
    monkeypatch.setattr(bodies, "renderers", lambda: other)
    assert body_key("text") != KEY


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with one demo, whose site was built once."""
    made = course_with_a_result(tmp_path / "course")
    page_of(made)
    return made


def folder_of(course: Course) -> Path:
    return course.root / ".cache/coursewright/bodies" / SLUG


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_cache_changes_no_byte_of_a_page(course: Course, how: str) -> None:
    before = page_of(course)
    SPOILT[how](folder_of(course) / ENTRY)
    assert page_of(course) == before


def test_a_kept_body_saves_rendering_it_and_is_left_when_a_source_changes(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []

    def counted(html: str, *, trusted: bool) -> CleanBody:
        rendered.append(html)
        return clean_body(html, trusted=trusted)

    monkeypatch.setattr("coursewright.assembly.clean_body", counted)
    first = page_of(course)
    assert page_of(course) == first
    assert rendered == []
    source = course.folder(SLUG) / f"{SLUG}.py"
    source.write_text(source.read_text().replace("They coil.", "They uncoil."))
    assert "They uncoil." in page_of(course)
    assert len(rendered) == 1

"""A site while it is put together, without any host."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.assembly import Assembly
from coursewright.math.engine import MathEngine
from coursewright.site import Site, build_site
from coursewright.views.page import PROSE
from tests.site.support.course import DAY, HEAD, write_course


@pytest.fixture
def assembly(site: Site, folder: Path) -> Assembly:
    """The invented course, about to be put together."""
    return Assembly(folder, site, {page.uri: page for page in site.pages})


def test_a_generated_page_has_its_front_matter_and_others_none(assembly: Assembly) -> None:
    about = assembly.about("lectures/between.md")
    assert about["title"] == "Between the two halves"
    assert about["hide"] == ["navigation", "toc"]
    assert assembly.about("syllabus.md")["hide"] == ["navigation"]
    assert assembly.about("visit.md") == {}


def test_prose_goes_to_its_mark(assembly: Assembly) -> None:
    content = assembly.content("lectures/between.md", '<h2 id="own">Own</h2>')
    assert '<h2 id="own">Own</h2>' in content.html
    assert PROSE not in content.html
    assert "own" in content.anchors
    assert content.toc == []
    assert assembly.content("syllabus.md", "").toc


def test_a_page_of_the_instructor_stays_as_it_is(assembly: Assembly) -> None:
    content = assembly.content("visit.md", "<h1>A &amp; <b>b</b></h1>")
    assert (content.html, content.toc) == ("<h1>A &amp; <b>b</b></h1>", None)
    assert assembly.titles["visit.md"] == "A & b"
    assembly.content("bare.md", "<p>no heading</p>")
    assert assembly.titles["bare.md"] == "bare.md"


def test_a_notebook_gets_its_frame_after_its_title(assembly: Assembly) -> None:
    content = assembly.content("demos/coil/index.ipynb", '<h1 id="coil">Coil</h1><p>x</p>')
    assert content.html.index("</h1>") < content.html.index("cw-passport")
    assert content.html.index("cw-passport") < content.html.index("<p>x</p>")
    bare = assembly.content("demos/clock/index.ipynb", "<p>x</p>")
    assert bare.html.index("cw-passport") < bare.html.index("<p>x</p>")


def test_the_tab_of_a_page_is_that_of_its_section(assembly: Assembly) -> None:
    assert assembly.tab("lectures/between.md", "lectures/between/") == "schedule/"
    assert assembly.tab("projects/roots.md", "projects/roots/") == "projects/"
    assert assembly.tab("demos/coil/index.ipynb", "demos/coil/") == "demos/"


def test_the_end_brings_styles_redirects_and_what_was_found(
    assembly: Assembly, tmp_path: Path
) -> None:
    assembly.content("index.md", "")
    assembly.content("visit.md", "<h1>Visit</h1>")
    output = assembly.finish_page("<head></head><math><mi>θ</mi></math>")
    assert "America/Toronto" in output
    assembly.finish(tmp_path)
    assert (tmp_path / "assets" / "course.css").is_file()
    assert list((tmp_path / "assets").glob("math.*.woff2"))
    for name, way in (("", "../"), ("visit/", "../../visit/")):
        text = (tmp_path / "winter-2018" / name / "index.html").read_text()
        assert f'url={way}"' in text


@pytest.fixture
def broken(tmp_path: Path, engine: MathEngine) -> Assembly:
    """A course with a fault, while the pages of its last good state are shown."""
    folder = write_course(tmp_path / "course", HEAD + "sesions:\n  - id: one\n")
    return Assembly(folder, build_site(folder, DAY, engine), {})


def test_while_something_is_wrong_every_page_says_so(broken: Assembly, tmp_path: Path) -> None:
    assert broken.site.failed
    assert "did you mean" in broken.content("index.md", "").html.lower()
    broken.finish(tmp_path / "out")
    assert (tmp_path / "out" / "assets" / "course.css").is_file()

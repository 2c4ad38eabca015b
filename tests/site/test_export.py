"""The exported tree: what another generator takes, without Markdown's traps."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown import Markdown
from mistune import create_markdown

from coursewright.cli import main
from coursewright.export import exported_files
from coursewright.math.engine import MathEngine
from coursewright.site import Site
from coursewright.views.page import address_of
from tests.site.support.course import DAY, HEAD, site_of, text_of, write_course
from tests.site.support.links import broken_links

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@pytest.fixture(scope="module")
def tree(site: Site, folder: Path, engine: MathEngine) -> Mapping[str, bytes]:
    """The invented course, exported early in its term."""
    files = list(exported_files(folder, site, engine))
    assert len(files) == len({file.uri for file in files})
    return {file.uri: file.data for file in files}


def _bodies(tree: Mapping[str, bytes]) -> dict[str, str]:
    return {
        name: _FRONT.sub("", data.decode()) for name, data in tree.items() if name.endswith(".md")
    }


def test_every_page_has_its_title_in_front(tree: Mapping[str, bytes], site: Site) -> None:
    for page in site.pages:
        front = _FRONT.match(tree[page.uri].decode())
        assert front
        fields = dict(line.split(": ", 1) for line in front[1].splitlines())
        assert json.loads(fields["title"]) == page.title
        assert json.loads(fields["description"]) == page.description


def test_no_blank_line_ends_the_html_before_its_time(tree: Mapping[str, bytes]) -> None:
    for name, body in _bodies(tree).items():
        assert "\n\n" not in body.strip(), name
        assert re.search(r"^\s+$", body.strip(), re.MULTILINE) is None, name


def test_links_resolve_where_folders_are_addresses(tree: Mapping[str, bytes]) -> None:
    pages = {address_of(name): body for name, body in _bodies(tree).items()}
    assert list(broken_links(pages, set(tree))) == []


def test_formulas_and_links_of_prose_are_ready(tree: Mapping[str, bytes]) -> None:
    between = tree["lectures/between.md"].decode()
    assert "<math" in between
    assert 'href="../../lectures/two-halves/#readings"' in between
    own = tree["visit.md"].decode()
    assert "<math" in own
    assert 'href="../schedule/"' in own
    assert "$" not in own


def test_each_demo_has_a_page_with_its_passport(tree: Mapping[str, bytes]) -> None:
    coil = tree["demos/coil/index.md"].decode()
    assert "✓ fresh" in coil
    assert "A tendril of length" in text_of(coil)
    assert "demos/coil/results/coil.ipynb" in tree
    assert "demos/withheld/index.md" not in tree
    assert "demos/tendril/.gitkeep" not in tree


def test_data_and_styles_are_part_of_it(tree: Mapping[str, bytes]) -> None:
    for name in ("course.json", "papers.bib", "calendar.ics", "assets/course.css"):
        assert tree[name]
    assert any(name.endswith(".woff2") for name in tree)


def test_markdown_programs_keep_the_pages_as_they_are(tree: Mapping[str, bytes]) -> None:
    commonmark = create_markdown(escape=False)
    for name, body in _bodies(tree).items():
        for html in (Markdown(extensions=["md_in_html"]).convert(body), commonmark(body)):
            assert text_of(str(html)) == text_of(body), name


def test_listings_keep_their_blank_lines(tmp_path: Path, engine: MathEngine) -> None:
    folder = write_course(
        tmp_path, HEAD + "sessions:\n  - id: a\n    kind: lecture\n    title: A\n"
    )
    (folder / "docs" / "lectures").mkdir(parents=True)
    text = "---\ntitle: Mine\n---\nCode:\n\n    one\n\n\n    two\n\nEnd.\n"
    (folder / "docs" / "lectures" / "a.md").write_text(text)
    (folder / "docs" / "own.md").write_text(text)
    files = {
        file.uri: file.data.decode()
        for file in exported_files(folder, site_of(folder, engine), engine)
        if file.uri.endswith(".md")
    }
    for name in ("lectures/a.md", "own.md"):
        assert "<pre><code>one&#10;&#10;\ntwo\n</code></pre>" in files[name]
    assert files["own.md"].startswith("---\ntitle: Mine\n---\n<link")
    assert "title: Mine" not in files["lectures/a.md"]


def test_calendars_and_the_feed_lead_to_the_site_that_it_will_be(
    folder: Path, tmp_path: Path
) -> None:
    words = ["export", str(tmp_path / "out"), "--course", str(folder), "--now", DAY.isoformat()]
    refused = CliRunner().invoke(main, [*words, "--site-url", "javascript:alert(1)//https://"])
    assert refused.exit_code == 2
    done = CliRunner().invoke(main, [*words, "--site-url", "https://example.org/course"])
    assert done.exit_code == 0, done.output
    calendar = (tmp_path / "out" / "calendar.ics").read_text("utf-8")
    assert "URL:https://example.org/course/lectures/between/\n" in calendar
    feed = (tmp_path / "out" / "feed.xml").read_text("utf-8")
    assert 'href="https://example.org/course/feed.xml"' in feed

"""What the theme needs besides: its search held back, its parts named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursewright.material import WORKER, defer_search, read_icon, tidy_page
from coursewright.views.icons import SHAPES

PAGE = """\
<html><head><title>T</title></head><body>
<div data-md-component="skip"><a href="#first" class="md-skip">Skip</a></div>
<label class="md-header__button md-icon" for="__drawer"></label>
<div class="md-search" data-md-component="search" role="dialog"></div>
<article class="md-content__inner md-typeset"></article>
<script id="__config">{"search": "../assets/javascripts/workers/search.7a47a382.min.js"}</script>
</body></html>"""


def test_a_page_names_our_worker_its_dialog_and_the_clock() -> None:
    html = tidy_page(PAGE, 'Ameri"ca/Toronto')
    assert f'"search": "../assets/javascripts/workers/{WORKER}"' in html
    assert 'role="dialog" aria-label="Search"' in html
    assert '<meta name="course-timezone" content="Ameri&quot;ca/Toronto"></head>' in html
    assert '<a href="#__content" class="md-skip">' in html
    assert '<article class="md-content__inner md-typeset" id="__content">' in html


def test_a_page_of_another_theme_only_learns_the_clock() -> None:
    assert (
        tidy_page("<head></head><p>a</p>", "UTC").replace(
            '<meta name="course-timezone" content="UTC">', ""
        )
        == "<head></head><p>a</p>"
    )


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with what the theme writes for its search."""
    (tmp_path / "search").mkdir()
    workers = tmp_path / "assets" / "javascripts" / "workers"
    workers.mkdir(parents=True)
    (workers / "search.7a47a382.min.js").write_text("")
    docs = [{"location": "own/", "title": "Own", "text": "é"}]
    text = json.dumps({"config": {"lang": ["en"]}, "docs": docs})
    (tmp_path / "search" / "search_index.json").write_text(text)
    return tmp_path


def test_the_index_moves_to_where_the_first_search_gets_it(built: Path) -> None:
    ours = {"location": "a/", "title": "A", "text": "b"}
    defer_search(built, [ours])
    light = json.loads((built / "search" / "search_index.json").read_text())
    assert light == {"config": {"lang": ["en"]}, "docs": []}
    full = json.loads((built / "search" / "index.json").read_text("utf-8"))
    assert full["config"] == light["config"]
    assert full["docs"] == [ours, {"location": "own/", "title": "Own", "text": "é"}]
    worker = (built / "assets" / "javascripts" / "workers" / WORKER).read_text()
    assert "search.7a47a382.min.js" in worker
    assert "search/index.json" in worker
    assert "{{" not in worker


def test_without_a_search_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    defer_search(tmp_path, [])
    assert list((tmp_path / "search").iterdir()) == []


def test_the_theme_has_all_our_icons() -> None:
    for shape in SHAPES.values():
        assert "<path" in read_icon(shape)

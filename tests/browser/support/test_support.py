"""The instruments of the browser tests see what they should, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.support.axe import Violation
from tests.browser.support.server import SiteServer, serve
from tests.browser.support.visit import OpenPage, opening

SOUND = """<!doctype html><html lang="en"><title>Sound</title><link rel="icon" href="data:,">
<style>:root { color-scheme: light dark }</style><main><h1>Sound</h1>{}</main></html>"""

INTRUDERS = """
<link rel="prefetch" href="https://prefetch.example/next.js">
<link rel="stylesheet" href="https://style.example/a.css">
<script>
  new Worker(URL.createObjectURL(new Blob(["fetch('https://worker.example/').catch(() => 0)"])));
</script>
<img alt="" src="http://picture.example/pixel.png">"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SiteServer]:
    """A site of one sound page, into which a test may write others."""
    (tmp_path / "index.html").write_text(SOUND.replace("{}", ""))
    (tmp_path / "404.html").write_text(SOUND.replace("{}", "Not here"))
    with serve(tmp_path) as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, server: SiteServer) -> Iterator[OpenPage]:
    """Opens pages of that small site."""
    with opening(browser, server) as opener:
        yield opener


def write_page(tmp_path: Path, body: str) -> None:
    """Put a page with ``body`` at ``/page/``."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text(SOUND.replace("{}", body))


def test_a_sound_page_has_nothing_to_report(
    open_page: OpenPage, axe: Callable[[Page], tuple[Violation, ...]]
) -> None:
    visit = open_page("/")
    assert visit.page.title() == "Sound"
    assert (visit.third_party, visit.broken, visit.errors) == ([], [], [])
    assert axe(visit.page) == ()


def test_every_way_out_of_the_site_is_seen(open_page: OpenPage, tmp_path: Path) -> None:
    write_page(tmp_path, INTRUDERS)
    seen = " ".join(open_page("/page/").third_party)
    assert all(name in seen for name in ("prefetch", "style", "worker", "picture")), seen


def test_axe_names_the_element_at_fault(
    open_page: OpenPage, tmp_path: Path, axe: Callable[[Page], tuple[Violation, ...]]
) -> None:
    write_page(tmp_path, '<p id="pale" style="color: #ccc; background: #fff">Pale</p>')
    (violation,) = axe(open_page("/page/").page)
    assert (violation.rule, violation.elements) == ("color-contrast", ("#pale",))


def test_axe_measures_what_a_finger_must_hit(
    open_page: OpenPage, tmp_path: Path, axe: Callable[[Page], tuple[Violation, ...]]
) -> None:
    tiny = (
        '<button style="all: unset; display: block; width: 9px; height: 9px" id="{0}">{0}</button>'
    )
    write_page(tmp_path, tiny.format("a") + tiny.format("b"))
    (violation,) = axe(open_page("/page/").page)
    assert (violation.rule, violation.elements) == ("target-size", ("#a", "#b"))


def test_text_is_counted_compressed_and_only_since_the_visit_began(
    open_page: OpenPage, tmp_path: Path
) -> None:
    write_page(tmp_path, "<p>word</p>" * 10_000)
    open_page("/page/")
    visit = open_page("/page/")
    assert [each.target for each in visit.exchanges] == ["/page/"]
    assert 0 < visit.wire_bytes < 5_000


def test_errors_and_broken_requests_are_kept(open_page: OpenPage, tmp_path: Path) -> None:
    write_page(tmp_path, '<img alt="" src="gone.png"><script>throw Error("a slip")</script>')
    visit = open_page("/page/")
    assert visit.broken == ["/page/gone.png"]
    assert any("a slip" in error for error in visit.errors)


def test_folders_and_strange_addresses_are_answered_as_by_a_static_host(
    open_page: OpenPage, tmp_path: Path
) -> None:
    write_page(tmp_path, "")
    visit = open_page("/page")
    assert visit.page.url.endswith("/page/")
    outside = visit.page.request.get(visit.page.url + "..%2f..%2f..%2fetc%2fpasswd")
    assert outside.status == 404
    assert "Not here" in outside.text()


def test_scheme_width_clock_and_scripts_are_the_readers(
    open_page: OpenPage, tmp_path: Path
) -> None:
    now = datetime.fromisoformat("2018-01-24T08:10:00-05:00")
    script = "document.querySelector('output').value = new Date().getHours()"
    write_page(tmp_path, f"<output>still</output><script>{script}</script>")
    visit = open_page("/page/", "dark", 360, now=now)
    assert visit.page.inner_text("output") == "8"
    assert visit.page.evaluate("innerWidth") == 360
    assert visit.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert open_page("/page/", scripts=False).page.inner_text("output") == "still"

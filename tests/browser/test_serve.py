"""An instructor at work: a slip stands in the browser at once, and goes with the next save."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.support.axe import Violation
from tests.browser.support.course import copy_course
from tests.browser.support.visit import HEIGHT, PATIENCE, Scheme
from tests.support.patience import until

SLIP = ("kind: lecture\n", "kind: lectrue\n")


@dataclass(frozen=True, slots=True)
class Desk:
    """A course that is being served while its schedule is edited."""

    url: str
    schedule: Path

    def edit(self, old: str, new: str) -> None:
        """Change the first ``old`` of the schedule to ``new``, as an editor saves it."""
        text = self.schedule.read_text(encoding="utf-8")
        assert old in text
        self.schedule.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The real course, served from a folder of its own."""
    course = tmp_path / "course"
    copy_course(course)
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    server = subprocess.Popen(command, cwd=course, stderr=subprocess.DEVNULL)
    yield Desk(f"http://{address}", course / "schedule.yaml")
    server.terminate()
    server.wait()
    shutil.rmtree(course)


@pytest.fixture
def reader(browser: Browser, desk: Desk) -> Iterator[Page]:
    """The schedule in a browser, as soon as the server answers."""
    with browser.new_context(viewport={"width": 1280, "height": HEIGHT}) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        until(lambda: _answers(desk.url))
        page.goto(f"{desk.url}/schedule/")
        yield page


def _answers(url: str) -> bool:
    host, _, port = url.removeprefix("http://").partition(":")
    with closing(socket.socket()) as probe:
        return probe.connect_ex((host, int(port))) == 0


def test_a_slip_is_shown_in_place_of_the_page_until_it_is_mended(
    desk: Desk, reader: Page, axe: Callable[[Page], tuple[Violation, ...]]
) -> None:
    heading = reader.get_by_role("heading", level=1)
    expect(heading).to_have_text("Schedule")
    desk.edit(*SLIP)
    expect(heading).to_contain_text("problem")
    expect(reader.get_by_text("did you mean 'lecture'")).to_be_visible()
    schemes: dict[Scheme, int] = {"light": 1280, "dark": 360}
    for scheme, width in schemes.items():
        reader.emulate_media(color_scheme=scheme)
        reader.set_viewport_size({"width": width, "height": HEIGHT})
        assert "\n".join(map(str, axe(reader))) == ""
        assert reader.evaluate("document.documentElement.scrollWidth") == width
    desk.edit(*reversed(SLIP))
    expect(heading).to_have_text("Schedule")

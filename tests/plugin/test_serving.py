"""A course that is being served: a slip is a page, and the next good save takes it away."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from coursewright.clock import VARIABLE
from tests.site.support.course import DAY, INVENTED, copy_course
from tests.support.patience import PATIENCE, until


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the invented course, on its day."""
    monkeypatch.setenv(VARIABLE, DAY.isoformat())
    return copy_course(INVENTED, tmp_path / "course")


@pytest.fixture
def rebuild(course: Path, tmp_path: Path) -> Iterator[Callable[[], Path]]:
    """Build as ``serve`` does at each save, and return the folder that is served."""
    target = tmp_path / "served"
    config = load_config(str(course / "mkdocs.yml"), site_dir=str(target))
    config.plugins.run_event("startup", command="serve", dirty=False)

    def build_again() -> Path:
        build(load_config(str(course / "mkdocs.yml"), site_dir=str(target)))
        return target

    yield build_again
    config.plugins.run_event("startup", command="build", dirty=False)


def _edit(course: Path, old: str, new: str) -> None:
    path = course / "schedule.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_slip_stands_on_every_page_until_it_is_mended(
    course: Path, rebuild: Callable[[], Path]
) -> None:
    served = rebuild()
    _edit(course, "kind: exam", "kind: exma")
    rebuild()
    for address in ("", "lectures/between"):
        page = (served / address / "index.html").read_text("utf-8")
        assert "&#39;exma&#39; is no value of &#39;kind&#39;" in page
    _edit(course, "kind: exma", "kind: exam")
    _edit(course, "title: Between the two halves", "title: A new title")
    rebuild()
    assert "A new title" in (served / "lectures" / "between" / "index.html").read_text("utf-8")
    assert "exma" not in (served / "index.html").read_text("utf-8")


@pytest.mark.parametrize("slip", ["kind: exma", "kind: [exam"], ids=["a value", "the whole file"])
@pytest.mark.parametrize("was_good", [True, False])
def test_what_is_held_back_stays_so_while_a_slip_stands(
    course: Path, rebuild: Callable[[], Path], slip: str, *, was_good: bool
) -> None:
    if was_good:
        rebuild()
    _edit(course, "kind: exam", slip)
    (course / "docs" / "solutions" / "SECRET-new.txt").write_text("SECRET")
    served = rebuild()
    texts = {path: path.read_bytes() for path in served.rglob("*") if path.is_file()}
    assert [path for path in texts if "SECRET" in path.name] == []
    # The report of what is wrong may show a line of the schedule to who edits it.
    others = {path: text for path, text in texts.items() if path.suffix != ".html"}
    assert [path for path, text in others.items() if b"SECRET" in text] == []


def test_a_new_page_and_new_prose_are_taken_up(course: Path, rebuild: Callable[[], Path]) -> None:
    served = rebuild()
    (course / "docs" / "new.md").write_text("# Brand new\n")
    (course / "docs" / "lectures" / "hedges.md").write_text("A *hedge*.\n")
    rebuild()
    assert "Brand new" in (served / "new" / "index.html").read_text("utf-8")
    assert "<em>hedge</em>" in (served / "lectures" / "hedges" / "index.html").read_text("utf-8")


def test_what_is_watched_is_all_that_the_site_is_made_of(course: Path) -> None:
    class Watcher(LiveReloadServer):
        def __init__(self) -> None:
            self.watched: dict[str, bool] = {}

        def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
            del func
            self.watched[path] = recursive

    config = load_config(str(course / "mkdocs.yml"))
    plugin = config.plugins["coursewright"]
    plugin.on_startup(command="serve", dirty=False)
    plugin.on_config(config)
    server = Watcher()
    plugin.on_serve(server, config=config, builder=build)
    plugin.on_startup(command="build", dirty=False)
    assert server.watched == {str(course): False, str(course / "scribe_templates"): True}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _says(url: str, words: str) -> bool:
    try:
        with urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310  (an address of this machine)
            return words in answer.read().decode()
    except (URLError, ConnectionError):
        return False


def _wait_for(url: str, words: str) -> None:
    until(lambda: _says(url, words))


@pytest.mark.slow
def test_the_command_serves_slips_and_recoveries(course: Path) -> None:
    address = f"127.0.0.1:{_free_port()}"
    command = [sys.executable, "-m", "coursewright", "serve", str(course), "--address", address]
    with subprocess.Popen(
        command,
        env={**os.environ, VARIABLE: DAY.isoformat()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            home = f"http://{address}/bot204/"
            _wait_for(home, "How plants move")
            _edit(course, "kind: exam", "kind: exma")
            _wait_for(home, "is no value of")
            _edit(course, "kind: exma", "kind: exam")
            (course / "docs" / "new.md").write_text("# Brand new\n")
            _wait_for(f"{home}new/", "Brand new")
        finally:
            os.killpg(process.pid, 15)


@pytest.mark.slow
def test_who_ends_the_command_ends_the_server(course: Path) -> None:
    address = f"127.0.0.1:{_free_port()}"
    command = [sys.executable, "-m", "coursewright", "serve", str(course), "--address", address]
    with subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"http://{address}/bot204/", "How plants move")
            process.terminate()
            process.wait(PATIENCE)
            with pytest.raises(URLError):
                urlopen(f"http://{address}/bot204/", timeout=PATIENCE)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 15)


def test_a_place_that_is_taken_is_said_in_words(course: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        command = [sys.executable, "-m", "coursewright", "serve", str(course), "--address", address]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"nothing can be served at '{address}'" in done.stderr
    assert "--address" in done.stderr
    assert "Traceback" not in done.stderr

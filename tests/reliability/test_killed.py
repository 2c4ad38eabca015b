"""A build that is killed: the site is the old one or the new one, whole, whenever it happens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.reliability.support import interrupted
from tests.reliability.support.building import (
    Tree,
    built,
    copy_course,
    environment,
    names,
    replace,
    tree,
)
from tests.support.patience import until

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no SIGKILL on this system")

MARK = "COURSEWRIGHT_TEST_MARK"
FEW, MANY = 15, 220


@dataclass(frozen=True, slots=True)
class Scene:
    """A course with its old site, whose sources say something new since."""

    course: Path
    sources: frozenset[str]
    old: Tree
    new: Tree


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The small course with an old site, and a new title in its schedule."""
    folder = tmp_path_factory.mktemp("killed")
    course, other = copy_course(folder / "course"), copy_course(folder / "other")
    sources = frozenset(names(course))
    old = built(course)
    for place in (course, other):
        replace(place / "schedule.yaml", "title: Tropisms", "title: Nastic movements")
        (place / "docs/notes/second.txt").write_text("A new file.\n")
    return Scene(course, sources, old, built(other))


@contextmanager
def builder(course: Path, mark: str) -> Iterator[subprocess.Popen[str]]:
    """Lend the process that builds and kills: see ``interrupted``."""
    program = [sys.executable, interrupted.__file__, str(course)]
    with subprocess.Popen(
        program,
        env=environment(**{MARK: mark}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process


def ask(process: subprocess.Popen[str], moment: int) -> str:
    """Have a build killed before its change number ``moment``."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{moment}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def put_back(scene: Scene, site: Tree) -> None:
    """Make ``site/`` what it was, and take away the caches and what a killed build left.

    Else one build would add changes to the next one, or spare it some, and the count be wrong.
    """
    for name in names(scene.course) - scene.sources:
        shutil.rmtree(scene.course / name)
    for name, content in site.items():
        path = scene.course / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(content, bytes)
        path.write_bytes(content)


def moments(last: int, exchange: int, number: int) -> list[int]:
    """Return ``number`` moments from 1 to ``last``: every one near the exchange, some elsewhere."""
    near = range(max(exchange - number // 6, 1), min(exchange + number // 6, last + 1))
    others = [moment for moment in range(1, last + 1) if moment not in near]
    wanted = min(number - len(near), len(others))
    evenly = {others[index * (len(others) - 1) // max(wanted - 1, 1)] for index in range(wanted)}
    return sorted(evenly | set(near))


@pytest.mark.parametrize("exchange", [1, 100, 249, 250])
def test_the_moments_reach_from_the_first_change_to_the_last(exchange: int) -> None:
    chosen = moments(250, exchange, 30)
    assert (chosen[0], chosen[-1], len(chosen)) == (1, 250, 30)
    assert {exchange, max(exchange - 5, 1), min(exchange + 4, 250)} <= set(chosen)


@pytest.mark.parametrize("number", [pytest.param(FEW), pytest.param(MANY, marks=pytest.mark.slow)])
def test_a_killed_build_leaves_the_old_site_or_the_new_one(scene: Scene, number: int) -> None:
    mark = uuid4().hex
    outcomes = {"old": 0, "new": 0}
    with builder(scene.course, mark) as process:
        put_back(scene, scene.old)
        _, count, exchange, status = ask(process, 0).split()
        assert status == "0"
        assert tree(scene.course / "site") == scene.new
        chosen = moments(int(count), int(exchange), number)
        for moment in chosen:
            put_back(scene, scene.old)
            assert ask(process, moment) == "killed"
            site = tree(scene.course / "site")
            assert site in (scene.old, scene.new), f"a mixture, killed before change {moment}"
            outcomes["old" if site == scene.old else "new"] += 1
    # Some came before the exchange, and some while the old site was being removed.
    assert min(outcomes.values()) >= number // 6
    assert len(chosen) == number
    # The last one was not tidied up after: what it left is gone with the next build.
    assert built(scene.course) == scene.new
    assert names(scene.course) == {*scene.sources, "site", ".cache"}
    assert not list(still_running(mark))


def still_running(mark: str) -> Iterator[str]:
    """Yield what the processes started under ``mark`` are called, once they had time to end."""
    with suppress(TimeoutError):
        until(lambda: not any(_marked(mark)))
    yield from _marked(mark)


def _marked(mark: str) -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={mark}".encode() in path.read_bytes():
                yield path.with_name("cmdline").read_text().replace("\0", " ")
        except OSError:
            continue

"""Caches that something has spoilt: the site is the same, and nobody is told off."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability.support.building import Tree, built, copy_course, refused, replace, tree

DEMOS = Path(__file__).parents[1] / "course" / "docs" / "demos"
JUPYTER = """plugins:
  - coursewright
  - mkdocs-jupyter:
      execute: false
      include: ["demos/*/*.ipynb"]
"""
DEMO = """demos:
  - id: tendrils
    title: Tendrils
    claim: A tendril coils both ways.
    scale: light
"""
CACHE = Path(".cache/coursewright")


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with its caches, as the first build leaves them."""
    course = copy_course(tmp_path_factory.mktemp("caches") / "course")
    shutil.copytree(DEMOS / "tendrils", course / "docs" / "demos" / "tendrils")
    replace(course / "mkdocs.yml", "plugins:\n  - coursewright\n", JUPYTER)
    replace(course / "schedule.yaml", "sessions:\n", DEMO + "sessions:\n")
    built(course)
    return course


@pytest.fixture
def expected(warm: Path) -> Tree:
    """The site of the first build."""
    return tree(warm / "site")


@pytest.fixture
def course(warm: Path, tmp_path: Path) -> Path:
    """A copy of the course with its caches, and without a site."""
    copy = Path(shutil.copytree(warm, tmp_path / "course"))
    shutil.rmtree(copy / "site")
    return copy


def cached(course: Path) -> list[Path]:
    """Return what the caches hold, sorted; the lock holds nothing."""
    files = (path for path in (course / CACHE).rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix != ".lock")


def halve(path: Path) -> None:
    """Cut a file in half."""
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    if data:
        data[len(data) // 2] ^= 1
    path.write_bytes(data)


def scramble(path: Path) -> None:
    """Put as many other bytes in the place of a file's."""
    path.write_bytes(random.Random(path.name).randbytes(path.stat().st_size))  # noqa: S311


def occupy(path: Path) -> None:
    """Put a folder with something in it in the place of a file."""
    path.unlink()
    path.mkdir()
    (path / "file").touch()


def point_nowhere(path: Path) -> None:
    """Put a link to nothing in the place of a file."""
    path.unlink()
    path.symlink_to("nowhere/at/all")


def hold(text: str) -> Callable[[Path], None]:
    """Return a function that writes a text into a file."""

    def write(path: Path) -> None:
        path.write_text(text)

    return write


HARM: dict[str, Callable[[Path], None]] = {
    "empty": hold(""),
    "halved": halve,
    "a bit flipped": flip,
    "scrambled": scramble,
    "an empty object": hold("{}"),
    "an empty list": hold("[]"),
    "null": hold("null"),
    "a number": hold("1e999"),
    "lists in lists": hold("[" * 100_000),
    "wrong types": hold('{"a": [1, 2, 3], "b": null, "c": {"d": "e"}}'),
    "a folder": occupy,
    "a link to nothing": point_nowhere,
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())
def test_a_spoilt_cache_is_no_cache(
    course: Path, expected: Tree, harm: Callable[[Path], None]
) -> None:
    files = cached(course)
    assert {path.relative_to(course / CACHE).parts[0] for path in files} >= {
        "fonts",
        "math",
        "notebooks",
    }
    for path in files:
        harm(path)
    assert built(course) == expected
    assert built(course) == expected


@pytest.mark.parametrize("folder", ["math", "fonts", "notebooks"])
def test_a_file_in_the_place_of_a_cache_is_no_cache(
    course: Path, expected: Tree, folder: str
) -> None:
    path = course / CACHE / folder
    shutil.rmtree(path)
    path.write_text("a file")
    assert built(course) == expected


def test_a_file_in_the_place_of_all_caches_is_a_message(course: Path) -> None:
    shutil.rmtree(course / CACHE)
    (course / CACHE).write_text("a file")
    assert f"File exists: '{course / CACHE}'" in refused(course)


def test_a_cache_of_another_course_is_no_cache(course: Path, expected: Tree) -> None:
    formulas = sorted((course / CACHE / "math").glob("*.json"))
    assert len(formulas) > 1
    contents = [path.read_bytes() for path in formulas]
    for path, content in zip(formulas, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)
    assert built(course) == expected

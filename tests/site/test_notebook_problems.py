"""What is wrong with an executed notebook is said by every command, and found only once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coursewright.checking import check_course
from coursewright.diagnostics import Diagnostic
from coursewright.math.engine import MathEngine
from coursewright.site import build_site
from tests.site.support.course import DAY, HEAD, site_of, write_course
from tests.site.support.results import keep

SCHEDULE = f"""\
{HEAD}\
demos:
  - id: beans
    title: Beans climb
    claim: A bean climbs.
    scale: light
sessions: []
"""
CELLS = (
    {"cell_type": "markdown", "metadata": {}, "source": "# Beans\n\nUp $x$ <script>x()</script>"},
    {"cell_type": "markdown", "metadata": {}, "source": "![](https://example.org/bean.png)"},
    {"cell_type": "markdown", "metadata": {}, "source": "Down $\\oops$."},
    {
        "cell_type": "code",
        "metadata": {},
        "source": "1 / 0",
        "outputs": [{"output_type": "error", "ename": "E", "evalue": "e", "traceback": []}],
    },
)
EXPECTED = [("M001", 3), ("N007", 4), ("N008", 2), ("N011", 1), ("N011", 2)]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course whose only demo has something wrong in each of its cells."""
    root = write_course(tmp_path / "course", SCHEDULE)
    folder = root / "docs/demos/beans"
    folder.mkdir(parents=True)
    (folder / "beans.py").write_text("# %%\n0 / 1\n", "utf-8")
    keep(root, "beans", "light", CELLS)
    return root


def said(course: Path, engine: MathEngine) -> tuple[Diagnostic, ...]:
    """Return what a check says of the notebook."""
    return tuple(
        found
        for found in check_course(course, DAY, engine).diagnostics
        if "beans.ipynb" in found.span.file
    )


def cell_of(course: Path, found: Diagnostic) -> int:
    """Return the number of the cell in which a diagnostic lies."""
    lines = (course / found.span.file).read_text("utf-8").splitlines()[: found.span.line]
    return sum(line == "  {" for line in lines)


def test_a_check_names_what_is_wrong_in_each_cell(course: Path, engine: MathEngine) -> None:
    found = said(course, engine)
    assert sorted((it.code, cell_of(course, it)) for it in found) == EXPECTED


def test_a_build_and_later_checks_say_the_same(course: Path, engine: MathEngine) -> None:
    first = said(course, engine)
    assert said(course, engine) == first
    built = build_site(course, DAY, engine).diagnostics
    assert [it for it in built if "beans.ipynb" in it.span.file] == list(first)


def test_what_is_known_needs_no_parser_of_html(course: Path, engine: MathEngine) -> None:
    said(course, engine)
    code = (
        "import sys; from coursewright.cli import main; sys.argv = ['coursewright', 'check'];\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'bs4', 'mkdocs', 'nbconvert'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=course,
        env={**os.environ, "COURSEWRIGHT_NOW": DAY.isoformat()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "N007" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


@pytest.mark.parametrize("damage", ["", "{}", "x\n[]", "half"])
def test_a_damaged_memory_of_problems_is_none(
    course: Path, engine: MathEngine, damage: str
) -> None:
    first = said(course, engine)
    (kept,) = (course / ".cache/coursewright/notebook-problems").iterdir()
    text = kept.read_text("utf-8")
    kept.write_text(text[: len(text) // 2] if damage == "half" else damage, "utf-8")
    assert said(course, engine) == first
    assert kept.read_text("utf-8") == text


def test_a_memory_that_cannot_be_kept_is_missed_by_nobody(course: Path, engine: MathEngine) -> None:
    first = said(course, engine)
    shutil.rmtree(course / ".cache/coursewright")
    (course / ".cache/coursewright").write_text("a file")
    assert said(course, engine) == first


def test_another_notebook_has_other_problems(course: Path, engine: MathEngine) -> None:
    said(course, engine)
    keep(course, "beans", "light")
    assert said(course, engine) == ()


def test_a_notebook_that_is_known_is_shown(course: Path, engine: MathEngine) -> None:
    keep(course, "beans", "light", CELLS[:2])
    said(course, engine)
    (page,) = site_of(course, engine).notebooks
    assert page.notebook is not None
    assert "Up" in page.notebook

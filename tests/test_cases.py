"""Broken courses: each says beside its bad lines what is to be found there, and nothing else is.

A marker ``# expect: R001`` (``%`` in BibTeX, ``<!-- … -->`` in Markdown) speaks of its own line;
``# expect+2: R001`` of the second line below, where a marker cannot stand beside the bad line. The
file ``expect`` speaks of files that cannot hold a marker: ``papers.bib:1 F001``. A case that says
nothing of ``mkdocs.yml`` has that of the invented course.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from coursewright.checking import check_course
from coursewright.cli import main
from coursewright.diagnostics import Severity, Span
from coursewright.math.engine import MathEngine
from tests.support.cases import NAMES, copied_case

NOW = datetime(2018, 1, 24, 13, 10, tzinfo=UTC)

_MARKER = re.compile(
    r"(?:[#%]|<!--) expect(?P<shift>[+-]\d+)?: (?P<codes>[A-Z]\d{3}(?: [A-Z]\d{3})*)"
)

Place = tuple[str, int, str]
"""File, line and code."""


def _expected(case: Path) -> Iterator[Place]:
    for path in sorted(case.rglob("*")):
        if path.is_file() and path.name != "expect":
            yield from _marked(path.relative_to(case).as_posix(), path.read_bytes())
    listed = case / "expect"
    for line in listed.read_text("utf-8").splitlines() if listed.exists() else ():
        place, code = line.split()
        file, number = place.split(":")
        yield file, int(number), code


def _marked(file: str, data: bytes) -> Iterator[Place]:
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        for found in _MARKER.finditer(line):
            for code in found["codes"].split():
                yield file, number + int(found["shift"] or 0), code


@pytest.fixture
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the case called as the parameter: what a check keeps does not touch the tree."""
    return copied_case(str(request.param), tmp_path / "course")


@pytest.mark.parametrize("case", NAMES, indirect=True)
def test_a_broken_course_gives_what_it_says(case: Path) -> None:
    expected = sorted(_expected(case))
    assert expected, "a case says what is to be found in it"
    with MathEngine() as engine:
        checked = check_course(case, NOW, engine, hosted=True)
    assert sorted((it.span.file, it.span.line, it.code) for it in checked.diagnostics) == expected
    for diagnostic in checked.diagnostics:
        for span in (diagnostic.span, *(label.span for label in diagnostic.related)):
            assert _is_inside(span, checked.loaded.folder.texts)
        assert diagnostic.message
        assert not diagnostic.message.endswith(".")


def _is_inside(span: Span, texts: Mapping[str, str]) -> bool:
    if span.file not in texts:
        return True
    lines = texts[span.file].split("\n")
    return span.line <= len(lines) and 1 <= span.column <= len(lines[span.line - 1]) + 1


@pytest.mark.parametrize("case", NAMES, indirect=True)
def test_the_command_says_the_same(case: Path) -> None:
    expected = sorted(_expected(case))
    arguments = ["check", str(case), "--format", "json", "--now", NOW.isoformat()]
    result = CliRunner().invoke(main, arguments)
    found = json.loads(result.stdout)["diagnostics"]
    assert sorted((it["file"], it["line"], it["code"]) for it in found) == expected
    failed = any(it["severity"] == Severity.ERROR for it in found)
    assert result.exit_code == (1 if failed else 0)

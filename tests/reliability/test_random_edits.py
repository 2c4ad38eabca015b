"""One wrong key in a file of the real course: never a traceback, and each place is in the file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursewright.checks import run_checks
from coursewright.diagnostics import Span
from coursewright.load import Loaded, load_course

ROOT = Path(__file__).parents[2]
NOW = datetime(2018, 1, 24, 13, 10, tzinfo=UTC)
FILES = ("schedule.yaml", "papers.bib", "docs/lectures/s05.md", "docs/scribing/guide.md")
LOOK_ALIKE = {"a": "а", "e": "е", "o": "о", "-": "–", ":": "：", '"': "”", " ": "\u00a0", "0": "O"}  # noqa: RUF001
STRUCTURE = " \n\t:-'\"#[]{}(),.@%=$`<>|&*!?\\~\u200b\u202e\x00é"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The texts of the course of this repository, without demos."""
    copy = tmp_path_factory.mktemp("edited") / "course"
    unwanted = shutil.ignore_patterns("demos")
    shutil.copytree(ROOT / "docs", copy / "docs", ignore=unwanted)
    for name in FILES[:2]:
        shutil.copyfile(ROOT / name, copy / name)
    return copy


@st.composite
def _edits(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a file's name, and its text with a character deleted, typed, swapped or replaced."""
    name = draw(st.sampled_from(FILES))
    text = (ROOT / name).read_text("utf-8")
    at = draw(st.integers(0, len(text) - 2))
    typed = draw(st.sampled_from(STRUCTURE) | st.characters(exclude_categories=["Cs"]))
    before, one, other, after = text[:at], text[at], text[at + 1], text[at + 2 :]
    changed = draw(
        st.sampled_from(
            [
                other,
                f"{typed}{one}{other}",
                f"{other}{one}",
                f"{typed}{other}",
                f"{LOOK_ALIKE.get(one, one)}{other}",
            ]
        )
    )
    return name, f"{before}{changed}{after}"


@given(edit=_edits())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_wrong_key_ends_in_places_that_are_there(course: Path, edit: tuple[str, str]) -> None:
    name, text = edit
    loaded = load_course(course, NOW, edited={name: text.encode()})
    for span in _spans(loaded):
        assert _is_there(span, loaded.folder.texts.get(span.file, ""))


def _spans(loaded: Loaded) -> Iterator[Span]:
    for found in (*loaded.diagnostics, *run_checks(loaded)):
        yield found.span
        yield from (label.span for label in found.related)


def _is_there(span: Span, text: str) -> bool:
    lines = text.split("\n")
    if not text:
        return (span.line, span.column) == (1, 1)
    return span.line <= len(lines) and 1 <= span.column <= len(lines[span.line - 1]) + 1

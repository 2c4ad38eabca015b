"""What checks found nothing in is not searched twice, and what they did find is found again."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.checks import harmless, run_checks, tree_of
from coursewright.checks.harmless import read_harmless
from coursewright.load import CACHE, load_course

COURSE = Path(__file__).parents[1] / "course"
NOW = datetime(2018, 1, 24, 13, 10, tzinfo=UTC)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
HAZARDS = {
    "drawing.svg": (DRAWING.format("<path d='M0 0'/>"), DRAWING.format("<script>x()</script>")),
    "page.html": ("<p>A vine</p>", '<p onclick="x()">A vine</p>'),
    "notes.txt": ("nothing here", f"the token is ghp_{'a1' * 12}"),
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the invented course."""
    return shutil.copytree(COURSE, tmp_path / "course")


def codes(course: Path) -> set[tuple[str, str]]:
    """Return what the checks that look at files find, with the file."""
    loaded = load_course(course, NOW)
    assert loaded.course is not None
    found = run_checks(loaded, tree_of(loaded.course, loaded.folder, cache=course / CACHE))
    return {(item.code, item.span.file) for item in found}


@pytest.mark.parametrize("name", HAZARDS)
def test_a_file_that_was_harmless_is_searched_again_after_an_edit(course: Path, name: str) -> None:
    path = course / "docs" / name
    good, bad = HAZARDS[name]
    path.write_text(good)
    before = codes(course)
    assert codes(course) == before
    path.write_text(bad)
    worse = codes(course)
    assert {file for _, file in worse - before} == {f"docs/{name}"}
    assert codes(course) == worse
    path.write_text(good)
    assert codes(course) == before


def test_the_same_content_is_judged_by_what_the_file_is(course: Path) -> None:
    text = "<html><body><p>A vine<p>Another</body></html>"
    (course / "docs/a.html").write_text(text)
    before = codes(course)
    (course / "docs/a.xhtml").write_text(text)
    assert {file for _, file in codes(course) - before} == {"docs/a.xhtml"}


@pytest.mark.parametrize("spoilt", [b"", b"\xff\xfe", b"x" * 64, b"\n\n"])
def test_what_is_kept_may_be_spoilt_or_gone(course: Path, spoilt: bytes) -> None:
    (course / "docs/drawing.svg").write_text(HAZARDS["drawing.svg"][1])
    before = codes(course)
    kept = course / CACHE / "checks/harmless"
    whole = kept.read_bytes()
    kept.write_bytes(spoilt)
    assert codes(course) == before
    assert kept.read_bytes() == whole
    kept.unlink()
    kept.mkdir()
    assert codes(course) == before


def test_a_second_look_asks_nothing_and_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = read_harmless(cache)
    assert first.search("vines", b"a", tuple) == ()
    assert first.search("vines", b"b", lambda: ("vine",)) == ("vine",)
    first.keep()
    second = read_harmless(cache)
    assert second.search("vines", b"a", lambda: pytest.fail("it was asked again")) == ()
    assert second.search("vines", b"b", lambda: ("vine",)) == ("vine",)
    assert second.search("shoots", b"a", lambda: ("shoot",)) == ("shoot",)
    second.keep()
    third = read_harmless(cache)
    third.keep()
    assert (cache / "checks/harmless").read_bytes() == b""


def test_other_checks_search_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_harmless(tmp_path)
    first.search("vines", b"a", tuple)
    first.keep()
    monkeypatch.setattr(harmless, "_code", lambda: b"another version")
    again = read_harmless(tmp_path)
    assert again.search("vines", b"a", lambda: ("vine",)) == ("vine",)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.binary(max_size=4)), max_size=6))
def test_one_question_never_answers_another(asked: list[tuple[str, bytes]]) -> None:
    memory = read_harmless(None)
    for question, content in asked:
        memory.search(question, content, tuple)
    assert len(memory.met) == len(set(asked))

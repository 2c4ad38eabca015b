"""Passports of kept results: read, compared with the files, and doubted aloud."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from coursewright.load import load_course
from coursewright.model.demos import Demo
from coursewright.notebooks.key import read_inputs
from coursewright.notebooks.passport import KeptResult, State, read_passport
from tests.notebooks.support.demos import inputs_of

CASES = Path(__file__).parent / "cases/passports"
DEMOS = Path(__file__).parents[2] / "docs/demos"


def read(case: str) -> KeptResult:
    return read_passport(CASES / case, PurePosixPath("docs/demos") / case, inputs_of(CASES / case))


def problems(kept: KeptResult) -> set[tuple[str, str, int]]:
    return {(d.code, d.span.file, d.span.line) for d in kept.diagnostics}


def test_a_fresh_result_has_nothing_to_say() -> None:
    kept = read("fresh")
    assert kept.passport is not None
    assert kept.passport.seeds == (0,)
    assert kept.passport.executed.isoformat() == "2018-01-22T15:04:05+00:00"
    assert (kept.state, kept.changed, kept.altered) == (State.FRESH, (), ())
    assert kept.diagnostics == ()


def test_a_changed_source_makes_the_result_stale() -> None:
    kept = read("stale")
    assert (kept.state, kept.changed) == (State.STALE, ("module experiment.py",))
    assert problems(kept) == {("N005", "docs/demos/stale/experiment.py", 1)}


def test_an_altered_result_is_named() -> None:
    kept = read("altered")
    assert (kept.state, kept.altered) == (State.MISSING, ("numbers.json",))
    assert problems(kept) == {("N001", "docs/demos/altered/results/numbers.json", 1)}


def test_files_outside_the_folder_and_absent_ones_are_refused() -> None:
    kept = read("escaping")
    assert set(kept.altered) == {"../experiment.py", "absent.json", "/etc/hostname"}
    assert [d.code for d in kept.diagnostics] == ["N004"] * 3


def test_a_link_is_no_result(tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    (demo / "results").mkdir(parents=True)
    for file in ("fresh.py", "experiment.py", "results/passport.json"):
        (demo / file).write_bytes((CASES / "fresh" / file).read_bytes())
    (demo / "results/numbers.json").symlink_to(CASES / "fresh/results/numbers.json")
    kept = read_passport(demo, PurePosixPath("demo"))
    assert [d.code for d in kept.diagnostics] == ["N004"]


def test_wrong_values_are_named_with_their_lines() -> None:
    kept = read("wrong")
    assert kept.passport is None
    place = "docs/demos/wrong/results/passport.json"
    assert problems(kept) == {("N003", place, line) for line in (1, 4, 6, 26)}
    assert "'seeds' of the passport should be a list of whole numbers" in {
        d.message for d in kept.diagnostics
    }


def test_broken_json_is_named_with_its_line() -> None:
    assert problems(read("broken")) == {("N003", "docs/demos/broken/results/passport.json", 2)}


def test_a_missing_passport_is_named() -> None:
    assert problems(read("none")) == {("N002", "docs/demos/none/results/passport.json", 1)}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[" * 100_000, b"[]", b"9" * 5000, b"null"])
def test_any_bytes_are_read_without_raising(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results/passport.json").write_bytes(content)
    kept = read_passport(tmp_path, PurePosixPath("demo"))
    assert kept.passport is None
    assert {d.code for d in kept.diagnostics} == {"N003"}


def test_an_enormous_passport_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results/passport.json").write_bytes(b" " * 1_000_001)
    assert [d.code for d in read_passport(tmp_path, PurePosixPath("demo")).diagnostics] == ["N003"]


def course_demos() -> dict[str, Demo]:
    """Return the demos of the course by their ids."""
    course = load_course(DEMOS.parents[1], datetime(2018, 1, 24, tzinfo=UTC)).course
    assert course
    return {demo.id: demo for demo in course.schedule.demos}


@pytest.mark.parametrize("slug", course_demos())
def test_the_demos_of_the_course_are_fresh(slug: str) -> None:
    folder, name = DEMOS / slug, PurePosixPath("docs/demos", slug)
    inputs = read_inputs(course_demos()[slug], folder, name, lambda _: None)
    assert inputs is not None
    kept = read_passport(folder, name, inputs)
    assert kept.diagnostics == ()
    assert kept.extra == ()

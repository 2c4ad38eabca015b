"""The measurements measure what they say: made-up courses are sound, costs are counted."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.figures import BEGIN, END, Figure, Group, keep, kept, table, write_readme
from benchmarks.generate import Size, make_course
from benchmarks.measure import FailedError, folder_size, run
from benchmarks.sites import page_types
from coursewright.load import load_course

NOW = datetime(2018, 2, 14, 12, tzinfo=UTC)
TINY = Size(sessions=40, papers=60)


def _tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_made_up_course_has_the_size_asked_for_and_nothing_wrong_with_it(tmp_path: Path) -> None:
    make_course(tmp_path / "course", TINY)
    loaded = load_course(tmp_path / "course", NOW)
    assert loaded.course is not None
    assert loaded.diagnostics == ()
    assert len(loaded.course.sessions) == TINY.sessions
    assert len(loaded.course.papers) == TINY.papers
    kinds = {session.kind for session in loaded.course.sessions}
    assert kinds == {"lecture", "presentations", "break"}


def test_check_finds_nothing_wrong_with_a_made_up_course(tmp_path: Path) -> None:
    make_course(tmp_path / "course", TINY)
    check = (sys.executable, "-m", "coursewright", "check", "--format", "json")
    assert run(check, tmp_path / "course").cpu > 0


def test_every_lecture_has_prose_of_the_length_and_with_the_formulas_promised(
    tmp_path: Path,
) -> None:
    make_course(tmp_path / "course", TINY)
    pages = sorted((tmp_path / "course/docs/lectures").glob("*.md"))
    course = load_course(tmp_path / "course", NOW).course
    assert course is not None
    lectures = [session.id for session in course.sessions if session.kind == "lecture"]
    assert [page.stem for page in pages] == lectures
    for page in pages:
        text = page.read_text("utf-8")
        assert 550 <= len(text.split()) <= 700
        assert text.count("$$") == 2 * 4
        assert text.replace("$$", "").count("$") == 2 * 4


def test_the_same_seed_makes_the_same_course_and_another_one_does_not(tmp_path: Path) -> None:
    make_course(tmp_path / "first", TINY, seed=1)
    make_course(tmp_path / "again", TINY, seed=1)
    make_course(tmp_path / "other", TINY, seed=2)
    assert _tree(tmp_path / "first") == _tree(tmp_path / "again")
    assert _tree(tmp_path / "first") != _tree(tmp_path / "other")


def test_the_processes_that_a_command_starts_count_in_its_cost(tmp_path: Path) -> None:
    busy = "b = bytearray(60_000_000); sum(range(10_000_000))"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    parent, idle = (
        run((sys.executable, "-c", start), tmp_path),
        run((sys.executable, "-c", ""), tmp_path),
    )
    assert parent.cpu > idle.cpu
    assert parent.peak > 60
    assert parent.wall > 0


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="what went wrong"):
        run((sys.executable, "-c", "raise SystemExit('what went wrong')"), tmp_path)


def test_a_page_of_each_type_is_taken_the_longest_one_and_no_redirect(tmp_path: Path) -> None:
    pages = {
        "index.html": "home",
        "404.html": "lost",
        "lectures/index.html": "list",
        "lectures/s01/index.html": "short",
        "lectures/s02/index.html": "longer",
        "winter/lectures/s02/index.html": '<meta http-equiv="refresh" content="0; url=../">',
    }
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert page_types(tmp_path) == {
        ".": "/",
        "404.html": "/404.html",
        "lectures": "/lectures/",
        "lectures/*": "/lectures/s02/",
    }
    assert folder_size(tmp_path) == sum(map(len, pages.values()))


@pytest.mark.parametrize(
    ("value", "target", "verdict"), [(1.25, 1.25, "met"), (1.26, 1.25, "missed"), (9, None, "")]
)
def test_a_figure_is_met_up_to_its_target(value: float, target: float | None, verdict: str) -> None:
    assert Figure("ratio", value, "×", target).verdict == verdict


def test_kept_figures_come_back_in_the_readme_between_its_marks(tmp_path: Path) -> None:
    figure = Figure("ratio", 1.5, "×", 1.25, "a note", (1.4, 1.5, 1.6))
    readme = tmp_path / "README.md"
    readme.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", "utf-8")
    keep(Group("build", "Builds", (figure,)), tmp_path)
    assert table([figure]) in kept(["build", "absent"], tmp_path)
    write_readme(["build"], readme, tmp_path)
    text = readme.read_text("utf-8")
    assert "| ratio | ≤ 1.25 × | 1.50 × | missed, a note |" in text
    assert text.startswith("Before.")
    assert text.endswith("After.\n")
    assert "old" not in text


def test_what_is_kept_names_no_folder_and_no_host_of_the_machine(tmp_path: Path) -> None:
    keep(Group("build", "Builds", ()), tmp_path)
    data = json.loads((tmp_path / "build.json").read_text("utf-8"))
    assert set(data["machine"]) == {"system", "processor", "cores", "load", "python", "packages"}
    assert str(tmp_path) not in json.dumps(data)

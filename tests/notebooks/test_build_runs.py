"""Builds that run demos, and builds that run none: with real kernels, by MkDocs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from coursewright.clock import GPU_VARIABLE, LIGHT, NO_RUN, RUN_VARIABLE
from coursewright.notebooks.passport import State
from tests.notebooks.support.courses import NOW, Course
from tests.notebooks.support.results import keep
from tests.notebooks.support.sites import SLUG, course_with_a_result, page_of

pytestmark = pytest.mark.slow

STALE = "This result is older than its code."


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course with a light demo whose code is newer than its result, and a heavy one likewise."""
    for name in (RUN_VARIABLE, GPU_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    made = course_with_a_result(tmp_path / "course")
    made.add("forest", "print('seen')", scale="heavy")
    keep(made.folder("forest"), 1, "heavy", "full")
    edit(made, SLUG, "print(1)", "print('grown')")
    edit(made, "forest", "'seen'", "'unseen'")
    return made


def edit(course: Course, slug: str, old: str, new: str) -> None:
    source = course.folder(slug) / f"{slug}.py"
    assert old in source.read_text()
    source.write_text(source.read_text().replace(old, new))


def results(course: Course) -> dict[str, dict[str, bytes]]:
    return {slug: course.tree(slug) for slug in (SLUG, "forest")}


def forest(course: Course) -> str:
    return (course.root / "site/demos/forest/index.html").read_text("utf-8")


def test_a_build_runs_light_demos_that_are_stale_and_leaves_heavy_ones(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RUN_VARIABLE, LIGHT)
    before = results(course)
    page = page_of(course)
    assert "grown" in page
    assert STALE not in page
    assert STALE in forest(course)
    assert course.tree("forest") == before["forest"]
    assert course.judge().states == {SLUG: State.FRESH, "forest": State.STALE}
    after = results(course)
    assert page_of(course) == page
    assert results(course) == after


@pytest.mark.parametrize("mode", ["", NO_RUN])
def test_no_other_build_executes_anything(
    course: Course, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setenv(RUN_VARIABLE, mode)
    course.add("tendril", f"open({str(course.root)!r} + '/executed', 'w').close()")
    before = results(course)
    page = page_of(course)
    assert STALE in page
    assert "grown" not in page.partition("cw-output")[2]
    assert results(course) == before
    missing = (course.root / "site/demos/tendril/index.html").read_text("utf-8")
    assert "There is no result to show yet." in missing
    assert not (course.root / "executed").exists()


@pytest.mark.parametrize("mode", [LIGHT, NO_RUN])
def test_newer_prose_reaches_the_notebook_for_colab_and_nothing_is_executed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    made = course_with_a_result(tmp_path / "prose")
    name, said = f"{SLUG}-colab.ipynb", "its notebook for Colab was written anew"
    caplog.set_level("INFO")
    monkeypatch.setenv(RUN_VARIABLE, LIGHT)
    page_of(made)
    before = made.tree(SLUG)
    assert b"They coil." in before[name]
    caplog.clear()
    edit(made, SLUG, "They coil.", "They uncoil.")
    monkeypatch.setenv(RUN_VARIABLE, mode)
    page_of(made)
    after = made.tree(SLUG)
    changed = {file for file in after if after[file] != before[file]}
    assert changed == ({name, "passport.json"} if mode == LIGHT else set())
    assert (said in caplog.text) == (mode == LIGHT)
    assert "runs, because" not in caplog.text
    site = made.root / "site/demos" / SLUG / "results" / name
    assert site.read_bytes() == after[name]
    assert made.judge().all_fresh


def test_where_a_demo_fails_its_last_result_stays_marked_and_the_build_ends_with_one(
    course: Course, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(RUN_VARIABLE, LIGHT)
    edit(course, SLUG, "print('grown')", "1 / 0")
    before = results(course)
    with pytest.raises(Abort):
        page_of(course)
    assert "a demo did not run; the site was built with its last good result" in caplog.text
    assert "raised 'ZeroDivisionError" in caplog.text
    page = (course.root / "site/demos" / SLUG / "index.html").read_text("utf-8")
    assert STALE in page
    assert results(course) == before


@pytest.mark.parametrize("said", ["the environment", "mkdocs.yml"])
def test_a_gpu_that_is_not_there_leaves_site_and_results_as_they_are(
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    said: str,
) -> None:
    page_of(course)
    before, site = results(course), (course.root / "site/demos/index.html").read_bytes()
    monkeypatch.setenv("PATH", str(tmp_path))
    if said == "the environment":
        monkeypatch.setenv(GPU_VARIABLE, "1")
    else:
        path = course.root / "mkdocs.yml"
        text = path.read_text()
        path.write_text(text.replace("  - coursewright\n", "  - coursewright:\n      gpu: true\n"))
    edit(course, SLUG, "They coil.", "They uncoil.")
    with pytest.raises(Abort):
        page_of(course)
    assert "no GPU was found on this machine; nothing was run" in caplog.text
    assert "no demo could be run; the site was left as it is" in caplog.text
    assert results(course) == before
    assert (course.root / "site/demos/index.html").read_bytes() == site
    assert "They uncoil." not in (course.root / "site/demos" / SLUG / "index.html").read_text()


def test_two_builds_at_once_run_a_stale_demo_once(course: Course) -> None:
    log = course.root.parent / "began"
    edit(course, SLUG, "print('grown')", f"open({str(log)!r}, 'a').write('x')\nprint('grown')")
    command = [sys.executable, "-m", "coursewright", "build", "-q", "--now", NOW.isoformat()]
    both = [
        subprocess.Popen(
            [*command, str(course.root)],
            env=os.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    for process in both:
        said = process.communicate()[0]
        assert process.returncode == 0 or "another build is writing" in said, said
    assert {process.returncode for process in both} >= {0}
    assert log.read_text() == "x"
    assert course.judge().states[SLUG] is State.FRESH
    assert "grown" in (course.root / "site/demos" / SLUG / "index.html").read_text("utf-8")


def test_private_text_that_a_notebook_prints_is_nowhere_in_the_site(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RUN_VARIABLE, LIGHT)
    code = """\
import pathlib
token, path = "ghp" + "_" + "a1B2" * 9, "/" + "home/canary/data"
print(token, path, pathlib.Path.cwd())
pathlib.Path("results/numbers.json").write_text(f'["{token}", "{path}"]')
raise OSError(f"{path} {token}")"""
    edit(course, SLUG, "print('grown')", code)
    source = course.folder(SLUG) / f"{SLUG}.py"
    tagged = '# %% tags=["raises-exception"]\n#| alt'
    source.write_text(source.read_text().replace("# %%\n#| alt", tagged))
    assert "OSError" in page_of(course)
    files = [path for path in (course.root / "site").rglob("*") if path.is_file()]
    for canary in (b"ghp_", b"/home/canary", b"coursewright-run-"):
        assert [path for path in files if canary in path.read_bytes()] == []

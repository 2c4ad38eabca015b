"""Executed notebooks as a build reads them: only what their run wrote, and none held in memory."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from coursewright.cli import main
from coursewright.model.demos import Demo
from coursewright.notebooks.passport import RESULTS, KeptResult, Passport, State, read_passport
from coursewright.notebooks.store import sealed
from coursewright.notebooks.stored import StoredNotebook, read_stored
from coursewright.swap import BusyError
from tests.notebooks.support.courses import NOW, Course
from tests.notebooks.support.demos import inputs_of
from tests.notebooks.support.results import keep
from tests.notebooks.support.sites import SLUG, course_with_a_result


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return course_with_a_result(tmp_path)


def _kept(course: Course) -> tuple[Demo, KeptResult]:
    inputs = inputs_of(course.folder(SLUG))
    name = PurePosixPath("docs/demos", SLUG)
    return inputs.demo, read_passport(course.folder(SLUG), name, inputs)


def _stored(course: Course) -> StoredNotebook | None:
    return read_stored(course.root / "docs", *_kept(course), {})


def test_a_notebook_is_read_when_it_is_asked_for(course: Course) -> None:
    stored = _stored(course)
    assert stored is not None
    assert json.loads(stored.read())["cells"]


def test_a_result_that_was_replaced_meanwhile_is_not_read_under_the_old_passport(
    course: Course,
) -> None:
    stored = _stored(course)
    assert stored is not None
    keep(course.folder(SLUG), 2)
    with pytest.raises(BusyError, match=rf"'docs/demos/{SLUG}/results/{SLUG}\.ipynb' was written"):
        stored.read()


def test_a_notebook_that_no_run_wrote_is_not_shown(course: Course) -> None:
    path = course.folder(SLUG) / RESULTS / "passport.json"
    passport = Passport.model_validate_json(path.read_bytes())
    others = {name: it for name, it in passport.results.items() if name != f"{SLUG}.ipynb"}
    path.write_bytes(sealed(passport.model_copy(update={"results": others})))
    _, kept = _kept(course)
    assert kept.state is not State.MISSING
    assert _stored(course) is None


def test_a_check_that_meets_another_run_says_so(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replaced(_: StoredNotebook) -> str:
        message = "'coil.ipynb' was written by another process just now; try again"
        raise BusyError(message)

    monkeypatch.setattr(StoredNotebook, "read", replaced)
    done = CliRunner().invoke(main, ["check", str(course.root), "--now", NOW.isoformat()])
    assert done.exit_code == 1
    assert done.output == "Error: 'coil.ipynb' was written by another process just now; try again\n"

"""``coursewright run``: what it says and how it ends, for everything that can be asked of it."""

from __future__ import annotations

import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coursewright.cli import run as run_module
from coursewright.notebooks.run import NoClusterError
from tests.history.support.repository import Repository
from tests.notebooks.support.command import run
from tests.notebooks.support.courses import Course
from tests.notebooks.support.results import keep

WHEN = "2018-01-20 12:00"
FRESH = "'coil' is fresh: nothing that its result follows from has changed."


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with a demo that has a module, declared data and a fresh result."""
    made = Course(tmp_path / "course")
    made.add("coil", "import part\nprint(part.LENGTH)", "print(2)")
    (made.folder("coil") / "part.py").write_text("LENGTH = 4\n")
    keep(made.folder("coil"), 1)
    return made


@pytest.fixture
def history(course: Course) -> Repository:
    """The course under git, its result committed."""
    (course.root / ".gitignore").write_text(".cache/\n")
    made = Repository(course.root)
    made.git("init", "--quiet", "--initial-branch=main")
    commit(made, "The first result")
    return made


def commit(history: Repository, subject: str) -> str:
    history.git("add", "--all")
    history.git("commit", "--quiet", "-m", subject)
    return history.git("rev-parse", "--short", "HEAD")


def edit(course: Course, name: str, old: str, new: str) -> None:
    path = course.folder("coil") / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_check_says_the_state_of_each_and_runs_nothing(course: Course) -> None:
    said = run(course, "--check")
    assert (said.code, said.lines) == (0, ["coil  fresh"])
    assert (
        "note N027 the notebook for Colab of 'coil' is missing, or older than its text" in said.err
    )
    course.add("tendril", "print(1)")
    said = run(course, "--check")
    assert (said.code, said.lines) == (1, ["coil     fresh", "tendril  no result"])
    assert "warning N002" in said.err
    edit(course, "part.py", "4", "5")
    said = run(course, "--check", "coil")
    assert (said.code, said.lines) == (1, ["coil  stale"])
    assert "older than 'part.py'" in said.err
    assert not list(course.folder("tendril").glob("results"))


def test_why_says_that_nothing_changed_or_that_there_is_nothing(course: Course) -> None:
    course.add("tendril", "print(1)")
    course.add("ghost", "print(1)").unlink()
    said = run(course, "--why")
    assert said.code == 0
    assert said.lines == [
        FRESH,
        "'tendril' has no result yet.",
        "'ghost' has no notebook to run.",
    ]
    assert run(course, "--why", "coil").lines == [FRESH]


def test_why_names_the_part_and_outside_a_repository_no_commit(course: Course) -> None:
    edit(course, "part.py", "4", "5")
    assert run(course, "--why").lines == [
        "'coil' is stale: since its run on 2018-01-24, 'part.py' changed."
    ]


def test_why_names_the_commit_that_changed_a_module(course: Course, history: Repository) -> None:
    edit(course, "part.py", "4", "5")
    found = commit(history, "A longer part")
    edit(course, "part.py", "5", "6")
    commit(history, "A longer part yet")
    stale = "'coil' is stale: since its run on 2018-01-24, 'part.py' changed"
    assert run(course, "--why").lines == [f"{stale} in commit {found} (A longer part)."]


def test_why_names_cell_and_line_and_what_is_not_committed(
    course: Course, history: Repository
) -> None:
    edit(course, "coil.py", "print(2)", "print(3)")
    (line,) = [
        number
        for number, text in enumerate(
            (course.folder("coil") / "coil.py").read_text().splitlines(), 1
        )
        if text == "print(3)"
    ]
    stale = "'coil' is stale: since its run on 2018-01-24, the code of 'coil.py' changed"
    where = f"(cell 3 at line {line})"
    assert run(course, "--why").lines == [
        f"{stale} {where}, in a change that is not committed yet."
    ]
    found = commit(history, "Another number")
    assert run(course, "--why").lines == [f"{stale} {where} in commit {found} (Another number)."]


def test_why_names_all_that_changed(course: Course, history: Repository) -> None:
    edit(course, "part.py", "LENGTH = 4", "import more\nLENGTH = 5")
    (course.folder("coil") / "more.py").write_text("")
    found = commit(history, "More")
    course.schedule.write_text(course.schedule.read_text() + "    seeds:\n      - 3\n")
    (said,) = run(course, "--why").lines
    assert said.startswith("'coil' is stale: since its run on 2018-01-24, its seeds or its scale ")
    assert "scale changed, in a change that is not committed yet, 'more.py' changed" in said
    assert f"'part.py' changed in commit {found} (More)." in said


def test_why_names_a_module_that_is_gone(course: Course, history: Repository) -> None:
    edit(course, "coil.py", "import part\nprint(part.LENGTH)", "print(4)")
    (course.folder("coil") / "part.py").unlink()
    found = commit(history, "One file less")
    (said,) = run(course, "--why").lines
    assert f"and 'part.py' changed in commit {found} (One file less)." in said


def test_why_counts_from_the_commit_of_the_result(course: Course, history: Repository) -> None:
    edit(course, "part.py", "4", "5")
    commit(history, "Before the second run")
    keep(course.folder("coil"), 2)
    commit(history, "The second result")
    assert run(course, "--why").lines == [FRESH]
    edit(course, "part.py", "5", "6")
    found = commit(history, "After it")
    (said,) = run(course, "--why").lines
    assert said.endswith(f"'part.py' changed in commit {found} (After it).")


def test_why_says_what_was_altered(course: Course) -> None:
    (course.folder("coil") / "results/numbers.json").write_text("{}")
    assert run(course, "--why").lines == [
        "'coil' counts as missing: numbers.json of its result was altered."
    ]


@pytest.mark.usefixtures("history")
def test_what_a_commit_says_does_nothing_to_a_terminal(course: Course) -> None:
    edit(course, "part.py", "4", "5")
    commit(Repository(course.root), "Red \x1b[31mtext")
    (said,) = run(course, "--why").lines
    assert "\x1b" not in said
    assert "Red" in said


def litter(course: Course) -> list[Path]:
    """Leave files that no demo uses."""
    folder = course.folder("coil")
    (folder / "results/old.json").write_text("{}")
    (course.folder("gone") / "results").mkdir(parents=True)
    (course.folder("gone") / "results/passport.json").write_text("{}")
    return [folder / "results/old.json", course.folder("gone") / "results"]


SHOWN = ["docs/demos/coil/results/old.json", "docs/demos/gone/results"]


def test_prune_shows_and_without_a_word_removes_nothing(course: Course) -> None:
    left = litter(course)
    said = run(course, "--prune")
    assert said.code == 0
    assert said.lines == [*SHOWN, "Nothing was removed; --yes removes them."]
    assert all(path.exists() for path in left)


def test_prune_removes_when_it_is_told_to(course: Course) -> None:
    left, before = litter(course), course.tree("coil")
    said = run(course, "--prune", "--yes")
    assert (said.code, said.lines) == (0, [*SHOWN, "Removed."])
    assert not any(path.exists() for path in left)
    assert course.tree("coil") == {name: it for name, it in before.items() if name != "old.json"}
    assert run(course, "--prune", "--yes").lines == ["Every file of the results is in use."]


@pytest.mark.parametrize(
    ("answer", "last"), [("y\n", "Removed."), ("n\n", "Nothing was removed; --yes removes them.")]
)
def test_prune_asks_at_a_terminal(
    course: Course, monkeypatch: pytest.MonkeyPatch, answer: str, last: str
) -> None:
    left = litter(course)
    monkeypatch.setattr(run_module, "_is_asked", lambda: True)
    said = run(course, "--prune", answer=answer)
    assert "Remove these 2?" in said.out
    assert said.lines[-1] == last
    assert all(path.exists() == (answer == "n\n") for path in left)


def test_prune_looks_at_all_demos(course: Course) -> None:
    course.add("tendril", "print(1)")
    said = run(course, "--prune", "coil")
    assert said.code == 2
    assert "name none" in said.err


def test_prune_of_a_course_without_demos(tmp_path: Path) -> None:
    course = Course(tmp_path / "bare")
    course.schedule.write_text(course.schedule.read_text().replace("demos:\n", ""))
    assert run(course, "--prune").lines == ["Every file of the results is in use."]
    assert run(course, "--check") == (0, "", "")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--check", "--why"), "are asked for one at a time"),
        (("--check", "--prune"), "are asked for one at a time"),
        (("coill",), "did you mean 'coil'?"),
        (("elsewhere",), "there are: coil"),
        (("--jobs", "0"), "0 is not in the range"),
        (("--scale", "full"), "'full' is not 'test'"),
    ],
)
def test_a_command_called_wrongly_ends_with_two(
    course: Course, words: tuple[str, ...], message: str
) -> None:
    before = course.tree("coil")
    said = run(course, *words)
    assert said.code == 2
    assert message in said.err
    assert course.tree("coil") == before


@pytest.mark.parametrize("asked", [(), ("--check",), ("--why",), ("--prune",)])
def test_a_schedule_that_cannot_be_read_ends_every_way_with_one(
    course: Course, asked: tuple[str, ...]
) -> None:
    course.schedule.write_text("sessions: [\n")
    said = run(course, *asked)
    assert (said.code, said.out) == (1, "")
    assert "schedule.yaml:" in said.err


def test_errors_of_the_course_keep_everything_from_running(course: Course) -> None:
    edit(course, "part.py", "4", "5")
    text = course.schedule.read_text()
    course.schedule.write_text(text.replace("weight: 100", "weight: hundred"))
    before = course.tree("coil")
    said = run(course)
    assert said.code == 1
    assert "error S003" in said.err
    assert course.tree("coil") == before


@pytest.fixture
def no_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without nvidia-smi."""
    (tmp_path / "no-programs").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "no-programs"))


@pytest.mark.usefixtures("no_gpu")
@pytest.mark.parametrize("how", ["the flag", "the environment"])
def test_a_gpu_that_is_not_there_is_an_error_and_nothing_is_touched(
    course: Course, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    course.add("forest", "print(1)", scale="heavy")
    keep(course.folder("forest"), 1, "heavy", "full")
    edit(course, "part.py", "4", "5")
    before = {slug: course.tree(slug) for slug in ("coil", "forest")}
    if how == "the environment":
        monkeypatch.setenv("COURSEWRIGHT_GPU", "1")
    said = run(course, *(["--gpu"] if how == "the flag" else []))
    assert said.code == 1
    assert "error N023 no GPU was found on this machine; nothing was run" in said.err
    assert "leave '--gpu' out" in said.err
    assert {slug: course.tree(slug) for slug in before} == before


def raising(error: BaseException) -> Callable[..., None]:
    def run_judged(*_: object) -> None:
        raise error

    return run_judged


def test_a_cluster_that_cannot_be_used_is_said_in_one_line(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = NoClusterError("no scheduler answers at 'tcp://nowhere:1'")
    monkeypatch.setattr(run_module, "run_judged", raising(error))
    said = run(course, "--scheduler", "tcp://nowhere:1")
    assert said.code == 1
    assert said.err == f"Error: nothing was run: {error}\n"


def test_an_interruption_is_said_and_ends_with_one(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "run_judged", raising(KeyboardInterrupt()))
    said = run(course)
    assert (said.code, said.err) == (1, "Interrupted; what was not finished was not kept.\n")


def test_a_notebook_for_colab_is_written_once_and_nothing_runs(course: Course) -> None:
    keep(course.folder("coil"), 1, python=platform.python_version())
    first, second = run(course), run(course)
    nothing = "Every result is that of its code; nothing was run."
    assert first == (
        0,
        f"coil: notebook for Colab written, from the sources alone\n{nothing}\n",
        "",
    )
    assert second == (0, f"{nothing}\n", "")
    assert "coil-colab.ipynb" in course.tree("coil")


@pytest.mark.slow
def test_what_runs_is_told_line_by_line_and_what_cannot_run_at_the_end(course: Course) -> None:
    edit(course, "part.py", "4", "5")
    course.add("needy", "import no_such_package_anywhere")
    said = run(course)
    assert said.code == 1
    lines = said.err.splitlines()
    assert lines[0] == "coil: running, because 'part.py' changed"
    assert lines[1].startswith("coil: result kept (")
    assert lines[1].endswith(" s) [1/1]")
    assert "needs 'no_such_package_anywhere', which is not installed" in said.err
    assert said.out == ""
    said = run(course, "coil", "--force")
    assert (said.code, said.out) == (0, "")
    assert "coil: running, because it was asked for" in said.err


def test_help_says_every_option(course: Course) -> None:
    command = [sys.executable, "-m", "coursewright", "run", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    words = ("--check", "--why", "--prune", "--gpu", "--scale", "--force", "--scheduler", "--yes")
    assert all(word in done.stdout for word in words)
    assert run(course, "--help").code == 0

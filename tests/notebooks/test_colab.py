"""Notebooks that run by themselves: made of the sources alone, beside the result of a run."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient

from coursewright.diagnostics import Diagnostic
from coursewright.load import load_course
from coursewright.notebooks import colab
from coursewright.notebooks.colab import colab_notebook, files_code
from coursewright.notebooks.job import Job
from coursewright.notebooks.key import Inputs, read_inputs
from coursewright.notebooks.passport import KeptResult, State, read_passport
from coursewright.notebooks.plan import Candidate
from coursewright.notebooks.renewal import old_notebooks, renew
from coursewright.notebooks.run import make_job
from tests.notebooks.support.courses import NOW, Course
from tests.notebooks.support.demos import inputs_of, percent
from tests.notebooks.support.results import keep, planned
from tests.notebooks.support.sites import course_with_a_result, page_of

ROOT = Path(__file__).parents[2]
DEMOS = ROOT / "docs/demos"
NAME = "coil-colab.ipynb"
LIGHT_DEMOS = ("first-steps", "momentum")
MACROS = {r"\abs": r"{\left\lvert #1\right\rvert}"}
SLUGS = (*LIGHT_DEMOS, "gan")


def job_of_course(slug: str) -> Job:
    """Return the job of a demo of the course in this repository, at the scale that is kept."""
    loaded = load_course(ROOT, NOW)
    assert loaded.course is not None
    demo = next(demo for demo in loaded.course.schedule.demos if demo.id == slug)
    inputs = read_inputs(demo, DEMOS / slug, PurePosixPath("docs/demos", slug), lambda _: None)
    assert inputs is not None
    return make_job(inputs, planned(inputs, demo.scales[0]))[0]


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demo with a module, and a result without a notebook for Colab."""
    folder = tmp_path / "docs/demos/coil"
    folder.mkdir(parents=True)
    (folder / "coil.py").write_text(percent("import part\nprint(part.LENGTH)"))
    (folder / "part.py").write_text("LENGTH = 4\n")
    keep(folder, 0)
    return folder


def candidate(folder: Path) -> Candidate:
    inputs = inputs_of(folder)
    return Candidate(inputs.demo, inputs, read(folder, inputs))


def read(folder: Path, inputs: Inputs) -> KeptResult:
    return read_passport(folder, PurePosixPath("docs/demos/coil"), inputs)


def renewed(folder: Path) -> tuple[bool, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return asyncio.run(
        renew(candidate(folder), folder.parents[2] / ".cache", MACROS, found.append)
    ), found


def state(folder: Path) -> State:
    return read(folder, inputs_of(folder)).state


def results(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in (folder / "results").rglob("*") if path.is_file())
    return {path.relative_to(folder / "results").as_posix(): path.read_bytes() for path in paths}


def cells(data: bytes) -> list[tuple[str, str]]:
    """Return the kinds and the texts of a notebook's cells."""
    return [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(data)["cells"]]


@pytest.mark.slow
@pytest.mark.parametrize("slug", LIGHT_DEMOS)
def test_in_an_empty_folder_it_gives_the_numbers_that_are_kept(slug: str, tmp_path: Path) -> None:
    notebook = nbformat.read(DEMOS / slug / f"results/{slug}-colab.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, timeout=600)
    client.execute(env={name: text for name, text in os.environ.items() if name != "PYTHONPATH"})
    again = json.loads((tmp_path / "results/numbers.json").read_text())
    kept = json.loads((DEMOS / slug / "results/numbers.json").read_text())
    assert again["numbers"] == pytest.approx(kept["numbers"], rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_code_of_those_of_the_course_is_what_its_sources_make(slug: str) -> None:
    """An edit of the prose alone, on the web for one, fails no test: a build writes it anew."""
    stored = (DEMOS / slug / f"results/{slug}-colab.ipynb").read_bytes()
    made = colab_notebook(job_of_course(slug), MACROS)
    assert _code(made) == _code(stored), "run 'coursewright run', and commit"


def _code(notebook: bytes) -> list[str]:
    return [source for kind, source in cells(notebook) if kind == "code"]


@pytest.mark.parametrize("slug", SLUGS)
def test_those_of_the_course_are_notebooks_of_python_that_can_be_compiled(slug: str) -> None:
    stored = nbformat.read(DEMOS / slug / f"results/{slug}-colab.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(stored)
    for cell in stored.cells:
        if cell.cell_type == "code":
            assert (cell.execution_count, cell.outputs) == (None, [])
            code = "\n".join(line for line in cell.source.split("\n") if not line.startswith("%"))
            compile(code, slug, "exec")


def test_a_heavy_demo_is_set_to_its_reduced_scale_on_a_processor() -> None:
    full = replace(job_of_course("gan"), scale="full", on_gpu=True)
    made = colab_notebook(full, MACROS)
    assert made == colab_notebook(job_of_course("gan"), MACROS)
    sources = [source for kind, source in cells(made) if kind == "code"]
    tagged = next(at for at, source in enumerate(sources) if source.startswith("scale, seed"))
    scope: dict[str, object] = {}
    exec("\n".join(sources[tagged : tagged + 2]), scope)  # noqa: S102  (our own lines)
    assert [scope[name] for name in ("scale", "seed", "device")] == ["test", 0, "cpu"]


def test_links_of_the_site_are_text_and_the_others_stay() -> None:
    made = colab_notebook(job_of_course("first-steps"), MACROS)
    prose = "\n".join(source for kind, source in cells(made) if kind == "markdown")
    assert "[lecture 2](../../lectures/s02/)" not in prose
    assert "(lecture 2)" in prose
    assert "](../" not in prose
    text = "[away](https://example.org/x) ![picture](./a.svg) $[0,1](x)$"
    cell = replace(job_of_course("first-steps").cells[0], source=text)
    made = colab_notebook(replace(job_of_course("first-steps"), cells=(cell,)), MACROS)
    assert cells(made)[1] == ("markdown", text)


def test_a_macro_of_the_course_is_put_in_place(demo: Path) -> None:
    source = demo / "coil.py"
    source.write_text(source.read_text() + "# %% [markdown]\n# So $\\abs{x}$; `$\\abs{x}$`.\n")
    assert renewed(demo) == (True, [])
    *_, (kind, text) = cells(results(demo)[NAME])
    assert (kind, text) == ("markdown", r"So ${\left\lvert x\right\rvert}$; `$\abs{x}$`.")


NAMES = st.from_regex(r"([a-z]{1,3}/){0,2}[a-z]{1,4}\.(py|csv|bin)", fullmatch=True)
TEXTS = st.text(st.sampled_from("ab'\"\\\n\r\t\f{}#%é\u2028\0"), max_size=40).map(str.encode)


@given(st.dictionaries(NAMES, st.one_of(TEXTS, st.binary(max_size=200)), max_size=4))
def test_the_first_cell_writes_the_very_bytes(files: dict[str, bytes]) -> None:
    code = files_code(files)
    assert code == files_code(dict(reversed(files.items())))
    with tempfile.TemporaryDirectory() as folder:
        before = Path.cwd()
        os.chdir(folder)
        try:
            exec(code, {})  # noqa: S102  (our own lines)
        finally:
            os.chdir(before)
        assert (Path(folder) / "results").is_dir()
        written = {name: (Path(folder) / name).read_bytes() for name in files}
    assert written == files


def test_a_module_can_be_read_in_the_first_cell(demo: Path) -> None:
    assert renewed(demo) == (True, [])
    first = json.loads(results(demo)[NAME])["cells"][0]
    assert first["metadata"] == {"cellView": "form"}
    assert "\nLENGTH = 4\n" in "".join(first["source"])


def test_an_old_result_gets_one_without_a_run_and_keeps_all_else(demo: Path) -> None:
    before = results(demo)
    assert state(demo) is State.FRESH
    assert renewed(demo) == (True, [])
    after = results(demo)
    assert after.keys() - before.keys() == {NAME}
    for name in before.keys() - {"passport.json"}:
        assert after[name] == before[name]
    old, new = (json.loads(files["passport.json"]) for files in (before, after))
    assert new.keys() == old.keys()
    assert {name for name in old if old[name] != new[name]} == {"results", "entry"}
    assert state(demo) is State.FRESH
    assert renewed(demo) == (False, [])
    assert results(demo) == after


def old(folder: Path) -> list[str]:
    """Return what is said of a notebook for Colab that is not there or is old."""
    before = results(folder)
    said = [f"{it.code} {it.severity}" for it in old_notebooks(candidate(folder), MACROS)]
    assert results(folder) == before
    return said


def test_newer_prose_reaches_it_and_newer_code_waits_for_a_run(demo: Path) -> None:
    assert old(demo) == ["N027 note"]
    assert renewed(demo) == (True, [])
    assert old(demo) == []
    source = demo / "coil.py"
    source.write_text(source.read_text().replace("# # A title", "# # Another title"))
    assert state(demo) is State.FRESH
    assert old(demo) == ["N027 note"]
    assert renewed(demo) == (True, [])
    assert b"# Another title" in results(demo)[NAME]
    before = results(demo)
    (demo / "part.py").write_text("LENGTH = 5\n")
    assert renewed(demo) == (False, [])
    assert old(demo) == []
    assert results(demo) == before


@pytest.mark.parametrize("how", ["altered", "emptied", "removed"])
def test_one_that_was_spoilt_makes_the_result_missing_until_it_is_made_anew(
    demo: Path, how: str
) -> None:
    renewed(demo)
    before, path = results(demo), demo / "results" / NAME
    if how == "removed":
        path.unlink()
    else:
        path.write_bytes(b"" if how == "emptied" else path.read_bytes().replace(b"4", b"5"))
    assert state(demo) is State.MISSING
    assert renewed(demo) == (True, [])
    assert results(demo) == before
    assert state(demo) is State.FRESH


def test_a_result_of_which_more_was_spoilt_is_not_made_good(demo: Path) -> None:
    renewed(demo)
    (demo / "results/numbers.json").write_text("{}")
    (demo / "results" / NAME).write_text("{}")
    assert renewed(demo) == (False, [])
    assert state(demo) is State.MISSING


def test_a_demo_of_too_many_bytes_has_none_and_says_so(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(colab, "MAX_FILES", 4)
    done, found = renewed(demo)
    assert not done
    assert [(it.code, it.span.file) for it in found] == [("N026", "docs/demos/coil/coil.py")]
    assert list(old_notebooks(candidate(demo), MACROS)) == found
    assert NAME not in results(demo)
    assert state(demo) is State.FRESH


def test_another_process_that_runs_the_demo_is_waited_for(demo: Path) -> None:
    program = (
        "import fcntl, sys, time; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); "
        "print('held', flush=True); time.sleep(0.5)"
    )
    lock = demo.parents[2] / ".cache/demos/coil/run.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(lock)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert renewed(demo) == (True, [])
        assert other.wait() == 0


SAID = {
    "the schedule": (
        "schedule.yaml",
        "course:\n",
        "course:\n  repository: https://github.com/a/b\n",
    ),
    "the host": (
        "mkdocs.yml",
        "site_name:",
        "edit_uri: https://github.com/a/b/edit/main/docs/\nsite_name:",
    ),
}


@pytest.mark.parametrize("who", SAID)
def test_both_links_of_a_built_page_follow_from_one_saying(tmp_path: Path, who: str) -> None:
    course = course_with_a_result(tmp_path / "course")
    folder = course.folder("coil")
    assert renewed(folder) == (True, [])
    plain = page_of(course)
    assert "Open in Colab" not in plain
    assert f'href="results/{NAME}" download' in plain
    name, old, new = SAID[who]
    text = (course.root / name).read_text()
    assert old in text
    (course.root / name).write_text(text.replace(old, new, 1))
    theme = course.root / "mkdocs.yml"
    features = "  features:\n    - content.action.edit\n"
    theme.write_text(theme.read_text().replace("  features:\n", features))
    page = page_of(course)
    colab = "https://colab.research.google.com/github/a/b/blob"
    assert f'href="{colab}/main/docs/demos/coil/results/{NAME}">Open in Colab' in page
    assert 'href="https://github.com/a/b/edit/main/docs/demos/coil/coil.py"' in page
    built = (course.root / "site" / "demos/coil/results" / NAME).read_bytes()
    assert built == results(folder)[NAME]


@pytest.mark.slow
def test_a_run_keeps_one_with_its_result_and_the_command_makes_those_that_are_missing(
    tmp_path: Path,
) -> None:
    course = Course(tmp_path / "course")
    course.add("coil", "import part\nprint(part.LENGTH)", more="data:\n  - lengths.csv")
    (course.folder("coil") / "part.py").write_text("LENGTH = 4\n")
    (course.folder("coil") / "lengths.csv").write_text("42\n")
    assert course.run().complete
    tree = course.tree("coil")
    assert f'"{NAME}"' in tree["passport.json"].decode()
    assert "lengths.csv" in cells(tree[NAME])[0][1]
    assert course.judge().all_fresh

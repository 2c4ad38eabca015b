"""The store: whole sets only, whatever kills a write; what was spoilt counts as missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from coursewright.notebooks.passport import KeptResult, State, read_passport
from coursewright.notebooks.store import prune, unused_files
from tests.notebooks.support.demos import inputs_of, percent
from tests.notebooks.support.results import keep

ROOT = Path(__file__).parents[2]
KILLS = 200


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demo of one code cell, with a kept result."""
    folder = tmp_path / "docs/demos/coil"
    folder.mkdir(parents=True)
    (folder / "coil.py").write_text(percent("print(1)"))
    keep(folder, 0)
    return folder


def kept(folder: Path) -> KeptResult:
    return read_passport(folder, PurePosixPath("docs/demos/coil"), inputs_of(folder))


def test_a_result_is_plain_files_and_fresh(demo: Path) -> None:
    names = {path.relative_to(demo / "results").as_posix() for path in demo.rglob("results/**/*")}
    assert names == {
        "coil.ipynb",
        "numbers.json",
        "passport.json",
        "figures",
        "figures/figure-1.svg",
    }
    assert kept(demo).state is State.FRESH
    assert kept(demo).extra == ()


@pytest.mark.parametrize(
    "file", ["coil.ipynb", "numbers.json", "figures/figure-1.svg", "passport.json"]
)
@pytest.mark.parametrize("how", ["truncated", "emptied", "altered", "removed"])
def test_what_was_spoilt_counts_as_missing_and_is_named(demo: Path, file: str, how: str) -> None:
    path = demo / "results" / file
    data = path.read_bytes()
    spoilt = {"truncated": data[:-9], "emptied": b"", "altered": data.replace(b"1", b"7")}
    spoilt["altered"] = spoilt["altered"] if spoilt["altered"] != data else data + b" "
    if file == "passport.json" and how == "altered":
        spoilt["altered"] = data.replace(b'"device": "CPU"', b'"device": "GPU"')
    if how == "removed":
        path.unlink()
    else:
        path.write_bytes(spoilt[how])
    result = kept(demo)
    assert result.state is State.MISSING
    assert any(file in f"{it.message} {it.span.file}" for it in result.diagnostics)


def test_two_hundred_kills_leave_no_mixed_set(demo: Path) -> None:
    program = [sys.executable, "-m", "tests.notebooks.support.killed", str(demo)]
    seen: set[str] = set()
    with subprocess.Popen(
        program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        moment, kills, version = 1, 0, 1
        while kills < KILLS:
            process.stdin.write(f"{moment} {version}\n")
            process.stdin.flush()
            ended = process.stdout.readline().strip()
            seen.add(ended)
            result = kept(demo)
            assert result.state is State.FRESH, (moment, result.diagnostics)
            number = json.loads((demo / "results/numbers.json").read_text())["version"]
            notebook = (demo / "results/coil.ipynb").read_text()
            assert f'"{number}\\n"' in notebook
            kills += ended == "killed"
            moment = moment + 1 if ended == "killed" else 1
            version += 1
        process.stdin.close()
    assert seen == {"killed", "ended"}
    keep(demo, version)
    assert not [path for path in demo.iterdir() if path.name.startswith(".coursewright-")]


def test_what_no_result_uses_is_found_and_removed(demo: Path) -> None:
    demos = demo.parent
    (demo / "results/old.json").write_text("{}")
    (demo / ".coursewright-results-x").mkdir()
    (demos / "gone/results").mkdir(parents=True)
    (demos / "gone/results/passport.json").write_text("{}")
    (demos / "notes").mkdir()
    unused = list(unused_files(demos, {"coil": kept(demo).extra}))
    names = {path.relative_to(demos).as_posix() for path in unused}
    assert names == {"coil/results/old.json", "coil/.coursewright-results-x", "gone/results"}
    prune(unused)
    assert kept(demo).state is State.FRESH
    assert kept(demo).extra == ()
    assert sorted(path.name for path in demos.iterdir()) == ["coil", "notes"]


def test_a_reader_sees_one_set_while_another_is_put_in_its_place(demo: Path) -> None:
    child = os.fork()
    if not child:
        for version in range(60):
            keep(demo, version)
        os._exit(0)
    states = set()
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        states.add(kept(demo).state)
    assert states == {State.FRESH}

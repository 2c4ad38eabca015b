"""Runs with real kernels: what they give is kept, and whatever they do they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from coursewright.notebooks.job import MAX_OUTPUT, Fault
from coursewright.notebooks.passport import Passport, State
from coursewright.notebooks.plan import Wish
from coursewright.notebooks.store import sealed
from tests.notebooks.support.courses import NOW, Course, codes
from tests.support.patience import PATIENCE, until

pytestmark = pytest.mark.slow

PLOT = """\
import matplotlib.pyplot as plt
%config InlineBackend.figure_formats = ["svg"]
plt.plot([1, 2, 3])
plt.show()"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course without demos."""
    return Course(tmp_path / "course")


def leftovers() -> list[psutil.Process]:
    """Return the kernels that this process started, and what left them, zombies too."""
    kernels = [it for it in psutil.Process().children(recursive=True) if _is_kernel(it)]
    return kernels + [it for it in psutil.process_iter() if NAP in _words(it)]


def _is_kernel(process: psutil.Process) -> bool:
    return "ipykernel" in " ".join(_words(process))


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline() or [process.name()]
    except psutil.Error:
        return []


def test_a_demo_runs_once_and_again_only_when_something_changed(course: Course) -> None:
    source = course.add(
        "coil", "import part\nprint(part.LENGTH)", 'open("results/n.json", "w").write("1");'
    )
    module = course.folder("coil") / "part.py"
    module.write_text("LENGTH = 4\n")
    assert course.judge().states == {"coil": State.MISSING}
    assert course.run().complete
    assert course.ear.kept == ["coil"]
    assert course.judge().all_fresh
    assert set(course.tree("coil")) == {
        "coil.ipynb",
        "coil-colab.ipynb",
        "n.json",
        "passport.json",
    }
    assert course.run().planned == ()
    source.write_text(source.read_text().replace("# # A title", "# # Another title"))
    assert course.run().planned == ()
    module.write_text("LENGTH = 5\n")
    assert course.judge().states == {"coil": State.STALE}
    assert course.run().complete
    assert course.ear.reasons == {"coil": "'part.py' changed"}
    assert b"5\\n" in course.tree("coil")["coil.ipynb"]


def test_the_same_code_gives_the_same_bytes(course: Course) -> None:
    draws = "import random, numpy as np\nprint(random.random(), np.random.rand(), hash('x'))"
    course.add("coil", PLOT, draws)
    course.run()
    first = course.tree("coil")
    course.run(wish=Wish(force=True))
    second = course.tree("coil")
    del first["passport.json"], second["passport.json"]
    assert first == second
    assert "figures/figure-1.svg" in first


def test_a_passport_says_what_a_run_took_and_used(course: Course) -> None:
    course.add(
        "coil", "import time\ntime.sleep(0.5)", "import yaml, json", more="seeds:\n  - 3\n  - 4"
    )
    course.run()
    passport = json.loads(course.tree("coil")["passport.json"])
    assert passport["seeds"] == [3, 4]
    assert passport["device"] == "CPU, 1 core"
    assert {name.lower() for name in passport["versions"]} == {"python", "pyyaml"}
    assert len(passport["cells"]) == 2
    assert passport["cells"][0]["seconds"] >= 0.5
    assert passport["cells"][1]["megabytes"] > 20
    assert passport["megabytes"] >= passport["cells"][1]["megabytes"]


def test_a_cell_that_raises_is_named_with_its_line_and_the_last_result_stays(
    course: Course,
) -> None:
    source = course.add("coil", "print(1)")
    course.run()
    before = course.tree("coil")
    source.write_text(source.read_text() + "# %%\nx = 1\n\n\ndef f():\n    return 1 / 0\n\n\nf()\n")
    ran = course.run()
    assert not ran.good
    assert course.tree("coil") == before
    assert course.judge().states == {"coil": State.STALE}
    line = source.read_text().split("\n").index("    return 1 / 0") + 1
    assert codes(ran.diagnostics) == [("N007", "docs/demos/coil/coil.py", line)]
    assert "cell 3, line 5 raised 'ZeroDivisionError" in ran.diagnostics[0].message


def test_a_cell_tagged_for_it_may_raise(course: Course) -> None:
    source = course.add("coil", "1 / 0", "print('after')")
    source.write_text(source.read_text().replace("# %%\n1", '# %% tags=["raises-exception"]\n1'))
    assert course.run().complete
    assert b"ZeroDivisionError" in course.tree("coil")["coil.ipynb"]
    assert b"after" in course.tree("coil")["coil.ipynb"]


NAP = f"9{os.getpid()}.5"
"""Seconds that no other process of this machine sleeps."""
ENDINGS = {
    "it dies": ("import os\nos._exit(1)", "", Fault.DIED, "N015"),
    "it is killed": ("import os\nos.kill(os.getpid(), 9)", "", Fault.DIED, "N015"),
    "it hangs": ("while True:\n    pass", "time: 1 s", Fault.TOO_LONG, "N016"),
    "it hangs and ignores signals": (
        "import signal, time\nsignal.signal(2, signal.SIG_IGN)\ntime.sleep(99)",
        "time: 1 s",
        Fault.TOO_LONG,
        "N016",
    ),
    "it swells": (
        "import time\nx = bytearray(900_000_000)\ntime.sleep(99)",
        "memory: 300 MB",
        Fault.TOO_LARGE,
        "N017",
    ),
    "it floods": ("print('x' * 100_000_000)", "", Fault.TOO_MUCH_OUTPUT, "N018"),
    "it floods in many lines": (
        "for _ in range(10**9):\n    print('x' * 10_000)",
        "",
        Fault.TOO_MUCH_OUTPUT,
        "N018",
    ),
    "it leaves too much": (
        f"open('results/x.bin', 'wb').write(b'x' * {MAX_OUTPUT + 1});",
        "",
        Fault.TOO_MUCH_OUTPUT,
        "N018",
    ),
    "it starts what goes on": (
        (
            "import os, subprocess, time\n"
            f"p = subprocess.Popen(['sleep', '{NAP}'], start_new_session=True)\n"
            "time.sleep(5)\nos._exit(1)"
        ),
        "",
        Fault.DIED,
        "N015",
    ),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_whatever_a_kernel_does_it_ends_and_leaves_nothing(course: Course, name: str) -> None:
    code, more, fault, rule = ENDINGS[name]
    course.add("coil", "print(1)", code, more=more)
    ran = course.run()
    assert not ran.good
    failure = course.ear.outcomes["coil"].failure
    assert failure is not None
    assert failure.fault is fault
    assert [item.code for item in ran.diagnostics] == [rule]
    assert not (course.folder("coil") / "results").exists()
    assert leftovers() == []


def test_one_that_fails_does_not_keep_others_from_their_results(course: Course) -> None:
    course.add("bad", "1 / 0")
    course.add("good", "print(1)")
    assert not course.run().good
    assert course.ear.kept == ["good"]


def test_private_text_is_taken_out_and_reported(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = "s3cr3t-canary-0815"
    monkeypatch.setenv("MY_API_TOKEN", canary)
    token = "ghp_" + "a1B2" * 9
    code = f"""\
import os, pathlib, socket
print("{canary}", "{token}", "someone@example.org", "/home/canary/x", os.getcwd())
print(socket.gethostname())
print(os.environ.get("MY_API_TOKEN"))
pathlib.Path("results/n.json").write_text('["/Users/canary/y", "someone@example.org"]');"""
    course.add("coil", code)
    ran = course.run()
    outputs = [
        "".join(output["text"])
        for cell in json.loads(course.tree("coil")["coil.ipynb"])["cells"]
        for output in cell.get("outputs", [])
    ]
    for private in (canary, token, "someone@example.org", "/home/canary", "coursewright-run-"):
        assert private not in "".join(outputs), private
    assert "/Users/canary" not in course.tree("coil")["n.json"].decode()
    assert "None" in "".join(outputs)
    assert [item.code for item in ran.diagnostics] == ["N020"]
    assert "a token" in ran.diagnostics[0].message


def test_a_run_finds_declared_data_and_nothing_else(course: Course) -> None:
    course.add("coil", 'print(open("lengths.csv").read())')
    (course.folder("coil") / "lengths.csv").write_text("42\n")
    ran = course.run()
    assert "'data' in the schedule" in ran.diagnostics[0].help
    text = course.schedule.read_text()
    course.schedule.write_text(text + "    data:\n      - lengths.csv\n")
    assert course.run().complete
    assert b"42" in course.tree("coil")["coil.ipynb"]


def test_missing_packages_are_named_and_nothing_runs(course: Course) -> None:
    course.add("coil", "import no_such_package_anywhere")
    ran = course.run()
    assert ran.good
    assert not ran.complete
    assert codes(ran.diagnostics) == [("N019", "docs/demos/coil/coil.py", 1)]
    assert "'no_such_package_anywhere'" in ran.diagnostics[0].message


def test_another_version_of_a_package_runs_a_light_demo_again(course: Course) -> None:
    course.add("coil", "import yaml")
    course.run()
    path = course.folder("coil") / "results/passport.json"
    passport = Passport.model_validate_json(path.read_bytes())
    name = next(name for name in passport.versions if name.lower() == "pyyaml")
    older = passport.model_copy(update={"versions": {**passport.versions, name: "0.1"}})
    path.write_bytes(sealed(older))
    assert course.judge().all_fresh
    assert course.run().complete
    assert "and was 0.1" in course.ear.reasons["coil"]


def test_two_processes_at_once_run_a_demo_once(course: Course) -> None:
    go = course.root / "go"
    code = "import os, time\nwhile not os.path.exists(GO):\n    time.sleep(0.1)\nprint('done')"
    course.add("coil", code.replace("GO", repr(str(go))))
    command = [sys.executable, "-m", "coursewright", "run", "--course", str(course.root)]
    command += ["--now", NOW.isoformat()]
    both = [
        subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    # Whoever has opened the lock has seen that there is no result.
    until(lambda: all(map(_has_the_lock_open, both)))
    go.touch()
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted("another process ran it" in text for text in said) == [False, True]
    assert course.judge().all_fresh


def _has_the_lock_open(process: subprocess.Popen[str]) -> bool:
    names = [Path(file.path).name for file in psutil.Process(process.pid).open_files()]
    return "run.lock" in names


def test_several_kernels_run_at_a_time(course: Course, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    # Each waits until all three are there: one after the other, the first would never end.
    code = f"""\
import os, tempfile, time
tempfile.mkstemp(dir={str(place)!r})
while len(os.listdir({str(place)!r})) < 3:
    time.sleep(0.1)"""
    for slug in ("a", "b", "c"):
        course.add(slug, code, more="memory: 200 MB")
    assert course.run(jobs=3).complete


def test_interrupted_runs_leave_no_kernel_and_no_result(course: Course) -> None:
    course.add("coil", "import time\ntime.sleep(600)")
    command = [sys.executable, "-m", "coursewright", "run", "--course", str(course.root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        process.stderr.readline()
        parent = psutil.Process(process.pid)
        until(lambda: any(map(_is_kernel, parent.children())))
        kernels = [it for it in parent.children() if _is_kernel(it)]
        process.send_signal(2)
        process.wait(PATIENCE)
    psutil.wait_procs(kernels, PATIENCE)
    assert not [it for it in kernels if it.is_running() and it.status() != psutil.STATUS_ZOMBIE]
    assert not (course.folder("coil") / "results").exists()

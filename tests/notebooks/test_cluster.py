"""Runs on the workers of a Dask scheduler, one of which is killed."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from distributed import LocalCluster

from coursewright.notebooks.plan import Planned, Wish
from coursewright.notebooks.run import NoClusterError
from coursewright.running import Asked, run_demos
from tests.notebooks.support.courses import NOW, Course, Ear
from tests.notebooks.support.demos import percent
from tests.notebooks.support.gpus import nvidia_smi
from tests.support.patience import PATIENCE, until

pytestmark = pytest.mark.slow

MANUAL = Path(__file__).parents[2] / "manual/notebooks.md"


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[int]]]:
    """A scheduler with two workers, of which one has a GPU: its address, and the workers' pids."""
    folder = tmp_path_factory.mktemp("cluster")
    address = folder / "scheduler.json"
    pids: list[int] = []
    options = ["--scheduler-file", str(address)]
    server = [*_dask("scheduler"), "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *options]
    worker = [*_dask("worker"), "--nthreads", "1", "--no-dashboard", "--no-nanny", *options]
    with ExitStack() as stack:
        for command in (server, worker, [*worker, "--resources", "GPU=1"]):
            log = stack.enter_context((folder / f"{len(command)}.log").open("w"))
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
            stack.callback(process.wait)
            stack.callback(process.kill)
            if command is server:
                until(address.is_file)
            else:
                pids.append(process.pid)
        yield json.loads(address.read_text())["address"], pids


def _dask(what: str) -> list[str]:
    return [sys.executable, "-m", f"distributed.cli.dask_{what}"]


def test_a_worker_that_is_killed_costs_a_retry_and_no_result(
    scheduler: tuple[str, list[int]], tmp_path: Path
) -> None:
    address, workers = scheduler
    course = Course(tmp_path / "course")
    code = "import os, part, time\nprint(part.LENGTH, open('n.csv').read())\n"
    code += f"began = open({str(tmp_path)!r} + '/began', 'a')\nfirst = not began.tell()\n"
    code += "print(os.getppid(), file=began, flush=True)\ntime.sleep(250 if first else 0)"
    course.add("coil", code, more="data:\n  - n.csv")
    (course.folder("coil") / "part.py").write_text("LENGTH = 4\n")
    (course.folder("coil") / "n.csv").write_text("17")
    killed: list[int] = []

    def kill_the_first() -> None:
        began = tmp_path / "began"
        until(lambda: began.is_file() and began.read_text().endswith("\n"))
        victim = int(re.findall(r"\d+", began.read_text())[0])
        killed.append(victim)
        os.kill(victim, signal.SIGKILL)

    killer = threading.Thread(target=kill_the_first)
    killer.start()
    ran = course.run(scheduler=address)
    killer.join()
    assert ran.complete, ran.diagnostics
    assert set(killed) <= set(workers)
    assert b"4 17" in course.tree("coil")["coil.ipynb"]
    first, second = (tmp_path / "began").read_text().split()
    assert first != second


class Counting(Ear):
    """Remembers how far each run was."""

    def __init__(self, planned: tuple[Planned, ...]) -> None:
        """Listen to the runs that are planned."""
        super().__init__(planned)
        self.heard: list[tuple[int, int]] = []

    def went_on(self, slug: str, done: int, total: int) -> None:
        """Remember how many cells are done."""
        del slug
        self.heard.append((done, total))


def test_cells_that_are_done_elsewhere_are_heard_of(
    scheduler: tuple[str, list[int]], tmp_path: Path
) -> None:
    course = Course(tmp_path / "course")
    course.add("coil", "import time", "time.sleep(1)", "time.sleep(1)")
    ears: list[Counting] = []

    def listen(planned: tuple[Planned, ...]) -> Counting:
        ears.append(Counting(planned))
        return ears[0]

    ran = run_demos(course.root, NOW, Asked(scheduler=scheduler[0]), listen)
    assert ran.complete, ran.diagnostics
    assert ears[0].heard[0] == (0, 0)
    assert {(0, 3), (1, 3), (2, 3)} <= set(ears[0].heard)


def test_an_interrupted_command_ends_the_kernel_of_a_worker(
    scheduler: tuple[str, list[int]], tmp_path: Path
) -> None:
    course = Course(tmp_path / "course")
    began = tmp_path / "began"
    code = "import os, time\n"
    code += f"open({str(began)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}}.')\n"
    course.add("coil", f"{code}time.sleep(6000)")
    command = [sys.executable, "-m", "coursewright", "run", "--scheduler", scheduler[0]]
    with subprocess.Popen(command, cwd=course.root, stderr=subprocess.PIPE, text=True) as process:
        until(lambda: began.is_file() and began.read_text().endswith("."))
        kernel, worker = map(int, re.findall(r"\d+", began.read_text()))
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 1
    assert "Interrupted; what was not finished was not kept." in said
    until(lambda: not psutil.pid_exists(kernel))
    assert not psutil.pid_exists(kernel)
    assert psutil.pid_exists(worker)
    course.folder("coil").joinpath("coil.py").write_text(percent("print(4)"))
    assert course.run(scheduler=scheduler[0]).complete, "the worker is free again"


def test_without_a_scheduler_nothing_runs(tmp_path: Path) -> None:
    course = Course(tmp_path / "course")
    course.add("coil", "print(1)")
    with pytest.raises(NoClusterError, match="no scheduler answers"):
        course.run(scheduler="tcp://127.0.0.1:9")
    assert course.ear.outcomes == {}


def test_heavy_demos_need_a_worker_with_a_gpu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coursewright.notebooks.cluster._WORKER_SECONDS", 0.5)
    course = Course(tmp_path / "course")
    source = course.add("coil", "scale = 'test'", scale="heavy")
    source.write_text(source.read_text().replace("# %%\n", '# %% tags=["parameters"]\n'))
    with (
        LocalCluster(n_workers=1, processes=False, dashboard_address=":0") as local,  # type: ignore[no-untyped-call]
        pytest.raises(NoClusterError, match="has the resource 'GPU'"),
    ):
        course.run(wish=Wish(gpu=True), scheduler=local.scheduler_address)


def manual_commands(port: int) -> list[list[str]]:
    """Return the commands by which the manual has a workstation run demos, on another port."""
    text = MANUAL.read_text("utf-8").partition("A workstation:")[2]
    block = text.split("```console\n")[1].partition("```")[0].replace("8786", str(port))
    return [shlex.split(line.removeprefix("$ ").removesuffix(" &")) for line in block.splitlines()]


def test_a_workstation_runs_as_the_manual_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = Course(tmp_path / "course")
    code = "import os\nprint(os.getppid(), os.environ['CUDA_VISIBLE_DEVICES'])"
    for slug in ("coil", "tendril"):
        course.add(slug, code)
    source = course.add("forest", "scale = 'test'", code, scale="heavy", more="memory: 1 GB")
    source.write_text(source.read_text().replace("# %%\n", '# %% tags=["parameters"]\n', 1))
    nvidia_smi(tmp_path, monkeypatch, "0, NVIDIA H100, 81559, 4, GPU-0")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    *services, run = manual_commands(port)
    with ExitStack() as stack:
        for command in services:
            words = ["env", *command, "--no-dashboard"]
            process = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            # A worker's nanny ends the worker with itself.
            stack.callback(process.terminate)
        done = subprocess.run(run, cwd=course.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert course.judge().all_fresh
    passport = json.loads(course.tree("forest")["passport.json"])
    assert (passport["device"], passport["scale"]) == ("NVIDIA H100", "full")

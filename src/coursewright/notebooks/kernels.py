"""One run of one demo: a kernel in a folder of its own, watched until it has ended."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import psutil
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode, from_dict

from coursewright.notebooks.devices import Device, memory_used
from coursewright.notebooks.document import Cell, object_of
from coursewright.notebooks.job import (
    MAX_OUTPUT,
    CellRun,
    Failure,
    Fault,
    Job,
    Outcome,
    Progress,
)
from coursewright.notebooks.provenance import missing_packages
from coursewright.notebooks.scrub import scrubber
from coursewright.notebooks.steering import (
    environment,
    parameters_code,
    prelude_code,
    versions_code,
)

_INTERVAL = 0.1
_GPU_INTERVAL = 2.0
# A kernel that dies is noticed at once: this is for one that a busy machine lets wait.
_START_SECONDS = 300
_FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class _OwnPython(KernelSpecManager):
    """Starts this very interpreter: a kernel of the same name in a user's folder is not asked."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how a kernel is started, whatever its name."""
        del kernel_name
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


class _Client(NotebookClient):
    """A client that lets no kernel fill the memory of this process."""

    def __init__(self, nb: NotebookNode, guard: _Guard, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(nb, **kwargs)
        self.guard = guard
        self.received = 0

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Take a message of the kernel, unless there were too many."""
        if msg["msg_type"] not in ("status", "execute_input"):
            self.received += _weight(msg["content"])
            if self.received > MAX_OUTPUT:
                limit = f"its outputs are larger than {MAX_OUTPUT // 10**6} MB"
                self.guard.stop(Fault.TOO_MUCH_OUTPUT, limit)
            if self.guard.failure:
                return None
        return super().process_message(msg, cell, cell_index)


def _weight(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(_weight, value.values()))
    return sum(map(_weight, value)) if isinstance(value, list) else 0


@dataclass(slots=True)
class _Guard:
    """Watches what a kernel takes, and ends it with all that it started."""

    job: Job
    device: Device | None
    process: psutil.Process | None = None
    end: float = float("inf")
    failure: Failure | None = None
    peak: float = 0.0
    cell_peak: float = 0.0
    gpu_peak: float = 0.0
    cpu: float = 0.0
    cell: int = 0
    seen: set[psutil.Process] = field(default_factory=set)
    """The kernel and what it started: once it is dead, nothing tells any more what was its own."""

    async def watch(self) -> None:
        """Look at the kernel again and again; to be cancelled in the end."""
        looked = 0.0
        while True:
            self.look()
            if self.device and time.monotonic() - looked > _GPU_INTERVAL:
                await self._look_at_gpu(self.device)
                looked = time.monotonic()
            await asyncio.sleep(_INTERVAL)

    def look(self) -> None:
        """Take the measures of the kernel, and stop it where it exceeds a budget."""
        tree = list(self._tree())
        self.seen.update(tree)
        self.cell_peak = max(self.cell_peak, sum(map(_memory, tree)))
        self.peak = max(self.peak, self.cell_peak)
        self.cpu = max(self.cpu, _cpu(self.process))
        if self.peak > self.job.bytes:
            self.stop(Fault.TOO_LARGE, f"it held more than {self.job.bytes / 1e9:g} GB of memory")
        elif time.monotonic() > self.end:
            self.stop(Fault.TOO_LONG, f"it ran longer than {self.job.seconds:g} s")

    async def _look_at_gpu(self, device: Device) -> None:
        used = (await asyncio.to_thread(memory_used)).get(device.index, 0.0)
        self.gpu_peak = max(self.gpu_peak, used - device.used)
        if self.gpu_peak > self.job.bytes:
            limit = f"it held more than {self.job.bytes / 1e9:g} GB of the GPU's memory"
            self.stop(Fault.TOO_LARGE, limit)

    def stop(self, fault: Fault, message: str) -> None:
        """Remember why, once, and kill the kernel with all that it started."""
        self.failure = self.failure or Failure(fault, message, self.cell)
        self.kill()

    def kill(self) -> None:
        """Kill the kernel's processes: its group, and those that left the group."""
        self.seen.update(self._tree())
        if self.process is not None:
            # Its group is its own: the kernel was started as the leader of a session.
            with suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
        for process in self.seen:
            with suppress(psutil.Error):
                process.kill()

    def _tree(self) -> Iterator[psutil.Process]:
        if self.process is not None:
            with suppress(psutil.Error):
                yield from (self.process, *self.process.children(recursive=True))


def _memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss)
    except psutil.Error:
        return 0.0


def _cpu(process: psutil.Process | None) -> float:
    try:
        return float(sum(process.cpu_times()[:4])) if process else 0.0
    except psutil.Error:
        return 0.0


async def execute(
    job: Job, device: Device | None = None, progress: Progress = lambda _done, _all: None
) -> Outcome:
    """Run a job in a kernel of its own, and return what came of it.

    Never raises for what the notebook does: a kernel that dies, hangs, swells or floods is ended
    within seconds of its budget, with every process that it started. ``device`` is the GPU that
    it sees; without one it sees none.
    """
    missing = missing_packages(job.required)
    if missing:
        return Outcome(Failure(Fault.NOT_INSTALLED, ", ".join(missing)))
    with tempfile.TemporaryDirectory(
        prefix="coursewright-run-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name) / "demo"
        _lay_out(folder, job.files)
        return await _Run(job, device, progress, folder).outcome()


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    (folder / "results").mkdir(parents=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


@dataclass(slots=True)
class _Run:
    job: Job
    device: Device | None
    progress: Progress
    folder: Path
    runs: list[CellRun] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)

    async def outcome(self) -> Outcome:
        guard = _Guard(self.job, self.device)
        # Sockets are files in a folder that only this user can enter.
        manager = AsyncKernelManager(
            kernel_spec_manager=_OwnPython(),
            transport="ipc",
            ip=str(self.folder.parent / "socket"),
            connection_file=str(self.folder.parent / "connection.json"),
        )
        client = _Client(_notebook(self.job.cells), guard, km=manager, timeout=None)
        client.iopub_timeout, client.record_timing = _START_SECONDS, False
        watch = asyncio.ensure_future(guard.watch())
        began = time.monotonic()
        try:
            failure = await self._work(manager, client, guard)
            guard.look()
        finally:
            watch.cancel()
            guard.kill()
            await _end(manager, client)
        return self._result(guard, guard.failure or failure, time.monotonic() - began)

    async def _work(
        self, manager: AsyncKernelManager, client: _Client, guard: _Guard
    ) -> Failure | None:
        """Start the kernel and run all cells; return why it stopped early, if it did."""
        try:
            env = environment(self.folder, self.device.index if self.device else "")
            await manager.start_kernel(
                cwd=str(self.folder), env=env, stdout=DEVNULL, stderr=DEVNULL
            )
            guard.process = psutil.Process(manager.provisioner.pid)  # type: ignore[union-attr]
            client.kc = manager.client()
            client.kc.start_channels()
            await client.kc.wait_for_ready(timeout=_START_SECONDS)
            client.kc.allow_stdin = False
        except (OSError, RuntimeError, psutil.Error) as error:
            return Failure(Fault.NO_START, str(error))
        guard.end = time.monotonic() + self.job.seconds
        try:
            await self._cells(client, guard)
        except CellExecutionError as error:
            return _raised(client.nb.cells[guard.cell - 1], error, guard.cell)
        except DeadKernelError:
            return Failure(Fault.DIED, "its kernel died", guard.cell)
        return None

    async def _cells(self, client: _Client, guard: _Guard) -> None:
        job = self.job
        await _silently(client, prelude_code(job))
        code = [cell for cell in job.cells if cell.kind == "code" and cell.source.strip()]
        for count, cell in enumerate(code, 1):
            self.progress(count - 1, len(code))
            guard.cell, guard.cell_peak = cell.number, 0.0
            began = time.monotonic()
            node = client.nb.cells[cell.number - 1]
            await client.async_execute_cell(node, cell.number - 1, execution_count=count)
            guard.look()
            outputs = tuple(dict(output) for output in node.outputs)
            took = time.monotonic() - began
            self.runs.append(CellRun(cell.number, outputs, took, guard.cell_peak))
            if "parameters" in cell.tags:
                await _silently(client, parameters_code(job, cell))
        self.progress(len(code), len(code))
        said = await _silently(client, "", versions_code(job.packages))
        self.versions = said if isinstance(said, dict) else {}

    def _result(self, guard: _Guard, failure: Failure | None, seconds: float) -> Outcome:
        clean = scrubber(str(self.folder))
        if failure:
            return Outcome(replace(failure, message=clean.text(failure.message)), seconds=seconds)
        results = self.folder / "results"
        paths = list(_left(results))
        if sum(path.stat().st_size for path in paths) > MAX_OUTPUT:
            limit = f"the files that it left are larger than {MAX_OUTPUT // 10**6} MB"
            return Outcome(Failure(Fault.TOO_MUCH_OUTPUT, limit), seconds=seconds)
        runs = tuple(
            replace(run, outputs=tuple(object_of(clean.value(it)) for it in run.outputs))
            for run in self.runs
        )
        return Outcome(
            None,
            cells=runs,
            files={
                clean.text(path.relative_to(results).as_posix()): clean.file(path.read_bytes())
                for path in paths
            },
            versions=self.versions,
            device=self.device.name if self.device else "CPU, 1 core",
            cpu_seconds=guard.cpu,
            seconds=seconds,
            peak=guard.peak,
            gpu_peak=guard.gpu_peak,
            private=tuple(clean.found),
        )


def _notebook(cells: tuple[Cell, ...]) -> NotebookNode:
    """Return a notebook whose every cell is one of code: what is none is never executed."""
    nodes: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {"tags": sorted(cell.tags)},
            "outputs": [],
            "source": cell.source,
        }
        for cell in cells
    ]
    return from_dict({"cells": nodes, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})  # type: ignore[no-any-return,no-untyped-call]


async def _end(manager: AsyncKernelManager, client: _Client) -> None:
    if client.kc is not None:
        client.kc.stop_channels()
    with suppress(Exception):  # what is dead already may complain in many ways
        await manager.shutdown_kernel(now=True)
    manager.context.destroy(linger=0)


async def _silently(client: _Client, code: str, expression: str = "") -> object:
    """Run code that leaves no trace in the notebook, and return the value of an expression."""
    kernel: Any = client.kc
    expressions = {"said": expression} if expression else {}
    ident = kernel.execute(code, silent=True, store_history=False, user_expressions=expressions)
    reply = await client.async_wait_for_reply(ident)
    said = (reply or {}).get("content", {}).get("user_expressions", {}).get("said", {})
    text = said.get("data", {}).get("text/plain", "")
    return _literal(text)


def _literal(text: str) -> object:
    try:
        return ast.literal_eval(text) if text else None
    except (ValueError, SyntaxError):
        return None


def _raised(node: NotebookNode, error: CellExecutionError, cell: int) -> Failure:
    trace = _COLOURS.sub("", error.traceback)
    lines = [
        int(line) for count, line in _FRAME.findall(trace) if int(count) == node.execution_count
    ]
    message = f"{error.ename}: {error.evalue}".strip(": ")
    return Failure(Fault.RAISED, message[:500], cell, lines[-1] if lines else 0)


def _left(results: Path) -> Iterator[Path]:
    """Yield the plain files that a run left, without hidden ones."""
    for path in sorted(results.rglob("*")):
        hidden = any(part.startswith((".", "__")) for part in path.relative_to(results).parts)
        if not hidden and path.is_file() and not path.is_symlink():
            yield path

"""What a command costs: CPU seconds and memory of its whole tree of processes."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_INTERVAL = 0.02


class FailedError(Exception):
    """A measured command ended with another status than 0; the message is what it printed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    cpu: float
    """Seconds of user and system time, of the command and of all that it started."""
    wall: float
    """Seconds from its start to its exit."""
    peak: float
    """Largest resident memory of all its processes together, in MB (10^6 bytes); sampled."""


def run(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run ``command`` in ``folder`` and return its cost.

    Processes that it starts count once it has waited for them (getrusage(2), wait4(2)).

    Raises:
        FailedError: it did not end with 0.

    """
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **(env or {})}, stdout=output, stderr=output
        )
        status, usage, peak = _wait(process.pid)
        wall = time.perf_counter() - start
        # Popen must not wait for a process that is gone.
        process.returncode = status
        if status:
            output.seek(0)
            raise FailedError(output.read().decode(errors="replace"))
    return Cost(usage.ru_utime + usage.ru_stime, wall, peak / 1e6)


def _wait(pid: int) -> tuple[int, resource.struct_rusage, int]:
    # The kernel's ru_maxrss is of no use: a child begins with the maximum of its parent.
    peak = 0
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), usage, peak
        tree = [_memory(one) for one in _tree(pid)]
        peak = max(peak, sum(now for now, _ in tree), *(most for _, most in tree))
        time.sleep(_INTERVAL)


def _tree(pid: int) -> Iterator[int]:
    """Yield the process and what it started."""
    yield pid
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in tasks.read_text().split():
                yield from _tree(int(child))


def _memory(pid: int) -> tuple[int, int]:
    """Return the bytes that a process holds and the most that it held; 0 without a /proc."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0, 0
    sizes = {line.partition(":")[0]: line.split()[1] for line in lines if line.endswith(" kB")}
    return int(sizes.get("VmRSS", 0)) * 1024, int(sizes.get("VmHWM", 0)) * 1024


def folder_size(folder: Path) -> int:
    """Return the bytes of all files below ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

"""A closed room for programs that students' files steer: no network, no other file, limits."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from coursewright.notes import bubblewrap, container
from coursewright.notes.room import MEGABYTE, Limits, Room

ROOMS: Final[tuple[Room, ...]] = (bubblewrap.Bubblewrap(), container.Container())
"""In the order in which they are tried."""


_RAN_TOO_LONG: Final = 128 + signal.SIGXCPU
"""The exit status by which a shell, or a room, says that a program exceeded RLIMIT_CPU."""


class SandboxError(Exception):
    """There is no closed room here, or what ran in it hit a limit."""


class Finished(NamedTuple):
    """A program that ended: its exit status and what it wrote to its output."""

    status: int
    output: bytes


def why_no_sandbox(*programs: str) -> str:
    """Return why these programs cannot be run shut in on this machine; empty where they can be."""
    reasons = _reasons(programs)
    return "" if "" in reasons else "; ".join(reasons)


@cache
def _reasons(programs: tuple[str, ...]) -> tuple[str, ...]:
    """Return why each room cannot be used, up to the first one that can be."""
    reasons: list[str] = []
    for room in ROOMS:
        reasons.append(room.why_not(programs))
        if not reasons[-1]:
            break
    return tuple(reasons)


def forget_rooms() -> None:
    """Look anew, next time, at what is installed."""
    _reasons.cache_clear()


def run_in_sandbox(  # noqa: PLR0913 - each is one fact
    command: Sequence[str],
    folder: Path,
    *,
    needs: Sequence[str] = (),
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
    writable: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Finished:
    """Run ``command`` in ``folder``, a private copy: all of the user's files that it can see.

    ``needs`` are the programs that it starts itself.

    Raises:
        SandboxError: there is no sandbox here, or a limit was hit.

    """
    reasons = _reasons(tuple(needs) or (command[0],))
    if "" not in reasons:
        raise SandboxError("; ".join(reasons))
    shut = ROOMS[reasons.index("")].shut(command, folder, environment or {}, limits, writable)
    try:
        finished = _run(shut.command, limits, address_space=shut.address_space)
    finally:
        shut.clear()
    if finished.status == shut.broken:
        said = finished.output.decode(errors="replace").strip()
        message = f"'{shut.command[0]}' does not work: {said[:200]}"
        raise SandboxError(message)
    return finished


def _run(command: Sequence[str], limits: Limits, *, address_space: bool) -> Finished:
    """Run a command whose output goes to a file, so that a flood of it meets the limit of files."""
    with (
        tempfile.TemporaryFile(prefix="coursewright-output-") as output,
        subprocess.Popen(
            [shutil.which(command[0]) or command[0], *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: _limit(limits, address_space=address_space),  # noqa: PLW1509
        ) as child,
    ):
        try:
            child.wait(timeout=limits.patience)
        except subprocess.TimeoutExpired:
            message = f"it took more than {limits.patience} seconds"
            raise SandboxError(message) from None
        finally:
            _kill(child)
        output.seek(0)
        finished = Finished(child.returncode, output.read())
    if _ran_too_long(finished):
        message = f"it took more than {limits.seconds} seconds of processor time"
        raise SandboxError(message)
    return finished


def _ran_too_long(finished: Finished) -> bool:
    """Tell whether the limit of processor time ended a program, or one that latexmk started."""
    if finished.status in {-signal.SIGXCPU, _RAN_TOO_LONG}:
        return True
    return f"gave return code {_RAN_TOO_LONG}".encode() in finished.output


def _kill(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


def _limit(limits: Limits, *, address_space: bool) -> None:  # pragma: no cover - in the child
    if address_space:
        size = limits.megabytes * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    size = limits.file_megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

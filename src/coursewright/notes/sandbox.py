"""A closed room for programs that students' files steer: no network, no other file, limits."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_MEGABYTE: Final = 1024 * 1024
_READ_ONLY: Final = ("/usr", "/etc/texmf", "/etc/fonts", "/etc/alternatives", "/var/lib/texmf")
_LINKS: Final = (("usr/bin", "/bin"), ("usr/lib", "/lib"), ("usr/lib64", "/lib64"))


class SandboxError(Exception):
    """There is no closed room here, or what ran in it hit a limit."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that ended: its exit status and what it wrote to its output."""

    status: int
    output: bytes


@cache
def why_no_sandbox() -> str:
    """Return why programs cannot be shut in on this machine; empty where they can be."""
    if shutil.which("bwrap") is None:
        return "bubblewrap ('bwrap') is not installed"
    try:
        done = subprocess.run(
            [*_walls(Path("/tmp"), {}, writable=False), "/bin/true"],  # noqa: S108 - only a probe
            capture_output=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"bubblewrap cannot be started: {error}"
    said = done.stderr.decode(errors="replace").strip()
    return "" if done.returncode == 0 else f"bubblewrap does not work here: {said[:200]}"


def run_in_sandbox(  # noqa: PLR0913 - each limit is one number
    command: Sequence[str],
    folder: Path,
    *,
    seconds: int = 60,
    megabytes: int = 1024,
    file_megabytes: int = 50,
    writable: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Finished:
    """Run ``command`` in ``folder``, which is all of the user's files that it can see.

    ``seconds`` bound its processor time and its wall-clock time, ``megabytes`` the address space
    of each process, ``file_megabytes`` each file it writes.

    Raises:
        SandboxError: there is no sandbox here, or a limit was hit.

    """
    reason = why_no_sandbox()
    if reason:
        raise SandboxError(reason)
    with subprocess.Popen(
        [*_walls(folder, environment or {}, writable=writable), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=lambda: _limit(seconds, megabytes, file_megabytes),  # noqa: PLW1509
    ) as child:
        try:
            output, _ = child.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            message = f"it took more than {seconds} seconds"
            raise SandboxError(message) from None
    return Finished(child.returncode, output)


def _walls(folder: Path, environment: Mapping[str, str], *, writable: bool) -> list[str]:
    walls = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in {"PATH": "/usr/bin:/bin", "HOME": "/notes", **environment}.items():
        walls += ["--setenv", name, value]
    for path in _READ_ONLY:
        if Path(path).exists():
            walls += ["--ro-bind", path, path]
    for target, link in _LINKS:
        walls += ["--symlink", target, link]
    walls += ["--proc", "/proc", "--dev", "/dev", "--size", str(64 * _MEGABYTE), "--tmpfs", "/tmp"]  # noqa: S108
    return [
        *walls,
        "--bind" if writable else "--ro-bind",
        str(folder),
        "/notes",
        "--chdir",
        "/notes",
    ]


def _limit(seconds: int, megabytes: int, file_megabytes: int) -> None:  # pragma: no cover - child
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))
    size = file_megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

"""Pandoc as a child: in its own sandbox, with limits, fed by a pipe and answering by one."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
from functools import cache
from importlib.metadata import Distribution, distribution
from typing import Any, Final

SECONDS: Final = 60
PATIENCE: Final = 600
"""Seconds on the wall: many more, since a machine may be busy with something else."""
MEGABYTES: Final = 512
_LARGEST: Final = 64 * 1024 * 1024

Json = Any
"""A node of pandoc's tree: pandoc-types 1.23."""


class PandocError(Exception):
    """Pandoc could not read a text, took too long, or needed too much memory."""


@cache
def _package() -> Distribution:
    # Importing it is slow, and it would rather run any newer pandoc of the machine than its own.
    return distribution("pypandoc_binary")


def program() -> str:
    """Return the path of the pandoc that comes with ``pypandoc_binary``."""
    return str(_package().locate_file("pypandoc/files/pandoc"))


def version() -> str:
    """Return the version of ``pypandoc_binary``, each of which brings one pandoc."""
    return _package().version


def read_latex(
    text: str, seconds: int = SECONDS, megabytes: int = MEGABYTES, patience: int = PATIENCE
) -> list[Json]:
    """Return the blocks that pandoc reads in a LaTeX ``text``.

    ``seconds`` bound its processor time, ``patience`` the wall-clock time, ``megabytes`` its
    heap. It runs with ``--sandbox`` (no file, no network), in an empty environment, in the root
    folder.

    Raises:
        PandocError: it failed, or hit a limit.

    """
    command = [program(), "+RTS", f"-M{megabytes * 3 // 4}m", "-RTS", "--sandbox"]
    command += ["--from", "latex", "--to", "json"]
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
            env={"LANG": "C.UTF-8"},
            start_new_session=True,
            preexec_fn=lambda: _limit(seconds),  # noqa: PLW1509 - no thread holds a lock here
        ) as child:
            try:
                out, said = child.communicate(text.encode(), timeout=patience)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                message = f"it took more than {patience} seconds"
                raise PandocError(message) from None
    except OSError as error:
        raise PandocError(str(error)) from error
    if child.returncode == -signal.SIGXCPU:
        message = f"it took more than {seconds} seconds of processor time"
        raise PandocError(message)
    return _blocks(child.returncode, out, said)


def _blocks(status: int, out: bytes, said: bytes) -> list[Json]:
    if status or len(out) > _LARGEST:
        first = said.decode(errors="replace").strip().partition("\n")
        raise PandocError((first[2] or first[0])[:300] or f"it ended with {status}")
    try:
        blocks: list[Json] = json.loads(out)["blocks"]
    except (ValueError, KeyError, RecursionError) as error:
        message = "its answer cannot be read"
        raise PandocError(message) from error
    return blocks


def _limit(seconds: int) -> None:  # pragma: no cover - runs in the child
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

"""Builds of a course that are killed at a moment of one's choice; run as a program.

``python interrupted.py COURSE`` reads numbers, one a line. For each it builds the course in a
process of its own, which gets SIGKILL just before its n-th change of the file system, and says
how that ended: ``killed``, or ``ended COUNT EXCHANGE STATUS`` where there were only COUNT changes,
and the one with the number EXCHANGE put the new site in the place of the old one. What a build
imports is imported once, before the first one; 0 kills nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

CHANGES = frozenset(
    {
        "os.chmod",
        "os.link",
        "os.mkdir",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.symlink",
        "os.truncate",
        "os.utime",
        # The exchange of two folders is asked of the C library.
        "ctypes.dlsym",
        "ctypes.call_function",
    }
)
"""Names of the interpreter's audit events that announce a change of the file system."""


class Countdown:
    """Counts the changes, and kills its process before the chosen one."""

    def __init__(self, moment: int) -> None:
        """Kill before change number ``moment``, from 1; never where it is 0."""
        self.moment = moment
        self.count = 0
        self.exchange = 0
        """The number of the change that puts the site in its place; 0 before it."""

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of an audit event."""
        if event in CHANGES or (event == "open" and _writes(arguments)):
            self.count += 1
            if "renameat2" in arguments:
                self.exchange = self.count
            if self.count == self.moment:
                os.kill(os.getpid(), signal.SIGKILL)


def _writes(arguments: tuple[Any, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _build(course: Path, moment: int, answer: int) -> int:
    countdown = Countdown(moment)
    sys.addaudithook(countdown)
    try:
        config = load_config(str(course / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
        status = 0
    except Abort as error:
        status = int(error.code or 1)
    os.write(answer, f"{countdown.count} {countdown.exchange}".encode())
    return status


def _interrupted(course: Path, moment: int) -> str:
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        os.close(receive)
        os._exit(_build(course, moment, send))
    os.close(send)
    with os.fdopen(receive, "rb") as answer:
        counts = answer.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed"
    return f"ended {counts} {os.waitstatus_to_exitcode(status)}"


def main() -> None:
    """Answer each number that comes in."""
    course = Path(sys.argv[1])
    load_config(str(course / "mkdocs.yml"))
    for line in sys.stdin:
        # The line is read by a program that waits for it.
        print(_interrupted(course, int(line)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

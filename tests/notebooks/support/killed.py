"""Results whose writing is killed at a moment of one's choice; run as a program.

``python -m tests.notebooks.support.killed DEMO`` reads a moment and a version from each line, and
writes the result of that version in a process that gets SIGKILL just before its n-th change of the
file system. It says whether that was ``killed`` or had ``ended`` before.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.notebooks.support.results import keep
from tests.reliability.support.interrupted import Countdown


def main() -> None:
    """Answer each line that comes in."""
    demo = Path(sys.argv[1])
    for line in sys.stdin:
        moment, version = map(int, line.split())
        child = os.fork()
        if not child:
            sys.addaudithook(Countdown(moment))
            keep(demo, version)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else "ended", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

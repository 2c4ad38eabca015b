"""Commands in processes of their own: to their end, or to a moment at which they are killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.planning.support import killed
from tests.reliability.support.building import coursewright, environment

ROOT = Path(__file__).parents[3]


def run(*words: str | Path) -> tuple[int, str]:
    """Run a command, to which nobody answers, and return its status and what it said."""
    done = coursewright(*words)
    assert "Traceback" not in done.stdout, done.stdout
    return done.returncode, done.stdout


@contextmanager
def killing(*words: str | Path) -> Iterator[Callable[[int], str]]:
    """Lend what runs a command and kills it before its n-th change: see ``killed``."""
    program = [sys.executable, killed.__file__, *map(str, words)]
    with subprocess.Popen(
        program,
        env=environment(PYTHONPATH=str(ROOT)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def ask(moment: int) -> str:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{moment}\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield ask

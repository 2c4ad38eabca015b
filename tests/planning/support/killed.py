"""Commands that are killed at a moment of one's choice; run as a program.

``python killed.py WORD...`` reads numbers, one a line. For each it runs the command of
coursewright in a process of its own, which gets SIGKILL just before its n-th change of the file
system, and says how that ended: ``killed``, or ``ended COUNT STATUS`` where there were only COUNT
changes. 0 kills nothing.
"""

from __future__ import annotations

import os
import sys

from coursewright.cli import main
from tests.reliability.support.interrupted import Countdown


def run(words: list[str], moment: int, answer: int) -> int:
    """Run the command, say how many changes there were, and return its status."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    countdown = Countdown(moment)
    sys.addaudithook(countdown)
    status = 0
    try:
        main(words, standalone_mode=False)
    except SystemExit as error:
        status = int(error.code or 0)
    os.write(answer, str(countdown.count).encode())
    return status


def killed(words: list[str], moment: int) -> str:
    """Run the command in a process of its own."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        os.close(receive)
        os._exit(run(words, moment, send))
    os.close(send)
    with os.fdopen(receive, "rb") as answer:
        count = answer.read().decode()
    _, status = os.waitpid(child, 0)
    return (
        "killed" if os.WIFSIGNALED(status) else f"ended {count} {os.waitstatus_to_exitcode(status)}"
    )


if __name__ == "__main__":
    for line in sys.stdin:
        # The line is read by a program that waits for it.
        print(killed(sys.argv[1:], int(line)), flush=True)  # noqa: T201

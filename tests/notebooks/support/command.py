"""``coursewright run`` within this process."""

from __future__ import annotations

from typing import NamedTuple

from click.testing import CliRunner

from coursewright.cli import main
from tests.notebooks.support.courses import NOW, Course


class Said(NamedTuple):
    """What a command said, and the status that it ended with."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of its output."""
        return self.out.splitlines()


def run(course: Course, *words: str, answer: str | None = None) -> Said:
    """Run the command for a course; ``answer`` is typed into it."""
    command = ["run", "--course", str(course.root), "--now", NOW.isoformat(), *words]
    result = CliRunner().invoke(main, command, input=answer)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)

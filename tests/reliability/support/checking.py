"""What ``coursewright check`` says about a course, from within this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from coursewright.cli import main
from tests.reliability.support.building import NOW


class Said(NamedTuple):
    """One diagnostic: its code, the file that it is about, and the message."""

    code: str
    file: str
    line: int
    message: str


def check(course: Path) -> list[Said]:
    """Return the errors and warnings of a course; the command itself must not fail."""
    words = ["check", str(course), "--format", "json", "--now", NOW]
    result = CliRunner().invoke(main, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    found = json.loads(result.stdout)["diagnostics"]
    assert result.exit_code == int(any(it["severity"] == "error" for it in found))
    return [Said(it["code"], it["file"], it["line"], it["message"]) for it in found]


def codes(course: Path) -> set[tuple[str, str]]:
    """Return the codes of what is wrong, each with its file."""
    return {(said.code, said.file) for said in check(course)}

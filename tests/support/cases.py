"""The broken courses of ``tests/cases``, each with a configuration of the host."""

from __future__ import annotations

import shutil
from pathlib import Path

from coursewright.hosting import CONFIGURATION

CASES = Path(__file__).parents[1] / "cases"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())
_COMMON = Path(__file__).parents[1] / "course" / CONFIGURATION


def copied_case(name: str, target: Path) -> Path:
    """Copy a case, with what the host needs where it is not the case's subject."""
    copy = Path(shutil.copytree(CASES / name, target))
    expect = copy / "expect"
    listed = expect.read_text("utf-8").split() if expect.exists() else []
    if not (copy / CONFIGURATION).exists() and f"{CONFIGURATION}:1" not in listed:
        shutil.copyfile(_COMMON, copy / CONFIGURATION)
    if "docs:1" not in listed:
        (copy / "docs").mkdir(exist_ok=True)
    return copy

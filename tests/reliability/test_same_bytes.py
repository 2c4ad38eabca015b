"""One commit of the course at one moment is one site: the same bytes at another desk."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.support.course import DAY, ROOT, build
from tests.support.patience import PATIENCE

DESKS: tuple[dict[str, Any], ...] = (
    {"TZ": "America/Toronto", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "LANG": "en_CA.UTF-8"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "COLUMNS": "40"},
)


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def _differences(one: Path, other: Path) -> Iterator[str]:
    """Yield the names of the files that only one folder has, or that differ."""
    names = _files(one), _files(other)
    yield from map(str, sorted(names[0] ^ names[1]))
    for name in sorted(names[0] & names[1]):
        if not filecmp.cmp(one / name, other / name, shallow=False):
            yield str(name)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="no git on this machine")
def test_two_cold_builds_of_one_commit_are_the_same(tmp_path: Path) -> None:
    """The history is read, too: the feed and the calendars say what changed when."""
    sites = []
    for number, desk in enumerate(DESKS):
        folder = tmp_path / ("a place with spaces " * number) / "course"
        clone = ["git", "clone", "--quiet", "--no-local", str(ROOT), str(folder)]
        subprocess.run(clone, check=True, timeout=PATIENCE)
        done = build(folder, DAY, **desk)
        assert done.returncode == 0, done.stdout + done.stderr
        sites.append(folder / "site")
    assert list(_differences(*sites)) == []

"""Earlier versions of notes: the last good one of this machine, then those of git."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from coursewright.swap import locked, staging_folder, swap_in

_MOST: Final = 20
_SECONDS: Final = 20
_LARGEST: Final = 100_000_000


def keep_good(folder: Path, store: Path) -> None:
    """Keep a copy of the plain files of ``folder`` in ``store``, in place of the one before."""
    try:
        with locked(store, store.parent):
            staged = staging_folder(store)
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    target = staged / path.relative_to(folder)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, target)
            swap_in(staged, store)
    except (OSError, RuntimeError):
        # A cache that cannot be written only costs the earlier version.
        return


def earlier_versions(root: Path, folder: Path, store: Path, scratch: Path) -> Iterator[Path]:
    """Yield folders with earlier versions of ``folder``, the latest first."""
    if store.is_dir():
        yield store
    for revision in _revisions(root, folder):
        target = scratch / revision
        if _extracted(root, folder, revision, target):
            yield target


def _revisions(root: Path, folder: Path) -> list[str]:
    name = folder.relative_to(root).as_posix()
    said = _git(root, "log", f"--max-count={_MOST}", "--format=%H", "--", name)
    return said.decode("ascii", errors="replace").split() if said else []


def _extracted(root: Path, folder: Path, revision: str, target: Path) -> bool:
    name = folder.relative_to(root).as_posix()
    data = _git(root, "archive", "--format=tar", revision, name)
    if not data or len(data) > _LARGEST:
        return False
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            archive.extractall(target, filter="data")
    except (tarfile.TarError, OSError):
        return False
    inner = target / name
    if not inner.is_dir():
        return False
    for path in sorted(inner.iterdir()):
        shutil.move(path, target / path.name)
    return True


def _git(root: Path, *words: str) -> bytes:
    program = shutil.which("git")
    if program is None:
        return b""
    try:
        done = subprocess.run(
            [program, "-C", str(root), *words], capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout if done.returncode == 0 else b""

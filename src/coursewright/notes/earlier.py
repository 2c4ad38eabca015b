"""Earlier versions of notes: the last good one of this machine, then those of git."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from coursewright.sources.git import GitError, read_blobs, run_git
from coursewright.sources.text import climbs_out
from coursewright.swap import locked, staging_folder, swap_in

_MOST: Final = 20
_ENTRY: Final = re.compile(r"100(?:644|755) blob (?P<blob>[0-9a-f]+)\t(?P<name>.*)", re.DOTALL)


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
    name = folder.relative_to(root).as_posix()
    try:
        for revision in _revisions(root, name):
            target = scratch / revision
            _write(root, revision, name, target)
            yield target
    except (GitError, OSError):
        return


def _revisions(root: Path, name: str) -> list[str]:
    words = ["log", f"--max-count={_MOST}", "--no-show-signature", "--format=%H", "HEAD", "--"]
    return run_git(root, [*words, name]).decode("ascii", errors="replace").split()


def _write(root: Path, revision: str, name: str, target: Path) -> None:
    """Write the plain files that a revision has below ``name`` into ``target``."""
    listed = run_git(root, ["ls-tree", "-r", "-z", revision, "--", f"{name}/"])
    found = map(_ENTRY.fullmatch, listed.decode("utf-8", errors="replace").split("\0"))
    blobs = {entry["name"].removeprefix(f"{name}/"): entry["blob"] for entry in found if entry}
    contents = read_blobs(root, blobs.values())
    for file, blob in blobs.items():
        if blob in contents and not climbs_out(file):
            path = target / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents[blob])

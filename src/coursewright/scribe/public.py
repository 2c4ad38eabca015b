"""What of a course the public sees, for files that it must not see."""

from __future__ import annotations

import subprocess
from pathlib import Path

from coursewright.sources.git import PATIENCE

_PUBLISHED = ("docs", "scribe_templates", "site")


def public_place(path: Path, root: Path) -> str:
    """Say where the public would see a file, written or not yet; ``""`` for a private place.

    ``root`` is the course's folder. A file in a repository is public unless git ignores it.
    """
    whole, course = path.resolve(), root.resolve()
    for name in _PUBLISHED:
        if course / name in whole.parents:
            return f"'{name}/' is published"
    folder = next(parent for parent in whole.parents if parent.is_dir())
    if not _git(folder, "rev-parse", "--is-inside-work-tree"):
        return ""
    if _git(folder, "ls-files", "--error-unmatch", "--", str(whole)):
        return "git keeps it"
    return "" if _git(folder, "check-ignore", "--quiet", "--", str(whole)) else "git would keep it"


def _git(folder: Path, *words: str) -> bool:
    """Tell whether a command of git succeeds; it does not where there is no git."""
    command = ["git", "-c", "core.fsmonitor=false", *words]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, check=False, timeout=PATIENCE
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0

"""Where the notes of scribes lie in a course, and which lectures have some."""

from __future__ import annotations

import subprocess
from pathlib import Path

from coursewright.sources.git import PATIENCE

NOTES = "docs/notes"
"""Below the course: a folder for each lecture, called as its session."""
MAIN = "notes.tex"


class NoRevisionError(ValueError):
    """Git cannot compare with a revision."""


def notes_file(lecture: str) -> str:
    """Return the name of a lecture's notes, below the course."""
    return f"{NOTES}/{lecture}/{MAIN}"


def notes_folders(root: Path) -> dict[str, Path]:
    """Return the folders of notes of the course at ``root``, by the id of their session."""
    found = sorted((root / NOTES).glob(f"*/{MAIN}"))
    return {
        path.parent.name: path.parent
        for path in found
        if path.is_file() and not path.is_symlink() and not path.parent.is_symlink()
    }


def handed_in(root: Path) -> dict[str, bool]:
    """Return the lectures with notes, and whether these are published."""
    return dict.fromkeys(notes_folders(root), False)


def changed_notes(root: Path, revision: str) -> list[str]:
    """Return what below ``docs/notes`` differs from a revision of git, by its first names.

    These are folders of notes, and files that lie beside them. What was removed is not among them.

    Raises:
        NoRevisionError: git does not know the revision, or there is no git.

    """
    command = ["git", "-c", "core.fsmonitor=false", "diff", "--name-only", "-z", "--relative"]
    command += ["--diff-filter=d", "--end-of-options", revision, "--", NOTES]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoRevisionError from error
    names = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    depth = NOTES.count("/") + 2
    return sorted({"/".join(name.split("/")[:depth]) for name in names if name})

"""Where the notes of scribes lie in a course, and which lectures have some."""

from __future__ import annotations

from pathlib import Path

NOTES = "docs/notes"
"""Below the course: a folder for each lecture, called as its session."""
MAIN = "notes.tex"


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

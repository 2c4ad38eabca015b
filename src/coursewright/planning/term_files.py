"""The files of an edition: copied whole into its archive, and out of the next one's way.

Each step can be repeated: a process that is killed leaves the old course or the new one, and the
same command goes on from there. Nothing is removed that is not in the archive, byte for byte.
"""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from coursewright.load import ANNOUNCEMENTS, EDITIONS, INDEX
from coursewright.swap import remove, staging_folder, swap_in

PARTS = ("schedule.yaml", "papers.bib", "mkdocs.yml", "docs", "scribe_templates")
"""What of a folder is its course."""
_NOTES = "docs/notes"
_MADE = shutil.ignore_patterns(".cache", "__pycache__", ".ipynb_checkpoints")


def archive(root: Path, slug: str) -> Path:
    """Copy the course at ``root`` into ``editions/<slug>``, whole or not at all.

    To be called with the course locked.
    """
    target = root / EDITIONS / slug
    staged = staging_folder(target)
    try:
        for path in _parts(root):
            if path.is_dir():
                shutil.copytree(path, staged / path.name, symlinks=True, ignore=_MADE)
            else:
                shutil.copy2(path, staged / path.name)
        swap_in(staged, target)
    finally:
        remove(staged)
    return target


def archived_files(root: Path) -> Iterator[Path]:
    """Yield the files of a course, as far as an archive takes them, relative to its folder."""
    for part in _parts(root):
        for path in sorted(part.rglob("*")) if part.is_dir() else [part]:
            kept = not {".cache", "__pycache__", ".ipynb_checkpoints"} & set(path.parts)
            if kept and (path.is_symlink() or path.is_file()):
                yield path.relative_to(root)


def _parts(root: Path) -> Iterator[Path]:
    return (root / name for name in PARTS if (root / name).exists())


def differs_from_archive(root: Path, slug: str) -> bool:
    """Tell whether there is an archive under this name that is not a copy of the course."""
    target = root / EDITIONS / slug
    if not target.exists():
        return False
    return any(not _same(root / name, target / name) for name in archived_files(root))


def _same(one: Path, other: Path) -> bool:
    if one.is_symlink():
        return other.is_symlink() and one.readlink() == other.readlink()
    return other.is_file() and filecmp.cmp(one, other, shallow=False)


def outlived(root: Path, slug: str, sessions: Iterable[str]) -> list[Path]:
    """Return the files of ``docs/`` that belong to the archived edition alone, as it has them.

    These are its announcements, and the notes that were handed in for its ``sessions`` (ids).
    """
    target = root / EDITIONS / slug
    folders = (root / ANNOUNCEMENTS, *(root / _NOTES / name for name in sessions))
    found = (path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*")))
    index = root / ANNOUNCEMENTS / INDEX
    return [
        path
        for path in found
        if (path.is_file() or path.is_symlink())
        and path != index
        and (not target.exists() or _same(path, target / path.relative_to(root)))
    ]


def take_out(root: Path, slug: str, sessions: Iterable[str]) -> None:
    """Remove what the archive has and the next edition does not want."""
    for path in outlived(root, slug, sessions):
        path.unlink()
        for folder in path.parents:
            if folder == root / "docs" or any(folder.iterdir()):
                break
            folder.rmdir()

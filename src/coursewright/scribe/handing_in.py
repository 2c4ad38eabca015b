"""Notes on their way into the course: looked at as a folder or a zip, then put in its place."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from coursewright.diagnostics import Diagnostic, Span, did_you_mean, has_errors
from coursewright.model.course import Course
from coursewright.model.scribing import is_scribed
from coursewright.scribe.folder import NOTES
from coursewright.scribe.rules import NO_SUCH_FOLDER, NOT_A_ZIP
from coursewright.scribe.unpack import MAX_TOTAL, read_zip
from coursewright.swap import replacing


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Notes as a folder, and what is wrong with the way in which they came."""

    folder: Path | None
    """None where they came in a way that there is no folder of."""
    name: str
    """What messages call the folder."""
    found: tuple[Diagnostic, ...]


@contextmanager
def laid_out(path: Path, course: Course | None) -> Iterator[HandedIn]:
    """Lend the folder of notes that ``path`` is, or of which it is the zip."""
    name = PurePosixPath(*path.parts).as_posix()
    misplaced = tuple(_misplaced(path, name, course))
    if path.is_dir():
        yield HandedIn(path, "" if name == "." else name, misplaced)
        return
    files, found = ({}, misplaced) if misplaced else unpacked(path)
    if has_errors(found):
        yield HandedIn(None, name, found)
        return
    with tempfile.TemporaryDirectory(prefix="coursewright-notes-") as folder:
        write_files(Path(folder), files)
        yield HandedIn(Path(folder), name, found)


def _misplaced(path: Path, name: str, course: Course | None) -> Iterator[Diagnostic]:
    """Yield that notes inside the course lie where they are not found."""
    if course is None or path.resolve().parent != (course.root / NOTES).resolve():
        return
    lectures = [it.id for it in course.sessions if is_scribed(it)]
    if not path.is_dir():
        message = f"'{name}' lies in the folder of no lecture"
        hint = f"put it into a folder that is called as its session, as in {NOTES}/s05/"
        yield NO_SUCH_FOLDER(message, Span(name), hint)
    elif path.name not in lectures:
        hint = did_you_mean(path.name, lectures) or "take the last part of the lecture's address"
        yield NO_SUCH_FOLDER(f"no lecture is called '{path.name}'", Span(name), hint)


def unpacked(path: Path) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Return the files of a zip, and what is wrong with it; no files where that is an error."""
    found: list[Diagnostic] = []
    name = PurePosixPath(*path.parts).as_posix()
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TOTAL + 1)
    except OSError as error:
        return {}, (NOT_A_ZIP(f"'{name}' cannot be read: {error.strerror}", Span(name)),)
    files = read_zip(data, name, found.append)
    ordered = tuple(sorted(found, key=lambda item: item.sort_key))
    return ({} if has_errors(found) else files), ordered


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files whose names were looked at into a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def put_in_place(target: Path, files: Mapping[str, bytes], locks: Path) -> None:
    """Make ``target`` hold these files and no others, in one step; until then it stays as it is.

    Raises:
        BusyError: another process is about to replace ``target``.
        NotAFolderError: ``target`` is a symbolic link, or a file.
        OSError: the disk refuses.

    """
    with replacing(target, locks) as replacement:
        write_files(replacement.folder, files)
        replacement.swap_in()

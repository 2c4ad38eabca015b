"""A folder is replaced whole or not at all: built beside the old one, then exchanged with it."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_PREFIX = ".coursewright-"
_ASIDE = "-old"


class BusyError(RuntimeError):
    """Another build is writing the same folder."""


class NotAFolderError(RuntimeError):
    """What stands in the place of the folder is something else, and is not ours to remove."""


class Replacement(NamedTuple):
    """A folder in the making."""

    folder: Path
    """Empty at first, beside ``target``: what is to come is written here."""
    target: Path

    def swap_in(self) -> None:
        """Put the folder in the place of the old one; to be called once, when it is complete."""
        swap_in(self.folder, self.target)


@contextmanager
def replacing(target: Path, locks: Path) -> Iterator[Replacement]:
    """Lend a folder that can take the place of ``target``; without a swap it is removed again.

    ``locks`` is a folder for the lock; builds that use the same one keep out of each other's way.

    Raises:
        BusyError: another process is about to replace ``target``.
        NotAFolderError: ``target`` is a symbolic link, or a file.
        OSError: the disk refuses.

    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        what = "a symbolic link" if target.is_symlink() else "a file"
        message = f"'{target.name}' is {what}; remove it, or write the site elsewhere"
        raise NotAFolderError(message)
    with locked(target, locks):
        staged = staging_folder(target)
        try:
            yield Replacement(staged, target)
        finally:
            remove(staged)


@contextmanager
def locked(target: Path, locks: Path, what: str = "build") -> Iterator[None]:
    """Hold the lock of the folder ``target``, which is kept in the folder ``locks``.

    ``what`` is who holds it, for the message to others.

    The lock is the operating system's, so it is gone with the process, however that ends.

    Raises:
        BusyError: another process holds it.

    """
    locks.mkdir(parents=True, exist_ok=True)
    path = locks / f"{target.name}.lock"
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"another {what} is writing '{target.name}'; wait for it to end"
            raise BusyError(message) from None
        yield


def staging_folder(target: Path) -> Path:
    """Return a new empty folder beside ``target``; what killed builds left is mended.

    To be called with the lock held.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f"{_PREFIX}{target.name}-"
    for left in sorted(path for path in target.parent.iterdir() if path.name.startswith(prefix)):
        if left.name.endswith(_ASIDE) and not os.path.lexists(target):
            left.rename(target)
        else:
            remove(left)
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    made.chmod(0o755)
    return made


def swap_in(staged: Path, target: Path) -> None:
    """Put ``staged`` in the place of ``target`` in one step, and remove what was there.

    A reader of ``target`` sees the old folder or the new one, never a mixture or a gap
    (renameat2(2), RENAME_EXCHANGE). Where the file system cannot exchange, two renames leave
    a gap of a few microseconds; a process killed in it leaves the old folder under another
    name, from which the next ``staging_folder`` brings it back.
    """
    if not target.exists():
        staged.rename(target)
        return
    if not _exchange(staged, target):
        aside = staged.with_name(staged.name + _ASIDE)
        target.rename(aside)
        staged.rename(target)
        staged = aside
    remove(staged)


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with all that is in it, as far as the disk lets."""
    if path.is_symlink() or path.is_file():
        with suppress(OSError):
            path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    names = (os.fsencode(first), os.fsencode(second))
    if renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        return False
    raise OSError(error, os.strerror(error), str(second))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it holds its old content or the new one, whatever happens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{_PREFIX}{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.is_file() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def tidy_up(path: Path) -> None:
    """Remove what writers of the file ``path`` left that were killed.

    To be called by whoever has the only right to write it.
    """
    prefix = f"{_PREFIX}{path.name}-"
    for left in path.parent.iterdir():
        if left.name.startswith(prefix):
            remove(left)


def write_in_cache(folder: Path, name: str, data: bytes) -> Path:
    """Write the file ``name`` of a cache and return its path.

    Whatever else stands in its way is removed, with all of ``folder``: a cache can be spared.
    """
    try:
        write_whole(folder / name, data)
    except (FileExistsError, IsADirectoryError, NotADirectoryError):
        remove(folder)
        write_whole(folder / name, data)
    return folder / name

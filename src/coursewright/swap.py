"""A folder is replaced whole or not at all: built beside the old one, then exchanged with it."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_PREFIX = ".coursewright-"


class BusyError(RuntimeError):
    """Another build is writing the same folder."""


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold the lock of the folder ``target`` while it is built.

    The lock is the operating system's, so it is gone with the process, however that ends.

    Raises:
        BusyError: another process holds it.

    """
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.parent / f"{_PREFIX}{target.name}.lock"
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"another build is writing '{target.name}'; wait for it to end"
            raise BusyError(message) from None
        yield


def staging_folder(target: Path) -> Path:
    """Return a new empty folder beside ``target``; what killed builds left is removed.

    To be called with the lock held.
    """
    for left in target.parent.glob(f"{_PREFIX}{target.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = tempfile.mkdtemp(prefix=f"{_PREFIX}{target.name}-", dir=target.parent)
    Path(made).chmod(0o755)
    return Path(made)


def swap_in(staged: Path, target: Path) -> None:
    """Put ``staged`` in the place of ``target`` in one step, and remove what was there.

    A reader of ``target`` sees the old folder or the new one, never a mixture or a gap
    (renameat2(2), RENAME_EXCHANGE). Where the file system cannot exchange, two renames leave
    a gap of a few microseconds.
    """
    if not target.exists():
        staged.rename(target)
        return
    if not _exchange(staged, target):
        aside = staged.with_name(staged.name + "-old")
        target.rename(aside)
        staged.rename(target)
        staged = aside
    shutil.rmtree(staged, ignore_errors=True)


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
    handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

"""A change is written whole, by one command at a time, into the very file that it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coursewright.load import CACHE, SCHEDULE
from coursewright.planning.draft import Outcome
from coursewright.swap import locked, tidy_up, write_whole


class ChangedMeanwhileError(RuntimeError):
    """The file is not any more what the change was made of."""


@contextmanager
def changing(root: Path) -> Iterator[None]:
    """Keep other commands from changing the course at ``root``.

    Raises:
        BusyError: another one is about to.

    """
    with locked(root.resolve() / SCHEDULE, root.resolve() / CACHE, "command"):
        yield


def write_outcome(outcome: Outcome) -> None:
    """Write the changed schedule in the place of the old one.

    A process that is killed leaves the one or the other.

    Raises:
        ChangedMeanwhileError: somebody saved the file since it was read.
        OSError: the disk refuses.

    """
    path = outcome.before.path.resolve()
    if path.read_bytes() != outcome.before.raw.data:
        message = f"'{SCHEDULE}' was saved by somebody else meanwhile; run the command again"
        raise ChangedMeanwhileError(message)
    tidy_up(path)
    write_whole(path, outcome.after.raw.data)

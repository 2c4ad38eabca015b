"""What every kind of sandbox has: limits, and a way to say why it cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

MEGABYTE: Final = 1024 * 1024
TEMPORARY_MEGABYTES: Final = 64
"""How much a program may write into its own /tmp."""
INSIDE: Final = "/notes"
"""Where the folder stands inside."""


class Limits(NamedTuple):
    """What a program may use up."""

    seconds: int = 60
    """Processor time of each process."""
    megabytes: int = 1024
    """Memory: address space of a process, or of a container all that is resident."""
    file_megabytes: int = 50
    """The size of each file that it writes, and of its output."""
    patience: int = 600
    """Seconds on the wall: many more, since a machine may be busy with something else."""


class Shut(NamedTuple):
    """A command that runs another one shut in."""

    command: Sequence[str]
    address_space: bool
    """Whether the limits on memory and processor time are set on this machine's process."""
    clear: Callable[[], None] = lambda: None
    """Ends whatever the command leaves behind; called in any case."""
    broken: int | None = None
    """The exit status with which the sandbox itself, and not the program, fails."""


class Room(Protocol):
    """A kind of sandbox."""

    def why_not(self, programs: Sequence[str]) -> str:
        """Return why these programs cannot be run in it; empty where they can be."""
        ...

    def shut(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        limits: Limits,
        writable: bool,  # noqa: FBT001 - as it is written or not
    ) -> Shut:
        """Return how ``command`` is run with nothing but ``folder``."""
        ...

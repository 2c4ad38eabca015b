"""Contents in which an earlier check found nothing, known by their hash: no need to search again.

A cache can only save time: a line that is damaged, or of another version of the checks, is a miss.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from coursewright.swap import write_in_cache

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Harmless:
    """A file with the hash of each content that was searched, and holds nothing."""

    file: Path | None
    known: frozenset[str]
    met: set[str] = field(default_factory=set)

    def search(
        self, question: str, content: bytes, find: Callable[[], tuple[Found, ...]]
    ) -> tuple[Found, ...]:
        """Return what ``find`` finds in the content; nothing where it found nothing before.

        ``question`` names what is searched for.
        """
        name = sha256(b"\0".join([_code(), question.encode(), content])).hexdigest()
        found = () if name in self.known else find()
        if not found:
            self.met.add(name)
        return found

    def keep(self) -> None:
        """Keep what was met, if the disk lets us; what is there no more is forgotten."""
        if self.file and self.met != self.known:
            with suppress(OSError):
                lines = "\n".join(sorted(self.met)).encode()
                write_in_cache(self.file.parent, self.file.name, lines)


def read_harmless(cache: Path | None) -> Harmless:
    """Return what earlier checks kept in the folder ``cache``; nothing where it cannot be read."""
    file = cache / "checks" / "harmless" if cache else None
    try:
        return Harmless(file, frozenset(file.read_text("ascii").split("\n") if file else ()))
    except (OSError, ValueError):
        return Harmless(file, frozenset())


@cache
def _code() -> bytes:
    """Return a hash of the checks: our version stands still while they are written."""
    ours = sorted(Path(__file__).parent.glob("*.py"))
    return sha256(b"\0".join(path.read_bytes() for path in ours)).digest()

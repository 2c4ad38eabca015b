"""Executed notebooks as they are kept, what their pages follow from, and what is wrong with them.

Making one ready for a page takes long, and tells what is wrong with it; that follows from its
content alone, so it is kept. A cache can only save time: what is damaged or old is a miss.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from coursewright.diagnostics import Diagnostic
from coursewright.model.demos import Demo
from coursewright.notebooks.passport import DEMOS, RESULTS, KeptResult, State
from coursewright.notebooks.source import source_file
from coursewright.swap import BusyError, write_in_cache

if TYPE_CHECKING:
    from coursewright.notebooks.prepare import Prepared


@dataclass(frozen=True, slots=True)
class StoredNotebook:
    """The executed notebook of a demo that is to be shown."""

    demo: Demo
    kept: KeptResult
    folder: PurePosixPath
    """The demo's folder as messages call it: ``docs/demos/momentum``."""
    source: str
    """The name of the notebook's source in that folder; empty where there is none."""
    path: Path
    digest: str
    """The SHA-256 of the executed notebook, as the passport has it."""
    key: str
    """What is made of it follows from this: its texts, the macros, the code that makes it."""
    prepared: Prepared | None = None
    """The notebook made ready, where that has been done."""

    @property
    def file(self) -> str:
        """Its name in messages."""
        return str(self.folder / RESULTS / self.path.name)

    def read(self) -> str:
        """Return the notebook as JSON. It is not held: a course may have a hundred of them.

        Raises:
            BusyError: another process has put another result in its place since it was checked.

        """
        data = self.path.read_bytes()
        if sha256(data).hexdigest() != self.digest:
            message = f"'{self.file}' was written by another process just now; try again"
            raise BusyError(message)
        return data.decode(errors="replace")


def read_stored(
    docs: Path, demo: Demo, kept: KeptResult, macros: Mapping[str, str]
) -> StoredNotebook | None:
    """Return the executed notebook of a demo, or None where there is none to show.

    A result that was altered since its run, or that no run wrote, is not shown. ``docs`` is the
    folder above ``demos/``, ``macros`` those of the course's formulas.
    """
    folder = docs / DEMOS / demo.id
    stored = folder / RESULTS / f"{demo.id}.ipynb"
    digest = kept.passport.results.get(stored.name) if kept.passport else None
    if digest is None or kept.state is State.MISSING:
        return None
    path = source_file(folder, demo.id)
    prose = path.read_text("utf-8", errors="replace") if path and kept.cells else ""
    settings = json.dumps(dict(macros), sort_keys=True)
    key = _content_key(demo.id, settings, str(demo.trusted), prose, digest)
    name = PurePosixPath(docs.name, DEMOS, demo.id)
    return StoredNotebook(demo, kept, name, path.name if path else "", stored, digest, key)


@dataclass(frozen=True, slots=True)
class KnownProblems:
    """A folder with what is wrong with the executed notebook of each demo."""

    folder: Path

    def find(self, notebook: StoredNotebook) -> tuple[Diagnostic, ...] | None:
        """Return what was found in a notebook of just this content, or None."""
        try:
            text = (self.folder / _entry(notebook)).read_text("utf-8")
            payload = unsealed(text, notebook.key)
            return tuple(map(Diagnostic.from_plain, json.loads(payload))) if payload else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, notebook: StoredNotebook, found: Iterable[Diagnostic]) -> None:
        """Keep what is wrong with a notebook, if the disk lets us."""
        payload = json.dumps([asdict(item) for item in found], ensure_ascii=False)
        with suppress(OSError):
            write_in_cache(self.folder, _entry(notebook), sealed(notebook.key, payload).encode())


def _entry(notebook: StoredNotebook) -> str:
    return f"{notebook.demo.id}.json"


def sealed(key: str, payload: str) -> str:
    """Return a text of one or more lines with the key that it was made from."""
    return f"{_seal(key, payload)}\n{payload}"


def unsealed(text: str, key: str) -> str:
    """Return what ``sealed`` was given, or ``""`` for a text that is another's, or damaged."""
    head, _, payload = text.partition("\n")
    return payload if head == _seal(key, payload) else ""


def _seal(key: str, payload: str) -> str:
    return sha256(f"{key}\n{payload}".encode()).hexdigest()


def _content_key(*parts: str) -> str:
    return sha256("\0".join([_code(), *parts]).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _code() -> str:
    """Return a hash of what makes ready: ours, whose version stands still while it is written."""
    packages = Path(__file__).parents[1]
    ours = [path for name in ("notebooks", "math") for path in (packages / name).glob("*.*")]
    return sha256(b"\0".join(path.read_bytes() for path in sorted(ours))).hexdigest()

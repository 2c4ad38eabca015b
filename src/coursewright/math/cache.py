"""Rendered formulas kept on disk from one build to the next.

A cache can only save time: what is missing, damaged or of another version is a miss.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

Entry: TypeAlias = tuple[str, str, int]
"""MathML, message, position: one of the first two is empty; a position of -1 is unknown."""


class Cache:
    """A folder of JSON files, one for each leading digit of a key.

    Not safe for threads by itself; safe for processes: a file is replaced as a whole, and of
    two writers at once the later one wins, which costs the other only time.
    """

    def __init__(self, folder: Path) -> None:
        """Use ``folder``, which need not exist yet."""
        self._folder = folder
        self._shards: dict[str, dict[str, Entry]] = {}
        self._fresh: dict[str, Entry] = {}

    def get(self, key: str) -> Entry | None:
        """Return what is kept under the key, a hash in hexadecimal digits."""
        return self._fresh.get(key) or self._shard(key[:1]).get(key)

    def put(self, key: str, entry: Entry) -> None:
        """Keep an entry; it reaches the disk with the next ``flush``."""
        self._fresh[key] = entry

    def flush(self) -> None:
        """Write what is new. A disk that refuses is no reason to stop a build."""
        fresh, self._fresh = self._fresh, {}
        shards: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
        for key, entry in fresh.items():
            shards[key[:1]][key] = entry
        for prefix, added in shards.items():
            merged = _read(self._path(prefix)) | added
            self._shards[prefix] = merged
            with suppress(OSError):
                _write(self._path(prefix), merged)

    def _shard(self, prefix: str) -> dict[str, Entry]:
        if prefix not in self._shards:
            self._shards[prefix] = _read(self._path(prefix))
        return self._shards[prefix]

    def _path(self, prefix: str) -> Path:
        return self._folder / f"{prefix}.json"


def digest(*parts: object) -> str:
    """Return the hash of the parts' JSON, in hexadecimal digits."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _read(path: Path) -> dict[str, Entry]:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    entries: dict[str, Entry] = {}
    for key, value in kept.items():
        match value:
            case [str(mathml), str(message), int(position), str(seal)]:
                # Without the seal a flipped bit would be published as it is.
                if seal == digest(key, mathml, message, position)[:16]:
                    entries[key] = (mathml, message, position)
    return entries


def _write(path: Path, entries: dict[str, Entry]) -> None:
    sealed = {key: [*entry, digest(key, *entry)[:16]] for key, entry in sorted(entries.items())}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(sealed, file)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise

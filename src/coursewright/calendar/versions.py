"""The versions of a course's files that git keeps, each read once and then kept by its content."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from coursewright import __version__
from coursewright.diagnostics import has_errors
from coursewright.load import PAPERS, SCHEDULE, load_texts
from coursewright.model.course import Course
from coursewright.sources.git import Commit, Log, read_blobs, read_log
from coursewright.swap import write_in_cache

FILES = (SCHEDULE, PAPERS)
_FOLDER = "history"
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Extract:
    """What is to be kept of a version, whatever the day."""

    lines: Callable[[Course], tuple[str, ...]]
    form: str
    """Differs where the lines of one version would; what was kept in another form is as missing."""


@dataclass(frozen=True, slots=True)
class FileVersion:
    """What was kept of a version, and from when on it held."""

    commit: Commit
    kept: tuple[str, ...]


def read_versions(
    folder: Path, extract: Extract, cache: Path | None = None
) -> tuple[tuple[FileVersion, ...], bool]:
    """Return the versions of the course in ``folder``, and whether the first of all is among them.

    A version that has errors is left out: nothing was ever published of it. ``cache`` is a
    folder; what is damaged in it counts as missing.

    Raises:
        GitError: there is no git, no repository, or no commit.

    """
    log = read_log(folder, FILES)
    return tuple(_kept(folder, log, extract, cache)), log.whole


def extract_version(folder: Path, commit: Commit, extract: Extract) -> tuple[str, ...]:
    """Return what is to be kept of one commit's version; nothing where it has errors."""
    blobs = read_blobs(folder, commit.blobs.values())
    return _extracted(commit.blobs, blobs, extract)


def _kept(folder: Path, log: Log, extract: Extract, cache: Path | None) -> Iterator[FileVersion]:
    place = cache / _FOLDER if cache else None
    kept = {
        _key(item.blobs, extract): _load(place, _key(item.blobs, extract)) for item in log.commits
    }
    missing = [item for item in log.commits if kept[_key(item.blobs, extract)] is None]
    blobs = read_blobs(folder, [name for item in missing for name in item.blobs.values()])
    for item in missing:
        key = _key(item.blobs, extract)
        if kept[key] is None:
            kept[key] = _extracted(item.blobs, blobs, extract, cache)
            _store(place, key, kept[key] or ())
    if missing:
        _prune(place, kept)
    for item in log.commits:
        lines = kept[_key(item.blobs, extract)]
        if lines:
            yield FileVersion(item, lines)


def _extracted(
    names: Mapping[str, str],
    blobs: Mapping[str, bytes],
    extract: Extract,
    cache: Path | None = None,
) -> tuple[str, ...]:
    texts = {name: blobs[blob] for name, blob in names.items() if blob in blobs}
    loaded = load_texts(texts, _ANY_DAY, cache)
    if loaded.course is None or has_errors(loaded.diagnostics):
        return ()
    return extract.lines(loaded.course)


def _key(blobs: Mapping[str, str], extract: Extract) -> str:
    content = json.dumps([__version__, extract.form, sorted(blobs.items())])
    return sha256(content.encode()).hexdigest()[:40]


def _load(place: Path | None, key: str) -> tuple[str, ...] | None:
    if place is None:
        return None
    try:
        digest, _, payload = (place / f"{key}.json").read_bytes().partition(b"\n")
        if sha256(payload).hexdigest().encode() != digest:
            return None
        return tuple(map(str, json.loads(payload)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _prune(place: Path | None, kept: Collection[str]) -> None:
    """Remove what is of no version any more, or of another form."""
    with suppress(OSError):
        for path in sorted(place.glob("*.json")) if place else ():
            if path.stem not in kept:
                path.unlink()


def _store(place: Path | None, key: str, lines: Sequence[str]) -> None:
    if place is None:
        return
    payload = json.dumps(lines, ensure_ascii=False).encode("utf-8", "surrogatepass")
    with suppress(OSError):
        write_in_cache(place, f"{key}.json", sha256(payload).hexdigest().encode() + b"\n" + payload)

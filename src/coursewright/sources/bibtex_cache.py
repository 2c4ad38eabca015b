"""What was read of a BibTeX file, kept by the hash of its text; a damaged file is as good as none.

Kept is what the parser found; what is asked of the entries is asked again each time, so that a
cache cannot outlive the questions.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from coursewright.diagnostics import Diagnostic
from coursewright.sources.bibtex_text import EntryText, FieldText

_FORMAT = "coursewright-bibtex-1"
_KEPT_FILES = 16

Scan = tuple[Sequence[EntryText], Sequence[Diagnostic]]
"""The entries of a text and what is wrong with it, as the parser found them."""


def cache_path(folder: Path, text: str, file: str) -> Path:
    """Return where the scan of ``text``, read from ``file``, is kept."""
    content = f"{_FORMAT}\0{file}\0{text}".encode("utf-8", "surrogatepass")
    return folder / f"bibtex-{sha256(content).hexdigest()[:40]}.json"


def load_scan(path: Path) -> Scan | None:
    """Return the scan kept at ``path``; None if there is none, or any byte of it is changed."""
    try:
        digest, _, payload = path.read_bytes().partition(b"\n")
        if sha256(payload).hexdigest().encode() != digest:
            return None
        data = json.loads(payload)
        return [_entry(item) for item in data[0]], [Diagnostic.from_plain(item) for item in data[1]]
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def store_scan(path: Path, scan: Scan) -> None:
    """Keep a scan, in one step: a reader sees all of it or nothing. A full disk is no failure."""
    entries, diagnostics = scan
    data = [[_plain(entry) for entry in entries], [asdict(found) for found in diagnostics]]
    payload = json.dumps(data, separators=(",", ":")).encode()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, sha256(payload).hexdigest().encode() + b"\n" + payload)
        _prune(path)


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".bibtex-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _prune(path: Path) -> None:
    """Keep the newest files: while an author types, each save makes another one."""
    files = sorted(path.parent.glob("bibtex-*.json"), key=lambda item: item.stat().st_mtime)
    for old in files[:-_KEPT_FILES]:
        old.unlink(missing_ok=True)


def _plain(entry: EntryText) -> list[Any]:
    fields = [[field.name, field.value, field.start, field.end] for field in entry.fields]
    places = (entry.start, entry.key_start, entry.end)
    return [entry.type, entry.key, *places, entry.whole, fields]


def _entry(values: list[Any]) -> EntryText:
    type_, key, start, key_start, end, whole, fields = values
    parts = tuple(FieldText(*field) for field in fields)
    return EntryText(type_, key, start, key_start, end, whole, parts)

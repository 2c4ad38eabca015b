"""Zips from elsewhere: read whole into memory, or refused with all that is wrong with them."""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from coursewright.diagnostics import Report, Span
from coursewright.scribe.lint.rules import BAD_FILE, LEFTOVER
from coursewright.scribe.lint.safety import TEXT_TYPES, kind_of
from coursewright.scribe.rules import (
    BAD_NAME,
    BESIDE_NOTES,
    NOT_A_ZIP,
    OTHER_CONTENT,
    SAME_NAME,
    TOO_MUCH,
    WHICH_NOTES,
)

MAX_FILES: Final = 300
MAX_FILE: Final = 20 << 20
MAX_TOTAL: Final = 60 << 20
MAIN: Final = "notes.tex"

_LONGEST_NAME: Final = 150
_UTF8_NAME: Final = 0x800
_LOCKED: Final = 0x1
_ODD: Final = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\\$`;&!#%{}\[\]~^]|^-|[. ]$")
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_BEGINS: Final = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".pdf": (b"%PDF-",),
}
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def read_zip(data: bytes, file: str, report: Report) -> dict[str, bytes]:
    """Return the files of the notes in a zip, by their names below the folder of ``notes.tex``.

    ``file`` is the zip's name in messages. What tools left behind is passed over. Whatever else is
    wrong is reported; with an error the result is not to be used. Nothing is written.
    """
    if len(data) > MAX_TOTAL:
        report(TOO_MUCH(f"'{file}' is larger than {MAX_TOTAL >> 20} MB", Span(file)))
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _Reader(archive, file, report).read()
    except (*_BROKEN, OSError, ValueError) as error:
        hint = "send the zip again; Overleaf makes one by Menu, Download, Source"
        report(NOT_A_ZIP(f"'{file}' cannot be opened as a zip: {error}", Span(file), hint))
        return {}
    return _below_main(found, file, report)


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, file: str, report: Report) -> None:
        self._archive, self._file, self._report = archive, file, report
        self._left = MAX_TOTAL
        self._names: dict[str, str] = {}
        """Names as file systems compare them, to the names as they were written."""

    def read(self) -> dict[str, bytes]:
        # ZipInfo.is_dir of Python 3.11 raises for an empty name.
        infos = [info for info in self._archive.infolist() if not info.filename.endswith("/")]
        if len(infos) > MAX_FILES:
            message = f"'{self._file}' holds {len(infos)} files, more than {MAX_FILES}"
            self._report(TOO_MUCH(message, Span(self._file)))
            return {}
        found: dict[str, bytes] = {}
        for info in infos:
            name = _name_of(info)
            if kind_of(name) == "left":
                continue
            if self._refused(info, name):
                continue
            content = self._content(info, name)
            if content is not None:
                found[name] = content
        return found

    def _refused(self, info: zipfile.ZipInfo, name: str) -> bool:
        span = self._span(name)
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            self._report(BAD_NAME(f"'{name}' is a link, or no plain file", span, "put a copy in"))
        elif why := _odd_name(name):
            self._report(BAD_NAME(f"the name '{name}' {why}", span, "give it a plain name"))
        elif info.flag_bits & _LOCKED:
            self._report(NOT_A_ZIP(f"'{name}' is locked with a password", span, "zip without one"))
        elif (first := self._names.get(_folded(name))) is not None:
            message = f"'{name}' and '{first}' are one file on some systems"
            self._report(SAME_NAME(message, span, "rename one of them"))
        else:
            self._names[_folded(name)] = name
            return False
        return True

    def _content(self, info: zipfile.ZipInfo, name: str) -> bytes | None:
        most = min(MAX_FILE, self._left)
        with self._archive.open(info) as member:
            content = member.read(most + 1)
        if len(content) <= most:
            self._left -= len(content)
            return content
        is_one = most == MAX_FILE
        what, limit = (f"'{name}'", MAX_FILE) if is_one else ("the zip", MAX_TOTAL)
        message = f"{what} unpacks to more than {limit >> 20} MB"
        self._report(TOO_MUCH(message, self._span(name), "leave out what the notes do not show"))
        self._left = self._left if is_one else 0
        return None

    def _span(self, name: str) -> Span:
        return Span(f"{self._file}/{name}")


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return a name as it was meant: many programs write UTF-8, or Latin-1, without saying so."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("latin-1")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _odd_name(name: str) -> str:
    """Say what is wrong with a name; ``""`` for a good one."""
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        return "leads out of the folder"
    if len(name) > _LONGEST_NAME:
        return "is too long"
    if any(not part or part == "." or _ODD.search(part) for part in parts):
        return "has signs that not every system can bear"
    if any(unicodedata.category(sign)[0] in "CZ" and sign != " " for sign in name):
        return "has invisible signs"
    return "is taken by Windows" if any(map(_RESERVED.fullmatch, parts)) else ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _below_main(found: dict[str, bytes], file: str, report: Report) -> dict[str, bytes]:
    """Return the files in the folder of ``notes.tex``, without that folder's name."""
    mains = [name for name in found if PurePosixPath(name).name == MAIN]
    least = min((name.count("/") for name in mains), default=0)
    mains = [name for name in mains if name.count("/") == least]
    if len(mains) != 1:
        texts = [name for name in found if name.endswith(".tex")]
        what = f"no file is called {MAIN}" if not mains else f"{len(mains)} files are called {MAIN}"
        hint = f"call the main file {MAIN}" + (f": is it '{texts[0]}'?" if texts else "")
        report(WHICH_NOTES(what, Span(file), hint))
        return {}
    base = mains[0].removesuffix(MAIN)
    for name in sorted(found):
        if not name.startswith(base):
            message = f"'{name}' lies outside the folder of {MAIN} and is left out"
            report(BESIDE_NOTES(message, Span(f"{file}/{name}"), "move it beside notes.tex"))
    kept = {name.removeprefix(base): data for name, data in found.items() if name.startswith(base)}
    return dict(_looked_at(kept, file, report))


def _looked_at(files: dict[str, bytes], file: str, report: Report) -> Iterator[tuple[str, bytes]]:
    for name, data in sorted(files.items()):
        span = Span(f"{file}/{name}")
        if name == "notes.pdf":
            report(LEFTOVER("notes.pdf is made anew from the notes", span, "leave it out"))
            continue
        if kind_of(name) == "bad":
            report(BAD_FILE(f"'{name}' is no file of notes", span, "leave it out"))
        elif not _is_what_it_says(name, data):
            message = f"'{name}' does not hold what its name says"
            report(OTHER_CONTENT(message, span, "save it again in this format"))
        yield name, data


def _is_what_it_says(name: str, data: bytes) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _BEGINS:
        return data.startswith(_BEGINS[suffix])
    if suffix == ".svg":
        return b"<svg" in data[:4096] and b"\0" not in data
    return suffix not in TEXT_TYPES or b"\0" not in data

"""Files of the course as text: inside its folder, of a sane size, in UTF-8, without disguises."""

from __future__ import annotations

import errno
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from coursewright.diagnostics import Report, Rule, Severity, Span
from coursewright.sources.odd_characters import (
    ODD_RULES,
    report_disguises,
    report_odd_letters,
    without_invisible,
)

MAX_BYTES = 16 * 1024 * 1024

NO_FILE = Rule(
    "F001",
    Severity.ERROR,
    """A file or folder that the course names is not there.

    A page would link to nothing, or a list would be empty without a word.

    Bad:
        file: notes/lecture-5.pfd
    Good:
        file: notes/lecture-5.pdf
    """,
)
OUTSIDE = Rule(
    "F002",
    Severity.ERROR,
    """A path leads out of the course's folder.

    Everything that the site publishes lies inside the course; a path that is absolute, that
    climbs with '..', or that goes through a symbolic link could publish any file of the machine.

    Bad:
        file: ../solutions/exam.pdf
    Good:
        file: exams/exam.pdf
    """,
)
TOO_LARGE = Rule(
    "F003",
    Severity.ERROR,
    """A source file is larger than 16 MB.

    Nothing that a person writes for a course is that large; it is refused before it is parsed.

    Bad:
        a schedule.yaml of 20 MB
    Good:
        a schedule.yaml with the sessions of one term
    """,
)
NOT_UTF8 = Rule(
    "F004",
    Severity.ERROR,
    """A source file is not encoded in UTF-8.

    Accented letters would come out wrong. Most editors can save a file "as UTF-8".

    Bad:
        a papers.bib saved as Latin-1
    Good:
        the same file saved as UTF-8
    """,
)
EMPTY = Rule(
    "F006",
    Severity.ERROR,
    """A source file is empty.

    An empty schedule would make an empty site in place of the last good one.

    Bad:
        a schedule.yaml without a line
    Good:
        a schedule.yaml that has at least 'course:', 'term:' and 'sessions:'
    """,
)
CONFLICT = Rule(
    "F010",
    Severity.ERROR,
    """Git left two versions in a file, between '<<<<<<<' and '>>>>>>>'.

    Two people changed the same lines, and somebody has to say which ones stay. The file is not
    read before that, for what stands there twice would be published twice.

    Bad:
        <<<<<<< HEAD
        title: Momentum
        =======
        title: Acceleration
        >>>>>>> other
    Good:
        title: Momentum
    """,
)
TEXT_RULES = (NO_FILE, OUTSIDE, TOO_LARGE, NOT_UTF8, EMPTY, CONFLICT, *ODD_RULES)

_LEFTOVER = re.compile(
    r".*~|#.*#|\.#.*|.*\.(?:bak|orig|rej|sw[a-p]|tmp|autosave|backup)|.*\.(?:BACKUP|BASE|LOCAL|REMOTE)"
    r"[._]\d+\..*",
    re.DOTALL,
)
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) \S", re.MULTILINE)


@dataclass(slots=True)
class SourceFolder:
    """The folder of a course, and every text that has been read from it."""

    root: Path
    texts: dict[str, str] = field(default_factory=dict)
    """What has been read, by name; reports take their excerpts from here."""
    edited: Mapping[str, bytes] = field(default_factory=dict)
    """What files would hold that are on the disk in another form, by name."""

    def read(self, name: str, report: Report) -> str | None:
        """Return the text of the file called ``name``, or None with diagnostics that say why."""
        if name in self.edited:
            return self._decode(name, self.edited[name], report)
        path = resolve_inside(self.root, name)
        if path is None:
            report(OUTSIDE(f"'{name}' lies outside the course's folder", Span(name)))
            return None
        try:
            data = _content(path)
        except FileNotFoundError:
            report(NO_FILE(f"there is no file '{name}'", Span(name), _near(self.root, name)))
            return None
        except OSError as error:
            message = f"'{name}' cannot be read: {(error.strerror or str(error)).lower()}"
            report(NO_FILE(message, Span(name), "put a plain file there that may be read"))
            return None
        if data is None:
            report(TOO_LARGE(f"'{name}' is larger than {MAX_BYTES // 2**20} MB", Span(name)))
            return None
        return self._decode(name, data, report)

    def _decode(self, name: str, data: bytes, report: Report) -> str | None:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            column = error.start - data.rfind(b"\n", 0, error.start)
            hint = "save the file as UTF-8"
            span = Span.on_line(name, line, column)
            report(NOT_UTF8(f"byte 0x{data[error.start]:02x} is not UTF-8", span, hint))
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.texts[name] = text
        if not text.strip():
            report(EMPTY(f"'{name}' is empty", Span(name)))
            return None
        if conflict := _CONFLICT.search(text):
            line = text.count("\n", 0, conflict.start()) + 1
            hint = "keep one of the two versions, and take the three lines of git's out"
            span = Span.on_line(name, line, 1, 7)
            report(CONFLICT("two versions stand here, as git left them", span, hint))
            return None
        report_odd_letters(text, name, report)
        # Read without them, the text has no other problems because of them.
        return without_invisible(text) if report_disguises(text, name, report) else text


class GivenFiles(SourceFolder):
    """Files of a course that are given as bytes, by name; nothing is read from the disk."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Hold the files."""
        super().__init__(Path())
        self.files = files

    def read(self, name: str, report: Report) -> str | None:
        """Return the text of the file called ``name``, or None with diagnostics that say why."""
        if name not in self.files:
            report(NO_FILE(f"there is no file '{name}'", Span(name)))
            return None
        return self._decode(name, self.files[name], report)


def _content(path: Path) -> bytes | None:
    """Return what a plain file holds, or None for too much.

    A pipe or a device is refused before it is opened: who reads one may wait for ever.
    """
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "It is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "It is no plain file")
    return path.read_bytes() if status.st_size <= MAX_BYTES else None


def is_leftover(name: str) -> bool:
    """Tell whether a file's name, without its folder, is that of a copy which an editor left."""
    return bool(_LEFTOVER.fullmatch(name))


def resolve_inside(root: Path, name: str) -> Path | None:
    """Return the path of ``name`` below ``root``, or None where it leads out of it.

    Absolute names, ``..`` and symbolic links whose target is outside lead out.
    """
    if climbs_out(name):
        return None
    base = root.resolve()
    try:
        path = (base / name).resolve()
    except (OSError, RuntimeError):
        # A link that leads to itself.
        return None
    return path if path == base or base in path.parents else None


def climbs_out(name: str) -> bool:
    """Tell whether a name leads out of a folder, whatever lies in it: absolute, or with '..'."""
    pure = PurePosixPath(name)
    return pure.is_absolute() or ".." in pure.parts or "\\" in name or "\0" in name


def _near(root: Path, name: str) -> str:
    folder = root / PurePosixPath(name).parent
    if not folder.is_dir():
        return f"the folder '{PurePosixPath(name).parent}' is not there either"
    beside = [path.name for path in folder.iterdir() if path.is_file()]
    close = get_close_matches(PurePosixPath(name).name, beside, n=1, cutoff=0.75)
    if close:
        return f"rename '{close[0]}', if that is the file"
    return f"create '{name}', or name another folder on the command line"

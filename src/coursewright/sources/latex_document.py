r"""A document of LaTeX with all the files that it reads, none of them outside its folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from coursewright.diagnostics import Diagnostic, Span
from coursewright.sources.latex_rules import (
    INPUT_ENDLESS,
    INPUT_OUTSIDE,
    NO_INPUT,
    NOTES_TOO_LARGE,
)
from coursewright.sources.latex_stream import TokenStream, as_written, plain_text
from coursewright.sources.latex_tokens import Kind, LatexSource, Token, read_tokens
from coursewright.sources.odd_characters import report_disguises
from coursewright.sources.text import NOT_UTF8, climbs_out

MAX_TEXT: Final = 2 * 1024 * 1024
MAX_FILES: Final = 200
MAX_TOKENS: Final = 1_000_000
DEEPEST: Final = 10

_INPUTS: Final = frozenset({"\\input", "\\include", "\\subfile", "\\subfileinclude"})
_IMPORTS: Final = frozenset({"\\import", "\\subimport"})
_BARE: Final = re.compile(r"[^\s\\{}%]+")


@dataclass(slots=True)
class LatexDocument:
    """A document as it was read."""

    folder: Path
    name: str
    """The folder's name in messages: ``docs/notes/s05``."""
    main: str
    """The name of the first file, below the folder."""
    tokens: list[Token] = field(default_factory=list)
    r"""The whole text, with what ``\input`` reads in its place."""
    packages: list[Token] = field(default_factory=list)
    """The text of the classes and packages that lie in the folder, or in the course's own."""
    files: dict[str, LatexSource] = field(default_factory=dict)
    """All that was read, by name below the folder."""
    problems: list[Diagnostic] = field(default_factory=list)

    @property
    def texts(self) -> dict[str, str]:
        """The texts by the names that the spans have, for the excerpts of a report."""
        return {source.name: source.text for source in self.files.values()}


def read_document(
    folder: Path, main: str = "notes.tex", name: str = "", classes: Sequence[Path] = ()
) -> LatexDocument:
    """Return the document whose first file is ``main`` in ``folder``.

    ``name`` is the folder's name in messages. ``classes`` are the course's own folders, where
    classes and packages are looked for after the folder itself. Never raises for what the
    files hold; what cannot be read is a diagnostic, and is missing from the tokens.
    """
    reader = _Reader(LatexDocument(folder, name, main), tuple(classes))
    document = reader.document
    span = Span(reader.shown(main))
    document.tokens = reader.read(main, span, ())
    reader.read_packages()
    return document


def plain_file(folder: Path, name: str) -> Path | None:
    """Return the plain file ``name`` below ``folder``, or None: no link, nothing outside."""
    if climbs_out(name) or not name.strip() or goes_through_link(folder, name):
        return None
    path = folder / name
    try:
        return path if path.is_file() else None
    except OSError:
        return None


def goes_through_link(folder: Path, name: str) -> bool:
    """Tell whether a part of ``name`` below ``folder`` is a symbolic link, wherever it leads."""
    path = folder
    for part in PurePosixPath(name).parts:
        path /= part
        if path.is_symlink():
            return True
    return False


@dataclass(slots=True)
class _Reader:
    document: LatexDocument
    classes: tuple[Path, ...]
    _size: int = 0
    _count: int = 0
    _reads: int = 0

    def shown(self, name: str) -> str:
        return str(PurePosixPath(self.document.name, name)) if self.document.name else name

    def read(self, name: str, asked: Span, around: tuple[str, ...]) -> list[Token]:
        """Return the tokens of a file, those of the files that it reads among them."""
        self._reads += 1
        if name in around or len(around) >= DEEPEST or self._reads > MAX_FILES:
            message = f"'{name}' reads itself" if name in around else "too many files are read"
            self.document.problems.append(INPUT_ENDLESS(message, asked))
            return []
        source = self.document.files.get(name) or self._load(self.document.folder, name, asked)
        if source is None:
            return []
        tokens = read_tokens(source)
        self._count += len(tokens)
        if self._count > MAX_TOKENS:
            self.document.problems.append(NOTES_TOO_LARGE("the notes are too long", asked))
            return []
        return self._with_inputs(_inner(tokens) if around else tokens, (*around, name))

    def _with_inputs(self, tokens: list[Token], around: tuple[str, ...]) -> list[Token]:
        if not any(token.text in _INPUTS | _IMPORTS for token in tokens):
            return tokens
        stream, out = TokenStream(tokens), []
        while (token := stream.next()) is not None:
            wanted = _wanted(token, stream)
            if wanted is None:
                out.append(token)
            elif "#" in wanted or "\\" in wanted:
                # A macro makes the name when it is used; nothing is read for it.
                continue
            else:
                out += self._input(token, wanted, around)
        return out

    def _input(self, token: Token, wanted: str, around: tuple[str, ...]) -> list[Token]:
        folder = self.document.folder
        names = [wanted, f"{wanted}.tex"] if wanted.endswith(".tex") else [f"{wanted}.tex", wanted]
        found = next((one for one in names if plain_file(folder, one)), None)
        if found is not None:
            return self.read(str(PurePosixPath(found)), token.span, around)
        self.document.problems.append(self._not_found(wanted, names, token.span))
        return []

    def _not_found(self, wanted: str, names: list[str], span: Span) -> Diagnostic:
        folder = self.document.folder
        link = any(goes_through_link(folder, name) for name in names if not climbs_out(name))
        if climbs_out(wanted) or link or wanted.startswith("|"):
            message = f"'{wanted}' lies outside the folder of the notes"
            return INPUT_OUTSIDE(message, span, "copy the file into the folder of the notes")
        message = f"there is no file '{names[0]}' in the folder of the notes"
        return NO_INPUT(message, span, "add the file, or mend its name")

    def _load(self, folder: Path, name: str, asked: Span) -> LatexSource | None:
        path = plain_file(folder, name)
        problems = self.document.problems
        if path is None:
            message = f"there is no plain file '{name}' in the folder of the notes"
            problems.append(NO_INPUT(message, asked, "add it to the folder of the notes"))
            return None
        try:
            self._size += path.stat().st_size
            data = path.read_bytes() if self._size <= MAX_TEXT else None
        except OSError as error:
            problems.append(NO_INPUT(f"'{name}' cannot be read: {error.strerror}", asked))
            return None
        if data is None:
            problems.append(NOTES_TOO_LARGE("the text of the notes is larger than 2 MB", asked))
            return None
        return self._keep(name, data)

    def _keep(self, name: str, data: bytes) -> LatexSource:
        shown = self.shown(name)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = data[: error.start]
            line = before.count(b"\n") + 1
            column = error.start - before.rfind(b"\n")
            message = f"byte 0x{data[error.start]:02x} is not UTF-8"
            hint = "save the file as UTF-8"
            self.document.problems.append(
                NOT_UTF8(message, Span.on_line(shown, line, column), hint)
            )
            text = data.decode("cp1252", errors="replace")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        report_disguises(text, shown, self.document.problems.append)
        source = LatexSource(shown, text)
        self.document.files[name] = source
        return source

    def read_packages(self) -> None:
        """Read the classes and packages that the folder, or the course, has of its own."""
        waiting = _packages(self.document.tokens)
        seen: set[str] = set()
        while waiting and len(seen) < MAX_FILES:
            name, span = waiting.pop(0)
            if name in seen:
                continue
            seen.add(name)
            tokens = self._package(name, span)
            self.document.packages += tokens
            waiting += _packages(tokens)

    def _package(self, name: str, span: Span) -> list[Token]:
        if plain_file(self.document.folder, name):
            source = self._load(self.document.folder, name, span)
            tokens = read_tokens(source, package=True) if source else []
            return self._with_inputs(tokens, (name,))
        for folder in self.classes:
            path = plain_file(folder, name)
            if path is not None:
                text = path.read_text("utf-8", errors="replace")
                return read_tokens(LatexSource(name, text), package=True)
        return []


def _wanted(token: Token, stream: TokenStream) -> str | None:
    r"""Return the name that an ``\input`` asks for, its argument taken; None for other tokens."""
    if token.kind is not Kind.COMMAND:
        return None
    if token.text in _IMPORTS:
        return as_written(stream.argument()).strip() + as_written(stream.argument()).strip()
    if token.text not in _INPUTS:
        return None
    inside = stream.group()
    if inside is not None:
        return as_written(inside).strip().strip('"')
    stream.skip_blanks()
    return _bare_name(stream)


def _bare_name(stream: TokenStream) -> str | None:
    r"""Take the name after ``\input name``, which ends at a blank."""
    parts: list[str] = []
    while (token := stream.peek()) is not None and token.kind in {Kind.TEXT, Kind.SPECIAL}:
        parts.append(token.text)
        stream.next()
    found = _BARE.match("".join(parts))
    return found[0] if found else None


def _packages(tokens: Sequence[Token]) -> list[tuple[str, Span]]:
    found: list[tuple[str, Span]] = []
    stream = TokenStream(tokens)
    while (token := stream.next()) is not None:
        if token.text in {"\\usepackage", "\\RequirePackage", "\\documentclass", "\\LoadClass"}:
            stream.optional()
            suffix = ".cls" if token.text in {"\\documentclass", "\\LoadClass"} else ".sty"
            names = plain_text(stream.argument()).split(",")
            found += [(f"{name.strip()}{suffix}", token.span) for name in names if name.strip()]
        elif token.text == "\\begin":
            break
    return found


def _inner(tokens: list[Token]) -> list[Token]:
    r"""Return what stands between ``\begin{document}`` and its end, in a file that has them."""
    marks = [
        index
        for index, token in enumerate(tokens[:-2])
        if token.text in {"\\begin", "\\end"}
        and tokens[index + 1].kind is Kind.OPEN
        and tokens[index + 2].text == "document"
    ]
    if not marks:
        return tokens
    return tokens[marks[0] + 4 : marks[1] if len(marks) > 1 else len(tokens)]

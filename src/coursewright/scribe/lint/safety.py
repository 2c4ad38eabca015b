"""Files and commands that have no place in notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from coursewright.diagnostics import Diagnostic, Span
from coursewright.scribe.lint.figures import FIGURE_TYPES
from coursewright.scribe.lint.notes import Notes, argument_span
from coursewright.scribe.lint.rules import BAD_FILE, FORBIDDEN, LEFTOVER
from coursewright.sources.latex_rules import INPUT_OUTSIDE
from coursewright.sources.latex_tokens import Kind
from coursewright.sources.text import climbs_out

TEXT_TYPES: Final = (".tex", ".bib", ".sty", ".cls", ".bst", ".bbl", ".md", ".txt", ".py", ".csv")
GOOD_TYPES: Final = frozenset((*TEXT_TYPES, *FIGURE_TYPES))
LEFT_BY_TOOLS: Final = frozenset(
    (
        *(".aux", ".log", ".out", ".toc", ".lof", ".lot", ".blg", ".fls", ".fdb_latexmk", ".gz"),
        *(".synctex", ".nav", ".snm", ".vrb", ".bcf", ".xml", ".xdv", ".thm", ".loa", ".run"),
    )
)
LEFT_NAMES: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini", "__macosx"})

_NAMING: Final = (
    *("\\bibliography", "\\addbibresource", "\\bibliographystyle", "\\usepackage"),
    *("\\RequirePackage", "\\documentclass"),
)
_FORBIDDEN: Final[Mapping[str, str]] = {
    **dict.fromkeys(("\\write", "\\ShellEscape"), "it could run a program"),
    **dict.fromkeys(("\\directlua", "\\latelua", "\\luaexec", "\\luadirect"), "it is a program"),
    **dict.fromkeys(("\\openin", "\\read", "\\readline"), "it reads another file"),
    **dict.fromkeys(("\\openout", "\\newwrite"), "it writes a file"),
    "\\catcode": "it changes what signs mean",
    "\\special": "it speaks to the printer",
}


def forbidden_commands(notes: Notes) -> Iterator[Diagnostic]:
    """Yield commands that do more than to print, each kind once a file."""
    seen: set[tuple[str, str]] = set()
    local = {source.name for source in notes.document.files.values()}
    ours = {notes.shown(name) for name in notes.template}
    for token in (*notes.document.tokens, *notes.document.packages):
        file = token.source.name
        if token.kind is not Kind.COMMAND or token.text not in _FORBIDDEN or file not in local:
            continue
        if (token.text, file) in seen or (file in ours and not file.endswith(".tex")):
            continue
        seen.add((token.text, file))
        why = _FORBIDDEN[token.text]
        yield FORBIDDEN(f"'{token.text}' is not allowed: {why}", token.span, "delete it")


def paths_outside(notes: Notes) -> Iterator[Diagnostic]:
    """Yield sources, styles and packages that are named by a way out of the folder."""
    for call in notes.structure.named(*_NAMING):
        for name in call.text().split(","):
            if climbs_out(name.strip()):
                message = f"'{name.strip()}' lies outside the folder of the notes"
                hint = "copy the file into the folder of the notes"
                yield INPUT_OUTSIDE(message, argument_span(call, 0), hint)


def odd_files(folder: Path, name: str) -> Iterator[Diagnostic]:
    """Yield the files of a folder that do not belong to notes."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).as_posix()
        span = Span(f"{name}/{inner}" if name else inner)
        kind = kind_of(inner)
        if path.is_symlink():
            yield BAD_FILE("this is a symbolic link", span, "put the file itself here")
        elif path.is_dir():
            continue
        elif not path.is_file():
            yield BAD_FILE("this is no plain file", span, "remove it")
        elif kind == "left":
            yield LEFTOVER(f"'{inner}' is not needed", span, "leave it out")
        elif kind == "bad":
            yield BAD_FILE(_why(inner), span, "remove it, or hand it in as a figure")


def kind_of(name: str) -> str:
    """Return ``good``, ``left`` for what tools leave behind, or ``bad``, by a file's name."""
    path = PurePosixPath(name)
    if any(part.lower() in LEFT_NAMES or part.startswith("._") for part in path.parts):
        return "left"
    suffix = path.suffix.lower()
    if suffix in LEFT_BY_TOOLS and not path.name.startswith("."):
        return "left"
    hidden = any(part.startswith(".") for part in path.parts)
    return "good" if suffix in GOOD_TYPES and not hidden else "bad"


def _why(name: str) -> str:
    if name.lower().endswith((".eps", ".ps")):
        return f"'{name}' is EPS: TeX would have to start a program to read it"
    return f"'{name}' is no file of notes"

"""Figures: whether they are there, and whether they say in words what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from coursewright.diagnostics import Diagnostic, did_you_mean
from coursewright.scribe.lint.notes import Notes, argument_span
from coursewright.scribe.lint.rules import NO_ALT, NO_FIGURE
from coursewright.sources.latex_document import goes_through_link, plain_file
from coursewright.sources.latex_rules import INPUT_OUTSIDE
from coursewright.sources.latex_stream import as_written, plain_text
from coursewright.sources.latex_structure import Call, Environment
from coursewright.sources.text import climbs_out

FIGURE_TYPES: Final = (".pdf", ".png", ".jpg", ".jpeg", ".svg")

_FIGURES: Final = frozenset({"figure", "figure*", "wrapfigure", "SCfigure", "sidewaysfigure"})
_SHOWN: Final = ("\\includegraphics", "\\includesvg", "\\includepdf")
_READ: Final = ("\\verbatiminput", "\\lstinputlisting", "\\inputminted")
_FOLDER: Final = re.compile(r"\{([^{}]*)\}")
_MOST_NAMES: Final = 500


def figures(notes: Notes) -> Iterator[Diagnostic]:
    """Yield figures that are missing or lie elsewhere, and those without words."""
    folders = ["", *_folders(notes)]
    names: list[str] | None = None
    for call in notes.structure.named(*_SHOWN, *_READ):
        wanted = call.text(len(call.arguments) - 1).strip().strip('"')
        if not wanted or any(sign in wanted for sign in "#\\"):
            continue
        if climbs_out(wanted) or "://" in wanted or wanted.startswith("|"):
            message = f"'{wanted}' lies outside the folder of the notes"
            hint = "copy the file into the folder of the notes"
            yield INPUT_OUTSIDE(message, argument_span(call, len(call.arguments) - 1), hint)
        elif not any(_is_there(notes, f"{folder}{wanted}") for folder in folders):
            names = _names(notes) if names is None else names
            yield _missing(call, wanted, names)
    yield from _without_words(notes)


def _folders(notes: Notes) -> Iterator[str]:
    for call in notes.structure.named("\\graphicspath"):
        for folder in _FOLDER.findall(as_written(call.arguments[0]) if call.arguments else ""):
            if folder and not climbs_out(folder):
                yield folder if folder.endswith("/") else f"{folder}/"


def _is_there(notes: Notes, name: str) -> bool:
    if climbs_out(name) or goes_through_link(notes.folder, name):
        return False
    return any(plain_file(notes.folder, name + end) for end in ("", *FIGURE_TYPES))


def _names(notes: Notes) -> list[str]:
    return [
        path.relative_to(notes.folder).as_posix()
        for path in sorted(notes.folder.rglob("*"))[:_MOST_NAMES]
        if path.is_file() and path.suffix.lower() in FIGURE_TYPES
    ]


def _missing(call: Call, wanted: str, names: list[str]) -> Diagnostic:
    plain = {str(PurePosixPath(name).with_suffix("")): name for name in names}
    bare = not PurePosixPath(wanted).suffix
    hint = did_you_mean(wanted, plain if bare else names)
    message = f"there is no figure '{wanted}' in the folder of the notes"
    if call.name in _READ:
        message = f"there is no file '{wanted}' in the folder of the notes"
    span = argument_span(call, len(call.arguments) - 1)
    return NO_FIGURE(message, span, hint or "add the file, or mend its name")


def _without_words(notes: Notes) -> Iterator[Diagnostic]:
    spoken: set[int] = set()
    shown: dict[int, Call] = {}
    for call in notes.structure.named("\\alt", *_SHOWN):
        figure = _figure(call.environment)
        has_words = call.name == "\\alt" or any(
            re.search(r"(?:^|,)\s*alt\s*=", plain_text(option)) for option in call.options
        )
        if figure is None:
            continue
        if has_words:
            spoken.add(id(figure))
        else:
            shown.setdefault(id(figure), call)
    for environment in notes.structure.environments:
        if environment.name not in _FIGURES or id(environment) in spoken:
            continue
        silent = shown.get(id(environment))
        span = environment.begin.span if silent is None else silent.place.span
        hint = "add \\alt{...}: what somebody sees who looks at it"
        yield NO_ALT("this figure does not say in words what it shows", span, hint)


def _figure(environment: Environment | None) -> Environment | None:
    while environment is not None and environment.name not in _FIGURES:
        environment = environment.parent
    return environment

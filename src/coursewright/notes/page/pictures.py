"""Figures of notes: files of their folder, made safe, named by their content."""

from __future__ import annotations

import base64
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath
from typing import Final

from coursewright.diagnostics import Diagnostic
from coursewright.notebooks.figures import MAX_PICTURE, Words, read_figure
from coursewright.notes.parts import FigurePart
from coursewright.notes.room import Limits
from coursewright.notes.rules import BAD_FIGURE
from coursewright.notes.sandbox import SandboxError, run_in_sandbox, why_no_sandbox
from coursewright.sources.latex_document import plain_file
from coursewright.sources.latex_tokens import Token
from coursewright.sources.text import climbs_out

CONVERTER: Final = "pdftocairo"
_KINDS: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}
_SUFFIXES: Final = ("", ".svg", ".png", ".jpg", ".jpeg", ".pdf")
_FRAME: Final = re.compile(r"^<figure[^>]*>|</figure>$")


@dataclass(slots=True)
class Pictures:
    """Reads the figures of one set of notes."""

    folder: Path
    report: Callable[[Diagnostic], None]
    scratch: Path | None = None
    assets: dict[str, bytes] = field(default_factory=dict)
    """Files beside the page, by their name."""

    def html(self, part: FigurePart) -> str:
        """Return a figure as HTML; where it cannot be shown a word in its place."""
        path = self._found(part.name)
        try:
            if path is None:
                return self._missing(part, _why_not_found(self.folder, part.name))
            return self._shown(path, part)
        except ValueError as error:
            return self._missing(part, f"the figure '{part.name}' cannot be shown: {error}")

    def drawing(self, svg: str, alt: str, place: Token) -> str:
        """Return a drawing that TeX made as HTML."""
        try:
            return self._read("image/svg+xml", svg, alt)
        except ValueError as error:
            part = FigurePart("drawing", alt, place)
            return self._missing(part, f"a drawing cannot be shown: {error}")

    def _found(self, name: str) -> Path | None:
        for folder in ("", "figures/", "figs/", "fig/", "images/", "img/"):
            for suffix in _SUFFIXES:
                path = plain_file(self.folder, f"{folder}{name}{suffix}")
                if path is not None:
                    return path
        return None

    def _shown(self, path: Path, part: FigurePart) -> str:
        if path.stat().st_size > MAX_PICTURE:
            message = f"it has more than {MAX_PICTURE // 1_000_000} MB"
            raise ValueError(message)
        kind = _KINDS.get(path.suffix.lower())
        if path.suffix.lower() == ".pdf":
            return self._read("image/svg+xml", self._converted(path), part.alt)
        if kind is None:
            message = "only PNG, JPEG, SVG and PDF figures are shown"
            raise ValueError(message)
        data = path.read_bytes()
        if kind == "image/svg+xml":
            return self._read(kind, data.decode("utf-8", errors="replace"), part.alt)
        return self._read(kind, base64.b64encode(data).decode(), part.alt)

    def _read(self, kind: str, data: str, alt: str) -> str:
        figure = read_figure(kind, data, Words(alt))
        if figure.asset is not None:
            self.assets[figure.asset.name] = figure.asset.content
        return f'<span class="cw-picture">{_FRAME.sub("", figure.html)}</span>'

    def _converted(self, path: Path) -> str:
        """Return the first page of a PDF as SVG."""
        why = "no PDF is converted here" if self.scratch is None else why_no_sandbox(CONVERTER)
        if why:
            message = f"a PDF figure needs the program '{CONVERTER}': {why}"
            raise ValueError(message)
        command = [CONVERTER, "-svg", "-f", "1", "-l", "1", "figure.pdf", "-"]
        try:
            with tempfile.TemporaryDirectory(prefix="coursewright-figure-") as folder:
                shutil.copyfile(path, Path(folder) / "figure.pdf")
                done = run_in_sandbox(command, Path(folder), limits=Limits(seconds=20))
        except (SandboxError, OSError) as error:
            raise ValueError(str(error)) from error
        if done.status:
            message = "its PDF cannot be converted"
            raise ValueError(message)
        return done.output.decode("utf-8", errors="replace")

    def _missing(self, part: FigurePart, message: str) -> str:
        hint = "put a PNG, JPEG or SVG file into the folder of the notes"
        self.report(BAD_FIGURE(message, part.place.span, hint))
        alt = f" It shows: {escape(part.alt)}" if part.alt else ""
        name = escape(PurePosixPath(part.name).name)
        return f'<span class="cw-missing">The figure “{name}” cannot be shown here.{alt}</span>'


def _why_not_found(folder: Path, name: str) -> str:
    if climbs_out(name):
        return f"the figure '{name}' lies outside the folder of the notes"
    del folder
    return f"there is no figure '{name}' in the folder of the notes"

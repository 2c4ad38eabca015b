"""Outputs of cells, each brought to one safe form: a figure, a table, Markdown or plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coursewright.notebooks.document import Cell, JsonObject, Output, object_of, text_of
from coursewright.notebooks.figures import Asset, Figure, Words, framed, read_figure
from coursewright.notebooks.frames import FRAMES, MAX_WEIGHT, interactive_figure, read_frames
from coursewright.notebooks.hazards import (
    Place,
    keep_pictures,
    may_hold_hazards,
    parse,
    report_hazards,
    report_markdown,
)
from coursewright.notebooks.nesting import is_too_deep
from coursewright.notebooks.page_rules import (
    BROKEN_FIGURE,
    CUT,
    HEAVY,
    MACHINE_PATH,
    NO_ALT,
    RAISED,
    REMOVED,
)
from coursewright.notebooks.sanitise import clean_html
from coursewright.notebooks.trusted import clean_trusted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag

    from coursewright.diagnostics import Report

MAX_TEXT = 10_000
"""Characters of plain text shown of one output."""
MAX_HTML = 100_000
"""Characters of the largest HTML output that is shown."""

PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
WRITTEN = ("text/markdown", "text/latex")
"""MIME types that may hold formulas."""
_PREFERENCE = (FRAMES, *PICTURES, "text/html", *WRITTEN, "text/plain")
_NO_WORDS = ("application/javascript", "application/vnd.jupyter.widget-view+json")

_TERMINAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)")
_OVERWRITTEN = re.compile(r"^[^\n\r]*(?:\r[^\n\r]*)*\r(?=[^\n\r])", re.MULTILINE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_HOME = re.compile(r"(?:/home|/Users)/[\w.@-]+|/root(?=/)|[A-Za-z]:\\{1,2}Users\\{1,2}[\w.@-]+")


def best_kind(output: Output) -> str:
    """Return the MIME type under which an output is shown, or ``""`` for none."""
    return next((mime for mime in _PREFERENCE if mime in output.data), "")


@dataclass(frozen=True, slots=True)
class OutputReader:
    """Reads the outputs of one cell; ``words`` are the figures' descriptions, in order."""

    cell: Cell
    place: Place
    words: tuple[Words, ...]
    report: Report
    assets: list[Asset]
    trusted: bool = False

    def read(self, written: Iterator[str]) -> Iterator[JsonObject]:
        """Yield the outputs as nbformat objects; ``written`` has the Markdown ones, with math."""
        pictures = 0
        for output in self.cell.outputs:
            mime = best_kind(output)
            self._mention_removed(output)
            if mime == FRAMES:
                yield from self._frames(output)
                pictures += 1
            elif mime in PICTURES:
                yield from self._picture(output, mime, pictures)
                pictures += 1
            elif mime in WRITTEN:
                text = next(written)
                report_markdown(text, self.place, self.report)
                yield _displayed("text/markdown", text)
            elif mime == "text/html":
                yield from self._html(output.data[mime])
            elif mime and output.data[mime].strip():
                yield self._text(output)

    def _mention_removed(self, output: Output) -> None:
        for mime in _NO_WORDS:
            if mime in output.data:
                what = "a script" if mime.endswith("javascript") else "a widget"
                hint = "show a figure instead, or several side by side"
                self.report(self.place.complain(REMOVED, f"{what} was removed", hint))

    def _picture(self, output: Output, mime: str, index: int) -> Iterator[JsonObject]:
        words = self._words(output, mime, index)
        if not words.alt:
            hint = "write '#| alt: what it shows' on the first line of the cell"
            self.report(self.place.complain(NO_ALT, "a figure has no description", hint))
        if mime == "image/svg+xml":
            self._report_hazards(output.data[mime][:MAX_HTML])
        try:
            figure = self._figure(mime, output.data[mime], words)
        except ValueError as problem:
            message = f"a figure cannot be shown: {problem}"
            self.report(self.place.complain(BROKEN_FIGURE, message, "run the demo again"))
            return
        if figure.asset:
            self.assets.append(figure.asset)
        yield _displayed("text/html", figure.html)

    def _figure(self, mime: str, data: str, words: Words) -> Figure:
        """Return a figure; a drawing that is trusted stands in the page as it was drawn."""
        if self.trusted and mime == "image/svg+xml" and len(data) <= MAX_HTML:
            drawing = parse(data).find("svg")
            if drawing is not None and not is_too_deep(data):
                drawing.attrs |= {"role": "img", "aria-label": words.alt}
                return Figure(framed(clean_trusted(str(drawing)), words), None)
        return read_figure(mime, data, words)

    def _frames(self, output: Output) -> Iterator[JsonObject]:
        try:
            frames = read_frames(output.data[FRAMES])
            drawn = "".join(frame.svg[:MAX_HTML] for frame in frames.frames)
            self._report_hazards(drawn)
            figure = interactive_figure(frames)
        except ValueError as problem:
            message = f"an interactive figure cannot be shown: {problem}"
            self.report(self.place.complain(BROKEN_FIGURE, message, "run the demo again"))
            return
        if figure.weight > MAX_WEIGHT:
            message = f"the frames of a figure have {figure.weight // 1000} kB; 300 kB are enough"
            hint = "draw fewer frames, with fewer points"
            self.report(self.place.complain(HEAVY, message, hint))
        self.assets.extend(figure.assets)
        yield _displayed("text/html", figure.html)

    def _report_hazards(self, svg: str) -> None:
        if may_hold_hazards(svg):
            report_hazards(parse(svg), self._here, self.report)

    def _words(self, output: Output, mime: str, index: int) -> Words:
        """Return what is said of a figure: by the output, else by the cell."""
        about = output.metadata | object_of(output.metadata.get(mime))
        of_cell = self.words[index] if index < len(self.words) else Words("")
        return Words(
            " ".join(text_of(about.get("alt")).split()) or of_cell.alt,
            " ".join(text_of(about.get("caption")).split()) or of_cell.caption,
        )

    def _here(self, _: Tag) -> Place:
        return self.place

    def _html(self, html: str) -> Iterator[JsonObject]:
        if len(html) > MAX_HTML or is_too_deep(html):
            why = f"of {len(html):,} characters" if len(html) > MAX_HTML else "nested too deeply"
            message = f"an HTML output {why} is not shown"
            self.report(self.place.complain(CUT, message, "show the first rows of it"))
            yield _displayed("text/plain", "[an HTML output is not shown here]")
            return
        tree = parse(self._without_homes(html))
        report_hazards(tree, self._here, self.report)
        self.assets.extend(keep_pictures(tree, self._here, self.report))
        clean = clean_trusted if self.trusted else clean_html
        yield _displayed("text/html", clean(str(tree)))

    def _text(self, output: Output) -> JsonObject:
        failed = output.kind == "error"
        if failed and "raises-exception" not in self.cell.tags:
            message = f"it raised '{plain(output.data['last'][:200])}'"
            self.report(self.place.complain(RAISED, message, "mend the cell and run it again"))
        shown = output.data["last"] if failed else output.data["text/plain"]
        text = self._without_homes(plain(shown[: 4 * MAX_TEXT]))
        if len(text) > MAX_TEXT or len(shown) > 4 * MAX_TEXT:
            message = f"an output of {len(shown):,} characters was cut to {MAX_TEXT:,}"
            self.report(self.place.complain(CUT, message, "print the last rows, or a summary"))
            text = f"{text[:MAX_TEXT]}\n[cut here: the output has {len(shown):,} characters]\n"
        name = "stderr" if failed else "stdout"
        return {"output_type": "stream", "name": name, "text": text}

    def _without_homes(self, text: str) -> str:
        short, count = _HOME.subn("~", text)
        if count:
            message = "an output names a folder of a machine"
            self.report(self.place.complain(MACHINE_PATH, message, "print the file's name only"))
        return short


def plain(text: str) -> str:
    """Return what a terminal would show at the end: no colours, overwritten lines, controls."""
    shown = _TERMINAL.sub("", text).replace("\r\n", "\n")
    return _CONTROLS.sub("", _OVERWRITTEN.sub("", shown))


def _displayed(mime: str, text: str) -> JsonObject:
    return {"output_type": "display_data", "data": {mime: text}, "metadata": {}}

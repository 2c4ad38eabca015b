"""Things in HTML that a page will not carry: found to be named, pictures to be kept.

Removing is the allow-list's work (sanitise.py); here is what an author is told about it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from coursewright.diagnostics import Diagnostic, Report, Rule, Span
from coursewright.notebooks.figures import Asset, Words, read_figure
from coursewright.notebooks.page_rules import BROKEN_FIGURE, NO_ALT, REMOVED
from coursewright.notebooks.sanitise import is_local, is_safe_link

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACTIVE = {
    "script": "a script",
    "iframe": "a frame",
    "object": "an embedded object",
    "embed": "an embedded object",
    "form": "a form",
    "input": "a form",
    "button": "a form",
    "video": "a video",
    "audio": "a sound",
    "link": "a style sheet",
    "meta": "a page setting",
    "base": "a page setting",
}
_SUSPECT = re.compile(rf"<(?:{'|'.join(_ACTIVE)}|a)[\s/>\0]|\bon", re.IGNORECASE)
_PROLOG = re.compile(r"<\?xml[^>]*>", re.IGNORECASE)
_DATA_PICTURE = re.compile(r"data:(image/(?:png|jpeg|svg\+xml));base64,", re.IGNORECASE)
_NO_WORDS = "No description has been provided for this image"
"""What nbconvert writes where nothing was said."""
_HINT = "pages carry text, tables and the course's own pictures; describe the rest in words"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a notebook, as messages name it."""

    file: str
    number: int
    line: int = 1

    def complain(self, rule: Rule, what: str, hint: str = "") -> Diagnostic:
        """Return a diagnostic that begins with the number of the cell."""
        return rule(f"cell {self.number}: {what}", Span(self.file, self.line), hint)


def parse(html: str) -> BeautifulSoup:
    """Return the tree of an HTML text, as mkdocs-jupyter itself parses it."""
    # Without the line break the parser may take a short text for a file's name and warn.
    return BeautifulSoup(_PROLOG.sub("", html) + "\n", "html.parser")


def may_hold_hazards(svg: str) -> bool:
    """Tell whether a drawing may hold what ``report_hazards`` names; False is certain."""
    return _SUSPECT.search(svg) is not None


PlaceOf = Callable[[Tag], Place]
"""Tells of an element in which cell it stands."""


def report_hazards(tree: Tag, place_of: PlaceOf, report: Report) -> None:
    """Report each kind of thing in the tree that no page may carry, once for each cell."""
    for place, what in dict.fromkeys(_hazards(tree, place_of)):
        report(place.complain(REMOVED, f"{what} was removed", _HINT))


def report_markdown(text: str, place: Place, report: Report) -> None:
    """Report what the Markdown of a cell holds that no page may carry, as the page will show it."""
    if not {"<", "["} & set(text):
        # Markdown has no other way to a tag, a link with words of its own, or a picture.
        return
    # What turns Markdown into HTML takes a third of a second to import.
    from nbconvert.filters.markdown_mistune import markdown2html_mistune  # noqa: PLC0415

    tree = parse(markdown2html_mistune(text))

    def here(_: Tag) -> Place:
        return place

    report_hazards(tree, here, report)
    for _ in keep_pictures(tree, here, report):
        pass


def _hazards(tree: Tag, place_of: PlaceOf) -> Iterator[tuple[Place, str]]:
    for element in tree.find_all(name=True):
        if element.name in _ACTIVE:
            yield place_of(element), _ACTIVE[element.name]
        for name, value in element.attrs.items():
            if name.lower().startswith("on"):
                yield place_of(element), f"an event handler ('{name.lower()}')"
            elif element.name == "a" and "href" in name.lower() and not is_safe_link(str(value)):
                yield place_of(element), "a link with an unsafe address"


def keep_pictures(tree: Tag, place_of: PlaceOf, report: Report) -> Iterator[Asset]:
    """Move pictures that stand in the tree as data into files; take out those of other sites."""
    for img in tree.find_all("img"):
        source = str(img.get("src", ""))
        kind = _DATA_PICTURE.match(source)
        if str(img.get("alt", "")) in ("", _NO_WORDS):
            hint = "write '![what it shows](file.png)'"
            report(place_of(img).complain(NO_ALT, "a picture has no description", hint))
            img["alt"] = ""
        if kind:
            yield from _moved(img, kind[1].lower(), source[kind.end() :], place_of(img), report)
        elif not is_local(source):
            what = "a picture from another site was removed"
            report(place_of(img).complain(REMOVED, what, _HINT))
            img.replace_with(str(img["alt"]))


def _moved(img: Tag, mime: str, data: str, place: Place, report: Report) -> Iterator[Asset]:
    """Replace a picture given as data by the same one in a file of its own."""
    alt = str(img.get("alt", ""))
    try:
        content = data if mime != "image/svg+xml" else _svg_text(data)
        figure = read_figure(mime, content, Words(alt))
    except ValueError as problem:
        report(place.complain(BROKEN_FIGURE, f"a picture cannot be shown: {problem}"))
        img.replace_with(alt)
        return
    picture = parse(figure.html).find(["img", "svg"])
    if picture is not None:
        img.replace_with(picture)
    if figure.asset is not None:
        yield figure.asset


def _svg_text(data: str) -> str:
    return base64.b64decode(data, validate=True).decode()

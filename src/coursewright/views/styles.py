"""The site's one style sheet and script, and the font that its formulas need."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from coursewright.math.font import FAMILY, characters_of, subset_font
from coursewright.math.mathml import classes_of
from coursewright.math.styles import stylesheet
from coursewright.views.page import Asset

STYLES = "assets/course.css"


@dataclass(slots=True)
class MathUse:
    """What the formulas of the pages seen so far need: characters and class names."""

    characters: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)

    def see(self, html: str) -> None:
        """Note what the formulas of a page need."""
        if "<math" in html:
            self.characters |= characters_of(html)
            self.classes |= classes_of(html)


def style_assets(use: MathUse, cache: Path) -> Iterator[Asset]:
    """Yield the style sheet, and the font for formulas where there are any.

    ``cache`` is a folder for fonts that were cut before. Without the installed font the
    reader's own one is used.
    """
    rules = [_static("course.css").decode()]
    if use.characters:
        rules.append(stylesheet(frozenset(use.classes)))
        font = _font(use, cache)
        if font:
            yield font
            source = font.uri.rpartition("/")[2]
            rules.insert(
                0,
                f'@font-face {{ font-family: "{FAMILY}"; src: url({source}) format("woff2"); '
                "font-display: swap; }",
            )
    yield Asset(STYLES, "\n".join(rules).encode())


def _font(use: MathUse, cache: Path) -> Asset | None:
    try:
        data = subset_font(frozenset(use.characters), cache)
    except OSError:
        return None
    return Asset(f"assets/math.{hashlib.sha256(data).hexdigest()[:8]}.woff2", data)


def _static(name: str) -> bytes:
    return files("coursewright.views").joinpath(f"static/{name}").read_bytes()

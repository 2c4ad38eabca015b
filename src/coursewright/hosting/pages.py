"""What the front matter of pages asks of the theme: templates and icons that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coursewright.diagnostics import Diagnostic, did_you_mean
from coursewright.hosting.files import has_icon
from coursewright.hosting.nodes import scalar_at
from coursewright.sources.text import NO_FILE

if TYPE_CHECKING:
    from coursewright.model.pages import ProsePage


def page_problems(pages: Iterable[ProsePage], folders: tuple[Path, ...]) -> Iterator[Diagnostic]:
    """Yield what pages ask for and is in none of the theme's ``folders``."""
    for front in (page.front for page in pages if page.front):
        template = scalar_at(front, "template")
        if template and template.text and not _is_inside(template.text, folders):
            known = {path.name for folder in folders for path in folder.glob("*.html")}
            hint = did_you_mean(template.text, known) or "take the line out"
            message = f"the theme has no template '{template.text}'"
            yield NO_FILE(message, template.span, hint)
        icon = scalar_at(front, "icon")
        if icon and icon.text and not has_icon(icon.text, folders):
            hint = "icons are named like 'material/book-open'"
            yield NO_FILE(f"there is no icon '{icon.text}' in the theme", icon.span, hint)


def _is_inside(name: str, folders: tuple[Path, ...]) -> bool:
    return ".." not in name and any((folder / name).is_file() for folder in folders)

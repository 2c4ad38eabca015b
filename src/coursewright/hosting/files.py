"""Files that a configuration names: that they are where the host looks for them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from coursewright.diagnostics import Diagnostic, Span, did_you_mean
from coursewright.hosting.nodes import entries_of, names_of, scalar_at
from coursewright.sources.text import NO_FILE, OUTSIDE, resolve_inside
from coursewright.sources.yaml import Mapping, Scalar

_DOCS = "docs"


def file_problems(node: Mapping, root: Path) -> Iterator[Diagnostic]:
    """Yield the files that are named and are not there, and the folder that there must be."""
    if not (root / _DOCS).is_dir():
        hint = f"make the folder; a file '{_DOCS}/.gitkeep' has git keep it while it is empty"
        yield NO_FILE(f"there is no folder '{_DOCS}'", Span(_DOCS), hint)
    for name in _published(node):
        if not name.empty and "//" not in name.text:
            yield from _missing(root, _DOCS, name)
    for name in (*names_of(node.entries.get("hooks")), *_at(node, "theme", "custom_dir")):
        yield from _missing(root, "", name)
    yield from _icons(node, root)


def _published(node: Mapping) -> Iterator[Scalar]:
    """Yield the names of files that pages show or load."""
    for key in ("extra_css", "extra_javascript"):
        yield from names_of(node.entries.get(key))
    for picture in ("logo", "favicon"):
        yield from _at(node, "theme", picture)


def _at(node: Mapping, *path: str) -> Iterator[Scalar]:
    name = scalar_at(node, *path)
    if name is not None:
        yield name


def _icons(node: Mapping, root: Path) -> Iterator[Diagnostic]:
    theme = node.entries.get("theme")
    icons = theme.entries.get("icon") if isinstance(theme, Mapping) else None
    for icon in entries_of(icons) if icons else ():
        if isinstance(icon, Scalar) and not has_icon(icon.text, theme_folders(node, root)):
            message = f"there is no icon '{icon.text}' in the theme"
            yield NO_FILE(message, icon.span, "icons are named like 'material/book-open'")


def _missing(root: Path, below: str, name: Scalar) -> Iterator[Diagnostic]:
    place = f"{below}/{name.text}" if below else name.text
    path = resolve_inside(root, place)
    if path is None:
        yield OUTSIDE(f"'{name.text}' leads out of the course", name.span)
    elif not path.exists():
        folder = path.parent
        beside = [each.name for each in folder.iterdir()] if folder.is_dir() else []
        hint = did_you_mean(path.name, beside) or f"put the file at '{place}', or take the line out"
        yield NO_FILE(f"there is no file '{place}'", name.span, hint)


def theme_folders(node: Mapping | None, root: Path) -> tuple[Path, ...]:
    """Return where the host looks for templates and icons: the course's own, then the theme's."""
    custom = scalar_at(node, "theme", "custom_dir") if node else None
    own = resolve_inside(root, custom.text) if custom else None
    spec = find_spec("material")
    places = spec.submodule_search_locations if spec else None
    theirs = (Path(place) / "templates" for place in places or ())
    return (*([own] if own else []), *theirs)


def has_icon(name: str, folders: tuple[Path, ...]) -> bool:
    """Tell whether an icon is there: ``material/book-open``."""
    return any((folder / ".icons" / f"{name}.svg").is_file() for folder in folders)

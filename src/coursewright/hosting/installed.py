"""What a configuration names of other packages: plugins, extensions, themes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec

from coursewright.diagnostics import Diagnostic, did_you_mean
from coursewright.hosting.nodes import names_of, theme_name, words
from coursewright.hosting.rules import NOT_INSTALLED
from coursewright.sources.yaml import Mapping, Scalar

_KINDS = (
    ("plugins", "plugin", "mkdocs.plugins"),
    ("markdown_extensions", "extension of Markdown", "markdown.extensions"),
)
_USUAL = words(
    "abbr admonition attr_list codehilite coursewright def_list extra fenced_code footnotes "
    "material material/search md_in_html meta mkdocs mkdocs-jupyter nl2br readthedocs sane_lists "
    "search smarty tables toc wikilinks"
)
"""What comes with the packages that this one needs; to ask for the others takes longer."""


def installation_problems(node: Mapping) -> Iterator[Diagnostic]:
    """Yield the plugins, extensions and themes that are not in this environment."""
    for key, kind, group in _KINDS:
        for name in names_of(node.entries.get(key)):
            if name.text not in _USUAL and not _is_there(name.text, group):
                yield _missing(name, kind, group)
    theme = theme_name(node)
    is_usual = theme is None or theme.empty or theme.text in _USUAL
    if theme and not is_usual and theme.text not in _names("mkdocs.themes"):
        yield _missing(theme, "theme", "mkdocs.themes")


def _missing(name: Scalar, kind: str, group: str) -> Diagnostic:
    hint = did_you_mean(name.text, _USUAL | _names(group)) or "install its package, or take it out"
    return NOT_INSTALLED(f"the {kind} '{name.text}' is not installed", name.span, hint)


def _is_there(name: str, group: str) -> bool:
    # Material's own plugins are asked for by their short names, too.
    if {name, f"material/{name}"} & _names(group):
        return True
    if group != "markdown.extensions":
        return False
    try:
        return find_spec(name.partition(":")[0]) is not None
    except (ImportError, ValueError):
        return False


@cache
def _names(group: str) -> frozenset[str]:
    return frozenset(entry.name for entry in entry_points(group=group))

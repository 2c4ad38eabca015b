"""What runs or is foreign in the files of ``docs/``: pages, HTML, drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown import Markdown

from coursewright.checks.active import Hazard, html_hazards, xml_hazards

_EXTENSIONS = ("attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables")
_HTML = (".htm", ".html", ".shtml")
_XML = (".svg", ".svgz", ".xht", ".xhtml", ".xml", ".xsl")
ACTIVE_FILES = (*_HTML, *_XML)
"""Ends of the names of files that browsers show as they are."""
_LIKELY = re.compile(
    r"<(?!https?://|mailto:)[A-Za-z!?/]"
    r"|\b(?:on[A-Za-z]+|action|background|data|formaction|href|poster|src|srcdoc|srcset|style|values)"
    r"\s*="
    r"|!\[[^\]]*\](?:\(\s*<?(?:[A-Za-z]+:|//)|[^(])"
    r"|\][(:]\s*<?(?!https?:|mailto:)[^)\s]{0,200}[:&\\]",
    re.IGNORECASE,
)
"""What a page has in it that may hold more than text, formulas and plain links.

An attribute comes into a page by a tag or by ``{: key=value }``.
"""


def page_hazards(text: str) -> tuple[Hazard, ...]:
    """Return the hazards of a page, found in what becomes of it: Markdown hides many."""
    if not _LIKELY.search(text):
        return ()
    return tuple(_once(html_hazards(Markdown(extensions=_EXTENSIONS).convert(text))))


def file_hazards(name: str, data: bytes) -> tuple[Hazard, ...]:
    """Return what is wrong in one of ``ACTIVE_FILES``."""
    if name.lower().endswith(_XML):
        return tuple(_once(xml_hazards(data)))
    return tuple(_once(html_hazards(data.decode("utf-8-sig", "replace"))))


def _once(found: Iterator[Hazard]) -> Iterator[Hazard]:
    yield from dict.fromkeys(found)

"""What runs or is foreign in the files of ``docs/``: pages, HTML, drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from markdown import Markdown

from coursewright.checks.active import Hazard, html_hazards, xml_hazards

_EXTENSIONS = ("attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables")
_HTML = (".htm", ".html", ".shtml")
_XML = (".svg", ".svgz", ".xht", ".xhtml", ".xml", ".xsl")
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


def file_hazards(path: Path) -> tuple[str, tuple[Hazard, ...]]:
    """Return the text of a file that browsers show as it is, and what is wrong in it."""
    name = path.name.lower()
    if not name.endswith((*_HTML, *_XML)):
        return "", ()
    data = path.read_bytes()
    text = data.decode("utf-8-sig", "replace")
    return text, tuple(_once(xml_hazards(data) if name.endswith(_XML) else html_hazards(text)))


def _once(found: Iterator[Hazard]) -> Iterator[Hazard]:
    yield from dict.fromkeys(found)

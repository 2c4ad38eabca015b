"""What the search finds of a generated page: its sections, and each paper by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape

_PART = re.compile(
    r'<h[1-6][^>]*\bid="(?P<heading>[^"]+)"[^>]*>(?P<title>.*?)</h[1-6]>'
    r'|<li class="cw-paper" id="(?P<paper>[^"]+)"[^>]*>',
    re.DOTALL,
)
_EXCLUDED = "data-search-exclude"
_PAPER_TITLE = re.compile(r'<div class="cw-title">(.*?)</div>', re.DOTALL)
_TOLD_OF_A_PAPER = re.compile(
    r'<div class="cw-(?:title|links cw-act)">.*?</div>|<span class="cw-vh">.*?</span>', re.DOTALL
)
"""Its title, which stands above what is found, and what its links are called for the ear."""
_LEFT_OUT = re.compile(r"<(pre|style|script|nav|form|button|summary|small|h1)\b.*?</\1>", re.DOTALL)
_APART = re.compile(r"<(details|ol|svg)\b[^>]*\bdata-search-exclude\b.*?</\1>", re.DOTALL)
"""What a notebook's page folds away or draws."""
_INLINE = re.compile(r"</?(?:a|b|i|em|strong|code|span|sub|sup|math|m[a-z]+)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ROOT = re.compile(r"<msqrt\b[^>]*>")
_POWER = re.compile(r"(<msup\b[^>]*><(m[in])\b[^>]*>[^<]*</\2>)(?!<mo\b)")
"""What makes another number of the same letters, where tags are gone: ``√κ``, ``x^2``."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A place that a search can lead to; title and text are escaped for HTML."""

    location: str
    """Address from the site's root, with the id of the section."""
    title: str
    text: str


def search_entries(address: str, title: str, html: str) -> Iterator[SearchEntry]:
    """Yield the entries of a page: what stands before its first section, then each section.

    BibTeX, filters and the way to other pages are left out: they would answer every query. So
    is the section of a heading with ``data-search-exclude``, as Material's own index does.
    """
    place, name, start, wanted, paper = address, title, 0, True, False
    for found in _PART.finditer(html):
        if wanted:
            yield SearchEntry(place, name, _text(html[start : found.start()], paper=paper))
        wanted = _EXCLUDED not in found[0].partition(">")[0]
        place = f"{address}#{found['heading'] or found['paper']}"
        start, paper = found.end(), bool(found["paper"])
        if found["heading"]:
            name = _text(found["title"])
        else:
            of_paper = _PAPER_TITLE.search(html, start)
            name = _text(of_paper[1]) if of_paper else title
    if wanted:
        yield SearchEntry(place, name, _text(html[start:], paper=paper))


def notebook_entries(address: str, html: str, titles: Mapping[str, str]) -> Iterator[SearchEntry]:
    """Yield the entries of a notebook's page, code and all, whose body is ``html``.

    ``titles`` has the text of each heading by its id; the first one is that of the page.
    """
    head, close, rest = html.partition("</h1>")
    shown = _APART.sub(" ", rest if close else head).replace("<pre", "<p").replace("</pre>", "</p>")
    for entry in search_entries(address, next(iter(titles.values()), ""), shown):
        title = titles.get(entry.location.partition("#")[2], entry.title)
        yield replace(entry, title=escape(title, quote=False))


def _text(html: str, *, paper: bool = False) -> str:
    html = _TOLD_OF_A_PAPER.sub(" ", html) if paper else html
    html = _POWER.sub(r"\1^", _ROOT.sub("√", html)) if "<math" in html else html
    plain = _TAG.sub(" ", _INLINE.sub("", _LEFT_OUT.sub(" ", html)))
    return " ".join(plain.split())

"""Where the links of a site's pages lead, and which of them lead nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator, Mapping
from html import unescape
from urllib.parse import unquote, urlsplit

_LINK = re.compile(r"""\b(?:href|src|srcset|data|poster)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_REFRESH = re.compile(r'http-equiv="refresh" content="\d+; url=([^"]*)"')
_ID = re.compile(r"""\bid=(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""")
_TAG = re.compile(r"<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


def links_of(html: str) -> Iterator[str]:
    """Yield every address that a page names in its tags."""
    for tag in _TAG.findall(html):
        for pattern in (_LINK, _REFRESH):
            for found in pattern.finditer(tag):
                yield unescape(next(text for text in found.groups() if text is not None))


def ids_of(html: str) -> set[str]:
    """Return the ids of a page's elements."""
    tags = "".join(_TAG.findall(html))
    return {unescape(next(filter(None, found))) for found in _ID.findall(tags)}


def broken_links(
    pages: Mapping[str, str], files: Container[str], home: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield (address of a page, link) for each link to a page, file or id that is not there.

    ``pages`` maps addresses (``""``, ``lectures/s05/``) to HTML, ``files`` has the names of
    everything else. ``home`` is the address that the site will have: a link below it is its own.
    """
    known = {address: ids_of(html) for address, html in pages.items()}
    for address, html in pages.items():
        for link in links_of(html):
            target = link.removeprefix(home) if home and link.startswith(home) else link
            base = "" if target is not link else address
            if not _leads_somewhere(base, target, known, files):
                yield address, link


def _leads_somewhere(
    address: str, link: str, known: Mapping[str, set[str]], files: Container[str]
) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    path = unquote(parts.path)
    target = posixpath.normpath(posixpath.join("/" + address, path)) if path else "/" + address
    name = target.removeprefix("/")
    folder = f"{name.rstrip('/')}/" if name else ""
    if folder not in known and name.removesuffix("index.html") not in known:
        return name in files
    fragment = unquote(parts.fragment)
    page = folder if folder in known else name.removesuffix("index.html")
    return not fragment or fragment in known[page]

"""Permanent addresses: every page of an edition can be cited below the edition's own name."""

from __future__ import annotations

import re
import unicodedata
from html import escape

from coursewright.views.page import Asset


def edition_slug(term: str) -> str:
    """Return the part of an address that stands for a term: ``winter-2018``."""
    plain = unicodedata.normalize("NFKD", term).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "edition"


def redirect_asset(edition: str, address: str, title: str) -> Asset:
    """Return the page at a permanent address that leads to ``address`` while it is current."""
    uri = f"{edition}/{address}index.html"
    way = "../" * (uri.count("/")) + address
    target, text = escape(way or "./", quote=True), escape(title)
    html = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{text}</title>'
        f'<meta http-equiv="refresh" content="0; url={target}">'
        f'<link rel="canonical" href="{target}">'
        # A refresh forgets what follows the "#", which is the key of a paper.
        f'<script>location.replace("{target}" + location.hash)</script>'
        f'<p><a href="{target}">{text}</a></p></html>\n'
    )
    return Asset(uri, html.encode())

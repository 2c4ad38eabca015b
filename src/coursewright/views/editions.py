"""Permanent addresses: every page of an edition can be cited below the edition's own name."""

from __future__ import annotations

from html import escape

from coursewright.views.page import Asset


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

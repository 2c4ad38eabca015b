"""Notes as one file that needs no site: for who writes them, and for a preview of a change."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path

from coursewright.views.styles import STYLES, MathUse, style_assets
from coursewright.views.writer import template_environment

_FIGURE = re.compile(r'src="(figures/[0-9a-f]+\.(png|jpg|svg))"')
_KINDS = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}


def notes_alone(title: str, body: str, assets: Mapping[str, bytes], cache: Path) -> str:
    """Return a whole page with the ``body`` of notes, its figures, styles and font within it.

    It asks for nothing over the network. ``cache`` is a folder for fonts that were cut before.
    """
    use = MathUse()
    use.see(body)
    made = {asset.uri: asset.data for asset in style_assets(use, cache)}
    styles = made.pop(STYLES).decode()
    for uri, data in made.items():
        styles = styles.replace(
            f"url({uri.rpartition('/')[2]})", f"url({_data('font/woff2', data)})"
        )
    body = _FIGURE.sub(
        lambda found: f'src="{_data(_KINDS[found[2]], assets.get(found[1], b""))}"', body
    )
    template = template_environment().get_template("notes_alone.html.j2")
    return template.render(title=title, styles=styles, body=body)


def _data(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"

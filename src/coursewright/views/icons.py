"""One sprite with the icons that pages use, made from those that come with the theme."""

from __future__ import annotations

import re
from collections.abc import Callable

from coursewright.views.page import Asset

SHAPES = {
    "notes": "file-document-outline",
    "slides": "presentation",
    "demo": "flask-outline",
    "quiz": "help-circle-outline",
    "solutions": "key-outline",
    "video": "video-outline",
    "external": "open-in-new",
    "guest": "account-voice",
    "poster": "image-outline",
    "exam": "pencil-outline",
    "chats": "forum-outline",
    "download": "download",
    "bibtex": "format-quote-close",
    "code": "code-braces",
}
"""Our name for each icon, and its name in Material Design Icons."""


def icons_asset(read: Callable[[str], str]) -> Asset:
    """Return ``assets/icons.svg``; ``read`` gives the SVG of a name of Material Design Icons."""
    symbols = "".join(_symbol(name, read(shape)) for name, shape in SHAPES.items())
    text = f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'
    return Asset("assets/icons.svg", text.encode())


def _symbol(name: str, svg: str) -> str:
    box = re.search(r'viewBox="([\d .-]+)"', svg)
    paths = "".join(re.findall(r'<path d="[^"<>]*"\s*/>', svg))
    return f'<symbol id="{name}" viewBox="{box[1] if box else "0 0 24 24"}">{paths}</symbol>'

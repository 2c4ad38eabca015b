"""The headings of a finished page, for its table of contents."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

_HEADING = re.compile(r'<h([23])[^>]*\bid="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_SMALL = re.compile(r"<small>.*?</small>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def headings_of(html: str) -> list[dict[str, Any]]:
    """Return second- and third-level headings as Python-Markdown's ``toc_tokens``."""
    found: list[dict[str, Any]] = []
    for level, anchor, inner in _HEADING.findall(html):
        name = unescape(_TAG.sub("", _SMALL.sub("", inner))).strip()
        token = {"level": int(level), "id": anchor, "name": name, "children": []}
        siblings = found[-1]["children"] if level == "3" and found else found
        siblings.append(token)
    return found

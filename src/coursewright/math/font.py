"""The math font, cut down to what the site's formulas use.

STIX Two Math weighs 400 kB. A site needs a few dozen of its signs, the larger forms of those
that grow (roots, brackets, sums), and the table by which the browser sets formulas.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import Final

from coursewright.math import location

FAMILY: Final = "STIX Two Math"
_SCHEMA: Final = 1

_MATH: Final = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_SINGLE: Final = re.compile(r"<mi(?P<attributes>[^>]*)>(?P<letter>[^<&])</mi>")
# Signs that an element draws without holding them.
_DRAWN: Final = {"msqrt": "√", "mroot": "√", "mfrac": "/"}
_ALWAYS: Final = frozenset("xMm0()√")


def _italics() -> dict[str, str]:
    """Return the italic form of each letter that a browser slants by itself in an ``<mi>``."""
    slanted = {"h": "\u210e"}
    for first, last in ((0x1D434, 0x1D467), (0x1D6A4, 0x1D6A5), (0x1D6E2, 0x1D71B)):
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if unicodedata.category(chr(code)) != "Cn":
                slanted[plain] = chr(code)
    return slanted | {"\u0131": "\U0001d6a4", "\u0237": "\U0001d6a5"}


_ITALIC: Final = _italics()


def characters_of(html: str) -> set[str]:
    """Return the characters that the formulas in some HTML need in their font.

    Among them the italic form of each letter that stands alone in an ``<mi>``: the browser
    shows that one in place of the letter.
    """
    needed: set[str] = set()
    for match in _MATH.finditer(html):
        mathml = match[0]
        needed.update(unescape(_TAG.sub("", mathml)))
        needed.update(sign for name, sign in _DRAWN.items() if f"<{name}" in mathml)
        for single in _SINGLE.finditer(mathml):
            if 'mathvariant="normal"' not in single["attributes"]:
                needed.add(_ITALIC.get(single["letter"], single["letter"]))
    return {one for one in needed if one.isprintable()}


def subset_font(characters: frozenset[str], cache: Path, installed: Path | None = None) -> bytes:
    """Return STIX Two Math as woff2, cut down to ``characters`` and the forms they need.

    The same characters give the same bytes, kept in the folder ``cache``. Raises OSError
    where the font is not installed (see ``install``).
    """
    wanted = "".join(sorted(characters | _ALWAYS))
    version = location.version("@fontsource/stix-two-math")
    key = hashlib.sha256(f"{_SCHEMA} {version} {wanted}".encode()).hexdigest()
    kept = cache / f"{key}.sealed"
    with suppress(OSError):
        seal, data = _split(kept.read_bytes())
        # A file cut short by a full disk would be a page without formulas.
        if seal == hashlib.sha256(data).digest():
            return data
    # What cuts is loaded only where something is to be cut.
    from coursewright.math.cut import cut  # noqa: PLC0415

    data = cut(location.font(installed), wanted)
    with suppress(OSError):
        _keep(kept, data)
    return data


def _split(sealed: bytes) -> tuple[bytes, bytes]:
    length = hashlib.sha256().digest_size
    return sealed[:length], sealed[length:]


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

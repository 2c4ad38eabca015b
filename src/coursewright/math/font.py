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
from io import BytesIO
from pathlib import Path
from typing import Final

from fontTools.pens.filterPen import DecomposingFilterPen  # type: ignore[import-untyped]
from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from coursewright.math import location

FAMILY: Final = "STIX Two Math"
_SCHEMA: Final = 1

_MATH: Final = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_SINGLE: Final = re.compile(r"<mi(?P<attributes>[^>]*)>(?P<letter>[^<&])</mi>")
# Signs that an element draws without holding them.
_DRAWN: Final = {"msqrt": "√", "mroot": "√", "mfrac": "/"}
_ALWAYS: Final = frozenset("xMm0()√")
_FEATURES: Final = ("ccmp", "locl", "mark", "mkmk", "kern")
_RADICAL: Final = 0x221A
_RADICAL_WIDTH: Final = 860
"""Chromium leaves room for the widest form of a root, 1.21 em, behind each: none is wider
than this, in thousandths of an em, when ours are cut."""
_PRIMES: Final = (0x2032, 0x2033, 0x2034, 0x2057)
_PRIME_GROWTH: Final = 1.3
_PRIME_DROP: Final = -420
"""A prime is always a superscript, which shrinks and raises it: the font has larger forms for
that, but not in the edition on npm."""


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
    data = _cut(location.font(installed), wanted)
    with suppress(OSError):
        _keep(kept, data)
    return data


def _cut(path: Path, wanted: str) -> bytes:
    with TTFont(path, recalcTimestamp=False, lazy=True) as font:
        return _cut_open(font, wanted)


def _cut_open(font: TTFont, wanted: str) -> bytes:
    subsetter = Subsetter(
        Options(layout_features=list(_FEATURES), hinting=False, notdef_outline=True)
    )
    subsetter.populate(text=wanted)
    subsetter.subset(font)
    _mend_arrows(font)
    _narrow_radicals(font)
    _lower_primes(font)
    font.flavor = "woff2"
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _mend_arrows(font: TTFont) -> None:
    # STIX Two's arrow head to the right says that it can be joined at its point, and not at
    # its shaft. Chromium then leaves the arrow short.
    for form in font["MATH"].table.MathVariants.HorizGlyphConstruction:
        if form.GlyphAssembly is None:
            continue
        last = form.GlyphAssembly.PartRecords[-1]
        if last.StartConnectorLength == 0 < last.EndConnectorLength:
            last.StartConnectorLength, last.EndConnectorLength = last.EndConnectorLength, 0


def _narrow_radicals(font: TTFont) -> None:
    variants = font["MATH"].table.MathVariants
    radical = font.getBestCmap().get(_RADICAL)
    if radical not in variants.VertGlyphCoverage.glyphs:
        return
    index = variants.VertGlyphCoverage.glyphs.index(radical)
    forms = variants.VertGlyphConstruction[index]
    names = {form.VariantGlyph for form in forms.MathGlyphVariantRecord}
    if forms.GlyphAssembly:
        names |= {part.glyph for part in forms.GlyphAssembly.PartRecords}
    for name in sorted(names):
        width = font["hmtx"][name][0]
        if width > _RADICAL_WIDTH:
            _transform(font, name, (_RADICAL_WIDTH / width, 1.0), 0)


def _lower_primes(font: TTFont) -> None:
    for code in _PRIMES:
        if name := font.getBestCmap().get(code):
            _transform(font, name, (_PRIME_GROWTH, _PRIME_GROWTH), _PRIME_DROP)


def _transform(font: TTFont, name: str, scale: tuple[float, float], drop: int) -> None:
    """Scale a glyph and its width, then shift it by ``drop`` upwards."""
    glyphs = font.getGlyphSet()
    pen = TTGlyphPen(None)
    glyphs[name].draw(
        DecomposingFilterPen(TransformPen(pen, (scale[0], 0, 0, scale[1], 0, drop)), glyphs)
    )
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["glyf"][name] = glyph
    width = round(font["hmtx"][name][0] * scale[0])
    font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))


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

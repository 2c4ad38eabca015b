"""The math font as a site serves it: cut to its characters, with some of its forms mended."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

from fontTools.pens.filterPen import DecomposingFilterPen  # type: ignore[import-untyped]
from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

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


def cut(path: Path, wanted: str) -> bytes:
    """Return the font at ``path`` as woff2: the characters wanted, with the forms they need.

    Raises OSError where there is no such file.
    """
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

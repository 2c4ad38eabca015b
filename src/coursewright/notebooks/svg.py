"""SVG figures: made safe, small, and readable in light and in dark.

A drawing is rebuilt from the elements and attributes listed here; whatever else it holds is
left out. Lines and text in one of the inks of the site follow the reader's colour scheme.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # what makes it unsafe, entities, is refused first

if TYPE_CHECKING:
    from collections.abc import Iterator


def names(text: str) -> frozenset[str]:
    """Return the words of a list written as one text."""
    return frozenset(text.split())


SVG_TAGS = names(
    "svg g defs title desc path line polyline polygon rect circle ellipse text tspan use symbol "
    "clipPath mask marker pattern linearGradient radialGradient stop image"
)
SVG_ATTRIBUTES = names(
    "id class x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy width height d points transform viewBox "
    "preserveAspectRatio offset href fill fill-opacity fill-rule stroke stroke-width "
    "stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin "
    "stroke-miterlimit opacity stop-color stop-opacity clip-path clip-rule mask marker-start "
    "marker-mid marker-end markerWidth markerHeight refX refY orient markerUnits gradientUnits "
    "gradientTransform spreadMethod patternUnits patternTransform clipPathUnits font-size "
    "font-weight font-style text-anchor dominant-baseline role aria-label "
    "data-search-exclude"
)
INKS = {
    "#000000": "ink",
    "black": "ink",
    "#1c2025": "ink",
    "#ffffff": "paper",
    "white": "paper",
    "#fdfdfb": "paper",
    "#808080": "edge",
    "gray": "edge",
    "grey": "edge",
    "#858a80": "edge",
    "#555c65": "soft",
    "#17528f": "blue",
    "#0a6355": "teal",
    "#74368f": "plum",
    "#8a4b00": "ochre",
    "#a8241b": "red",
}
"""Colours that an author may draw with, to the names of the site's ``--cw-*`` tokens."""

_XLINK = "{http://www.w3.org/1999/xlink}href"
_SVG_NAMESPACE = "http://www.w3.org/2000/svg"
_ROOT = f'xmlns="{_SVG_NAMESPACE}" font-family="sans-serif"'
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*>", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"-?\d*\.\d{2,}(?:e-?\d+)?")
_COORDINATES = names("d points x y x1 y1 x2 y2 transform cx cy r")
_LOCAL = re.compile(r"url\(\s*['\"]?#([\w.:-]+)['\"]?\s*\)")
_OURS = names("class role aria-label data-search-exclude")
_NO_TURN = re.compile(r"rotate\(-?0[\s,)]")
_PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]+")
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}


@dataclass(frozen=True)
class Drawing:
    """A safe SVG figure, its size in CSS pixels. Its texts are written when they are asked for."""

    root: ET.Element
    writer: _Writer
    frame: str
    """Attributes of the outermost element."""
    width: int
    height: int

    @cached_property
    def inline(self) -> str:
        """The figure as it stands in a page."""
        body = "".join(self.writer.children(self.root, inline=True))
        return f'<svg class="cw-plot" {self.frame} data-search-exclude="">{body}</svg>'

    @cached_property
    def alone(self) -> str:
        """The figure as a file of its own."""
        body = "".join(self.writer.children(self.root, inline=False))
        return f"<svg {_ROOT} {self.frame}>{body}</svg>\n"

    @property
    def has_picture(self) -> bool:
        """Whether it holds a raster picture, which belongs into a file."""
        return "<image" in self.alone


def read_svg(text: str, alt: str) -> Drawing:
    """Return the drawing of an SVG ``text``, named ``alt`` for who cannot see it.

    Raises ValueError where the text is no SVG, or declares entities.
    """
    root = _parsed(text)
    prefix = f"f{sha256(text.encode()).hexdigest()[:6]}-"
    writer = _Writer(prefix, _referenced(root))
    width, height = _size(root)
    box = root.get("viewBox") or f"0 0 {width} {height}"
    frame = (
        f'viewBox="{escape(_rounded(box))}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(alt)}"'
    )
    return Drawing(root, writer, frame, width, height)


def _parsed(text: str) -> ET.Element:
    plain = _DOCTYPE.sub("", text)
    if "<!DOCTYPE" in plain.upper() or "<!ENTITY" in plain.upper():
        message = "it declares entities"
        raise ValueError(message)
    try:
        root = ET.fromstring(plain)  # noqa: S314 - entities were refused above
    except ET.ParseError as problem:
        message = f"it is no well-formed SVG ({problem})"
        raise ValueError(message) from problem
    if _local(root) != "svg":
        message = "it is no SVG"
        raise ValueError(message)
    return root


def _local(element: ET.Element) -> str:
    """Return the name of an element of SVG, or ``""`` for one of another vocabulary."""
    namespace, _, name = element.tag.rpartition("}")
    return name if namespace in ("", "{" + _SVG_NAMESPACE) else ""


def _size(root: ET.Element) -> tuple[int, int]:
    """Return width and height in CSS pixels, from the attributes or from the viewBox."""
    box = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    wide, high = (
        _pixels(root.get(name, "")) or (box[at] if len(box) > at else 300.0)
        for name, at in (("width", 2), ("height", 3))
    )
    return max(round(wide), 1), max(round(high), 1)


def _pixels(length: str) -> float:
    found = re.fullmatch(r"\s*(\d{1,6}(?:\.\d+)?)\s*([a-z]*)\s*", length)
    return float(found[1]) * _UNITS.get(found[2], 0.0) if found else 0.0


def _referenced(root: ET.Element) -> frozenset[str]:
    """Return the ids that some attribute of the drawing points to."""
    found: set[str] = set()
    for element in root.iter():
        for name, value in element.attrib.items():
            if name in ("href", _XLINK) and value.startswith("#"):
                found.add(value[1:])
            found.update(_LOCAL.findall(value))
    return frozenset(found)


@lru_cache(maxsize=4096)
def _rounded(value: str) -> str:
    """Return the text with its numbers to a tenth of a point, without needless blanks."""
    short = _LONG_NUMBER.sub(lambda found: f"{round(float(found[0]), 1):g}", value)
    return re.sub(r"\s*([A-DF-Za-df-z(),])\s*", r"\1", " ".join(short.split()))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the allowed part of a drawing; ids carry a prefix of their own figure."""

    prefix: str
    referenced: frozenset[str]

    def children(self, element: ET.Element, *, inline: bool) -> Iterator[str]:
        """Yield the text of an element and of its children."""
        keeps_text = _local(element) in ("text", "tspan", "title", "desc")
        yield escape(element.text or "", quote=False) if keeps_text else ""
        for child in element:
            yield self.element(child, inline=inline)
            yield escape(child.tail or "", quote=False) if keeps_text else ""

    def element(self, element: ET.Element, *, inline: bool) -> str:
        """Return an element as text; a group that says nothing is left out, not its content."""
        name = _local(element)
        if name not in SVG_TAGS or name == "svg":
            return ""
        attributes = self.attributes(element, inline=inline)
        if name == "image" and 'href="data:' not in attributes:
            return ""
        body = "".join(self.children(element, inline=inline))
        if name in ("g", "defs") and (not body or (name == "g" and not attributes)):
            return body
        return f"<{name}{attributes}>{body}</{name}>" if body else f"<{name}{attributes}/>"

    def attributes(self, element: ET.Element, *, inline: bool) -> str:
        """Return the allowed attributes, properties of ``style`` among them."""
        given = {name: value for name, value in element.attrib.items() if name != "style"}
        given |= dict(_properties(element.get("style", "")))
        classes: list[str] = []
        kept: dict[str, str] = {}
        for name, value in given.items():
            ink = INKS.get(value.strip().lower()) if name in ("fill", "stroke") else None
            if ink and inline:
                classes.append(f"cw-{name}-{ink}")
            elif ink == "paper":
                kept[name] = "none"
            elif (safe := self.value(name, value)) is not None:
                kept["href" if name == _XLINK else name] = safe
        if classes:
            kept["class"] = " ".join(classes)
        return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())

    def address(self, value: str) -> str | None:
        """Return a reference within the drawing, or a picture given as data."""
        if value.startswith("#"):
            return f"#{self.prefix}{value[1:]}"
        return value if _PICTURE.fullmatch(value) else None

    def value(self, name: str, value: str) -> str | None:
        """Return the safe form of an attribute's value, or None where it must go."""
        if name in ("href", _XLINK):
            return self.address(value)
        if name == "id":
            return self.prefix + value if value in self.referenced else None
        if name not in SVG_ATTRIBUTES or name in _OURS or _NO_TURN.match(value):
            return None
        if ":" in value or "\\" in value:
            return None
        if "(" in value and not name.lower().endswith("transform"):
            found = _LOCAL.fullmatch(value.strip())
            return f"url(#{self.prefix}{found[1]})" if found else None
        return _rounded(value) if name in _COORDINATES else value.strip().removesuffix("px")


def _properties(style: str) -> Iterator[tuple[str, str]]:
    """Yield the properties of a ``style`` attribute, ``font`` taken apart."""
    for declaration in style.split(";"):
        name, colon, value = (part.strip() for part in declaration.partition(":"))
        if name == "font" and (size := re.match(r"([\d.]+)px", value)):
            yield "font-size", size[1]
        elif colon and not value.lower().startswith("expression"):
            yield name, value

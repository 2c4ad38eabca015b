"""Figures of notebooks: pictures taken out into files named by their content."""

from __future__ import annotations

import base64
import binascii
import zlib
from hashlib import sha256
from html import escape
from typing import NamedTuple

from coursewright.notebooks.svg import read_svg

MAX_PICTURE = 4_000_000
"""Bytes of the largest picture that is published."""
MAX_INLINE_SVG = 8_000
"""Characters of the largest drawing that stands in the page itself; larger ones are files."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"sBIT"}
_JPEG_PRIVATE = {0xE1, 0xE2, 0xEC, 0xED, 0xFE}
_JPEG_FRAMES = {0xC0, 0xC1, 0xC2}
_JPEG_SCAN = 0xDA
_FRAME_HEAD = 9
"""Bytes of a JPEG frame up to its width: marker, length, depth, height, width."""


class Asset(NamedTuple):
    """A file that belongs to a page: its name, relative to the page's folder, and its bytes."""

    name: str
    content: bytes


class Figure(NamedTuple):
    """A figure as HTML, with the file that it shows, if it needs one."""

    html: str
    asset: Asset | None


class Picture(NamedTuple):
    """A picture in a file, and the ``<img>`` that shows it."""

    html: str
    asset: Asset


class Words(NamedTuple):
    """What is said of a figure: ``alt`` for who cannot see it, ``caption`` below it."""

    alt: str
    caption: str = ""


def read_figure(mime: str, data: str, words: Words) -> Figure:
    """Return the figure kept in a notebook under a MIME type.

    ``data`` is the text of an SVG, or the base64 of a PNG or JPEG. Notes that cameras and
    programs leave in pictures (places, names) are taken out. Raises ValueError, with a
    reason to print, where the picture is damaged, too large or of another kind.
    """
    if mime == "image/svg+xml":
        _refuse_large(data)
        drawing = read_svg(data, words.alt)
        if len(drawing.inline) <= MAX_INLINE_SVG and not drawing.has_picture:
            return Figure(framed(drawing.inline, words), None)
    picture = picture_file(mime, data, words)
    return Figure(framed(picture.html, words), picture.asset)


def framed(picture: str, words: Words) -> str:
    """Return a picture, as HTML, in a figure with its caption."""
    caption = f"<figcaption>{escape(words.caption)}</figcaption>" if words.caption else ""
    return f'<figure class="cw-figure">{picture}{caption}</figure>'


def picture_file(mime: str, data: str, words: Words) -> Picture:
    """Return a picture as a file named by its content; the rest is as in ``read_figure``."""
    _refuse_large(data)
    if mime == "image/svg+xml":
        drawing = read_svg(data, words.alt)
        kind = "plate" if drawing.has_picture else "drawing"
        content = drawing.alone.encode()
        asset = Asset(_name(content, "svg"), content)
        return _picture(asset, words.alt, drawing.width, drawing.height, kind)
    content = _decoded(data)
    picture, width, height = _png(content) if mime == "image/png" else _jpeg(content)
    extension = "png" if mime == "image/png" else "jpg"
    return _picture(Asset(_name(picture, extension), picture), words.alt, width, height)


def _name(content: bytes, extension: str) -> str:
    return f"figures/{sha256(content).hexdigest()[:16]}.{extension}"


def _picture(asset: Asset, alt: str, width: int, height: int, kind: str = "plate") -> Picture:
    size = f'width="{width}" height="{height}"'
    html = f'<img class="cw-{kind}" src="{asset.name}" alt="{escape(alt)}" {size} loading="lazy">'
    return Picture(html, asset)


def _refuse_large(data: str) -> None:
    if len(data) > 2 * MAX_PICTURE:
        message = f"it has {len(data) // 1_000_000} MB"
        raise ValueError(message)


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError) as problem:
        message = "its data is no base64"
        raise ValueError(message) from problem


def _png(content: bytes) -> tuple[bytes, int, int]:
    """Return a PNG without its notes, and its width and height in pixels."""
    if not content.startswith(_PNG):
        message = "it is no PNG"
        raise ValueError(message)
    kept, at, ended = [_PNG], len(_PNG), False
    while at + 12 <= len(content) and not ended:
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        chunk = content[at : at + 12 + length]
        if zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]) or len(chunk) != 12 + length:
            break
        if name in _PNG_CHUNKS:
            kept.append(chunk)
        ended, at = name == b"IEND", at + len(chunk)
    if not ended or kept[1][4:8] != b"IHDR":
        message = "its PNG data is damaged"
        raise ValueError(message)
    return b"".join(kept), int.from_bytes(kept[1][8:12]), int.from_bytes(kept[1][12:16])


def _jpeg(content: bytes) -> tuple[bytes, int, int]:
    """Return a JPEG without its notes, and its width and height in pixels."""
    kept, at, size = [content[:2]], 2, (0, 0)
    while content[at : at + 1] == b"\xff" and at + 4 <= len(content):
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        segment = content[at : at + 2 + length]
        if marker in _JPEG_FRAMES and len(segment) >= _FRAME_HEAD:
            size = int.from_bytes(segment[7:9]), int.from_bytes(segment[5:7])
        if marker == _JPEG_SCAN:
            break
        if marker not in _JPEG_PRIVATE:
            kept.append(segment)
        at += len(segment)
    if not content.startswith(b"\xff\xd8") or 0 in size or not content.endswith(b"\xff\xd9"):
        message = "its JPEG data is damaged"
        raise ValueError(message)
    return b"".join(kept) + content[at:], *size

"""What a browser would run, or fetch from elsewhere, of some HTML or SVG that is to be published.

Where browsers read a text differently, the text is refused: a script could hide in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.parsers import expat

_RUNS = {
    "applet": "an embedded object",
    "base": "a new base for all addresses",
    "embed": "an embedded object",
    "foreignobject": "HTML inside a drawing",
    "frame": "a frame",
    "frameset": "a frame",
    "handler": "a script",
    "listener": "a script",
    "object": "an embedded object",
    "script": "a script",
}
_ADDRESSES = frozenset(
    {"action", "background", "by", "cite", "data", "formaction", "from", "href", "ping", "poster"}
    | {"src", "to", "values"}
)
_FETCHED = frozenset({"background", "data", "poster", "src"})
_FETCHED_BY_HREF = frozenset({"feimage", "image", "link", "use"})
_SCHEMES = frozenset({"", "http", "https", "mailto"})
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")
"""Characters that some browser ignores somewhere in the scheme of an address."""
_STYLE = re.compile(
    r"""@import|expression\s*\(|url\(\s*["']?\s*(?!["']?(?:#|data:image/))\S*?[:/]/"""
)
_ODD = re.compile(r"<!--(?:-?>)|--!>|<!\[CDATA\[", re.IGNORECASE)
_LONGEST_SHOWN = 60


class Hazard(NamedTuple):
    """Something in a text that a reader's browser should not meet."""

    what: str
    """In words: ``a script``."""
    found: str
    """A piece of the text by which it is recognised."""
    is_foreign: bool = False
    """Whether it asks another server for something; else it runs."""
    is_address: bool = False
    """Whether it is an address that a link may not have."""


def html_hazards(html: str) -> Iterator[Hazard]:
    """Yield everything in a text of HTML that runs, or that another server is asked for."""
    for odd in _ODD.finditer(html):
        yield Hazard("a declaration or comment that browsers read differently", odd[0])
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.found


def xml_hazards(data: bytes) -> Iterator[Hazard]:
    """Yield the same of a drawing or another file of XML, read as browsers do, by expat."""
    found: list[Hazard] = []
    styles: list[str] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.extend(_in_element(tag, attributes.items()))
        styles.append("")

    def end(tag: str) -> None:
        if _local(tag) == "style":
            found.extend(_in_style(styles[-1], "<style"))
        styles.pop()

    def text(data: str) -> None:
        styles[-1] += data

    def instruction(target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            found.append(Hazard("a style sheet of its own", "<?xml-stylesheet"))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.ProcessingInstructionHandler = text, instruction
    try:
        parser.Parse(data, True)  # noqa: FBT003  (expat takes no keywords)
    except (expat.ExpatError, LookupError, ValueError) as problem:
        found.append(Hazard(f"something that no browser reads as XML ({problem})", ""))
    yield from found


class _Reader(HTMLParser):
    """Looks at each element of a text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Hazard] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += _in_element(tag, attrs)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style":
            if "<" in data:
                self.found.append(Hazard("a tag inside a style sheet", "<style"))
            self.found += _in_style(data, "<style")


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _in_element(tag: str, attributes: Iterable[tuple[str, str | None]]) -> Iterator[Hazard]:
    name = _local(tag)
    if name in _RUNS:
        yield Hazard(_RUNS[name], f"<{tag}")
    for key, value in attributes:
        if name == "meta" and key.lower() == "http-equiv" and (value or "").lower() == "refresh":
            yield Hazard("an order to go elsewhere", f"<{tag}")
        yield from _in_attribute(name, _local(key), value or "", key)


def _in_attribute(tag: str, key: str, value: str, written: str) -> Iterator[Hazard]:
    if key.startswith("on") or key == "srcdoc":
        yield Hazard(f"a script, in the attribute '{written}'", written)
    elif key == "style":
        yield from _in_style(value, value)
    elif key == "srcset":
        for candidate in value.split(","):
            yield from _in_address(candidate, fetched=True)
    elif key in _ADDRESSES:
        fetched = key in _FETCHED or (key == "href" and tag in _FETCHED_BY_HREF)
        # An animation lists values: any of them may become an address.
        for address in value.split(";") if key == "values" else [value]:
            yield from _in_address(address, fetched=fetched)


def _in_style(style: str, found: str) -> Iterator[Hazard]:
    plain = re.sub(r"/\*.*?\*/|\\", "", style, flags=re.DOTALL).lower()
    if _STYLE.search(plain):
        yield Hazard("a style that asks another server", found, is_foreign=True)


def _in_address(written: str, *, fetched: bool) -> Iterator[Hazard]:
    address = _IGNORED.sub("", written)
    try:
        parts = urlsplit(address)
    except ValueError:
        yield Hazard("an address that cannot be read", written, is_address=True)
        return
    if parts.scheme not in _SCHEMES:
        if not (fetched and _PICTURE.match(address)):
            what = f"an address that begins with '{parts.scheme}:'"
            yield Hazard(what, written, is_address=True)
    elif fetched and (parts.scheme or address.replace("\\", "/").startswith("//")):
        yield Hazard(f"'{_shown(address)}', from another server", written, is_foreign=True)


def _shown(address: str) -> str:
    return address if len(address) <= _LONGEST_SHOWN else f"{address[:_LONGEST_SHOWN]}…"

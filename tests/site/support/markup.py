"""What is wrong with a piece of HTML: rules that a browser forgives and a reader pays for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _words("area base br col embed hr img input link meta source track wbr")
_BLOCKS = _words(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr main nav ol p pre section table ul"
)
_PHRASING_ONLY = _words("p h1 h2 h3 h4 dt span b i em strong small a code summary")
_CHILDREN: Mapping[str, frozenset[str]] = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd", "div"}),
}
_NEVER_EMPTY = _words("a button dd dl dt h1 h2 h3 li ol p pre summary time ul")
_PARENTS: Mapping[str, frozenset[str]] = {
    "li": frozenset({"ul", "ol"}),
    "dt": frozenset({"dl", "div"}),
    "dd": frozenset({"dl", "div"}),
    "summary": frozenset({"details"}),
    "legend": frozenset({"fieldset"}),
}
_INTERACTIVE = frozenset({"a", "button", "summary", "label"})
_DANGLING = ("·", ",", ":", ";", "(")


@dataclass
class Element:
    """An element that is open, and what was seen in it."""

    name: str
    line: int
    text: str = ""
    children: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Collects the faults of a text while it is read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = [Element("body", 0)]
        self.ids: set[str] = set()
        self.levels: list[int] = []
        self.faults: list[str] = []

    def say(self, text: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {text}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.say(f"<{tag}> says something twice")
        attributes = {name: value or "" for name, value in attrs}
        self._place(tag)
        self._identify(tag, attributes)
        if tag in {"h1", "h2", "h3", "h4"}:
            self._level(int(tag[1]))
        self.open[-1].children.append(tag)
        if tag not in VOID:
            self.open.append(Element(tag, self.getpos()[0], attributes=attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        element = self.open.pop()
        if element.name != tag:
            self.say(f"</{tag}> closes <{element.name}> of line {element.line}")
            return
        self._end(element)
        self.open[-1].text += element.text

    def handle_data(self, data: str) -> None:
        self.open[-1].text += data
        if self.open[-1].name in _CHILDREN and data.strip():
            self.say(f"'{data.strip()}' stands between the items of <{self.open[-1].name}>")

    def _place(self, tag: str) -> None:
        parent = self.open[-1].name
        inside = {element.name for element in self.open}
        if tag in _BLOCKS and inside & _PHRASING_ONLY and "math" not in inside:
            self.say(f"<{tag}> stands in <{parent}>")
        if tag not in _CHILDREN.get(parent, {tag}):
            self.say(f"<{tag}> is no child of <{parent}>")
        if parent not in _PARENTS.get(tag, {parent}):
            self.say(f"<{tag}> stands outside its list, in <{parent}>")
        if tag in _INTERACTIVE and inside & _INTERACTIVE:
            self.say(f"<{tag}> stands in something that reacts itself")
        if tag == "style":
            self.say("<style> stands in the body")

    def _identify(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = attributes.get("id")
        if name is not None and (name in self.ids or not name or " " in name):
            self.say(f"the id '{name}' is taken, or is none")
        self.ids.add(name or "")
        for key in ("href", "src"):
            if key in attributes and not attributes[key].strip():
                self.say(f"<{tag}> leads nowhere")
        if tag == "img" and "alt" not in attributes:
            self.say("<img> without alt")

    def _level(self, level: int) -> None:
        if self.levels and level > self.levels[-1] + 1:
            self.say(f"<h{level}> follows <h{self.levels[-1]}>")
        self.levels.append(level)

    def _end(self, element: Element) -> None:
        text = element.text.strip()
        shows = text or {"img", "svg", "math", "input"} & set(element.children)
        filled_in_later = {"data-rel", "data-day"} & set(element.attributes)
        if element.name in _NEVER_EMPTY and not shows and not filled_in_later:
            self.say(f"<{element.name}> is empty")
        if element.name in {"p", "dd", "h1", "h2", "h3"} and _dangles(text):
            self.say(f"<{element.name}> begins or ends in the middle: {text[:60]!r}")
        if element.name == "dl" and element.children and element.children[0] == "dd":
            self.say("<dl> begins with <dd>")


def _dangles(text: str) -> bool:
    words = " ".join(text.split())
    broken = any(sign in words for sign in ("· ·", ", ,", ",,", " ,", "..", "()"))
    broken = broken or words in {"None", "True", "False"}
    return broken or words.startswith((*_DANGLING, ".")) or words.endswith(("·", ",", "(", ";"))


def faults_of(html: str) -> Iterator[str]:
    """Yield what is wrong with the body of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.faults
    for element in reader.open[1:]:
        yield f"<{element.name}> of line {element.line} is never closed"
    if reader.levels.count(1) != 1:
        yield f"{reader.levels.count(1)} first-level headings"
    elif reader.levels[0] != 1:
        yield f"the first heading is <h{reader.levels[0]}>"

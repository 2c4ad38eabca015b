"""Links of Markdown pages to a place on a page: whether there can be such a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from unicodedata import normalize
from urllib.parse import unquote

from coursewright.diagnostics import Diagnostic, Rule, Severity, did_you_mean
from coursewright.load.markdown_links import targets
from coursewright.math.code_regions import code_regions
from coursewright.model.addresses import generated_uris
from coursewright.model.course import Course
from coursewright.sources.yaml import Mapping as MappingNode
from coursewright.sources.yaml import Node, Scalar
from coursewright.sources.yaml import Sequence as SequenceNode

NO_ANCHOR = Rule(
    "U005",
    Severity.WARNING,
    """A link leads to a page, but to no place on it.

    The browser opens the page at its top. A heading's place is its text in small letters with
    hyphens: '## What to bring' is '#what-to-bring'.

    Bad:
        [what to bring](syllabus.md#to-bring)
    Good:
        [what to bring](syllabus.md#what-to-bring)
    """,
)

_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(?P<atx>.+?)[ \t#]*$|^(?P<setext>[^\n]+)\n(?:=+|-+)[ \t]*$", re.MULTILINE
)
_GIVEN = re.compile(r"""\{:?[^}\n]*#([\w:.-]+)|\b(?:id|name)\s*=\s*["']?([^"'\s>]+)""")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_STATIC = re.compile(r'\bid="([\w-]+)"')
_FOREIGN = re.compile(r"top$|fn(?:ref)?[:\d-]|__|:~:")
"""The top of any page, places that extensions of Markdown make, texts to be looked for."""


def broken_anchors(course: Course, texts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield the links of pages that lead to no place; ``texts`` are the course's, by name.

    Of a page that is made of the schedule it is known which places it may have, not which it has
    today: what is reported leads nowhere on any day.
    """
    made = generated_uris(course)
    places = cache(lambda name: (*_places(texts.get(f"docs/{name}", "")), *of_course(name in made)))
    of_course = cache(lambda is_made: tuple(_generated(course)) if is_made else ())
    for page in course.pages:
        for link in page.links:
            path, _, quoted = link.url.partition("#")
            place = unquote(quoted)
            name = _target(page.name, path, texts, made) if place and "//" not in path else None
            if name is None or _FOREIGN.match(place):
                continue
            if not any(_fits(place, one) for one in places(name)):
                near = did_you_mean(place, places(name))
                hint = near or "name the text of a heading, as in '#first-week'"
                message = f"there is no place '#{place}' on the page '{name}'"
                yield NO_ANCHOR(message, link.span, hint)


def _target(page: str, path: str, texts: Mapping[str, str], made: frozenset[str]) -> str | None:
    """Return the Markdown page that a link leads to, if it is one."""
    if not path:
        return page
    names = (name for name in targets(page, unquote(path)) if name.endswith(".md"))
    return next((name for name in names if name in made or f"docs/{name}" in texts), None)


def _places(text: str) -> Iterator[str]:
    """Yield the places of a Markdown text: its headings, and what has an id."""
    code = [region for region in code_regions(text) if text[region[0]] in "`~"]
    for heading in _HEADING.finditer(text):
        if not any(begin <= heading.start() < end for begin, end in code):
            yield _slug(_LINK.sub(r"\1", heading["atx"] or heading["setext"]))
    yield from (one or other for one, other in _GIVEN.findall(text))


def _slug(text: str) -> str:
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s$-]", "", plain).strip().lower())


def _fits(place: str, known: str) -> bool:
    # Headings with the same text are counted: beans, beans_1. Formulas have many spellings.
    start, formula, _ = known.partition("$")
    is_like = bool(formula) and place.startswith(start.rstrip("-"))
    return known in {place, re.sub(r"_\d+$", "", place)} or is_like


def _generated(course: Course) -> Iterator[str]:
    """Yield every place that a page made of the schedule may have."""
    yield from _of_templates()
    yield from course.bibliography
    yield from _ids(course.schedule.at)


@cache
def _of_templates() -> Sequence[str]:
    folder = files("coursewright.views").joinpath("templates")
    names = [it for it in folder.iterdir() if it.name.endswith(".j2")]
    return tuple(place for it in names for place in _STATIC.findall(it.read_text("utf-8")))


def _ids(root: Node) -> Iterator[str]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, SequenceNode):
            waiting += node.items
        elif isinstance(node, MappingNode):
            name = node.entries.get("id")
            if isinstance(name, Scalar):
                yield name.text
            waiting += node.entries.values()

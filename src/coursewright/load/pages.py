"""The Markdown pages below ``docs/``: their release, the blocks they hold back, their links."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from coursewright.diagnostics import Report, Rule, Severity, Span
from coursewright.load.announcements import ANNOUNCEMENTS, INDEX
from coursewright.load.markdown_links import markdown_links
from coursewright.load.releases import releases_without_a_day
from coursewright.load.shape import BY_CODE, shape_diagnostics
from coursewright.model.pages import PageBlock, PageFacts, ProsePage
from coursewright.model.record import plain_data
from coursewright.model.values import read_date
from coursewright.sources.front_matter import FrontMatter, read_front_matter
from coursewright.sources.held_blocks import HeldBlock, read_blocks
from coursewright.sources.text import EMPTY, SourceFolder
from coursewright.sources.yaml import Mapping

DOCS = "docs"

MISSPELT_KEY = Rule(
    "A004",
    Severity.ERROR,
    """A key in the front matter of a page looks like a slip, or like another program's release.

    A page may have keys of its own; but one that is nearly 'release', or that holds a page back
    in another program ('draft', 'publishDate'), would be passed over here, and the page published
    early.

    Bad:
        relase: 2018-03-01
    Good:
        release: 2018-03-01
    """,
)
PAGE_RULES = (MISSPELT_KEY,)

_KNOWN = (
    "release",
    "title",
    "description",
    "template",
    "hide",
    "icon",
    "status",
    "subtitle",
    "search",
    "tags",
)
"""Keys that coursewright, MkDocs or its theme understand."""
_ELSEWHERE = (
    *("draft", "embargo", "expires", "expirydate", "hidden", "private", "publish"),
    *("publishdate", "published", "staff", "unlisted", "unpublished", "visible", "visibility"),
)
"""What holds a page back in other programs, or might."""


def load_pages(folder: SourceFolder, report: Report) -> Iterator[ProsePage]:
    """Yield every Markdown page below ``docs/`` that can be read, by their names."""
    for path in _files(folder.root / DOCS):
        file = path.relative_to(folder.root).as_posix()
        text = folder.read(file, lambda it: None if it.code == EMPTY.code else report(it))
        if text is None:
            continue
        announced = file.startswith(f"{ANNOUNCEMENTS}/") and path.name != INDEX
        yield _page(text, file, (lambda _: None) if announced else report, report)


def _files(docs: Path) -> Iterator[Path]:
    for path in sorted(docs.rglob("*.md")):
        hidden = any(part.startswith(".") for part in path.relative_to(docs).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _page(text: str, file: str, report_facts: Report, report: Report) -> ProsePage:
    """Return a page; the front matter of an announcement was judged with it."""
    front = read_front_matter(text, file, report_facts)
    facts = _facts(front, report_facts)
    found = read_blocks(front.body, file, report, front.line)
    return ProsePage(
        file.removeprefix(f"{DOCS}/"),
        facts.release if facts else None,
        front.node.span_of("release") if front.node else None,
        tuple(block for item in found for block in _block(item, report)),
        tuple(markdown_links(text, file)),
        front.node,
    )


def _facts(front: FrontMatter, report: Report) -> PageFacts | None:
    if front.node is None:
        return None
    for problem in _misspelt(front.node):
        report(MISSPELT_KEY(*problem))
    for diagnostic in releases_without_a_day(front.node):
        report(diagnostic)
    try:
        return PageFacts.model_validate(plain_data(front.node))
    except ValidationError as error:
        for diagnostic in shape_diagnostics(error.errors(), front.node, PageFacts):
            report(diagnostic)
        return None


def _misspelt(node: Mapping) -> Iterator[tuple[str, Span, str]]:
    for key, scalar in node.keys.items():
        if key in _KNOWN:
            continue
        plain = "".join(filter(str.isalpha, key.lower()))
        if plain in _ELSEWHERE or "release" in plain:
            hint = "to hold a page back, write 'release: ' and the day from which it is shown"
            yield f"'{key}' holds no page back", scalar.span, hint
        elif near := _near(key):
            message = f"'{key}' is no key of a page's front matter"
            yield message, scalar.span, f"did you mean '{near}'?"


def _near(key: str) -> str:
    folded = key.casefold()
    close = get_close_matches(folded, _KNOWN, n=1, cutoff=0.8)
    close = close or get_close_matches(folded, ["release"], n=1, cutoff=0.6)
    return close[0] if close else ""


def _block(block: HeldBlock, report: Report) -> Iterator[PageBlock]:
    opening = block.opening
    day = None
    if opening.name == "release":
        try:
            day = read_date(opening.argument)
        except PydanticCustomError as error:
            rule, context = BY_CODE[error.type], error.context or {}
            report(rule(error.message(), opening.span, context.get("help", "")))
            return
    yield PageBlock(opening.span.line, block.closing.span.line, day)

"""Slips in Markdown, each with its place: what would be shown as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

Region = tuple[int, int]
Slip = tuple[int, int, str, str]
"""Offset and length of it, a message, and what to do."""

_FORMULA = re.compile(r"\$\$.+?\$\$|\$(?=\S)[^$\n]+?(?:\n[^$\n]+?)?(?<=\S)\$", re.DOTALL)
_FRONT = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ADDRESS = (
    r"(?:(?:https?|mailto):[^()\s]+|\.{1,2}/[^()\s]+|#[\w-]+"
    r"|[\w./-]+\.(?:md|html?|pdf|ipynb|png|svg)(?:#[\w-]*)?)"
)
_TURNED = (
    (
        re.compile(rf"\[[^\[\]\n]+\][ \t]+\({_ADDRESS}\)"),
        "a blank stands between the two parts of this link",
        "take the blank between ']' and '(' out",
    ),
    (
        re.compile(rf"(?<!\])\([^()\n]+\)[ \t]?\[{_ADDRESS}\]"),
        "the brackets of this link are the wrong way round",
        "write the text in [ ] and the address in ( ), in this order",
    ),
)
_LINKS = (
    *_TURNED,
    (re.compile(r"\[[^\[\]\n]*\]\([ \t]*\)"), "this link leads nowhere", "write its address"),
    (
        re.compile(r"(?<!!)\[[ \t]*\]\([^()\s]+\)"),
        "this link has no text to click on",
        "write between '[' and ']' where it leads",
    ),
    (
        re.compile(rf"\]\({_ADDRESS}(?![^\n]*\))(?![ \t]*\n[^\n]*\))"),
        "this link is never closed",
        "write ')' after the address",
    ),
    (
        re.compile(rf"(?<!\w)\[[^\[\]\n()]+\({_ADDRESS}\)(?![^\n]*\])"),
        "the text of this link is never closed",
        "write ']' before '('",
    ),
    (
        re.compile(r"\[\[[\w ./#-]+\]\]"),
        "links of this form are those of a wiki",
        "write [the text](the-page.md)",
    ),
)
_REFERENCE = re.compile(r"(?<![\]\\])\[[^\[\]\n]+\]\[(?P<name>[^\[\]\n^]*[^\W\d][^\[\]\n]*)\]")
_DEFINED = re.compile(r"^ {0,3}\[(?P<name>[^\[\]\n]+)\]:", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--")
_IMAGE = re.compile(r"!\[[ \t]*\]\(|<img\b(?![^<>]*\balt\s*=)[^<>]*>", re.IGNORECASE)
_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]+\S[^\n]*$", re.MULTILINE)
_NO_HEADING = re.compile(r"^#{1,6}(?=[^\W\d])[^\n]*$", re.MULTILINE)
_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]*\S[^\n]*)*")
_ITEM = re.compile(r"(?:[-*+]|1[.)])[ \t]+\S")
_NO_PARAGRAPH = re.compile(r"\s|[-*+|:>#<]|\d+[.)]\s|!!!|\?\?\?|\[\^|=== ")
_NOTE = re.compile(r"(?<!\\)\[\^(?P<name>[^\[\]\s]+)\](?!:)")


class PlainText:
    """A Markdown text with what is no text put out of sight: front matter, code, formulas."""

    def __init__(self, written: str, regions: Sequence[Region] = ()) -> None:
        """Hold the text; ``regions`` are its stretches of code and raw HTML."""
        self.written = written
        self.regions = regions

    @cached_property
    def plain(self) -> str:
        """The text, of the same length, with a letter for each hidden character."""
        text = self.written
        parts, position = [], 0
        for start, end in self.regions:
            parts += [text[position:start], _hidden(text[start:end])]
            position = end
        text = "".join([*parts, text[position:]])
        text = _FRONT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        return _FORMULA.sub(lambda found: _hidden(found[0]), text) if "$" in text else text


def _hidden(text: str) -> str:
    return re.sub(r"[^\n]", "x", text)


def link_slips(text: PlainText, *, only_turned: bool = False) -> Iterator[Slip]:
    """Yield what was to be a link and is none; with ``only_turned`` the surest kinds."""
    if "[" not in text.plain:
        return
    for pattern, message, hint in _TURNED if only_turned else _LINKS:
        for found in pattern.finditer(text.plain):
            yield found.start(), len(found[0]), message, hint
    defined = {found["name"].casefold() for found in _DEFINED.finditer(text.plain)}
    for found in () if only_turned else _REFERENCE.finditer(text.plain):
        if found["name"].casefold() not in defined:
            hint = f"write its address in ( ), or a line '[{found['name']}]: address'"
            yield found.start(), len(found[0]), f"no line says where '{found['name']}' is", hint


def unclosed_blocks(text: PlainText) -> Iterator[Slip]:
    """Yield the first fence, and the first comment, that nothing closes."""
    for pattern, what, end in (
        (_FENCE, "this block of code is never closed", None),
        (_COMMENT, "this comment is never closed", "-->"),
    ):
        found = pattern.search(text.plain)
        if found:
            mark = end or found[0].strip()[:3]
            yield found.start(), len(found[0]), what, f"write '{mark}' where it ends"


def images_without_text(text: PlainText) -> Iterator[Slip]:
    """Yield the images that say nothing to who cannot see them."""
    hint = "say between '[' and ']', or in 'alt', what somebody sees who looks at it"
    for found in _IMAGE.finditer(text.plain):
        yield found.start(), len(found[0]), "this image has no description", hint


def skipped_levels(text: PlainText) -> Iterator[Slip]:
    """Yield the headings that are two levels or more below the one above them."""
    above = 0
    for found in _HEADING.finditer(text.plain):
        level = len(found["marks"])
        if above and level > above + 1:
            right = "#" * (above + 1)
            message = f"a heading of level {level} stands below one of level {above}"
            yield found.start(), level, message, f"begin it with '{right}'"
        above = level


def lines_without_effect(text: PlainText) -> Iterator[Slip]:
    """Yield headings without a blank, and lists in the middle of a paragraph."""
    for found in _NO_HEADING.finditer(text.plain):
        yield found.start(), len(found[0]), "this is no heading", "put a blank after the '#'"
    for block in _BLOCK.finditer(text.plain):
        lines = block[0].split("\n")
        if len(lines) == 1 or _NO_PARAGRAPH.match(lines[0]):
            continue
        for number, line in enumerate(lines[1:], 1):
            if _ITEM.match(line):
                offset = block.start() + sum(len(it) + 1 for it in lines[:number])
                message = "this list is not shown as one: it runs on in the paragraph above"
                yield offset, len(line), message, "put an empty line above it"
                break


def undefined_notes(text: PlainText) -> Iterator[Slip]:
    """Yield the footnotes that are named and not written."""
    if "[^" not in text.plain:
        return
    defined = {found["name"] for found in _DEFINED.finditer(text.plain)}
    for found in _NOTE.finditer(text.plain):
        if f"^{found['name']}" not in defined:
            hint = f"write a line '[^{found['name']}]: …', or take it out"
            yield found.start(), len(found[0]), f"there is no footnote '{found['name']}'", hint


_ALL = (
    link_slips,
    unclosed_blocks,
    images_without_text,
    skipped_levels,
    lines_without_effect,
    undefined_notes,
)


def has_slips(text: PlainText) -> bool:
    """Tell whether there is any slip in the text."""
    return any(True for slips in _ALL for _ in slips(text))

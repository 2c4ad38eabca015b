r"""Numbers of display equations, as LaTeX gives them, and the marks that point at them.

Numbered are ``equation``, and each line of ``align``, ``gather`` and the like, unless it
says ``\nonumber``; any other display formula is when it has a ``\label`` or a ``\tag``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_ONE_NUMBER: Final = frozenset({"equation", "multline"})
_NUMBER_A_LINE: Final = frozenset({"align", "alignat", "gather", "eqnarray"})
_INSIDE: Final = r"(?:[^{}]|\{[^{}]*\})*"
_TOKEN: Final = re.compile(
    rf"\\label\s*\{{(?P<label>{_INSIDE})\}}|\\tag\*?\s*\{{(?P<tag>{_INSIDE})\}}"
    r"|(?P<silent>\\nonumber|\\notag)(?![A-Za-z])"
    r"|\\begin\{(?P<begin>[A-Za-z]+\*?)\}|\\end\{(?P<end>[A-Za-z]+\*?)\}"
    r"|(?P<row>\\\\)|\\.|(?P<brace>[{}])|%[^\n]*",
    re.DOTALL,
)
_REFERENCE: Final = re.compile(r"\\(?P<kind>eqref|ref)\s*\{(?P<label>[^{}]*)\}")

_LINK: Final = re.compile(r"\[\[cw(\d{1,6})\|([^|]{0,200}?)\]\]")
UNKNOWN: Final = "??"
"""What stands for the number of a label that the page does not have, as in LaTeX."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A text in which stretches were replaced, and where its characters stood before."""

    text: str
    _changes: tuple[tuple[int, int, int, int], ...] = ()
    """Each new stretch (start, end), and the old one that it stands for."""

    def original(self, offset: int) -> int:
        """Return where the character at ``offset`` stood in the text as it was written."""
        shift = 0
        for new_start, new_end, old_start, old_end in self._changes:
            if offset < new_start:
                break
            if offset < new_end:
                return old_start
            shift = new_end - old_end
        return offset - shift


def edit(text: str, changes: list[tuple[int, int, str]]) -> Edited:
    """Return ``text`` with stretches (start, end) replaced; they ascend and do not overlap."""
    parts: list[str] = []
    moved: list[tuple[int, int, int, int]] = []
    done = length = 0
    for start, end, new in changes:
        parts += [text[done:start], new]
        length += start - done
        moved.append((length, length + len(new), start, end))
        length += len(new)
        done = end
    return Edited("".join([*parts, text[done:]]), tuple(moved))


class Label(NamedTuple):
    r"""A ``\label``: its name, where it stands in the TeX, and the number it stands for."""

    name: str
    offset: int
    number: str


class Equation(NamedTuple):
    """A display formula whose numbers are written as tags, in place of its labels."""

    tex: Edited
    numbers: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(slots=True)
class _Row:
    labels: list[tuple[str, int]] = field(default_factory=list)
    tag: str = ""
    silent: bool = False
    blank: bool = True
    end: int = 0


class Numbering:
    """Counts the equations of one page, from 1."""

    def __init__(self) -> None:
        """Begin before the first equation."""
        self._last = 0

    def number(self, tex: str) -> Equation:
        """Return the display formula with its numbers; the next one goes on from there."""
        outer = _outer_environment(tex)
        rows = list(_rows(tex, outer.rstrip("*") in _NUMBER_A_LINE))
        always = outer in _ONE_NUMBER | _NUMBER_A_LINE
        labels: list[Label] = []
        numbers: list[str] = []
        tags: list[tuple[int, int, str]] = []
        for row in rows:
            number = row.tag or self._next(row, always=always)
            if not number:
                continue
            numbers.append(number)
            labels += [Label(name, offset, number) for name, offset in row.labels]
            if not row.tag:
                tags.append((row.end, row.end, f"\\tag{{{number}}}"))
        plain = _without_labels(tex, outer)
        return Equation(edit(plain, tags), tuple(numbers), tuple(labels))

    def _next(self, row: _Row, *, always: bool) -> str:
        if not row.labels and (not always or row.silent or row.blank):
            return ""
        self._last += 1
        return str(self._last)


def with_links(tex: str, numbers: Mapping[str, str]) -> tuple[Edited, list[tuple[str, int]]]:
    r"""Return the TeX with its references marked, and the unknown ones with their offsets.

    ``numbers`` gives each label's number. A marked reference comes through the engine as
    text, and ``link`` makes an anchor of it afterwards.
    """
    found = list(_REFERENCE.finditer(tex))
    unknown = [(_name(one), one.start()) for one in found if _name(one) not in numbers]
    return edit(tex, [(*one.span(), _marked(one, numbers)) for one in found]), unknown


def _name(reference: re.Match[str]) -> str:
    return reference["label"].strip()


def _marked(reference: re.Match[str], numbers: Mapping[str, str]) -> str:
    name = _name(reference)
    shown = shown_number(numbers.get(name, UNKNOWN), in_parentheses=reference["kind"] == "eqref")
    if name not in numbers:
        return f"\\text{{{shown}}}"
    return f"\\text{{[[cw{list(numbers).index(name)}|{shown}]]}}"


def link(mathml: str, anchors: Sequence[str]) -> str:
    """Return the MathML with the marks of ``with_links`` as anchors, in order of the labels."""

    def anchor(match: re.Match[str]) -> str:
        index = int(match[1])
        known = index < len(anchors)
        return f'<a href="#{anchors[index]}">{match[2]}</a>' if known else match[0]

    return _LINK.sub(anchor, mathml)


def shown_number(number: str, *, in_parentheses: bool) -> str:
    r"""Return a number as ``\eqref`` or ``\ref`` shows it."""
    plain = number.replace("$", "")
    return f"({plain})" if in_parentheses else plain


def _outer_environment(tex: str) -> str:
    stripped = tex.strip()
    opening = re.match(r"\\begin\{([a-z]+\*?)\}", stripped)
    if opening and stripped.endswith(f"\\end{{{opening[1]}}}"):
        return opening[1]
    return ""


def _rows(tex: str, by_line: bool) -> Iterator[_Row]:  # noqa: FBT001 - private, called once
    """Yield the rows that may have a number each; a formula that has one is one row."""
    row, depth, braces, last = _Row(), 0, 0, 0
    for match in _TOKEN.finditer(tex):
        if depth and tex[last : match.start()].strip():
            row.blank = False
        last = match.end()
        if match["begin"]:
            depth += 1
            row.blank = row.blank and depth == 1
        elif match["end"]:
            depth -= 1
            if depth == 0 and by_line:
                row.end = match.start()
        elif match["brace"]:
            braces += 1 if match["brace"] == "{" else -1
        elif match["row"] and by_line and depth == 1 and not braces:
            row.end = match.start()
            yield row
            row = _Row()
        else:
            _note(row, match)
    row.end = row.end or len(tex)
    yield row


def _note(row: _Row, match: re.Match[str]) -> None:
    if match["label"] is not None:
        row.labels.append((match["label"].strip(), match.start()))
    elif match["tag"] is not None:
        row.tag = match["tag"].strip()
    elif match["silent"]:
        row.silent = True
    elif match[0].startswith("\\"):
        row.blank = False


def _without_labels(tex: str, outer: str) -> str:
    """Return the TeX with labels blanked, and ``equation`` too: a tag serves in its place."""

    def blank(match: re.Match[str]) -> str:
        single = "equation" in {match["begin"], match["end"]} and outer == "equation"
        starred = "equation*" in {match["begin"], match["end"]} and outer == "equation*"
        gone = match["label"] is not None or match["silent"] or single or starred
        return " " * len(match[0]) if gone else match[0]

    return _TOKEN.sub(blank, tex)

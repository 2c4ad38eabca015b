"""Where a character of a YAML text stands in its file: a text may be folded, escaped, indented."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.diagnostics import Span
from coursewright.sources.positions import Positions
from coursewright.sources.yaml import Scalar

_PROPERTIES = re.compile(r"(?:[&!][^ \t\r\n]*[ \t\r\n]+)*")
"""An anchor, or the tag that stands for none."""
_BLANKS = frozenset(" \t\r\n")
_PLAIN = re.compile(r"[^ \t\r\n]")
_SINGLE_QUOTED = re.compile(r"''|[^ \t\r\n]")
_DOUBLE_QUOTED = re.compile(
    r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^xuU\s])|(?!\\)[^ \t\r\n]"
)
_ESCAPED_BLANKS = frozenset({"\\n", "\\t", "\\r", "\\x20", "\\u0020", "\\x09", "\\x0a", "\\x0A"})


class ScalarPlaces:
    """Finds places of a scalar's text in the file that it was read from.

    Folding, indentation and line ends are blanks, in the file and in the text; all other
    characters stand in both, one for one and in the same order (YAML 1.2, chapters 7 and 8). So
    the n-th of them in the text is the n-th in the file.
    """

    def __init__(self, scalar: Scalar, source: str) -> None:
        """Take a scalar and the whole text of its file."""
        self._positions = Positions(source, scalar.file)
        self._source = source
        self._places = list(_places(scalar, source))

    def span(self, offset: int, length: int = 1) -> Span:
        """Return where ``length`` characters from ``offset`` of the scalar's text stand.

        The span ends with the line on which it begins.
        """
        last_one = len(self._places) - 1
        begin = self._places[min(offset, last_one)][0]
        end = self._places[min(offset + max(length, 1) - 1, last_one)][1]
        line_end = self._source.find("\n", begin)
        return self._positions.span(begin, min(end, line_end) if line_end >= 0 else end)


def _places(scalar: Scalar, source: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end in the file of each character of the text, and of its end.

    A blank stands where the character before it ends.
    """
    written = _written(scalar, source)
    end = scalar.offsets[0]
    for sign in scalar.text:
        place = None if sign in _BLANKS else next(written, None)
        begin, end = place or (end, end)
        yield begin, end
    yield end, end


def _written(scalar: Scalar, source: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end in the file of each character that is no blank."""
    start, end = scalar.offsets
    properties = _PROPERTIES.match(source, start, end)
    start = properties.end() if properties else start
    pattern = _PLAIN
    if not scalar.plain:
        quote = source[start : start + 1]
        if quote in {"'", '"'}:
            start, end = start + 1, end - 1
            pattern = _SINGLE_QUOTED if quote == "'" else _DOUBLE_QUOTED
        else:
            # The text of a block begins on the line after its sign, '|' or '>'.
            start = source.find("\n", start) + 1
    for found in pattern.finditer(source, start, end):
        if found[0] not in _ESCAPED_BLANKS:
            yield found.span()

"""Stretches of a Markdown page that are for the staff alone, or held back until a day.

They stand between comments on lines of their own, which every Markdown program passes over:
``<!-- staff -->`` and ``<!-- /staff -->``, or ``<!-- release 2018-03-01 -->`` and
``<!-- /release -->``. Comments mark them in code, too: a mark that was read as text would be an
early publication.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, NamedTuple

from coursewright.diagnostics import Report, Rule, Severity, Span

BAD_BLOCK = Rule(
    "A003",
    Severity.ERROR,
    """A block that is to be held back does not begin or end as it should.

    Such a block stands between two comments, each on a line of its own. What a misspelt or
    forgotten one was to hold back would be published.

    Bad:
        <!-- staff -->
        The answer is 42.
    Good:
        <!-- staff -->
        The answer is 42.
        <!-- /staff -->
    """,
)

WORDS: Final = ("staff", "release")
_COMMENT: Final = re.compile(r"<!--(?P<words>.*?)(?:-->|\Z)", re.DOTALL)
_CODE_SPAN: Final = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_ALONE: Final = re.compile(r"[ \t>]*\Z")
_NEAR: Final = 0.8
_LONGEST: Final = 400
"""No comment of ours is longer; the words of a longer one need not be compared."""


class Mark(NamedTuple):
    """A comment that begins or ends a block."""

    start: int
    """Offset of the line on which it stands."""
    end: int
    """Offset of the line after it."""
    span: Span
    name: str
    """``staff`` or ``release``."""
    argument: str
    closes: bool


class HeldBlock(NamedTuple):
    """A stretch of a text from its opening to its closing comment."""

    opening: Mark
    closing: Mark

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.opening.start

    @property
    def end(self) -> int:
        """Offset of the first character after it."""
        return self.closing.end


@dataclass(slots=True)
class _Open:
    """The blocks of a text while it is read."""

    report: Report
    marks: list[Mark] = field(default_factory=list)

    def take(self, mark: Mark) -> Iterator[HeldBlock]:
        """Yield the block that ``mark`` closes."""
        if not mark.closes:
            self.marks.append(mark)
        elif not self.marks:
            self.report(BAD_BLOCK(f"no block '{mark.name}' is open here", mark.span))
        else:
            opening = self.marks.pop()
            if opening.name != mark.name:
                hint = f"the block that is open is '{opening.name}'"
                self.report(BAD_BLOCK(f"'/{mark.name}' closes another block", mark.span, hint))
            yield HeldBlock(opening, mark)

    def finish(self) -> None:
        """Report what was never closed."""
        for mark in self.marks:
            hint = f"end it with <!-- /{mark.name} --> on a line of its own"
            self.report(BAD_BLOCK(f"this block '{mark.name}' is never closed", mark.span, hint))


def read_blocks(text: str, file: str, report: Report, first_line: int = 1) -> list[HeldBlock]:
    """Return the blocks of a text, an inner one before the one around it.

    ``first_line`` is the line of ``file`` on which the text begins.
    """
    opened = _Open(report)
    marks = _marks(text, file, report, first_line)
    found = [block for mark in marks for block in opened.take(mark)]
    opened.finish()
    return found


def _marks(text: str, file: str, report: Report, first_line: int) -> Iterator[Mark]:
    if "<!--" not in text:
        return
    code = [found.span() for found in _CODE_SPAN.finditer(text)]
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    for found in _COMMENT.finditer(text):
        words = found["words"][:_LONGEST].split()
        if not words or not _is_ours(words[0]):
            continue
        before = bisect_right(code, (found.start(), len(text))) - 1
        if before >= 0 and found.start() < code[before][1]:
            continue
        line = bisect_right(lines, found.start())
        line_start = lines[line - 1]
        first = found[0].partition("\n")[0]
        span = Span.on_line(file, first_line + line - 1, found.start() - line_start + 1, len(first))
        if problem := _problem(words, found, text, line_start):
            report(BAD_BLOCK(problem, span, _HINT))
            continue
        name, argument = words[0].removeprefix("/"), " ".join(words[1:])
        line_end = text.find("\n", found.end()) + 1 or len(text)
        yield Mark(line_start, line_end, span, name, argument, words[0].startswith("/"))


_HINT: Final = "write <!-- staff --> or <!-- release 2018-03-01 -->, and close it with its name"


@lru_cache(maxsize=4096)
def _is_ours(word: str) -> bool:
    """Tell whether a comment that begins with ``word`` is, or was to be, a mark."""
    if re.match(r"/[^\W\d_]", word):
        return True
    plain = re.sub(r"[\W\d_]+", "", word).lower()
    return any(
        plain.startswith(name) or SequenceMatcher(None, plain, name).ratio() >= _NEAR
        for name in WORDS
    )


def _problem(words: Sequence[str], found: re.Match[str], text: str, line_start: int) -> str:
    name = words[0].removeprefix("/")
    if name not in WORDS:
        return f"'{words[0]}' is no block"
    after = text[found.end() :].partition("\n")[0]
    if not _ALONE.match(text[line_start : found.start()]) or after.strip() or "\n" in found[0]:
        return f"'{words[0]}' does not stand on a line of its own"
    takes_day = words[0] == "release"
    if takes_day != (len(words) > 1):
        return f"'{name}' has no day" if takes_day else f"'{words[0]}' has more words after it"
    return ""


def rewrite_blocks(
    text: str,
    blocks: Sequence[HeldBlock],
    signs: Callable[[HeldBlock], tuple[str, str] | None],
) -> str:
    """Return a text in which each block has other marks, or is gone.

    ``signs`` gives what comes in the place of its two comments, ``""`` for nothing at all; None
    takes the block out.
    """
    edits: list[tuple[int, int, str]] = []
    for block in blocks:
        pair = signs(block)
        if pair is None:
            edits.append((block.start, block.end, ""))
        else:
            marks = zip((block.opening, block.closing), pair, strict=True)
            edits += [(mark.start, mark.end, sign) for mark, sign in marks]
    kept: list[str] = []
    done = 0
    for start, end, sign in sorted(edits):
        if start >= done:
            indent = text[start : text.find("<", start)] if sign else ""
            kept += [text[done:start], f"{indent}{sign}\n" if sign else ""]
        done = max(done, end)
    return "".join([*kept, text[done:]])

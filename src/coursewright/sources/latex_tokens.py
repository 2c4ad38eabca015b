r"""LaTeX as tokens with their places: what TeX's eyes would see, before anything is expanded.

After *The TeXbook*, chapters 7 and 8, with the category codes that LaTeX starts with. Verbatim
material is one token, so that nothing in it is taken for markup. Reading is linear in the
text and never fails: whatever is written comes out as tokens that cover it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

from coursewright.diagnostics import Span
from coursewright.sources.positions import Positions

VERBATIM_ENVIRONMENTS: Final = frozenset(
    {
        *("verbatim", "verbatim*", "Verbatim", "Verbatim*", "lstlisting", "minted", "alltt"),
        *("comment", "filecontents", "filecontents*", "rawhtml", "luacode", "luacode*"),
    }
)
"""Environments whose body is no LaTeX."""

_LONGEST_INLINE: Final = 2_000
"""How far ``\verb`` looks for its end on its line."""


class Kind(StrEnum):
    """What a token is."""

    COMMAND = "command"
    r"""``\name`` or ``\,``; the text has the backslash."""
    TEXT = "text"
    BLANK = "blank"
    PARAGRAPH = "paragraph"
    """Blank lines."""
    OPEN = "open"
    CLOSE = "close"
    MATH = "math"
    """``$`` or ``$$``."""
    PARAMETER = "parameter"
    """``#1``, or ``#`` and ``##`` in definitions within definitions."""
    SPECIAL = "special"
    """``&``, ``~``, ``^`` or ``_``."""
    COMMENT = "comment"
    """From ``%`` to the end of its line."""
    VERBATIM = "verbatim"
    r"""``\begin{verbatim}…\end{verbatim}`` or ``\verb|…|`` as a whole; see ``verbatim_parts``."""


@dataclass(frozen=True)
class LatexSource:
    """One file of LaTeX: its name for messages, and its text."""

    name: str
    text: str

    @cached_property
    def positions(self) -> Positions:
        """Where its lines begin."""
        return Positions(self.text, self.name)

    def span(self, start: int, end: int) -> Span:
        """Return the span of the characters from ``start`` to ``end`` (exclusive)."""
        return self.positions.span(start, end)


class Token(NamedTuple):
    """A piece of LaTeX and where it stands in its file."""

    kind: Kind
    text: str
    source: LatexSource
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.source.span(self.start, self.end)


class VerbatimParts(NamedTuple):
    """A verbatim token taken apart."""

    name: str
    r"""The environment's or the command's name, ``lstlisting`` or ``verb``."""
    options: str
    """What stands in brackets, and for ``minted`` the language."""
    body: str
    closed: bool = True


_BEGIN: Final = re.compile(r"\\begin[ \t]*\{([A-Za-z]+\*?)\}")
_OWN_VERBATIM: Final = re.compile(
    r"\\(?:lstnewenvironment|DefineVerbatimEnvironment|newtcblisting)\*?(?:\[[^\]]{0,80}\])?"
    r"\{([A-Za-z]{1,40})\}|\\newminted\[([A-Za-z]{1,40})\]"
)
r"""Environments that the notes declare as verbatim themselves."""
_OPTIONS: Final = re.compile(
    r"[ \t]*(?:\[([^\]]{0,2000})\])?[ \t]*(?:\{([A-Za-z0-9_+#-]{1,40})\})?"
)
_INLINE: Final = re.compile(
    r"\\(verb\*?|lstinline|mintinline)(?![A-Za-z])(\[[^\]\n]{0,500}\])?(?:\{([A-Za-z0-9]{1,40})\}(?=\S))?"
)
_ADDRESS: Final = re.compile(r"\\(?:url|href|nolinkurl|path)[ \t]*\{")
_ADDRESS_END: Final = re.compile(r"\\.|[{}\n]|[^\\{}\n]+", re.DOTALL)


def _pattern(letters: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<command>\\(?:[{letters}]+|[^{letters}]|\Z))"
        r"|(?P<comment>%[^\n]*\n?)"
        r"|(?P<blank>\s+)"
        r"|(?P<open>\{)|(?P<close>\})"
        r"|(?P<math>\$\$?)"
        r"|(?P<parameter>\#+[1-9]?)"
        r"|(?P<special>[&~^_])"
        r"|(?P<text>[^\\%\s{}$#&~^_]+)",
        re.DOTALL,
    )


_DOCUMENT: Final = _pattern("A-Za-z")
_PACKAGE: Final = _pattern("A-Za-z@")


def read_tokens(source: LatexSource, *, package: bool = False) -> list[Token]:
    r"""Return the tokens of a file; ``package`` where ``@`` is a letter from the start.

    The texts of the tokens, one after the other, are the text of the file.
    """
    own = frozenset(filter(None, chain.from_iterable(_OWN_VERBATIM.findall(source.text))))
    pattern = _PACKAGE if package else _DOCUMENT
    return list(_Reader(source, pattern, verbatim=VERBATIM_ENVIRONMENTS | own).read())


@dataclass(slots=True)
class _Reader:
    source: LatexSource
    pattern: re.Pattern[str]
    at: int = 0
    verbatim: frozenset[str] = VERBATIM_ENVIRONMENTS
    line_begins: bool = field(default=True)
    """Whether a comment has just swallowed the end of its line, so that one more is a blank."""

    def read(self) -> Iterator[Token]:
        text = self.source.text
        while self.at < len(text):
            found = self.pattern.match(text, self.at)
            if found is None:  # pragma: no cover - the pattern covers every character
                return
            kind = str(found.lastgroup)
            if kind == "command":
                yield from self._command(found[0], found.end())
            elif kind == "blank":
                least = 1 if self.line_begins else 2
                is_paragraph = found[0].count("\n") >= least
                yield self._take(Kind.PARAGRAPH if is_paragraph else Kind.BLANK, found.end())
            else:
                yield self._take(Kind(kind), found.end())
            self.line_begins = kind == "comment"

    def _take(self, kind: Kind, end: int) -> Token:
        start, self.at = self.at, end
        return Token(kind, self.source.text[start:end], self.source, start, end)

    def _command(self, name: str, end: int) -> Iterator[Token]:
        if name == "\\begin" and (verbatim := self._environment_end()):
            yield self._take(Kind.VERBATIM, verbatim)
        elif name in _INLINE_COMMANDS and (inline := self._inline_end()):
            yield self._take(Kind.VERBATIM, inline)
        elif name in _ADDRESS_COMMANDS and (found := _ADDRESS.match(self.source.text, self.at)):
            yield from self._address(end, found.end())
        else:
            if name == "\\makeatletter":
                self.pattern = _PACKAGE
            elif name == "\\makeatother":
                self.pattern = _DOCUMENT
            yield self._take(Kind.COMMAND, end)

    def _environment_end(self) -> int:
        text = self.source.text
        found = _BEGIN.match(text, self.at)
        if found is None or found[1] not in self.verbatim:
            return 0
        closing = f"\\end{{{found[1]}}}"
        end = text.find(closing, found.end())
        return end + len(closing) if end >= 0 else len(text)

    def _inline_end(self) -> int:
        """Return where an inline verbatim ends; 0 for one that does not end on its line."""
        text = self.source.text
        found = _INLINE.match(text, self.at)
        if found is None or found.end() >= len(text):
            return 0
        delimiter = text[found.end()]
        if delimiter.isspace() or delimiter == "*":
            return 0
        closing = "}" if delimiter == "{" else delimiter
        end = text.find(closing, found.end() + 1, found.end() + _LONGEST_INLINE)
        return 0 if end < 0 or "\n" in text[found.end() : end] else end + 1

    def _address(self, name_end: int, opened: int) -> Iterator[Token]:
        r"""Yield ``\url{…}`` with what is in its braces as one text: there ``%`` is no comment."""
        text, depth, at = self.source.text, 1, opened
        while depth and (found := _ADDRESS_END.match(text, at, opened + _LONGEST_INLINE)):
            if found[0] == "\n":
                break
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            at = found.end()
        yield self._take(Kind.COMMAND, name_end)
        if depth:
            return
        if opened - 1 > self.at:
            yield self._take(Kind.BLANK, opened - 1)
        yield self._take(Kind.OPEN, opened)
        if at - 1 > opened:
            yield self._take(Kind.TEXT, at - 1)
        yield self._take(Kind.CLOSE, at)


_INLINE_COMMANDS: Final = frozenset({"\\verb", "\\lstinline", "\\mintinline"})
_ADDRESS_COMMANDS: Final = frozenset({"\\url", "\\href", "\\nolinkurl", "\\path"})


def verbatim_parts(token: Token) -> VerbatimParts:
    """Take a verbatim token apart into its name, options and body."""
    text = token.text
    if found := _BEGIN.match(text):
        closing = f"\\end{{{found[1]}}}"
        closed = text.endswith(closing)
        body = text[found.end() : len(text) - len(closing) if closed else len(text)]
        options = _OPTIONS.match(body) if found[1] in _WITH_OPTIONS else None
        said = ",".join(filter(None, options.groups())) if options else ""
        body = body[options.end() :] if options else body
        return VerbatimParts(found[1], said, body.partition("\n")[2] or body, closed)
    inline = _INLINE.match(text)
    if inline is None:
        return VerbatimParts("verb", "", text)
    said = ",".join(filter(None, ((inline[2] or "")[1:-1], inline[3])))
    return VerbatimParts(inline[1].rstrip("*"), said, text[inline.end() + 1 : -1])


_WITH_OPTIONS: Final = frozenset({"lstlisting", "minted", "Verbatim", "Verbatim*"})

"""BibTeX text to entries with offsets, by way of pybtex's parser.

pybtex tells the line where an error shows, which for a missing brace is the end of the file. Here
each entry is read up to the next line that begins one, so an error stays in the entry that has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from pybtex.database.input.bibtex import (  # type: ignore[import-untyped]
    LowLevelParser,
    UndefinedMacro,
    month_names,
)
from pybtex.scanner import (  # type: ignore[import-untyped]
    PrematureEOF,
    PybtexSyntaxError,
    Token,
)
from pybtex.utils import CaseInsensitiveDict  # type: ignore[import-untyped]

from coursewright.diagnostics import Diagnostic, Label, Report, Span, did_you_mean
from coursewright.sources.bibtex_reasons import NO_ENTRY, REASONS, TOO_LONG
from coursewright.sources.bibtex_rules import NO_KEY, STRAY, SYNTAX, UNCLOSED, UNDEFINED_STRING
from coursewright.sources.bibtex_text import MOST_PROBLEMS, EntryText, FieldText
from coursewright.sources.positions import Positions

_LONGEST_VALUE = 1_000_000
_MOST_CHARACTERS = 32_000_000
"""An @string that doubles another one thirty times would fill the memory."""

_BOUNDARY = re.compile(
    r"^(?:@[A-Za-z]+[ \t]*[{(]|[ \t]+@[A-Za-z]+[ \t]*\{[ \t]*[^\s,{}=]+[ \t]*,)", re.MULTILINE
)
_COMMAND = re.compile(r"^[ \t]*@|@(?=[A-Za-z]+\s*[{(])", re.MULTILINE)
_BRACES = re.compile(r"[{}]")
_QUOTE_OR_BRACES = re.compile(r'["{}]')
_HEADER = re.compile(r"@\s*[^\s{(]+\s*[{(]")
_COMMENT = re.compile(r"@\s*comment\b", re.IGNORECASE)
_EQUALS = re.compile(r"\s*=")
_HEADLESS = re.compile(
    r"^[ \t]*([^\s@%{}=,]+\{[^\s,{}=]+),(?=(?:[^\n]*\n)?[ \t]*[\w-]+[ \t]*=)", re.MULTILINE
)
_TAIL = re.compile(r"\s*([,}]|\w+\s*=)")
_SWALLOWED = re.compile(r"\n[ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*[{\"\d]")
_WORD = re.compile(r"\w+|\S")


def scan_bibtex(text: str, positions: Positions, report: Report) -> Iterator[EntryText]:
    """Yield the entries of ``text`` that have a key, in order; what is broken goes to ``report``.

    Values have their ``@string`` abbreviations filled in and their white space made single. After
    more than ``MOST_PROBLEMS`` problems the rest of the text is not read.
    """
    scanner = _Scanner(text, positions, report)
    read: list[tuple[int, int]] = []
    with suppress(_TooManyProblems):
        for command, body in scanner:
            read.append((scanner.command_start, scanner.pos))
            if command.lower() not in {"string", "preamble"}:
                entry = scanner.entry(command, *body)
                if entry:
                    yield entry
        _report_headless(text, read, positions, report)


def _report_headless(
    text: str, read: list[tuple[int, int]], positions: Positions, report: Report
) -> None:
    """Report entries that lack their '@': BibTeX takes them for remarks."""
    for found in _HEADLESS.finditer(text):
        before = bisect_right(read, (found.start(), len(text))) - 1
        if before < 0 or found.start() >= read[before][1]:
            message = f"'{found[1]}' has no '@' before it and is not read"
            report(STRAY(message, positions.span(*found.span(1)), f"write '@{found[1]}'"))


class _TooManyProblems(Exception):  # noqa: N818  (it never leaves this module)
    """Ends the scan."""


class _Scanner(LowLevelParser):  # type: ignore[misc]
    """pybtex's parser, told where entries begin, and remembering where values stand."""

    text: str
    pos: int
    end_pos: int
    command_start: int
    current_entry_key: str | None
    current_field_name: str | None

    def __init__(self, text: str, positions: Positions, report: Report) -> None:
        super().__init__(text, macros=CaseInsensitiveDict(month_names))
        self._positions = positions
        self._report = report
        self._boundaries = [found.start() for found in _BOUNDARY.finditer(text)]
        self._budget = _MOST_CHARACTERS
        self._problems = 0
        self._places: list[tuple[int, int]] = []
        self._key_start = 0
        self._whole = True
        self._value_start = 0

    def parse_command(self) -> object:
        """Read up to the next boundary at most."""
        after = bisect_right(self._boundaries, self.command_start)
        known = after < len(self._boundaries)
        self.end_pos = self._boundaries[after] if known else len(self.text)
        self._places = []
        self._key_start = self.command_start
        self._value_start = 0
        self._whole = True
        return super().parse_command()

    def parse_entry_body(self, body_end: object) -> None:
        """Remember where the key stands."""
        self.eat_whitespace()
        self._key_start = self.pos
        super().parse_entry_body(body_end)

    def parse_value(self) -> None:
        """Remember where the value stands; refuse one that abbreviations blow up."""
        self.eat_whitespace()
        start = self._value_start = self.pos
        super().parse_value()
        length = sum(map(len, self.current_value))
        self._budget -= length
        if length > _LONGEST_VALUE or self._budget < 0:
            raise PybtexSyntaxError(TOO_LONG, self)
        end = start + len(self.text[start : self.pos].rstrip())
        self._places.append((start, end))

    def skip_to(self, patterns: Sequence[object]) -> object:
        """Go to the first of the patterns in one search: one for each would be quadratic."""
        if patterns[0] is self.AT:
            found = _COMMAND.search(self.text, self.pos)
        elif patterns[0] is self.QUOTE:
            found = _QUOTE_OR_BRACES.search(self.text, self.pos, self.end_pos)
        else:
            found = _BRACES.search(self.text, self.pos, self.end_pos)
        if found is None:
            return None
        start, self.pos = self.pos, found.end()
        literals = {"@": self.AT, '"': self.QUOTE, "{": self.LBRACE, "}": self.RBRACE}
        return Token(self.text[start : self.pos], literals[self.text[self.pos - 1]])

    def update_lineno(self, value: str) -> None:
        """Do nothing: lines are found from offsets."""

    def handle_error(self, error: PybtexSyntaxError) -> None:
        """Report the error, and leave the rest of the entry unread if it has to be."""
        if isinstance(error, UndefinedMacro):
            self._say(self._undefined(str(error.args[0])))
        elif _HEADER.match(self.text, self.command_start, self.end_pos):
            self._whole = False
            self._say(self._explain(error))
            self.pos = self.end_pos
        elif not _COMMENT.match(self.text, self.command_start):
            span = self._span(self.command_start, self.command_start + 1)
            self._say(SYNTAX(NO_ENTRY[0], span, NO_ENTRY[1].format()))

    def _say(self, problem: Diagnostic) -> None:
        self._report(problem)
        self._problems += 1
        if self._problems > MOST_PROBLEMS:
            raise _TooManyProblems

    def entry(self, command: str, key: str | None, fields: list[Any]) -> EntryText | None:
        """Return the entry just read, or None with a diagnostic where it has no key."""
        if key is None:
            return None
        if self._is_no_key(key):
            if self._whole:
                self._say(self._no_key(self._key_start, self._key_start + len(key)))
            return None
        if self._whole:
            self._report_tail(key)
        end = self.command_start + len(self.text[self.command_start : self.pos].rstrip())
        return EntryText(
            command.lower(),
            key,
            self.command_start,
            self._key_start,
            end,
            self._whole,
            tuple(
                FieldText(name.lower(), " ".join("".join(parts).split()), start, stop)
                for (name, parts), (start, stop) in zip(fields, self._places, strict=False)
            ),
        )

    def _report_tail(self, key: str) -> None:
        tail = _TAIL.match(self.text, self.pos)
        if tail:
            line = self.text[tail.start(1) : tail.start(1) + 40].partition("\n")[0].strip()
            self._say(
                STRAY(
                    f"'{line}' comes after the end of the entry '{key}' and is not read",
                    self._span(tail.start(1), tail.start(1) + len(line)),
                    "look for a brace too many above it",
                    [Label(self._key_span(), "the entry")],
                )
            )

    def _explain(self, error: PybtexSyntaxError) -> Diagnostic:
        key, name = self.current_entry_key, self.current_field_name
        if key and self._is_no_key(key):
            return self._no_key(self._key_start, self._key_start + len(key))
        if isinstance(error, PrematureEOF):
            return self._unclosed()
        expected = str(error.args[0])
        if expected == "entry key expected":
            return self._no_key(self.command_start, self.pos)
        found = _WORD.match(self.text, self.pos)
        word = found[0][:30] if found else ""
        message, hint = REASONS.get(expected, NO_ENTRY)
        where = f"in the entry '{key}' " if key else ""
        return SYNTAX(
            where + message.format(name=name, word=word),
            self._span(self.pos, self.pos + len(word)),
            hint.format(name=name),
            [Label(self._key_span(), "the entry")] if key else (),
        )

    def _undefined(self, name: str) -> Diagnostic:
        owner = f"the entry '{self.current_entry_key}'" if self.current_entry_key else "an @string"
        message = f"in {owner}, no @string defines '{name}'"
        hint = did_you_mean(name, self.macros) or f"put braces around it: {{{name}}}"
        return UNDEFINED_STRING(message, self._span(self.pos - len(name), self.pos), hint)

    def _unclosed(self) -> Diagnostic:
        key = self.current_entry_key
        named = f"the entry '{key}'" if key else "what begins here"
        related = []
        if self._value_start and _SWALLOWED.search(self.text, self._value_start, self.end_pos):
            start = self._value_start
            label = f"the value of '{self.current_field_name}' runs on from here"
            related.append(Label(self._span(start, start + 1), label))
        if self.end_pos < len(self.text):
            end = self.end_pos
            related.append(Label(self._span(end, end + 1), "the next entry begins here"))
        hint = "add the missing '}'"
        return UNCLOSED(f"{named} is never closed", self._key_span(), hint, related)

    def _is_no_key(self, key: str) -> bool:
        """Tell whether what was taken for a key is the first field."""
        return "=" in key or bool(_EQUALS.match(self.text, self._key_start + len(key)))

    def _no_key(self, start: int, end: int) -> Diagnostic:
        hint = "write a key and a comma after the brace"
        return NO_KEY("this entry has no key and is left out", self._span(start, end), hint)

    def _key_span(self) -> Span:
        return self._span(self._key_start, self._key_start + len(self.current_entry_key or "@"))

    def _span(self, start: int, end: int) -> Span:
        return self._positions.span(start, end)

"""A stream of tokens: arguments are taken from it, and what is expanded is put back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from coursewright.sources.latex_tokens import Kind, Token

_SPACE: Final = frozenset({Kind.BLANK, Kind.COMMENT})
_SOFT: Final = frozenset({Kind.BLANK, Kind.COMMENT, Kind.PARAGRAPH})
_LONGEST_OPTION: Final = 200
"""Tokens of the longest option: a bracket that is open for longer is a bracket of the text."""


class TokenStream:
    """Tokens to be taken from the front. What is missing is nothing, never an error."""

    __slots__ = ("_taken", "_waiting")

    def __init__(self, tokens: Iterable[Token] = ()) -> None:
        """Begin with ``tokens``."""
        self._waiting = list(tokens)
        self._waiting.reverse()
        self._taken: list[Token] | None = None

    def remember(self) -> None:
        """Remember what is taken from now on, for ``rewind``."""
        self._taken = []

    def rewind(self) -> None:
        """Put back what was taken since ``remember``."""
        self._waiting.extend(reversed(self._taken or ()))
        self._taken = None

    def next(self) -> Token | None:
        """Take the next token, or None at the end."""
        if not self._waiting:
            return None
        token = self._waiting.pop()
        if self._taken is not None:
            self._taken.append(token)
        return token

    def peek(self) -> Token | None:
        """Return the next token and leave it."""
        return self._waiting[-1] if self._waiting else None

    def push(self, tokens: Sequence[Token]) -> None:
        """Put ``tokens`` before what is left."""
        self._waiting.extend(reversed(tokens))
        if self._taken is not None and tokens:
            del self._taken[-len(tokens) :]

    def __len__(self) -> int:
        """Return how many tokens are left."""
        return len(self._waiting)

    def next_solid(self) -> Token | None:
        """Take the next token that is no blank and no comment."""
        self.skip_blanks()
        return self.next()

    def skip_blanks(self) -> list[Token]:
        """Take blanks and comments, but no blank line."""
        taken: list[Token] = []
        while self._waiting and self._waiting[-1].kind in _SPACE:
            taken += filter(None, [self.next()])
        return taken

    def star(self) -> bool:
        """Take a star if one follows at once."""
        token = self.peek()
        if token is None or token.kind is not Kind.TEXT or not token.text.startswith("*"):
            return False
        self._shorten(1)
        return True

    def _shorten(self, count: int) -> None:
        """Take the first characters off the next token."""
        token = self._waiting.pop()
        if self._taken is not None:
            self._taken.append(token._replace(text=token.text[:count], end=token.start + count))
        if len(token.text) > count:
            rest = token._replace(text=token.text[count:], start=token.start + count)
            self._waiting.append(rest)

    def argument(self) -> list[Token]:
        """Take an argument: a group without its braces, or a single token."""
        taken = self.skip_blanks()
        token = self.peek()
        if token is None or token.kind in {Kind.CLOSE, Kind.PARAGRAPH}:
            self.push(taken)
            return []
        if token.kind is Kind.OPEN:
            return self.group() or []
        if token.kind is Kind.TEXT and len(token.text) > 1:
            self._shorten(1)
            return [token._replace(text=token.text[0], end=token.start + 1)]
        self.next()
        return [token]

    def group(self) -> list[Token] | None:
        """Take a group in braces, without them; None where none begins after blanks."""
        taken = self.skip_blanks()
        first = self.peek()
        if first is None or first.kind is not Kind.OPEN:
            self.push(taken)
            return None
        self.next()
        inside: list[Token] = []
        depth = 1
        while (token := self.next()) is not None:
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            if not depth:
                return inside
            inside.append(token)
        return inside

    def optional(self) -> list[Token] | None:
        """Take what stands in brackets, without them; None where no bracket follows.

        A bracket that is never closed is no option: it stays where it is.
        """
        blanks = self.skip_blanks()
        first = self.peek()
        if first is None or first.kind is not Kind.TEXT or not first.text.startswith("["):
            self.push(blanks)
            return None
        taken: list[Token] = []
        depth = 0
        while (token := self.next()) is not None:
            if token.kind is Kind.PARAGRAPH or len(taken) > _LONGEST_OPTION:
                break
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            if depth < 0:
                break
            at = _closing_bracket(token, first=not taken) if not depth else -1
            taken.append(token)
            if at >= 0:
                return self._cut_option(taken, at)
        if token is not None:
            self.push([token])
        self.push(taken)
        self.push(blanks)
        return None

    def _cut_option(self, taken: list[Token], at: int) -> list[Token]:
        last = taken.pop()
        self.push([last])
        self._shorten(at + 1)
        head = last._replace(text=last.text[:at], end=last.start + at)
        inside = [*taken, head]
        first = inside[0]
        inside[0] = first._replace(text=first.text[1:], start=first.start + 1)
        return [token for token in inside if token.text]

    def until_open(self) -> list[Token]:
        """Take what stands before the next opening brace of the paragraph."""
        taken: list[Token] = []
        while (token := self.peek()) is not None:
            if token.kind in {Kind.OPEN, Kind.PARAGRAPH}:
                break
            taken.append(token)
            self.next()
        return taken

    def peek_inside(self) -> Token | None:
        """Return the first token of the argument that follows, and leave all."""
        for token in reversed(self._waiting[-20:]):
            if token.kind not in _SOFT | {Kind.OPEN}:
                return token
        return None


def _closing_bracket(token: Token, *, first: bool) -> int:
    if token.kind is not Kind.TEXT:
        return -1
    return token.text.find("]", 1 if first else 0)


def trimmed(tokens: Sequence[Token]) -> list[Token]:
    """Return ``tokens`` without blanks and comments at both ends."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].kind in _SOFT:
        start += 1
    while end > start and tokens[end - 1].kind in _SOFT:
        end -= 1
    return list(tokens[start:end])


def as_written(tokens: Iterable[Token]) -> str:
    """Return tokens as LaTeX, without comments."""
    return "".join(token.text for token in tokens if token.kind is not Kind.COMMENT)


def plain_text(tokens: Iterable[Token]) -> str:
    """Return the text of tokens on one line, without comments and braces."""
    kept = (Kind.COMMENT, Kind.OPEN, Kind.CLOSE)
    return " ".join("".join(token.text for token in tokens if token.kind not in kept).split())

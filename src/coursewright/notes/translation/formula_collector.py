r"""A formula of the notes, collected token by token to its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from coursewright.notes.marks import unmarked
from coursewright.notes.parts import PlacedTex, ReferencePart, added
from coursewright.notes.translation.state import Translation, group
from coursewright.notes.translation.vocabulary import (
    CITATIONS,
    MANY_ROWS,
    MATH_DROPPED,
    REFERENCES,
    THREE_COLUMNS,
)
from coursewright.sources.latex_stream import as_written, plain_text
from coursewright.sources.latex_tokens import Kind, Token, verbatim_parts

_CLOSING: Final = {"\\(": "\\)", "\\[": "\\]"}


@dataclass(slots=True)
class Row:
    """A line of a formula."""

    tex: PlacedTex = field(default_factory=PlacedTex)
    labels: list[tuple[str, Token]] = field(default_factory=list)
    tag: str = ""
    silent: bool = False
    blank: bool = True
    columns: int = 0


@dataclass(slots=True)
class Collector:
    """Collects a formula to its end."""

    state: Translation
    opening: Token
    environment: str = ""
    inner: str = ""
    """The environment that it is set as."""
    rows: list[Row] = field(default_factory=lambda: [Row()])
    braces: int = 0
    nested: int = 0
    after_word: bool = False
    written: list[str] = field(default_factory=list)

    @property
    def row(self) -> Row:
        """The line that is being read."""
        return self.rows[-1]

    def collect(self) -> bool:
        """Read to the end; return False where the formula has none."""
        while (token := self.state.expander.next()) is not None:
            self.written.append(token.text)
            if self._ends(token):
                self.written.pop()
                return True
            if token.kind is Kind.PARAGRAPH and not self.environment:
                self.state.stream.push([token])
                return False
            self._take(token)
        return False

    def _ends(self, token: Token) -> bool:
        if self.environment:
            return self._is_own_end(token)
        if token.kind is Kind.MATH and self.braces <= 0:
            if token.text == "$$" and self.opening.text == "$":
                self.state.stream.push([token._replace(text="$", start=token.start + 1)])
                return True
            return token.text == self.opening.text
        return token.kind is Kind.COMMAND and token.text == _CLOSING.get(self.opening.text)

    def _is_own_end(self, token: Token) -> bool:
        if token.kind is not Kind.COMMAND or token.text != "\\end" or self.nested:
            return False
        inside = self.state.stream.group() or []
        if plain_text(inside) == self.environment:
            return True
        self.state.push(group(inside))
        return False

    def _take(self, token: Token) -> None:
        if token.kind is Kind.COMMAND:
            self._command(token)
        elif token.kind in {Kind.BLANK, Kind.PARAGRAPH}:
            self._add(" ", token, blank=True)
        elif token.kind is Kind.VERBATIM:
            self._add(f"\\text{{{_plain(verbatim_parts(token).body)}}}", token)
        elif token.kind not in {Kind.COMMENT, Kind.PARAMETER}:
            self.braces += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            if token.text == "&" and self._skips_column():
                return
            self._add(unmarked(token.text), token)

    def _skips_column(self) -> bool:
        """Tell whether this is the second ``&`` of a line in an environment of three columns."""
        if self.environment not in THREE_COLUMNS or self.nested or self.braces > 0:
            return False
        self.row.columns += 1
        return self.row.columns == 2  # noqa: PLR2004 - the second of two

    def _command(self, token: Token) -> None:
        name, stream = token.text, self.state.stream
        if name in {"\\nonumber", "\\notag"}:
            self.row.silent = True
        elif name == "\\label":
            self.row.labels.append((as_written(stream.argument()), token))
        elif name == "\\tag" and not self.nested:
            starred = stream.star()
            said = as_written(stream.argument()).strip()
            self.row.tag = said.strip("()") if starred else said
        elif name in REFERENCES:
            self._reference(token)
        elif name in CITATIONS:
            stream.optional()
            self._add(f"\\text{{{_plain(as_written(stream.argument()))}}}", token)
        elif name in {"\\\\", "\\cr"} and self._breaks_row():
            stream.star()
            stream.optional()
            self.rows.append(Row())
        elif name in MATH_DROPPED:
            self._drop(MATH_DROPPED[name])
        elif name in {"\\intertext", "\\shortintertext"}:
            self._between(token)
        elif name in {"\\begin", "\\end"}:
            self._nest(token)
        else:
            self._add(name, token, word=name[-1:].isalpha())

    def _breaks_row(self) -> bool:
        return self.inner.rstrip("*") in MANY_ROWS and not self.nested and self.braces <= 0

    def _drop(self, signature: str) -> None:
        for letter in signature:
            if letter == "*":
                self.state.stream.star()
            elif letter == "o":
                self.state.stream.optional()
            else:
                self.state.stream.argument()

    def _nest(self, token: Token) -> None:
        name = plain_text(self.state.stream.group() or ())
        self.nested += 1 if token.text == "\\begin" else -1
        if name != "subequations":
            self._add(f"{token.text}{{{name}}}", token)

    def _between(self, token: Token) -> None:
        """Give words between the lines of a formula a line of their own."""
        words = self.state.stream.argument()
        if not self.row.blank:
            self.rows.append(Row())
        self._add("\\text{", token)
        self.state.stream.push([*words, token._replace(kind=Kind.COMMAND, text="\\cw@rowend")])
        self.braces += 1

    def _reference(self, token: Token) -> None:
        style = REFERENCES[token.text][0]
        self.state.stream.star()
        labels = tuple(one.strip() for one in as_written(self.state.stream.argument()).split(","))
        part = ReferencePart(style, labels, token)  # type: ignore[arg-type]
        self._add(f"\\text{{[[cwr{added(self.state.parts.references, part)}]]}}", token)

    def _add(self, text: str, place: Token, *, blank: bool = False, word: bool = False) -> None:
        if text == "\\cw@rowend":
            self.braces -= 1
            self.row.tex.add("}", place)
            self.row.silent, self.row.blank = True, False
            self.rows.append(Row())
            return
        if self.after_word and text[:1].isalpha():
            self.row.tex.add(" ", place)
        self.row.tex.add(text, place)
        self.row.blank &= blank
        self.after_word = word


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign not in "\\{}$&#^_~%")

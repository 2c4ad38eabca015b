r"""A formula of the notes, collected token by token to its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from coursewright.notes.marks import unmarked
from coursewright.notes.parts import ReferencePart, added
from coursewright.notes.translation import formula_structures
from coursewright.notes.translation.environment_names import DRAWINGS
from coursewright.notes.translation.expand import substituted
from coursewright.notes.translation.formula_rows import Row
from coursewright.notes.translation.math_vocabulary import MANY_ROWS, MATH_DROPPED, THREE_COLUMNS
from coursewright.notes.translation.numbering import COUNTER_COMMANDS
from coursewright.notes.translation.state import DEEPEST, Translation, group
from coursewright.notes.translation.vocabulary import CITATIONS, REFERENCES
from coursewright.sources.latex_stream import as_written, plain_text
from coursewright.sources.latex_tokens import Kind, Token, verbatim_parts

_CLOSING: Final = {"\\(": "\\)", "\\[": "\\]"}


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
    counts_lines: bool = False
    draws: bool = False
    """Whether it holds a diagram, which only TeX can set."""
    endings: list[tuple[str, list[Token]]] = field(default_factory=list)
    """Environments of the notes that are open inside, with what they put at their end."""
    written: list[str] = field(default_factory=list)

    @property
    def row(self) -> Row:
        """The line that is being read."""
        return self.rows[-1]

    def collect(self) -> bool:
        """Read to the end; return False where the formula has none."""
        self.state.expander.in_formula = True
        try:
            return self._collected()
        finally:
            self.state.expander.in_formula = False

    def _collected(self) -> bool:
        while (token := self.state.expander.next()) is not None:
            self.written.append(token.text)
            if self._ends(token):
                self.written.pop()
                return True
            if token.kind is Kind.PARAGRAPH and not self.environment:
                self.state.stream.push([token])
                return False
            goes_on = self._end_around(token)
            if goes_on is None:
                self._take(token)
            elif not goes_on:
                return False
        return False

    def _end_around(self, token: Token) -> bool | None:
        r"""Read the ``\end`` of what the formula stands in, and tell whether it goes on.

        None for any other token.
        """
        if token.text != "\\end" or token.kind is not Kind.COMMAND or self.nested or self.endings:
            return None
        inside = self.state.stream.group() or []
        self.state.push(group(inside))
        name = plain_text(inside).strip()
        around = next((one for one in reversed(self.state.open) if one.name == name), None)
        if around is None:
            return None
        self.written.pop()
        ending, around.ending = around.ending, None
        # What the notes put there may close the formula.
        self.state.push(ending or (), token)
        return any(one.kind is Kind.MATH or one.text in {"\\]", "\\end"} for one in ending or ())

    def _ends(self, token: Token) -> bool:
        if self.environment:
            return self._is_own_end(token)
        if token.kind is Kind.MATH and self.braces <= 0:
            if token.text == "$$" and self.opening.text == "$":
                self.state.stream.push([token._replace(text="$", start=token.start + 1)])
                return True
            return token.text == self.opening.text
        # LaTeX takes \\) for a closing dollar too.
        closing = _CLOSING.get(self.opening.text, "\\)" if self.opening.text == "$" else "")
        return token.kind is Kind.COMMAND and token.text == closing and self.braces <= 0

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
        name = token.text
        if name in formula_structures.PLAIN_TEX and self._structure(token):
            return
        if self._says_of_row(token):
            return
        if name in REFERENCES:
            self._reference(token)
        elif name in CITATIONS:
            self.state.stream.optional()
            self._add(f"\\text{{{_plain(as_written(self.state.stream.argument()))}}}", token)
        elif name in MATH_DROPPED:
            self._drop(MATH_DROPPED[name])
        elif name in {"\\intertext", "\\shortintertext"}:
            self._between(token)
        elif name in {"\\begin", "\\end"}:
            self._nest(token)
        elif name.startswith("\\the") and name[4:] in self.state.counters.values:
            self._add(f"\\text{{{self.state.counters.printed(name[4:]) or '?'}}}", token)
        else:
            self.draws |= name.startswith(("\\xymatrix", "\\tikz"))
            self._add(name, token, word=name[-1:].isalpha())

    def _says_of_row(self, token: Token) -> bool:
        """Take what a command says of its line: number, label, end; False for any other."""
        name, stream = token.text, self.state.stream
        if self.counts_lines and self.nested == 1 and self.braces <= 0:
            self.row.inner_lines += (name == "\\\\") - (name in {"\\nonumber", "\\notag"})
        if name in {"\\nonumber", "\\notag"}:
            self.row.silent = True
        elif name == "\\label":
            stream.optional()
            self.row.labels.append((as_written(stream.argument()), token))
        elif name == "\\tag" and self._is_for_row():
            self.row.starred = stream.star()
            self.row.tag = stream.argument()
        elif name in {"\\eqno", "\\leqno"}:
            self.row.tag, self.row.starred = self._rest(), True
        elif name in COUNTER_COMMANDS:
            self.row.counting.append([token, *self._counter_arguments(name)])
        elif name in {"\\\\", "\\cr"} and self._breaks_row():
            stream.star()
            stream.optional()
            self.rows.append(Row())
        else:
            return False
        return True

    def _is_for_row(self) -> bool:
        # A tag inside of ``split`` and its kin is the whole formula's.
        return self.braces <= 0

    def _rest(self) -> list[Token]:
        """Take what is left of the formula: it is its number."""
        taken: list[Token] = []
        while (token := self.state.expander.next()) is not None:
            ends = token.kind is Kind.PARAGRAPH or token.text == "\\end"
            if ends or (not self.environment and self._ends(token)):
                self.state.push(token)
                break
            taken.append(token)
        return taken

    def _counter_arguments(self, name: str) -> list[Token]:
        count = 2 if name in {"\\setcounter", "\\addtocounter"} else 1
        return [one for _ in range(count) for one in group(self.state.stream.argument())]

    def _structure(self, token: Token) -> bool:
        tokens = formula_structures.PLAIN_TEX[token.text](self.state.stream)
        if tokens is not None:
            self.state.push(tokens)
        return tokens is not None

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
        opens = token.text == "\\begin"
        if self._is_of_notes(token, name, opens=opens) or name == "subequations":
            return
        if opens:
            rows = formula_structures.text_rows(name, self.state.stream)
            if rows is not None:
                self.state.push(rows)
                return
            self.draws |= name in DRAWINGS
            shown = formula_structures.begun(name, self.state.stream)
        else:
            shown = formula_structures.ended(name)
        self._nests_lines(name, opens=opens)
        self.nested += 1 if opens else -1
        self._add(shown or f"{token.text}{{{name}}}", token)

    def _nests_lines(self, name: str, *, opens: bool) -> None:
        """Note an alignment inside of ``gather``: it has numbers, and the line that it is none."""
        if opens and not self.nested and self.inner.rstrip("*") == "gather":
            if name.rstrip("*") in {"align", "gather", "alignat", "flalign"}:
                self.row.silent = True
                self.row.inner_lines = not name.endswith("*")
                self.counts_lines = not name.endswith("*")
        elif not opens and self.nested == 1:
            self.counts_lines = False

    def _is_of_notes(self, token: Token, name: str, *, opens: bool) -> bool:
        """Expand an environment that the notes define themselves; return False for any other."""
        own = self.state.definitions.environments.get(name)
        if opens and own is not None and len(self.endings) < DEEPEST:
            arguments = self.state.expander.arguments(own.arguments, own.default)
            self.endings.append((name, substituted(own.end, arguments, token)))
            self.state.push(substituted(own.begin, arguments, token))
            return True
        if not opens and self.endings and self.endings[-1][0] == name:
            self.state.push(self.endings.pop()[1])
            return True
        return False

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

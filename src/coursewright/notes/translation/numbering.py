r"""The numbers of sections, theorems and equations, counted as LaTeX's kernel counts them.

``\newcounter``, ``\setcounter``, ``\numberwithin`` and ``\the…`` made of ``\arabic`` and its kin
are followed. A number that is printed in any other way is unknown: it is never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from coursewright.notes.translation.classes import DocumentClass
from coursewright.sources.latex_definitions import Definitions
from coursewright.sources.latex_stream import TokenStream, plain_text
from coursewright.sources.latex_tokens import Kind, LatexSource, Token, read_tokens

SECTIONS: Final = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph")
_IN_SECTIONS: Final = ("chapter", "section", "subsection", "subsubsection", "paragraph")
_DEEPEST: Final = 12
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_FORMATS: Final = frozenset({"\\arabic", "\\roman", "\\Roman", "\\alph", "\\Alph"})
COUNTER_COMMANDS: Final = frozenset(
    {"\\setcounter", "\\addtocounter", "\\stepcounter", "\\refstepcounter"}
)
"""What changes the value of a counter."""
_SILENT: Final = frozenset({"\\relax", "\\protect", "\\number", "\\ensuremath", "\\mathrm"})


def formatted(value: int, form: str) -> str | None:
    r"""Return a number as ``\arabic``, ``\roman``, ``\alph`` and so on print it."""
    name = form.lstrip("\\")
    if name == "arabic":
        return str(value)
    if name in {"alph", "Alph"}:
        if not 1 <= value <= 26:  # noqa: PLR2004 - letters of the alphabet
            return "" if value == 0 else None
        return chr((ord("a") if name == "alph" else ord("A")) + value - 1)
    if name in {"roman", "Roman"} and 0 <= value < 4000:  # noqa: PLR2004 - Roman numerals end
        out = ""
        for worth, sign in _ROMAN:
            out += sign * (value // worth)
            value %= worth
        return out.upper() if name == "Roman" else out
    return None


def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(read_tokens(LatexSource("", text), package=True))


@dataclass(slots=True)
class Counters:
    """The counters of a document."""

    definitions: Definitions
    values: dict[str, int] = field(default_factory=dict)
    within: dict[str, str] = field(default_factory=dict)
    """Counter to the one whose step sets it back."""
    forms: dict[str, tuple[Token, ...]] = field(default_factory=dict)
    r"""What ``\the…`` of a counter prints."""
    unsure: set[str] = field(default_factory=set)
    """Counters whose value is not known."""

    def set_up(self, kind: DocumentClass) -> None:
        """Declare the counters of a class of documents."""
        chapters = kind.chapters
        above = ""
        for name in ("part", *_IN_SECTIONS):
            self.values[name] = 0
            if name in {"part", "chapter"} or (name == "section" and not chapters):
                self.forms[name] = _tokens(f"\\{'Roman' if name == 'part' else 'arabic'}{{{name}}}")
            else:
                self.forms[name] = _tokens(f"\\the{above}.\\arabic{{{name}}}")
                self.within[name] = above
            above = name
        for name in ("equation", "figure", "table"):
            self.declare(name, "chapter" if chapters else "")
            if chapters:
                # No chapter has begun where its number is 0.
                self.forms[name] = _tokens(f"\\cw@chapter\\arabic{{{name}}}")
        self.declare("footnote", "chapter" if chapters else "")
        self.forms["footnote"] = _tokens("\\arabic{footnote}")
        self.declare("algorithm", "")
        for depth, form in enumerate(("arabic", "alph", "roman", "Alph")):
            name = "enum" + "i" * (depth + 1) if depth < 3 else "enumiv"  # noqa: PLR2004
            self.values[name] = 0
            self.forms[name] = _tokens(f"\\{form}{{{name}}}")
        for name, written in kind.forms.items():
            self.forms[name] = _tokens(written)

    def declare(self, name: str, within: str = "") -> None:
        r"""Do what ``\newcounter{name}[within]`` and ``\numberwithin{name}{within}`` do."""
        self.values.setdefault(name, 0)
        if within:
            self.within[name] = within
        prefix = f"\\the{within}." if within else ""
        self.forms[name] = _tokens(f"{prefix}\\arabic{{{name}}}")

    def step(self, name: str) -> None:
        """Add one, and set back what is counted within."""
        self.values[name] = self.values.get(name, 0) + 1
        waiting = [name]
        seen: set[str] = set()
        while waiting:
            above = waiting.pop()
            seen.add(above)
            for inner, outer in self.within.items():
                if outer == above and inner not in seen:
                    self.values[inner] = 0
                    self.unsure.discard(inner)
                    waiting.append(inner)

    def peek(self, name: str) -> str | None:
        """Return what the counter will print after its next step."""
        self.values[name] = self.values.get(name, 0) + 1
        said = self.printed(name)
        self.values[name] -= 1
        return said

    def lettered(self, number: str | None, name: str) -> tuple[Token, ...]:
        """Return a form that puts a letter after ``number``; unknown where that is unknown."""
        return _tokens(f"{number}\\alph{{{name}}}" if number else "\\unknown")

    def labelled(self, form: str, name: str) -> str | None:
        r"""Return a label like ``(\alph*)`` with the number of the counter ``name``."""
        return self._evaluated(_tokens(form.replace("*", f"{{{name}}}")), _DEEPEST)

    def printed(self, name: str) -> str | None:
        r"""Return what ``\the<name>`` prints now, or None where that is not known."""
        return self._printed(name, _DEEPEST)

    def _printed(self, name: str, depth: int) -> str | None:
        if name in self.unsure or depth <= 0:
            return None
        own = self.definitions.macros.get(f"\\the{name}")
        if own is not None:
            return self._evaluated(own.body, depth - 1)
        form = self.forms.get(name)
        return None if form is None else self._evaluated(form, depth - 1)

    def _evaluated(self, tokens: Sequence[Token], depth: int) -> str | None:
        stream, out = TokenStream(tokens), ""
        while (token := stream.next()) is not None:
            said = self._piece(token, stream, depth)
            if said is None:
                return None
            out += said
        return out

    def _piece(self, token: Token, stream: TokenStream, depth: int) -> str | None:
        if token.kind in {Kind.TEXT, Kind.COMMAND}:
            return token.text if token.kind is Kind.TEXT else self._command(token, stream, depth)
        plain = {Kind.OPEN, Kind.CLOSE, Kind.COMMENT, Kind.BLANK, Kind.MATH}
        return "" if token.kind in plain or token.text == "~" else None

    def _command(self, token: Token, stream: TokenStream, depth: int) -> str | None:
        name, said = token.text, None
        if name in _SILENT:
            said = ""
        elif name == "\\cw@chapter":
            said = f"{self._printed('chapter', depth)}." if self.values.get("chapter") else ""
        elif name in _FORMATS:
            said = self._format(plain_text(stream.argument()).strip(), name)
        elif f"\\{name[2:]}" in _FORMATS and name.startswith("\\@"):
            register = stream.argument()
            said = self._format(register[0].text.removeprefix("\\c@") if register else "", name[2:])
        elif depth > 0 and name in self.definitions.macros:
            macro = self.definitions.macros[name]
            said = None if macro.arguments else self._evaluated(macro.body, depth - 1)
        elif depth > 0 and name.startswith("\\the"):
            said = self._printed(name[4:], depth)
        return said

    def _format(self, name: str, form: str) -> str | None:
        if name in self.unsure or name not in self.values:
            return None
        return formatted(self.values[name], form)

    def number_from(self, tokens: Sequence[Token]) -> int | None:
        r"""Return the number that ``\setcounter`` is given, or None where it is not plain."""
        text = plain_text(tokens).replace(" ", "")
        if text.lstrip("+-").isascii() and text.lstrip("+-").isdigit() and len(text) < 7:  # noqa: PLR2004
            return int(text)
        if text.startswith("\\value"):
            return self.values.get(text.removeprefix("\\value"))
        evaluated = self._evaluated(tokens, _DEEPEST)
        return int(evaluated) if evaluated and evaluated.isascii() and evaluated.isdigit() else None

    def command(self, name: str, stream: TokenStream) -> bool:
        r"""Do what a command says of counters, its arguments taken; False for any other command."""
        if name in {"\\setcounter", "\\addtocounter"}:
            self._set(stream, add=name == "\\addtocounter")
        elif name in {"\\stepcounter", "\\refstepcounter"}:
            self.step(plain_text(stream.argument()).strip())
        elif name == "\\newcounter":
            counter = plain_text(stream.argument()).strip()
            within = plain_text(stream.optional() or ()).strip()
            self.declare(counter)
            if within:
                self.within[counter] = within
        elif name in {"\\numberwithin", "\\counterwithin"}:
            starred = stream.star()
            counter = plain_text(stream.argument()).strip()
            within = plain_text(stream.argument()).strip()
            if starred:
                self.within[counter] = within
            else:
                self.declare(counter, within)
                self.definitions.macros.pop(f"\\the{counter}", None)
        elif name == "\\@addtoreset":
            counter = plain_text(stream.argument()).strip()
            self.within[counter] = plain_text(stream.argument()).strip()
        elif name == "\\counterwithout":
            counter = plain_text(stream.argument()).strip()
            stream.argument()
            self.within.pop(counter, None)
            self.declare(counter)
        elif name == "\\appendix":
            top = "chapter" if self.within.get("section") == "chapter" else "section"
            self.values[top] = 0
            self.forms[top] = _tokens(f"\\Alph{{{top}}}")
            self.definitions.macros.pop(f"\\the{top}", None)
        else:
            return False
        return True

    def _set(self, stream: TokenStream, *, add: bool) -> None:
        counter = plain_text(stream.argument()).strip()
        value = self.number_from(stream.argument())
        if value is None:
            self.unsure.add(counter)
            return
        self.unsure.discard(counter)
        self.values[counter] = value + (self.values.get(counter, 0) if add else 0)

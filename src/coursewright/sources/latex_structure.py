r"""Commands with their arguments, and environments with their ends, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from coursewright.diagnostics import Diagnostic, Label, Span
from coursewright.sources.latex_definitions import DEFINING, Definitions
from coursewright.sources.latex_rules import BRACES, OPEN_MATH, TOO_DEEP, UNBALANCED
from coursewright.sources.latex_stream import TokenStream, plain_text
from coursewright.sources.latex_tokens import Kind, Token, verbatim_parts

DEEPEST: Final = 100

SIGNATURES: Final[Mapping[str, str]] = {
    "\\label": "om",
    **dict.fromkeys(("\\ref", "\\eqref", "\\pageref", "\\nameref", "\\tag"), "*m"),
    **dict.fromkeys(("\\cref", "\\Cref", "\\autoref", "\\vref", "\\cpageref"), "*m"),
    **dict.fromkeys(("\\crefrange", "\\Crefrange"), "*mm"),
    **dict.fromkeys(
        (
            *("\\cite", "\\citep", "\\citet", "\\citealp", "\\citealt", "\\citeauthor"),
            *("\\citeyear", "\\citeyearpar", "\\parencite", "\\textcite", "\\footcite"),
            *("\\autocite", "\\Citet", "\\Citep", "\\nocite"),
        ),
        "*oom",
    ),
    **dict.fromkeys(
        (
            *("\\part", "\\chapter", "\\section", "\\subsection", "\\subsubsection"),
            *("\\paragraph", "\\subparagraph", "\\caption", "\\title", "\\author", "\\footnote"),
        ),
        "*om",
    ),
    "\\includegraphics": "*oom",
    "\\alt": "m",
    "\\input": "m",
    "\\include": "m",
    "\\subfile": "m",
    "\\bibliography": "m",
    "\\bibliographystyle": "m",
    "\\addbibresource": "om",
    "\\bibitem": "om",
    "\\documentclass": "om",
    "\\usepackage": "om",
    "\\RequirePackage": "om",
    "\\graphicspath": "m",
    "\\course": "mmm",
    "\\lecture": "mmm",
    "\\scribes": "m",
    "\\instructor": "m",
    "\\replace": "m",
    "\\todo": "om",
    "\\href": "mm",
    "\\url": "m",
}
r"""What follows a command: ``*`` a star, ``o`` an option in brackets, ``m`` an argument."""


class Environment(NamedTuple):
    r"""A stretch from ``\begin{name}`` to ``\end{name}``; ``end`` is None where that is missing."""

    name: str
    begin: Token
    parent: Environment | None = None

    def within(self, *names: str) -> bool:
        """Tell whether this environment, or one around it, has one of the ``names``."""
        at: Environment | None = self
        while at is not None:
            if at.name in names:
                return True
            at = at.parent
        return False


class Call(NamedTuple):
    """A command that is used, with what it is given."""

    name: str
    """With its backslash."""
    place: Token
    starred: bool
    options: tuple[tuple[Token, ...], ...]
    arguments: tuple[tuple[Token, ...], ...]
    environment: Environment | None
    """The innermost one that it stands in."""

    @property
    def span(self) -> Span:
        """Where the command and its arguments stand."""
        last = next((group[-1] for group in reversed(self.arguments) if group), self.place)
        same = last.source is self.place.source and last.end >= self.place.end
        return self.place.source.span(self.place.start, last.end if same else self.place.end)

    def text(self, index: int = 0) -> str:
        """Return an argument as plain text, ``""`` where it is missing."""
        return plain_text(self.arguments[index]) if index < len(self.arguments) else ""


@dataclass(slots=True)
class Structure:
    """What a text consists of."""

    calls: list[Call] = field(default_factory=list)
    environments: list[Environment] = field(default_factory=list)
    verbatim: list[tuple[Token, Environment | None]] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    """Environments, braces and formulas that are not closed; one nested too deeply."""

    def named(self, *names: str) -> Iterator[Call]:
        """Yield the calls of the commands ``names``, in order."""
        wanted = frozenset(names)
        return (call for call in self.calls if call.name in wanted)


def read_structure(
    tokens: Sequence[Token], signatures: Mapping[str, str] = SIGNATURES
) -> Structure:
    r"""Return the commands and environments of ``tokens``, and what in them is not closed.

    Definitions are passed over: what stands in the body of a macro is not said by the text.
    Commands in the arguments of others are calls of their own.
    """
    reader = _Reader(TokenStream(tokens), signatures)
    reader.read()
    return reader.found


@dataclass(slots=True)
class _Reader:
    stream: TokenStream
    signatures: Mapping[str, str]
    found: Structure = field(default_factory=Structure)
    _open: list[Environment] = field(default_factory=list)
    _braces: list[Token] = field(default_factory=list)
    _math: Token | None = None
    _deep: bool = False

    def read(self) -> None:
        while (token := self.stream.next()) is not None:
            if token.kind is Kind.COMMAND:
                self._command(token)
            elif token.kind in {Kind.OPEN, Kind.CLOSE}:
                self._brace(token)
            elif token.kind is Kind.MATH:
                self._dollar(token)
            elif token.kind is Kind.PARAGRAPH:
                self._end_math()
            elif token.kind is Kind.VERBATIM:
                self._verbatim(token)
        self._end_math()
        self._leave_open()

    def _command(self, token: Token) -> None:
        if token.text in {"\\begin", "\\end"}:
            self._environment(token)
        elif token.text in {"\\(", "\\["}:
            self._end_math()
            self._math = token
        elif token.text in {"\\)", "\\]"}:
            self._math = None
        elif token.text in DEFINING:
            Definitions().read(token, self.stream)
        elif token.text == "\\string":
            self.stream.skip_blanks()
            self.stream.next()
        else:
            self._call(token)

    def _call(self, token: Token) -> None:
        starred, options, arguments = False, [], []
        self.stream.remember()
        # What is nested too deeply is not read again and again for the arguments around it.
        for letter in self.signatures.get(token.text, "") if not self._deep else "":
            if letter == "*":
                starred = self.stream.star()
            elif letter == "o":
                option = self.stream.optional()
                options += [] if option is None else [tuple(option)]
            else:
                arguments.append(tuple(self.stream.argument()))
        around = self._open[-1] if self._open else None
        self.found.calls.append(
            Call(token.text, token, starred, tuple(options), tuple(arguments), around)
        )
        self.stream.rewind()

    def _environment(self, token: Token) -> None:
        name = plain_text(self.stream.group() or ())
        if token.text == "\\begin":
            environment = Environment(name, token, self._open[-1] if self._open else None)
            self.found.environments.append(environment)
            self._open.append(environment)
            self._too_deep(token)
            return
        if any(one.name == name for one in self._open[-DEEPEST:]):
            while self._open[-1].name != name:
                self._not_closed(self._open.pop(), token, name)
            self._open.pop()
        else:
            message = f"\\end{{{name}}} ends nothing: no \\begin{{{name}}} is open here"
            self.found.problems.append(UNBALANCED(message, token.span))

    def _not_closed(self, environment: Environment, end: Token | None, name: str) -> None:
        begun = environment.begin.span
        message = f"\\begin{{{environment.name}}} has no \\end{{{environment.name}}}"
        related = [Label(end.span, f"\\end{{{name}}} stands here")] if end else []
        hint = f"write \\end{{{environment.name}}} where it ends"
        self.found.problems.append(UNBALANCED(message, begun, hint, related))

    def _brace(self, token: Token) -> None:
        if token.kind is Kind.OPEN:
            self._braces.append(token)
            self._too_deep(token)
        elif self._braces:
            self._braces.pop()
        else:
            hint = "delete it, or write \\} for the sign"
            self.found.problems.append(BRACES("this brace closes nothing", token.span, hint))

    def _too_deep(self, token: Token) -> None:
        if not self._deep and max(len(self._open), len(self._braces)) > DEEPEST:
            self._deep = True
            message = f"more than {DEEPEST} braces or environments are open here"
            self.found.problems.append(TOO_DEEP(message, token.span))

    def _dollar(self, token: Token) -> None:
        if self._math is None:
            self._math = token
        elif self._math.text == token.text:
            self._math = None

    def _end_math(self) -> None:
        if self._math is not None:
            closing = {"\\(": "\\)", "\\[": "\\]"}.get(self._math.text, self._math.text)
            message = f"the formula that '{self._math.text}' begins is not closed in its paragraph"
            hint = f"close it with '{closing}'"
            self.found.problems.append(OPEN_MATH(message, self._math.span, hint))
            self._math = None

    def _verbatim(self, token: Token) -> None:
        parts = verbatim_parts(token)
        self.found.verbatim.append((token, self._open[-1] if self._open else None))
        if not parts.closed:
            begun = token._replace(end=token.start + len(f"\\begin{{{parts.name}}}"))
            self._not_closed(Environment(parts.name, begun), None, "")

    def _leave_open(self) -> None:
        for environment in self._open[:DEEPEST]:
            self._not_closed(environment, None, "")
        for brace in self._braces[:1]:
            hint = "close it with }, or write \\{ for the sign"
            self.found.problems.append(BRACES("this brace is never closed", brace.span, hint))

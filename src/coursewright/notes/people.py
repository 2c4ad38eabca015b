r"""Where notes name people: the credit of a page is the schedule's to give, by consent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from coursewright.diagnostics import Diagnostic
from coursewright.notes.rules import NAMES_LEFT_OUT
from coursewright.notes.translation.vocabulary import SECTION_COMMANDS
from coursewright.sources.latex_document import LatexDocument
from coursewright.sources.latex_stream import TokenStream, as_written
from coursewright.sources.latex_tokens import Kind, LatexSource, Token

_PEOPLE: Final = re.compile(r"\\(?:scribed?(?:s|by|names?)?|authors?|students?)", re.IGNORECASE)
_HEADERS: Final = frozenset({"\\lhead", "\\rhead", "\\chead", "\\ihead", "\\ohead", "\\fancyhead"})
_DEFINING: Final = frozenset(
    {"\\def", "\\gdef", "\\edef", "\\xdef", "\\newcommand", "\\renewcommand", "\\providecommand"}
    | {"\\let", "\\NewDocumentCommand", "\\RenewDocumentCommand", "\\DeclareRobustCommand"}
)
_PLAIN_DEFINING: Final = _DEFINING - {"\\let", "\\NewDocumentCommand", "\\RenewDocumentCommand"}
_LABEL: Final = re.compile(r"\W*(?:scribe[sdr]?|note-?takers?)(?:\(s\))?(:?)(.*)", re.IGNORECASE)
_LINE_ENDS: Final = frozenset({"\\\\", "\\par", "\\newline", "\\begin", "\\end", "\\maketitle"}) | {
    *("\\hfill", "\\quad", "\\qquad", "\\vspace", "\\vskip", "\\bigskip", "\\medskip"),
}
_JOINING: Final = re.compile(r"(?:.*,|and|\\and|&|et)")
_SOFT: Final = frozenset({Kind.BLANK, Kind.COMMENT})


class NamedPeople(NamedTuple):
    """A place of the notes at which people are named."""

    place: Token
    """What says so: a command, or the word before the names."""
    names: tuple[Token, ...]
    credits_here: int | None = None
    """Where in its file a credit takes the place of the names, if there is such a place."""

    @property
    def text(self) -> str:
        """The names as they were written."""
        return " ".join(as_written(self.names).split())


def named_people(document: LatexDocument) -> tuple[NamedPeople, ...]:
    """Return the places at which the scribes' own files name people as their authors."""
    sources = {source.name for source in document.files.values()}
    own = [token for token in document.packages if token.source.name in sources]
    found: list[NamedPeople] = []
    for tokens in (own, document.tokens):
        commands = list(_in_commands(tokens))
        hidden = _places(commands)
        found += [*commands, *_in_lines(tokens, hidden)]
    return tuple(found)


def without_people(tokens: Iterable[Token], people: Sequence[NamedPeople]) -> list[Token]:
    """Return tokens without those that name people."""
    hidden = _places(people)
    return [
        token for token in tokens if token.kind is Kind.COMMENT or hidden.isdisjoint(_ends(token))
    ]


def with_credit(source: LatexSource, people: Sequence[NamedPeople], credit: str) -> str:
    """Return the text of a file with the credit in place of names, its lines as they were."""
    changes: dict[tuple[int, int], str] = {}
    for one in people:
        for token in one.names:
            if token.source.name == source.name and token.kind is not Kind.COMMENT:
                changes[token.start, token.end] = "%\n" * token.text.count("\n")
        if one.place.source.name == source.name and one.credits_here is not None:
            changes[one.credits_here, one.credits_here] = credit
    text = source.text
    for (start, end), new in sorted(changes.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def names_left_out(people: Iterable[NamedPeople], credit: str) -> Iterator[Diagnostic]:
    r"""Yield what is left out because the schedule's credit does not have it.

    What classes and packages say of names is seldom a name, and nothing that a scribe would mend.
    """
    for one in people:
        if not one.place.source.name.endswith(".tex"):
            continue
        words = re.findall(r"\w+", re.sub(r"\\[A-Za-z]+", " ", one.text))
        if "\\replace" in one.text or not any(word[0].isalpha() for word in words):
            continue
        if one.text != credit:
            hint = "write names that are to be public, with consent, in 'scribes' of schedule.yaml"
            message = f"who is named after '{one.place.text}' is left out of the page and the PDF"
            yield NAMES_LEFT_OUT(message, one.place.span, hint)


def _places(people: Iterable[NamedPeople]) -> set[tuple[str, str, int]]:
    return {end for one in people for token in one.names for end in _ends(token)}


def _ends(token: Token) -> tuple[tuple[str, str, int], tuple[str, str, int]]:
    """Return both ends of a token: a part of it that was cut off still has one of them."""
    name = token.source.name
    return (name, "start", token.start), (name, "end", token.end)


def _in_commands(tokens: Sequence[Token]) -> Iterator[NamedPeople]:
    stream, before = TokenStream(tokens), ""
    while (token := stream.next()) is not None:
        if token.kind is Kind.COMMAND:
            if before in _DEFINING:
                if before in _PLAIN_DEFINING and _PEOPLE.fullmatch(token.text):
                    yield from _defined(token, stream)
            elif _PEOPLE.fullmatch(token.text):
                yield from _called(token, stream, credited=True)
            elif token.text in _HEADERS:
                yield from _called(token, stream, credited=False)
            elif token.text == "\\lecture":
                yield from _lecture(token, stream)
        if token.kind not in {*_SOFT, Kind.OPEN}:
            before = token.text


def _called(token: Token, stream: TokenStream, *, credited: bool) -> Iterator[NamedPeople]:
    option = stream.optional() or []
    if credited and option:
        yield NamedPeople(token, tuple(option))
    if (taken := _group(stream)) is not None:
        at = taken[0].end if token.text in {"\\scribes", "\\author"} else None
        if credited or any(it.kind is Kind.TEXT and _is_word(it) for it in taken[1:]):
            yield NamedPeople(token, tuple(taken[1:]), at)


def _defined(token: Token, stream: TokenStream) -> Iterator[NamedPeople]:
    following = stream.peek()
    if following is not None and following.kind is Kind.CLOSE:
        stream.next()
    if stream.optional() is not None:
        return
    taken = _group(stream)
    if taken is not None and any(_is_word(it) for it in taken[1:] if it.kind is Kind.TEXT):
        yield NamedPeople(token, tuple(taken[1:]))


def _lecture(token: Token, stream: TokenStream) -> Iterator[NamedPeople]:
    r"""Yield who stands in a ``\lecture``: after number and title, what is neither nor a date."""
    stream.optional()
    index = 0
    while (taken := _group(stream)) is not None:
        names = taken[1:]
        said = as_written(names)
        if index > 1 and re.search(r"[^\W\d_]", said) and not re.search(r"\d|\\replace", said):
            yield NamedPeople(token, tuple(names))
        index += 1


def _group(stream: TokenStream) -> list[Token] | None:
    """Take a group; return it with its opening brace, None where none follows."""
    stream.skip_blanks()
    opening = stream.peek()
    if opening is None or opening.kind is not Kind.OPEN:
        return None
    return [opening, *(stream.group() or ())]


def _is_word(token: Token) -> bool:
    return any(letter.isalpha() for letter in token.text)


def _in_lines(tokens: Sequence[Token], hidden: set[tuple[str, str, int]]) -> Iterator[NamedPeople]:
    """Yield the names after "Scribes:" in front of the first section of the text."""
    visible = [it for it in tokens if hidden.isdisjoint(_ends(it))]
    stream, begun = TokenStream(visible), False
    while (token := stream.next()) is not None:
        begun = begun or token.text == "\\begin"
        if begun and token.text in SECTION_COMMANDS:
            return
        label = _LABEL.fullmatch(token.text) if token.kind is Kind.TEXT else None
        if label is None:
            continue
        rest = label[2]
        if label[1] or _colon(stream):
            at = token.end - len(rest)
            first = [token._replace(text=rest, start=at)] if rest else []
            yield NamedPeople(token, (*first, *_line(stream, named=bool(rest))))


def _colon(stream: TokenStream) -> bool:
    """Take ``by`` or a colon, which make a word the label of names."""
    stream.remember()
    while (token := stream.next()) is not None:
        if token.kind in {*_SOFT, Kind.CLOSE} or token.text == "~":
            continue
        if token.text.rstrip(":").lower() in {"", "by", "name", "names"}:
            return True
        break
    stream.rewind()
    return False


def _line(stream: TokenStream, *, named: bool) -> Iterator[Token]:
    """Take the names that follow: to the end of their line, which a comma or "and" lengthens."""
    depth, last = 0, ""
    while (token := stream.peek()) is not None:
        ends = token.kind is Kind.PARAGRAPH or token.text in _LINE_ENDS
        ends |= token.kind is Kind.BLANK and "\n" in token.text and not _JOINING.fullmatch(last)
        if token.kind is Kind.PARAGRAPH or token.text in SECTION_COMMANDS or (ends and named):
            return
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if depth < 0:
            if named:
                return
            depth = 0
            stream.next()
            continue
        stream.next()
        if token.kind not in _SOFT and not ends:
            named = named or _is_word(token) or token.kind is Kind.PARAMETER
            last = token.text
        if not ends:
            yield token

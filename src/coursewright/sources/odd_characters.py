"""Characters that nobody typed: invisible ones, letters of a wrong alphabet or encoding."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from coursewright.diagnostics import Report, Rule, Severity, Span

_MOST = 20

BIDI = Rule(
    "F005",
    Severity.ERROR,
    """An invisible character makes text differ from what is seen.

    Bidirectional controls (U+202A to U+202E, U+2066 to U+2069) reorder what is shown. Blanks of no
    width and soft hyphens come along when text is copied from a PDF or a chat: a key or an id with
    one in it is another key, and no search finds the word.

    Bad:
        title: "abc\\u202Edef"
    Good:
        title: abcdef
    """,
)
MOJIBAKE = Rule(
    "F011",
    Severity.WARNING,
    """Letters look as if their encoding had been mistaken.

    Text in UTF-8 was opened as if it were Windows-1252, and saved like that: an 'é' has become two
    other letters. A '\\ufffd' stands where a letter was lost altogether.

    Bad:
        institution: UniversitÃ© de MontrÃ©al
    Good:
        institution: Université de Montréal
    """,
)
TWO_ALPHABETS = Rule(
    "F012",
    Severity.WARNING,
    """A word has letters of two alphabets that look alike.

    A Cyrillic '\\u0430' looks like the Latin one, and is another letter: no search finds the word,
    and a key with it is not the one that it seems to be. The like holds for letters of full width.

    Bad:
        title: St\\u0430bility
    Good:
        title: Stability
    """,
)
ODD_RULES = (BIDI, MOJIBAKE, TWO_ALPHABETS)

_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Scripts that are written from the right, or whose letters join or have no blanks between words,
# need some of the second group; and so do pictures that are made of several.
_INVISIBLE = re.compile(
    "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2060-\u2064\ufeff]"
    "|[\u00ad\u061c\u180e\u200b-\u200f]"
)
_NEEDED = re.compile("[\u00ad\u061c\u180e\u200b-\u200f]")
_NEEDING = re.compile("[\u0590-\u1cff\ua840-\uabff\ufb1d-\ufefc\u2600-\u27bf\U0001f000-\U0001faff]")
# What begins with one class of characters is found fast in a long text.
_MOJIBAKE = re.compile(
    "[ÂÃâ\ufffd](?:(?<=[ÂÃ])[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030"
    "\u0160\u2039\u0152\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u0178]"
    "|(?<=â)€\\S|(?<=\ufffd))"
)
_MIXED = re.compile(
    "[\u0400-\u04ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a](?:(?<=[A-Za-z].)|(?=[A-Za-z]))"
)


def without_invisible(text: str) -> str:
    """Return ``text`` without the characters that ``report_disguises`` reports."""
    return "".join(
        line if line.isascii() and line.isprintable() else _cleaned(line)
        for line in text.splitlines(keepends=True)
    )


def _cleaned(line: str) -> str:
    return _INVISIBLE.sub(lambda found: found[0] if _is_needed(found[0], line) else "", line)


def _is_needed(character: str, line: str) -> bool:
    return bool(_NEEDED.match(character) and _NEEDING.search(line))


def report_disguises(text: str, name: str, report: Report) -> int:
    """Report the characters of ``text`` that hide or reorder what is shown; return their number.

    Only the first ones, for with many of them the file is no text at all.
    """
    pattern = _CONTROLS if text.isascii() else _INVISIBLE
    found = (it for it in pattern.finditer(text) if not _is_needed(it[0], _line(text, it.start())))
    first = list(islice(found, _MOST))
    for one in first:
        named = unicodedata.name(one[0], "control character").lower()
        message = f"invisible character U+{ord(one[0]):04X}, {named}"
        report(BIDI(message, _place(text, name, one), "delete the character"))
    return len(first)


def report_odd_letters(text: str, name: str, report: Report) -> None:
    """Report letters that come of a wrong encoding, or of another alphabet than their word's."""
    if text.isascii():
        return
    for one in islice(_MOJIBAKE.finditer(text), _MOST):
        meant = _meant(one[0])
        hint = f"write '{meant}' in place of '{one[0]}'" if meant else "type the letter anew"
        report(MOJIBAKE("a letter was read in a wrong encoding", _place(text, name, one), hint))
    for one in islice(_MIXED.finditer(text), _MOST):
        letter = unicodedata.name(one[0], "letter of another alphabet").lower()
        message = f"'{one[0]}' is a {letter}, and stands beside Latin letters"
        report(TWO_ALPHABETS(message, _place(text, name, one), "type the word anew"))


def _meant(letters: str) -> str:
    try:
        return letters.encode("cp1252").decode()
    except UnicodeError:
        return ""


def _place(text: str, name: str, found: re.Match[str]) -> Span:
    start = text.rfind("\n", 0, found.start()) + 1
    line = text.count("\n", 0, start) + 1
    return Span.on_line(name, line, found.start() - start + 1, len(found[0]))


def _line(text: str, offset: int) -> str:
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)]

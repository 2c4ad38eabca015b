"""Names in the way of BibTeX: split, shown in full, with initials, and in a citation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from coursewright.sources.latex_text import latex_to_text

MOST_COMMAS = 2
_SHOWN = 5
_AND = re.compile(r"[{}]| and(?= )", re.IGNORECASE)
_COMMA = re.compile(r"[{}]|,")
_SPACE = re.compile(r"[{}]|[ ~]+")
_SUFFIX = re.compile(r"(?:jr|sr)\.?|[iv]{2,3}", re.IGNORECASE)
_DOTTED = re.compile(r"\.(?=\w)")


@dataclass(frozen=True, slots=True)
class Person:
    """A name as it is shown, in Unicode."""

    first: str
    """All first names: ``Alexandros G.``; empty for an organization."""
    last: str
    """With its particles: ``van den Oord``, ``De Sa``."""
    suffix: str = ""
    """``Jr``, ``III``."""

    @property
    def full(self) -> str:
        """First names, last name and suffix in the order of speech."""
        return " ".join(filter(None, (self.first, self.last, self.suffix)))

    @property
    def short(self) -> str:
        """Initials and last name: ``A. G. Dimakis``, ``J.-P. Serre``."""
        initials = " ".join(filter(None, map(_initial, _DOTTED.sub(". ", self.first).split())))
        return " ".join(filter(None, (initials, self.last, self.suffix)))


OTHERS = Person("", "others")
"""Stands at the end of a list that goes on: ``and others``."""


def _initial(word: str) -> str:
    parts = ("".join(filter(str.isalpha, part))[:1] for part in word.split("-"))
    return "-".join(f"{letter}." for letter in parts if letter)


def split_outside_braces(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split ``text`` where ``separator`` matches outside braces.

    The pattern must match single braces too: that is how their depth is known.
    """
    parts: list[str] = []
    depth = start = 0
    for found in separator.finditer(text):
        mark = found[0]
        if mark in {"{", "}"}:
            depth = max(depth + (1 if mark == "{" else -1), 0)
        elif depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    parts.append(text[start:])
    return [part.strip() for part in parts]


def split_names(text: str) -> list[str]:
    """Return the names of a list joined by ``and``, as written; an empty one is ``""``."""
    return split_outside_braces(f" {text} ", _AND) if text.strip() else []


def commas_in(name: str) -> int:
    """Return how many commas of a name stand outside braces."""
    return name.count(",") and len(split_outside_braces(name, _COMMA)) - 1


@lru_cache(maxsize=1 << 14)
def parse_people(text: str) -> tuple[Person, ...]:
    """Return the people of an ``author`` or ``editor`` field.

    Understood are ``First von Last``, ``von Last, First`` and ``von Last, Jr, First``. A name
    with more commas is kept whole as a last name.
    """
    return tuple(parse_person(name) for name in split_names(text) if name)


def parse_person(name: str) -> Person:
    """Return one name, taken apart."""
    if name.lower() == "others":
        return OTHERS
    parts = split_outside_braces(name, _COMMA)
    if len(parts) > MOST_COMMAS + 1:
        return Person("", latex_to_text(name))
    if len(parts) == 1:
        return _in_order_of_speech(name)
    suffix = parts[1] if len(parts) > MOST_COMMAS else ""
    last, first = latex_to_text(parts[0]), latex_to_text(parts[-1])
    return Person(first, last, latex_to_text(suffix)) if last else Person("", first)


def _in_order_of_speech(name: str) -> Person:
    words = [word for word in split_outside_braces(name, _SPACE) if word]
    suffix = words.pop() if len(words) > MOST_COMMAS and _SUFFIX.fullmatch(words[-1]) else ""
    particles = (place for place, word in enumerate(words[:-1]) if _is_particle(word))
    cut = next(particles, max(len(words) - 1, 0))
    first, last = (latex_to_text(" ".join(half)) for half in (words[:cut], words[cut:]))
    return Person(first, last, suffix)


def _is_particle(word: str) -> bool:
    """Tell whether a word belongs to the last name for its small letter: ``van``, ``de``."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    return latex_to_text(word)[:1].islower()


def short_list(people: Sequence[Person]) -> str:
    """Return ``A. Bora, A. Jalal``; above five, five and how many more."""
    named = [person for person in people if person is not OTHERS]
    shown = [person.short for person in named[: _SHOWN if len(named) > _SHOWN else None]]
    if len(named) < len(people):
        shown.append("et al.")
    elif len(named) > _SHOWN:
        shown.append(f"{len(named) - _SHOWN} more")
    return ", ".join(shown)


def last_names(people: Sequence[Person]) -> str:
    """Return ``Bubeck``, ``Zhang & Mitliagkas`` or ``Boucheron et al.``."""
    if not people:
        return ""
    first = people[0].last
    if len(people) == 1:
        return first
    if len(people) == 2 and people[1] is not OTHERS:  # noqa: PLR2004
        return f"{first} & {people[1].last}"
    return f"{first} et al."

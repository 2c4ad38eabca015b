"""What was meant by a text that is no date: day, month and year in another order or in words."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb février févr fevrier",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug août aout",
            "september sept sep septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec décembre déc",
        ),
        1,
    )
    for name in names.split()
}
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<s>[-./ ]?)(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})")
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})[-./ ](?P<b>\d{1,2})[-./ ](?P<y>\d{4})")
_DAY_IN_WORDS = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:of\s+)?(?P<m>[^\W\d]+)\.?,?\s+(?P<y>\d{4})"
)
_MONTH_IN_WORDS = re.compile(
    r"(?P<m>[^\W\d]+)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"
)
_WITH_TIME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})[T ]+\d{1,2}[:h]\d{2}.*")
_SEVERAL = re.compile(
    r"(?P<first>\d{4}-\d{2}-\d{2})\s*(?P<sign>,|;|-|and|&|until)\s*(?P<last>\d{4}-\d{2}-\d{2})"
)


def date_advice(text: str) -> str:
    """Return how a day that was written in another way is written here; ``""`` if unknown."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    plain = re.sub(r"(?<=[\d-])[oO](?=\d)|(?<=\d)[oO](?=[\d-])", "0", plain)
    if found := _WITH_TIME.fullmatch(plain):
        return f"write {found['day']}; the hours stand under 'hours'"
    if found := _SEVERAL.fullmatch(plain):
        first, last = found["first"], found["last"]
        if found["sign"] in {"-", "until"}:
            return f"write {first} to {last}"
        return f"write a list, each day on a line of its own: '- {first}'"
    days = [f"{day}" for day in dict.fromkeys(_days(plain)) if day]
    return f"write {' or '.join(days)}" if days else ""


def _days(text: str) -> list[date | None]:
    bare = re.sub(r"^[^\W\d]{2,9}\.?,?\s+(?=\d)", "", text)
    if found := _YEAR_FIRST.fullmatch(bare):
        return [_day(found["y"], found["m"], found["d"])]
    if found := _YEAR_LAST.fullmatch(bare):
        return [
            _day(found["y"], found["b"], found["a"]),
            _day(found["y"], found["a"], found["b"]),
        ]
    in_words = (_DAY_IN_WORDS.fullmatch(bare), _MONTH_IN_WORDS.fullmatch(text))
    found = next(filter(None, in_words), None)
    month = _MONTHS.get(found["m"].lower()) if found else None
    return [_day(found["y"], month, found["d"])] if found and month else []


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

"""A change in words: the sentence, and the days in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coursewright.views.wording import enumerate_words


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence; a part of it can lead to what it speaks of."""

    before: str
    subject: str
    after: str
    address: str
    """From the site's root."""

    @property
    def text(self) -> str:
        """The sentence."""
        return self.before + self.subject + self.after


def full_day(day: date) -> str:
    """Return ``Thu 25 January``."""
    return f"{day:%a} {day.day} {day:%B}"


def on_days(days: Sequence[date]) -> str:
    """Return `` on Wed 24 January`` with a blank before it, or ``""``.

    Of more than two days in a row the first and the last are said.
    """
    if len(days) > 2 and (days[-1] - days[0]).days == len(days) - 1:  # noqa: PLR2004
        return f" from {full_day(days[0])} to {full_day(days[-1])}"
    return f" on {enumerate_words([full_day(day) for day in days])}" if days else ""


def from_to(old: Sequence[date], new: Sequence[date]) -> str:
    """Return ``from Wed 24 to Thu 25 January``: the month once, where it is the same."""
    months = {(day.year, day.month) for day in (*old, *new)}
    years = len({day.year for day in (*old, *new)}) > 1
    before = [f"{day:%a} {day.day}" if len(months) == 1 else full_day(day) for day in old]
    after = [full_day(day) for day in new]
    if len(months) == 1:
        after = [*(f"{day:%a} {day.day}" for day in new[:-1]), full_day(new[-1])]
    if years:
        before[-1] += f" {old[-1].year}"
        after[-1] += f" {new[-1].year}"
    return f"from {enumerate_words(before)} to {enumerate_words(after)}"


def lower_first(name: str) -> str:
    """Return the name of a session inside a sentence."""
    return name[:1].lower() + name[1:]

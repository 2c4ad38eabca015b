"""Dates as an instructor says them: ``week 7``, ``1 week after lecture``, ``term end - 2 days``.

Only the form is read here. Which day is meant follows from the term, its meetings and the other
sessions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from coursewright.model.date_forms import FORM
from coursewright.model.values import WEEKDAYS, read_date, read_time

Unit = Literal["day", "week", "class"]

_READ = re.compile(FORM)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The point that an offset counts from; exactly one of its fields is set."""

    day: date | None = None
    week: int = 0
    """A week of the term, from 1; weeks begin on Monday, and the first has the term's first day."""
    weekday: int | None = None
    """Of the week, Monday being 0; None for the first day of it on which the class meets."""
    edge: Literal["", "start", "end"] = ""
    """Of the term."""
    kind: str = ""
    """With ``number``: the first, the last (-1) or a later session of this kind, as written."""
    number: int = 0
    own: bool = False
    """The session in which the date is written."""
    session: str = ""
    """The id of a session."""


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days, weeks or class meetings later; earlier if negative."""

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class When:
    """A day by rule, and a time of day where the text has one."""

    anchor: Anchor
    offsets: tuple[Offset, ...] = ()
    """Applied one after the other."""
    next_weekday: int | None = None
    """``Friday after …``: the first such day after the anchor."""
    time: time | None = None

    @property
    def is_typed(self) -> bool:
        """Tell whether it is a day of the calendar and no rule."""
        return self.anchor.day is not None and not self.offsets and self.next_weekday is None


def read_when(text: str) -> When | None:
    """Read a date or a rule; None where the text is neither.

    Raises:
        pydantic_core.PydanticCustomError: a date in it does not exist, or has another weekday.

    """
    found = _READ.fullmatch(" ".join(text.split()))
    if not found:
        return None
    parts = found.groupdict()
    return When(
        _anchor(parts),
        tuple(_offsets(parts)),
        _weekday(parts["next"]),
        read_time(parts["time"]) if parts["time"] else None,
    )


def _anchor(parts: dict[str, str | None]) -> Anchor:
    if parts["date"]:
        return Anchor(day=read_date(parts["date"]))
    if parts["week"]:
        weekday = _weekday(parts["weekday"] or parts["weekday_after"])
        return Anchor(week=int(parts["week"]), weekday=weekday)
    if parts["end"]:
        return Anchor(kind=parts["end_kind"] or "", number=1 if parts["end"] == "first" else -1)
    if parts["nth_kind"]:
        return Anchor(kind=parts["nth_kind"], number=_ordinal(parts["nth"] or ""))
    edge: Literal["", "start", "end"] = "end" if parts["edge"] == "end" else "start"
    return Anchor(
        edge=edge if parts["edge"] else "", own=bool(parts["own"]), session=parts["id"] or ""
    )


def _offsets(parts: dict[str, str | None]) -> list[Offset]:
    found = []
    if parts["side"]:
        found.append(_offset(parts["number"], parts["unit"], earlier=parts["side"] == "before"))
    elif parts["bare"] and not parts["next"]:
        found.append(Offset(1, "class"))
    if parts["sign"]:
        found.append(_offset(parts["plus"], parts["plus_unit"], earlier=parts["sign"] == "-"))
    return found


def _offset(number: str | None, unit: str | None, *, earlier: bool) -> Offset:
    count = int(number) if number and number.isdigit() else 1
    kind: Unit = "day" if unit == "day" else "week" if unit == "week" else "class"
    return Offset(-count if earlier else count, kind)


def _weekday(text: str | None) -> int | None:
    if not text:
        return None
    return next(index for index, name in enumerate(WEEKDAYS) if name.startswith(text[:3]))


def _ordinal(text: str) -> int:
    return int(text) if text.isdigit() else ord(text) - ord("A") + 1

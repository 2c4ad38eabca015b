"""Class times: when the class may meet, and which of these times are still free."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import merge
from itertools import islice
from typing import NamedTuple

from coursewright.model.edition import Meeting, Term
from coursewright.model.values import WEEKDAYS, Hours


class ClassTime(NamedTuple):
    """A day on which the class meets, and the meeting hours that hold then."""

    day: date
    meeting: Meeting


MOST_TIMES = 100_000
"""What follows in a term of centuries is left out."""


def class_times(
    term: Term, meetings: Sequence[Meeting], off: Collection[date]
) -> Iterator[ClassTime]:
    """Yield when the class meets from the term's start to its end, days ``off`` left out."""
    weekly = [_weekly(term, meeting) for meeting in meetings]
    times = merge(*weekly, key=lambda item: (item.day, item.meeting.start))
    return (item for item in islice(times, MOST_TIMES) if item.day not in off)


def _weekly(term: Term, meeting: Meeting) -> Iterator[ClassTime]:
    first = max(term.start, meeting.valid_from or term.start)
    last = min(term.end, meeting.until or term.end)
    until = (WEEKDAYS.index(meeting.day) - first.weekday()) % 7
    for count in range(until, (last - first).days + 1, 7):
        yield ClassTime(first + timedelta(days=count), meeting)


def monday_of_week(term: Term, number: int) -> date:
    """Return the Monday of a week of the term; the first week has the term's first day."""
    return term.start - timedelta(days=term.start.weekday()) + timedelta(weeks=number - 1)


def week_of(term: Term, day: date) -> int:
    """Return the number of the week of the term in which a day lies."""
    return (day - monday_of_week(term, 1)).days // 7 + 1


@dataclass(slots=True)
class Slots:
    """Class times in order, each of which one session can take; known by their index."""

    times: Sequence[ClassTime]
    taken: set[int] = field(default_factory=set)
    _days: Sequence[date] = field(init=False)

    def __post_init__(self) -> None:
        """Have the days at hand, to look one up."""
        self._days = [item.day for item in self.times]

    def after(self, day: date) -> int:
        """Return the index of the first class time after ``day``."""
        return bisect_right(self._days, day)

    def on(self, day: date) -> range:
        """Return the indices of the class times of ``day``."""
        return range(bisect_left(self._days, day), bisect_right(self._days, day))

    def free(self, start: int, stop: int | None = None) -> Iterator[int]:
        """Yield the indices of free class times from ``start`` on, up to ``stop``."""
        last = len(self.times) if stop is None else stop
        return (index for index in range(start, last) if index not in self.taken)

    def take_on(self, day: date, hours: Hours | None) -> int | None:
        """Take a class time of ``day`` for a session that is held then anyway.

        A session with ``hours`` of its own takes one only where it overlaps it.
        """
        for index in self.free(self.on(day).start, self.on(day).stop):
            meeting = self.times[index].meeting
            if hours is None or (hours.start < meeting.end and meeting.start < hours.end):
                self.taken.add(index)
                return index
        return None


@dataclass(frozen=True)
class ClassDays:
    """The days on which the class meets, for counting from one to another."""

    days: Sequence[date]

    @classmethod
    def of(cls, times: Iterable[ClassTime]) -> ClassDays:
        """Return the days of ``times``."""
        return cls(tuple(dict.fromkeys(item.day for item in times)))

    def step(self, day: date, number: int) -> date | None:
        """Return the ``number``-th class day after ``day`` (before, if negative), if there is one.

        Zero gives ``day`` itself.
        """
        if number == 0:
            return day
        if number > 0:
            index = bisect_right(self.days, day) + number - 1
        else:
            index = bisect_left(self.days, day) + number
        return self.days[index] if 0 <= index < len(self.days) else None

    def between(self, first: date, last: date) -> Sequence[date]:
        """Return the class days from ``first`` to ``last``, both included."""
        return self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]

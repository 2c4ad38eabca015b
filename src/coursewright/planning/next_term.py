"""The term of the next edition, and where the days of the last one come to lie in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coursewright.diagnostics import Diagnostic
from coursewright.model.course import Course
from coursewright.model.edition import Term
from coursewright.model.slots import monday_of_week
from coursewright.model.values import WEEKDAYS
from coursewright.planning.draft import day_text
from coursewright.planning.rules import OUTSIDE_THE_NEW_TERM


@dataclass(frozen=True, slots=True)
class Break:
    """Days without class, the first and the last one included."""

    first: date
    last: date

    def __str__(self) -> str:
        """Return it as a schedule has it."""
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()} to {self.last.isoformat()}"

    def __contains__(self, day: date) -> bool:
        """Tell whether it has the day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class NextTerm:
    """The term that an edition is made for."""

    name: str
    start: date
    end: date
    breaks: tuple[Break, ...]
    shift: timedelta
    """From the weeks of the last term to those of this one, in whole weeks."""

    @classmethod
    def after(
        cls, term: Term, name: str, start: date, end: date | None, breaks: Sequence[Break]
    ) -> NextTerm:
        """Return the term; without an ``end`` it lasts as many weeks as the last one."""
        first, last = (start - timedelta(days=start.weekday()), monday_of_week(term, 1))
        shift = first - last
        ordered = sorted(breaks, key=lambda item: item.first)
        return cls(name, start, end or term.end + shift, tuple(ordered), shift)

    def moved(self, day: date) -> date:
        """Return the day of the same week and weekday."""
        return day + self.shift

    def holds(self, day: date) -> bool:
        """Tell whether a day is in the term."""
        return self.start <= day <= self.end

    def is_off(self, day: date) -> bool:
        """Tell whether a day is in a break that was asked for."""
        return any(day in item for item in self.breaks)

    def faults(self, course: Course) -> Iterator[Diagnostic]:
        """Yield what cannot be of the days that were asked for."""
        term, meetings = course.schedule.term, course.schedule.meetings
        weekdays = [WEEKDAYS.index(meeting.day) for meeting in meetings]
        if weekdays and max(weekdays) < self.start.weekday():
            monday = self.start + timedelta(days=7 - self.start.weekday())
            message = (
                f"no class would be left in the term's first week, from {day_text(self.start)}"
            )
            hint = f"start on {monday:%a} {monday.isoformat()}"
            yield OUTSIDE_THE_NEW_TERM(message, course.schedule.span_of("meetings"), hint)
        if self.end <= self.start:
            message = f"the term would end on {day_text(self.end)}, before it starts"
            yield OUTSIDE_THE_NEW_TERM(message, term.span_of("end"), "give a later '--end'")
        for item in self.breaks:
            if item.last < item.first or not (self.holds(item.first) and self.holds(item.last)):
                message = f"the break {item} is not inside the term ({self.start} to {self.end})"
                yield OUTSIDE_THE_NEW_TERM(message, term.span_of("start"), "mend '--break'")

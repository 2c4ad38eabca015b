"""Dates from rules: every session takes the next free class time, unless it says otherwise.

Sessions are placed in the order in which they are written. One that is *pinned*, by a day or by a
rule of its own, keeps to it; one that is not takes the first free class time after the session
above it. Days off and pins are known before the first session is placed, so nothing is put on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from coursewright.model.edition import Meeting, Term
from coursewright.model.slots import ClassDays, ClassTime, Slots, class_times, monday_of_week
from coursewright.model.values import Hours
from coursewright.model.when import Anchor, When


class Entry(NamedTuple):
    """What the date of a session follows from, as it is written."""

    id: str
    kind: str
    flows: bool
    """It takes a class time though no date is written."""
    days: tuple[date, ...] = ()
    """Days that are written."""
    rule: When | None = None
    hours: Hours | None = None
    """Hours of its own."""
    classes: int = 1
    """How many class times it takes."""
    delay: int = 0
    """How many free class times pass before it, beyond its turn."""


class Trouble(StrEnum):
    """Why something has no date."""

    UNKNOWN = "unknown"
    UNDATED = "undated"
    """It counts from a session that has no date, and need not have one."""
    WAITS = "waits"
    """It counts from a session whose own date is in trouble."""
    CIRCLE = "circle"
    NO_SLOT = "no slot"
    OUTSIDE = "outside"


class Undatable(NamedTuple):
    """Something whose rule leads to no day."""

    trouble: Trouble
    members: tuple[int, ...] = ()
    """Of a circle: the entries that wait for one another, by their place in the list."""


@dataclass(slots=True)
class Dating:
    """Days by rule: of sessions first, then of whatever counts from them."""

    term: Term
    entries: Sequence[Entry]
    slots: Slots
    class_days: ClassDays
    placed: dict[int, tuple[date, ...]] = field(default_factory=dict)
    """The days of sessions that have some, by their place in the list."""
    meetings: dict[int, Meeting] = field(default_factory=dict)
    """The meeting hours that a session takes, where there are several on its day."""
    undatable: dict[int, Undatable] = field(default_factory=dict)
    by_id: Mapping[str, int] = field(default_factory=dict)
    by_kind: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        term: Term,
        meetings: Sequence[Meeting],
        off: frozenset[date],
        entries: Sequence[Entry],
    ) -> Dating:
        """Return the dating of ``entries``, which must not hold days off."""
        times = tuple(class_times(term, meetings, off))
        by_kind: dict[str, list[int]] = {}
        for index, entry in enumerate(entries):
            by_kind.setdefault(entry.kind, []).append(index)
        by_id = {entry.id: index for index, entry in reversed(list(enumerate(entries)))}
        made = cls(term, entries, Slots(times), ClassDays.of(times), by_id=by_id, by_kind=by_kind)
        made._place_all()
        return made

    def day_of(self, rule: When, own: int | None = None) -> date | Undatable:
        """Return the day that a rule means; ``own`` is the session in which it is written."""
        earlier = bool(rule.offsets) and rule.offsets[0].number < 0
        start = self._anchor_day(rule.anchor, own, earlier=earlier)
        if isinstance(start, Undatable):
            return start
        if rule.next_weekday is not None:
            start += timedelta(days=(rule.next_weekday - start.weekday() - 1) % 7 + 1)
        for offset in rule.offsets:
            if offset.unit == "class":
                stepped = self.class_days.step(start, offset.number)
                if stepped is None:
                    return Undatable(Trouble.OUTSIDE)
                start = stepped
            else:
                start += timedelta(days=offset.number * (7 if offset.unit == "week" else 1))
        return start

    def _place_all(self) -> None:
        for index, entry in enumerate(self.entries):
            if entry.days:
                self.placed[index] = entry.days
                for day in entry.days:
                    self._note(index, self.slots.take_on(day, entry.hours))
        cursor = 0
        waiting: list[int] = []
        for index, entry in enumerate(self.entries):
            if entry.rule is not None:
                if self._waits(entry.rule.anchor, index):
                    waiting.append(index)
                    continue
                self._place_by_rule(index, entry.rule, cursor)
            elif entry.flows and not entry.days:
                self._place_next(index, cursor)
                if index in self.undatable:
                    # What follows comes later, so there is no room for it either.
                    cursor = len(self.slots.times)
            if index in self.placed:
                cursor = max(cursor, self._behind(index))
        self._place_waiting(waiting)

    def _note(self, index: int, slot: int | None) -> None:
        if slot is not None and len(self.slots.on(self.slots.times[slot].day)) > 1:
            self.meetings.setdefault(index, self.slots.times[slot].meeting)

    def _behind(self, index: int) -> int:
        """Return the first class time that comes after a placed session."""
        day = max(self.placed[index])
        meeting = self.meetings.get(index)
        times = self.slots.times
        for slot in self.slots.on(day):
            if meeting is not None and times[slot].meeting is meeting:
                return slot + 1
        return self.slots.after(day)

    def _place_next(self, index: int, start: int, stop: int | None = None) -> None:
        entry = self.entries[index]
        wanted = islice(self.slots.free(start, stop), entry.delay, entry.delay + entry.classes)
        found = list(wanted)
        if len(found) < max(entry.classes, 1):
            self.undatable[index] = Undatable(Trouble.NO_SLOT)
            return
        self.slots.taken.update(found)
        for slot in found:
            self._note(index, slot)
        days = dict.fromkeys(self.slots.times[slot].day for slot in found)
        self.placed[index] = tuple(days)

    def _place_by_rule(self, index: int, rule: When, cursor: int) -> None:
        anchor = rule.anchor
        if anchor.week and anchor.weekday is None and not rule.offsets:
            monday = monday_of_week(self.term, anchor.week)
            start = max(cursor, self.slots.after(monday - timedelta(days=1)))
            self._place_next(index, start, self.slots.after(monday + timedelta(days=6)))
            return
        last = rule.offsets[-1] if rule.offsets else None
        if last is not None and last.unit == "class" and last.number > 0:
            # A session does not step onto a class time that another one has.
            before = self.day_of(When(anchor, rule.offsets[:-1], rule.next_weekday), index)
            if not isinstance(before, Undatable):
                start = self.slots.after(before)
                free = list(islice(self.slots.free(start), last.number))
                self._place_next(
                    index, free[-1] if len(free) == last.number else len(self.slots.times)
                )
                return
        day = self.day_of(rule, index)
        if isinstance(day, Undatable):
            self.undatable[index] = day
            return
        entry = self.entries[index]
        if entry.classes > 1 and self.slots.on(day):
            self._place_next(index, self.slots.on(day).start)
            return
        self.placed[index] = (day,)
        self._note(index, self.slots.take_on(day, entry.hours))

    def _target(self, anchor: Anchor) -> int | None:
        """Return the session that an anchor names, or None where there is no such session."""
        if anchor.session:
            return self.by_id.get(anchor.session)
        of_kind = self.by_kind.get(anchor.kind, ())
        index = anchor.number - 1 if anchor.number > 0 else len(of_kind) + anchor.number
        return of_kind[index] if 0 <= index < len(of_kind) else None

    def _waits(self, anchor: Anchor, index: int) -> bool:
        if not (anchor.session or anchor.kind):
            return anchor.own
        target = self._target(anchor)
        if target is None:
            return False
        return target >= index or not (target in self.placed or target in self.undatable)

    def _place_waiting(self, waiting: Sequence[int]) -> None:
        """Place the sessions that count from one written further down, or from one that does."""
        left = set(waiting)
        for first in waiting:
            trail: list[int] = []
            index: int | None = first
            while index in left and index not in trail:
                trail.append(index)
                rule = self.entries[index].rule
                index = index if rule is None or rule.anchor.own else self._target(rule.anchor)
            if index in trail:
                circle = tuple(sorted(trail[trail.index(index) :]))
                for member in circle:
                    self.undatable[member] = Undatable(Trouble.CIRCLE, circle)
                left -= set(circle)
            for member in reversed(trail):
                if member in left:
                    rule = self.entries[member].rule
                    left.discard(member)
                    if rule is not None:
                        self._place_by_rule(member, rule, 0)

    def _anchor_day(self, anchor: Anchor, own: int | None, *, earlier: bool) -> date | Undatable:
        if anchor.day is not None:
            return anchor.day
        if anchor.edge:
            return self.term.start if anchor.edge == "start" else self.term.end
        if anchor.week:
            return self._day_of_week(anchor)
        target = own if anchor.own else self._target(anchor)
        if target is None:
            return Undatable(Trouble.UNKNOWN)
        if target in self.placed:
            days = self.placed[target]
            return min(days) if earlier else max(days)
        return Undatable(Trouble.WAITS if target in self.undatable else Trouble.UNDATED)

    def _day_of_week(self, anchor: Anchor) -> date | Undatable:
        monday = monday_of_week(self.term, anchor.week)
        if anchor.weekday is not None:
            return monday + timedelta(days=anchor.weekday)
        days = self.class_days.between(monday, monday + timedelta(days=6))
        return days[0] if days else Undatable(Trouble.OUTSIDE)


def days_off(term: Term, meetings: Sequence[Meeting], rule: When) -> Iterator[date]:
    """Yield the days of a break that is given by a rule: a whole week, or one day.

    Only rules that count from the term lead anywhere: sessions are placed around days off, so a
    day off cannot count from a session.
    """
    if rule.anchor.week and rule.anchor.weekday is None and not rule.offsets:
        monday = monday_of_week(term, rule.anchor.week)
        week = [monday + timedelta(days=count) for count in range(7)]
        yield from (day for day in week if any(meeting.holds_on(day) for meeting in meetings))
        return
    times: tuple[ClassTime, ...] = tuple(class_times(term, meetings, ()))
    day = Dating(term, (), Slots(times), ClassDays.of(times)).day_of(rule)
    if not isinstance(day, Undatable):
        yield day

"""Sessions in their order, each with its days, hours, place and ordinal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from coursewright.model.edition import Meeting, Place
from coursewright.model.schedule import Schedule
from coursewright.model.sessions import OFF_KINDS, Session
from coursewright.model.values import Hours


class Slot(NamedTuple):
    """One day of a session."""

    day: date
    hours: Hours | None
    """None where no hours are known."""
    place: Place | None
    """None where no place is known."""


@dataclass(frozen=True, slots=True)
class ScheduledSession:
    """A session in its place in the term."""

    record: Session
    slots: tuple[Slot, ...]
    ordinal: str
    """The number of a lecture or the letter of a session of talks; else empty."""

    @property
    def id(self) -> str:
        """The session's id, which is its address."""
        return self.record.id

    @property
    def kind(self) -> str:
        """The session's kind."""
        return self.record.kind

    @property
    def first_day(self) -> date | None:
        """Its first day, or None where no date is known yet."""
        return self.slots[0].day if self.slots else None

    @property
    def meets(self) -> bool:
        """Tell whether there is something to attend: not a break, not a day without class."""
        return self.kind not in OFF_KINDS

    def end(self, timezone: ZoneInfo) -> datetime | None:
        """Return when it is over: the end of its last slot, or of that day."""
        if not self.slots:
            return None
        last = self.slots[-1]
        return datetime.combine(last.day, last.hours.end if last.hours else time.max, timezone)


def schedule_sessions(
    schedule: Schedule, shown: Callable[[Session], bool]
) -> tuple[ScheduledSession, ...]:
    """Return the sessions that are ``shown`` by date, then hour, then as written.

    A session without a date stays behind the one that it was written after.
    """
    rooms = {item.id: item for item in schedule.places}
    placed = [
        (session, tuple(_slot(schedule, rooms, session, day) for day in sorted(session.date)))
        for session in schedule.sessions
        if shown(session)
    ]
    keys: list[tuple[date, time]] = []
    previous = (date.min, time.min)
    for _, slots in placed:
        if slots:
            hours = slots[0].hours
            previous = (slots[0].day, hours.start if hours else time.min)
        keys.append(previous)
    order = sorted(range(len(placed)), key=keys.__getitem__)
    numbers = ordinals(placed[index][0].kind for index in order)
    return tuple(
        ScheduledSession(*placed[index], ordinal)
        for index, ordinal in zip(order, numbers, strict=True)
    )


def _slot(schedule: Schedule, rooms: Mapping[str, Place], session: Session, day: date) -> Slot:
    meeting = meeting_on(schedule.meetings, day)
    place = session.place or (meeting.place if meeting else None)
    if session.kind in OFF_KINDS:
        return Slot(day, None, None)
    return Slot(day, _hours(session, meeting), rooms.get(place or ""))


def _hours(session: Session, meeting: Meeting | None) -> Hours | None:
    if session.hours == "not recorded":
        return None
    if isinstance(session.hours, Hours):
        return session.hours
    return Hours(meeting.start, meeting.end) if meeting else None


def meeting_on(meetings: Sequence[Meeting], day: date) -> Meeting | None:
    """Return the meeting hours that hold on ``day``, or None where the class does not meet."""
    return next((meeting for meeting in meetings if meeting.holds_on(day)), None)


def ordinals(kinds: Iterable[str]) -> Iterator[str]:
    """Yield the numbers of lectures and the letters of sessions of talks, by the kinds in order."""
    lectures = talks = 0
    for kind in kinds:
        if kind == "lecture":
            lectures += 1
            yield str(lectures)
        elif kind == "presentations":
            talks += 1
            yield _letter(talks)
        else:
            yield ""


def _letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

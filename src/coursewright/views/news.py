"""What is new: the changes of each day, as readers saw them, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise

from coursewright.views.change import Change
from coursewright.views.changes import changes_between
from coursewright.views.timeline import State, Timeline


@dataclass(frozen=True, slots=True)
class DayOfChanges:
    """What was different at the end of a day from the end of the one before."""

    day: date
    moment: datetime
    """The last moment of the day at which something changed."""
    changes: tuple[Change, ...]


def days_of_changes(timeline: Timeline, most: int) -> list[DayOfChanges]:
    """Return the last days, at most so many, on which readers saw a change; the newest first.

    What was changed and changed back within a day is no change. Before the first day that is
    known there is nothing to compare with.
    """
    found: list[DayOfChanges] = []
    for old, new in pairwise(reversed(list(_last_states(timeline)))):
        if len(found) == most:
            break
        changes = tuple(changes_between(new.facts, old.facts))
        if changes:
            found.append(DayOfChanges(timeline.day_of(old), old.moment, changes))
    return found


def _last_states(timeline: Timeline) -> Iterator[State]:
    for _, states in groupby(timeline.states, timeline.day_of):
        yield list(states)[-1]

"""What changed in a course from one moment to another, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursewright.views.change import Change, from_to, full_day
from coursewright.views.facts import DeadlineFacts, Facts
from coursewright.views.session_changes import session_changes
from coursewright.views.wording import clock, counted

_NAMED = 3
"""So many papers are named; of more the number is given."""


def changes_between(old: Facts, new: Facts) -> list[Change]:
    """Return what is different, classes first, in the order of the schedule."""
    if old.edition.domain != new.edition.domain:
        return [Change("", "The schedule", " is that of another edition.", "schedule/")]
    return [
        *session_changes(old, new),
        *_deadlines(old, new),
        *_rules(old, new),
        *_papers(old, new),
    ]


def _deadlines(old: Facts, new: Facts) -> Iterator[Change]:
    for name, item in new.deadlines.items():
        before = old.deadlines.get(name)
        if before is None:
            yield Change("New deadline: ", item.name, f", {_time(item)}.", item.address)
        elif (before.day, before.by, before.when) != (item.day, item.by, item.when):
            if item.session and item.session == before.session:
                # The sentence about the session says it.
                continue
            days = ""
            if before.day and item.day and before.day != item.day:
                days = from_to([before.day], [item.day])
            said = (
                f"moved {days}{_by(item)}"
                if days
                else f"is now {_time(item)} (was {_time(before)})"
            )
            yield Change("The deadline ", f"“{item.name}”", f" {said}.", item.address)
    for name, item in old.deadlines.items():
        if name not in new.deadlines:
            yield Change(
                "No longer a deadline: ", item.name, f" (was {_time(item)}).", item.address
            )


def _time(deadline: DeadlineFacts) -> str:
    if deadline.day:
        return full_day(deadline.day) + _by(deadline)
    return deadline.when or "without a date"


def _by(deadline: DeadlineFacts) -> str:
    return f", {clock(deadline.by)}" if deadline.by else ""


def _rules(old: Facts, new: Facts) -> Iterator[Change]:
    days, was = new.edition.notes_days, old.edition.notes_days
    if days is not None and was is not None and days != was:
        said = f" are due {counted(days, 'day')} after the lecture (before: {was})."
        yield Change("", "Scribe notes", said, "scribing/")
    for name, part in new.grades.items():
        before = old.grades.get(name)
        if before is None or before.weight != part.weight:
            was_text = f" (before: {before.weight} %)" if before else ""
            said = f" counts {part.weight} % of the grade{was_text}."
            yield Change("", name, said, "syllabus/#grading")
    for name in old.grades.keys() - new.grades.keys():
        yield Change("", name, " is no longer part of the grade.", "syllabus/#grading")


def _papers(old: Facts, new: Facts) -> Iterator[Change]:
    added = [item for key, item in new.papers.items() if key not in old.papers]
    dropped = [item.label for key, item in old.papers.items() if key not in new.papers]
    if len(added) == 1:
        yield Change("New in the list of papers: ", added[0].label, ".", added[0].address)
    elif added:
        labels = _some([item.label for item in added])
        said = f" are new in the list: {labels}."
        yield Change("", f"{len(added)} papers", said, "papers/")
    if dropped:
        yield Change("No longer in the list of ", "papers", f": {_some(dropped)}.", "papers/")


def _some(labels: Sequence[str]) -> str:
    if len(labels) <= _NAMED:
        return "; ".join(labels)
    return f"{'; '.join(labels[:_NAMED])} and {len(labels) - _NAMED} more"

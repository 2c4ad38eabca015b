"""The next edition of a course: its schedule, and the old one as an archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coursewright.diagnostics import Diagnostic, Span
from coursewright.load import CACHE, EDITIONS, SCHEDULE, earlier_editions, load_editions
from coursewright.model.addresses import edition_slug
from coursewright.model.course import Course
from coursewright.model.sessions import OFF_KINDS
from coursewright.planning.carry import Carried, Remark
from coursewright.planning.dates import sessions_with_index
from coursewright.planning.draft import Draft, Outcome, Refusal, day_text, try_edits
from coursewright.planning.next_term import Break, NextTerm
from coursewright.planning.rules import EDITION_EXISTS
from coursewright.planning.term_files import differs_from_archive
from coursewright.sources.yaml_edit import Edit, InsertItem

_FACTS = re.compile(r"^\s*(?:- )?(?:file|url|base|folder|edition|date|start|end|from|until):")


@dataclass(frozen=True, slots=True)
class Rollover:
    """What the next edition is made of."""

    outcome: Outcome
    slug: str
    """The name of the archive of the last one."""
    left: tuple[Remark, ...]
    """What could not be moved, at lines of the old schedule."""
    again: tuple[Remark, ...]
    """What a person should read again, at lines of the new one."""


def first_and_last(rollover: Rollover) -> str:
    """Return when the next edition's sessions are: the first and the last one that meets."""
    sessions = rollover.outcome.after.course.schedule.sessions
    held = [item for item in sessions if item.date and item.kind not in OFF_KINDS]
    if not held:
        return ""
    first, last = (choose(held, key=lambda item: item.date[0]) for choose in (min, max))
    return (
        f"{len(held)} sessions, from '{first.id}' on {day_text(first.date[0])} "
        f"to '{last.id}' on {day_text(last.date[0])}."
    )


def is_made(course: Course, term: NextTerm) -> bool:
    """Tell whether the edition is the current one already."""
    own = course.schedule.term
    return edition_slug(own.name) == edition_slug(term.name) and own.start == term.start


def last_archive(draft: Draft) -> str:
    """Return the name of the archive of the edition before the current one, or ``""``."""
    editions = load_editions(draft.course, draft.root / CACHE, lambda _: None)
    return next((item.slug for item in earlier_editions(draft.course, editions)), "")


def plan_rollover(draft: Draft, term: NextTerm) -> Rollover | Refusal:
    """Return the next edition, or why it cannot be made."""
    faults = [*_taken(draft, term), *term.faults(draft.course)]
    if faults:
        return draft.refused(*faults)
    carried = Carried(draft.course, term)
    carried.carry()
    outcome = _with_breaks(draft, term, carried.edits)
    if isinstance(outcome, Refusal):
        return outcome
    slug = edition_slug(draft.course.schedule.term.name)
    left = tuple(sorted(carried.left, key=lambda remark: remark.span))
    return Rollover(
        outcome, slug, left, tuple(sorted(_to_read_again(draft, outcome), key=lambda it: it.span))
    )


def _taken(draft: Draft, term: NextTerm) -> Iterator[Diagnostic]:
    own = draft.course.schedule.term
    new, old = edition_slug(term.name), edition_slug(own.name)
    span = own.span_of("name")
    if new == old:
        hint = "give the next edition a name of its own"
        yield EDITION_EXISTS(f"the current edition is '{own.name}' already", span, hint)
    elif (draft.root / EDITIONS / new).exists():
        place = Span(f"{EDITIONS}/{new}")
        yield EDITION_EXISTS(f"there is an edition '{term.name}' already", place, "choose another")
    if new != old and differs_from_archive(draft.root, old):
        place = Span(f"{EDITIONS}/{old}")
        message = f"there is an archive of '{own.name}' already, and it says something else"
        yield EDITION_EXISTS(message, place, "compare the two, and move one of them away")


def _with_breaks(draft: Draft, term: NextTerm, edits: list[Edit]) -> Outcome | Refusal:
    """Try the edits with the new breaks, each above the first session that comes after it."""
    count = sum(1 for _ in sessions_with_index(draft.course))
    at_the_end = [_break(draft, item, count) for item in term.breaks]
    tried = try_edits(draft, [*edits, *at_the_end])
    if isinstance(tried, Refusal) or not term.breaks:
        return tried
    days = {session.id: session.date for session in tried.after.course.schedule.sessions}
    placed = []
    for item in term.breaks:
        later = (
            index
            for index, session in sessions_with_index(draft.course)
            if days.get(session.id) and max(days[session.id]) > item.last
        )
        placed.append(_break(draft, item, next(later, count)))
    return try_edits(draft, [*edits, *placed])


def _break(draft: Draft, item: Break, index: int) -> InsertItem:
    old = (session for session in draft.course.schedule.sessions if session.kind == "break")
    title = next((session.title for session in old if session.title), "Break")
    entries = (
        ("id", f"break-{item.first.isoformat()}"),
        ("kind", "break"),
        ("title", title),
        ("date", str(item)),
    )
    return InsertItem(("sessions",), index, entries)


def _dates_of(draft: Draft) -> dict[str, date | None]:
    return {policy.name: policy.date for policy in draft.course.schedule.policies}


def _to_read_again(draft: Draft, outcome: Outcome) -> Iterator[Remark]:
    """Yield the lines of the new schedule that still speak of the old term."""
    term = draft.course.schedule.term
    years = "|".join({str(term.start.year), str(term.end.year), re.escape(term.name)})
    old = re.compile(rf"(?<![\w-])(?:{years})(?![\w-])")
    for number, line in enumerate(outcome.after.raw.text.split("\n"), 1):
        found = None if _FACTS.match(line) else old.search(line)
        if found:
            span = Span.on_line(SCHEDULE, number, found.start() + 1, len(found[0]))
            yield Remark(span, line.strip())
    schedule = outcome.after.course.schedule
    for policy in schedule.policies:
        if policy.date and policy.date != _dates_of(draft).get(policy.name):
            text = f"'{policy.name}' is on {day_text(policy.date)}: compare with the calendar"
            yield Remark(policy.span_of("date"), text)
    for person in schedule.people:
        if person.role != "instructor":
            yield Remark(person.span_of("name"), f"{person.name} ({person.role}) is still named")
    for channel in schedule.channels:
        if channel.url:
            yield Remark(channel.span_of("url"), f"{channel.name} still leads where it led")

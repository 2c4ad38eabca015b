"""Dates written as rules, put in place of the rules before the records are made.

The records hold days only; which of them were written, and how, can be read off their nodes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from coursewright.diagnostics import Diagnostic, Label, Span, did_you_mean
from coursewright.load.dating_rules import (
    CIRCLE,
    COUNTS_FROM_NOTHING,
    DAY_OFF_BY_SESSION,
    NO_CLASS_THERE,
    PINNED_AND_FLOWING,
    TOO_SHORT,
)
from coursewright.model.dating import Dating, Entry, Trouble, Undatable, days_off
from coursewright.model.edition import Meeting, Term
from coursewright.model.record import AT, TIME
from coursewright.model.sessions import OFF_KINDS, UNDATED_KINDS, read_days
from coursewright.model.slots import ClassDays, Slots
from coursewright.model.values import Hours, read_hours
from coursewright.model.when import When, read_when
from coursewright.sources.yaml import Mapping

DATE_KEYS = frozenset({"date", "release", "posted", "closes", "from", "until"})
"""Keys below which a day is written, in whatever record."""

_WEEK_ENDS = {"from": 0, "until": 6}
"""Hours that hold from one week until another hold in the whole of both."""
_UNDATED = "to be announced"
_WITH_TIME = frozenset({"milestones", "policies", "evaluation"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BROKEN = (ValidationError, PydanticCustomError, ValueError)

Location = tuple[str | int, ...]
Data = dict[str, Any]


@dataclass(slots=True)
class _Found:
    """What is wrong, and the keys below which nothing more is to be said."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    broken: list[Location] = field(default_factory=list)


def date_data(data: Data) -> tuple[list[Diagnostic], list[Location]]:
    """Put days in the place of rules in the data of a schedule, and give each session its days.

    Returns what is wrong, and where. What cannot be dated loses its rule; where the term or the
    meetings cannot be read, all rules are left out. Never raises for what the data hold.
    """
    found = _Found()
    dating = _dating(data, found)
    for key, value in data.items():
        if key not in {"term", "meetings"}:
            _resolve(value, (key,), dating, None, found)
    return found.diagnostics, found.broken


def _dating(data: Data, found: _Found) -> Dating | None:
    sessions = [item for item in _items(data.get("sessions")) if isinstance(item.get("id"), str)]
    try:
        term = Term.model_validate(data.get("term"))
        meetings = _meetings(term, data, found)
    except _BROKEN:
        return None
    off = frozenset(_days_off(term, meetings, sessions, found))
    placed = [item for item in sessions if item.get("kind") not in OFF_KINDS]
    known = {item["id"] for item in placed}
    entries = [_entry(item, known, flows=bool(meetings)) for item in placed]
    dating = Dating.of(term, meetings, off, entries)
    positions = {id(item): index for index, item in enumerate(_items(data.get("sessions")))}
    for index, item in enumerate(placed):
        if index in dating.placed and not entries[index].days:
            item["date"] = list(dating.placed[index])
        if index in dating.meetings:
            _take_hours(item, dating.meetings[index])
        if index in dating.undatable:
            item.pop("date", None)
            found.broken.append(("sessions", positions[id(item)]))
        _complain_of_delay(item, entries[index], found)
    found.diagnostics += _troubles(dating, placed)
    return dating


def _items(value: object) -> list[Data]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _meetings(term: Term, data: Data, found: _Found) -> list[Meeting]:
    dating = Dating(term, (), Slots(()), ClassDays(()))
    for index, item in enumerate(_items(data.get("meetings"))):
        _resolve(item, ("meetings", index), dating, None, found)
    return [Meeting.model_validate(item) for item in data.get("meetings", ())]


def _days_off(
    term: Term, meetings: list[Meeting], sessions: list[Data], found: _Found
) -> Iterator[date]:
    known = {item["id"] for item in sessions}
    for item in sessions:
        if item.get("kind") not in OFF_KINDS or item.get("state") == "hidden":
            continue
        rule = _rule(item.get("date"), known)
        if rule is None:
            with suppress(*_BROKEN):
                yield from read_days(item.get("date", []))
        elif rule.anchor.session or rule.anchor.kind or rule.anchor.own:
            hint = "write a day, or count from the term: 'week 9'"
            message = f"'{item['id']}' is a day off, and counts from a session"
            found.diagnostics.append(DAY_OFF_BY_SESSION(message, _place(item, "date"), hint))
            del item["date"]
        else:
            item["date"] = list(days_off(term, meetings, rule))
            if not item["date"]:
                found.diagnostics.append(_no_class(item["id"], _place(item, "date")))
            yield from item["date"]


def _rule(text: object, known: Collection[str]) -> When | None:
    """Return the rule that a text is, or None for days of the calendar and what is no date."""
    when: When | None = None
    with suppress(*_BROKEN):
        when = read_when(text) if isinstance(text, str) and _may_be_a_rule(text) else None
    if when is None or when.is_typed or when.time is not None or _is_a_word(when, known):
        return None
    return when


def _may_be_a_rule(text: str) -> bool:
    """Tell at little cost what is no rule: most dates are days."""
    return text != _UNDATED and not _DAY.fullmatch(text)


def _is_a_word(when: When, known: Collection[str]) -> bool:
    """Tell whether a single word was read as the id of a session that nobody wrote."""
    counts = bool(when.offsets) or when.next_weekday is not None
    return bool(when.anchor.session) and not counts and when.anchor.session not in known


def _entry(item: Data, known: Collection[str], *, flows: bool) -> Entry:
    written, kind = item.get("date"), str(item.get("kind", ""))
    hours: Hours | None = None
    days: tuple[date, ...] = ()
    with suppress(*_BROKEN):
        hours = read_hours(item["hours"]) if isinstance(item.get("hours"), str) else None
    hidden = item.get("state") == "hidden"
    with suppress(*_BROKEN):
        days = read_days(written) if written and not hidden else ()
    left_out = hidden or item.get("state") == "bonus" or kind in UNDATED_KINDS
    return Entry(
        item["id"],
        kind,
        flows=flows and written is None and not left_out,
        days=days,
        rule=_rule(written, known) if flows and not hidden else None,
        hours=hours,
        classes=max(_count(item, "classes", 1), 1),
        delay=_count(item, "delay", 0),
    )


def _count(item: Data, key: str, usual: int) -> int:
    text = item.get(key)
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 4 else usual  # noqa: PLR2004


def _take_hours(item: Data, meeting: Meeting) -> None:
    """Say which of several meetings of a day it is, where the session does not."""
    item.setdefault("hours", Hours(meeting.start, meeting.end))
    item.setdefault("place", meeting.place)


def _complain_of_delay(item: Data, entry: Entry, found: _Found) -> None:
    if entry.delay and (entry.days or entry.rule):
        message = f"'{entry.id}' has a date, and a delay besides"
        hint = "keep one of the two"
        found.diagnostics.append(PINNED_AND_FLOWING(message, _place(item, "delay"), hint))


def _troubles(dating: Dating, items: list[Data]) -> Iterator[Diagnostic]:
    homeless = []
    circles = set()
    for index, why in sorted(dating.undatable.items()):
        entry, item = dating.entries[index], items[index]
        if why.trouble is Trouble.NO_SLOT and entry.rule is None:
            homeless.append(index)
        elif why.trouble is Trouble.CIRCLE and why.members not in circles:
            circles.add(why.members)
            yield _circle([items[member] for member in why.members])
        elif entry.rule is not None and why.trouble is not Trouble.CIRCLE:
            yield from _trouble(why, entry.rule, item, "date", dating, own=True)
    if homeless:
        missing = sum(dating.entries[index].classes for index in homeless)
        yield _too_short(missing, [items[index] for index in homeless], dating)


def _circle(members: list[Data]) -> Diagnostic:
    names = " and ".join(f"'{item['id']}'" for item in members)
    labels = [Label(_place(item, "date"), f"'{item['id']}' waits here") for item in members[1:]]
    message = f"the dates of {names} count from one another"
    if len(members) == 1:
        message = f"the date of {names} counts from itself"
    return CIRCLE(message, _place(members[0], "date"), "give one of them a day of its own", labels)


def _too_short(missing: int, items: list[Data], dating: Dating) -> Diagnostic:
    first = items[0]
    others = f" and {len(items) - 1} more" if len(items) > 1 else ""
    noun = "class time is" if missing == 1 else "class times are"
    message = f"{missing} {noun} missing: '{first['id']}'{others} found none that is free"
    label = Label(dating.term.span_of("end"), "the term ends here")
    hint = "drop or join sessions, take fewer days off, or let the term end later"
    return TOO_SHORT(message, _place(first, "id"), hint, (label,))


def _trouble(  # noqa: PLR0913  (what is wrong, with what, and where)
    why: Undatable, rule: When, item: Data, key: str, dating: Dating, *, own: bool
) -> Iterator[Diagnostic]:
    span = _place(item, key)
    if why.trouble is Trouble.UNKNOWN:
        anchor = rule.anchor
        name = anchor.session or (f"{anchor.kind} {anchor.number}" if anchor.kind else "lecture")
        hint = did_you_mean(anchor.session, dating.by_id) if anchor.session else ""
        if not own and anchor.own:
            hint = "name it by its id, or as 'lecture 5' or 'last lecture'"
        yield COUNTS_FROM_NOTHING(f"there is no '{name}' to count from", span, hint)
    elif why.trouble is Trouble.UNDATED:
        hint = "give that session a date, or count from another one"
        yield COUNTS_FROM_NOTHING("it counts from a session that has no date", span, hint)
    elif why.trouble in {Trouble.OUTSIDE, Trouble.NO_SLOT}:
        yield _no_class(str(item.get("id", item.get(key, ""))), span)


def _no_class(name: str, span: Span) -> Diagnostic:
    hint = "name a week with class, or a day of the calendar"
    return NO_CLASS_THERE(f"the date of '{name}' falls where no class time is free", span, hint)


def _place(item: Data, key: str) -> Span:
    node = item[AT]
    if not isinstance(node, Mapping):
        message = f"data travel with their node, and not with {node!r}"
        raise TypeError(message)
    return node.span_of(key)


def _resolve(
    value: object, path: Location, dating: Dating | None, own: int | None, found: _Found
) -> None:
    """Put days in the place of the rules below ``value``."""
    if isinstance(value, list):
        sessions = dating.by_id if dating is not None and path == ("sessions",) else {}
        for index, item in enumerate(value):
            inner = own
            if sessions and isinstance(item, dict):
                inner = sessions.get(str(item.get("id")))
            if isinstance(item, (dict, list)):
                _resolve(item, (*path, index), dating, inner, found)
    elif isinstance(value, dict):
        for key, inner_value in list(value.items()):
            if isinstance(inner_value, (dict, list)):
                _resolve(inner_value, (*path, key), dating, own, found)
            elif key in DATE_KEYS and isinstance(inner_value, str):
                _resolve_text(value, key, (*path, key), dating, own, found)


def _resolve_text(  # noqa: PLR0913, PLR0917  (what is resolved, where, and by what)
    item: Data, key: str, path: Location, dating: Dating | None, own: int | None, found: _Found
) -> None:
    try:
        when = read_when(item[key]) if _may_be_a_rule(item[key]) else None
    except _BROKEN:
        return
    if when is None or (when.is_typed and when.time is None):
        return
    if _is_a_word(when, dating.by_id if dating else ()):
        return
    if key in _WEEK_ENDS and when.anchor.week and when.anchor.weekday is None:
        when = replace(when, anchor=replace(when.anchor, weekday=_WEEK_ENDS[key]))
    if dating is None:
        del item[key]
        return
    day = dating.day_of(when, own)
    if isinstance(day, Undatable):
        found.diagnostics += _trouble(day, when, item, key, dating, own=own is not None)
        found.broken.append(path)
        del item[key]
        return
    if when.time is not None and not _WITH_TIME & set(path):
        return
    item[key] = day
    if when.time is not None:
        item[TIME] = when.time

"""What changed in the sessions of a course, in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time

from coursewright.model.sessions import OFF_KINDS
from coursewright.model.values import Hours
from coursewright.views.change import Change, from_to, full_day, lower_first, on_days
from coursewright.views.facts import (
    Facts,
    MaterialFacts,
    ReadingFacts,
    SessionFacts,
    SlotFacts,
    TalkFacts,
)
from coursewright.views.wording import enumerate_words, hours_text

_MANY = 3
"""From so many classes on, the same change of hours or place is told once for all of them."""


def session_changes(old: Facts, new: Facts) -> Iterator[Change]:
    """Yield what is different, in the order of the schedule; what is gone comes last."""
    both = [
        (before, session)
        for name, session in new.sessions.items()
        if (before := old.sessions.get(name)) and before != session
    ]
    together = _moved_together(both)
    yield from (change for change, _ in together)
    told = {name for _, names in together for name in names}
    for name, session in new.sessions.items():
        before = old.sessions.get(name)
        if before is None:
            yield _added(session)
        elif before != session:
            yield from _changed(before, session, told=name in told)
    yield from (_dropped(item) for name, item in old.sessions.items() if name not in new.sessions)


def _added(session: SessionFacts) -> Change:
    days = _days(session.slots)
    if session.kind in OFF_KINDS:
        return Change("", _off_name(session), f"{on_days(days)}.", session.address)
    title = f", “{session.title}”," if session.title and days else ""
    title = title or (f", “{session.title}”" if session.title else "")
    return Change("New: ", lower_first(session.name), f"{title}{on_days(days)}.", session.address)


def _dropped(session: SessionFacts) -> Change:
    was = f" (was {on_days(_days(session.slots)).strip()})" if session.slots else ""
    if session.kind in OFF_KINDS:
        return Change(
            "No longer in the schedule: ", lower_first(_off_name(session)), f"{was}.", "schedule/"
        )
    title = f", “{session.title}”" if session.title else ""
    return Change("Cancelled: ", lower_first(session.name), f"{title}{was}.", "schedule/")


def _off_name(session: SessionFacts) -> str:
    detail = session.reason or session.title
    return f"{session.name} ({detail})" if detail else session.name


def _changed(old: SessionFacts, new: SessionFacts, *, told: bool) -> Iterator[Change]:
    if new.kind in OFF_KINDS and old.kind not in OFF_KINDS:
        gone = f"{lower_first(old.name)}" + (f", “{old.title}”," if old.title else "")
        after = f"{on_days(_days(new.slots))}; {gone} does not take place."
        yield Change("", _off_name(new), after, new.address)
        return
    if new.kind != old.kind:
        title = f": “{new.title}”" if new.title else ""
        yield Change(f"{old.name} is now ", lower_first(new.name), f"{title}.", new.address)
    elif new.title != old.title and new.title:
        yield Change("", new.name, f" is called “{new.title}”.", new.address)
    if not told:
        yield from _when_and_where(old, new)
    if new.reason != old.reason and new.reason and new.kind == old.kind:
        yield Change("", new.name, f"{on_days(_days(new.slots))}: {new.reason}.", new.address)
    if new.speaker != old.speaker and new.speaker:
        yield Change("", new.name, f" will be given by {new.speaker}.", new.address)
    yield from _readings(old, new)
    yield from _materials(old, new)
    yield from _talks(old, new)


def _when_and_where(old: SessionFacts, new: SessionFacts) -> Iterator[Change]:
    said = list(_clauses(old, new))
    due = new.notes_due
    if due and due != old.notes_due and _days(old.slots) != _days(new.slots):
        said.append(f"its notes are due {due.day} {due:%B}")
    if said:
        yield Change("", _known_as(old, new), f" {'; '.join(said)}.", new.address)


def _known_as(old: SessionFacts, new: SessionFacts) -> str:
    """Return the name of a session; with its title, where the name was another one."""
    renumbered = old.name != new.name and old.kind == new.kind and new.title
    return f"{new.name}, “{new.title}”," if renumbered else new.name


def _clauses(old: SessionFacts, new: SessionFacts) -> Iterator[str]:
    before, after = _days(old.slots), _days(new.slots)
    if before != after:
        if not after:
            yield f"has no date any more (was {on_days(before).strip()})"
            return
        said = f"moved {from_to(before, after)}" if before else f"is{on_days(after)}"
        places = f"in {enumerate_words(_places(new.slots))}"
        hours = enumerate_words(_hours(new.slots)) if _hours(old.slots) != _hours(new.slots) else ""
        places = places if _places(new.slots) and _places(old.slots) != _places(new.slots) else ""
        yield ", ".join(filter(None, (said, hours, places)))
        return
    key = (_hours(old.slots), _hours(new.slots), _places(old.slots), _places(new.slots))
    said = _hours_and_places(*key)
    if said:
        yield f"is {said}"


def _hours_and_places(
    old_hours: Sequence[str], hours: Sequence[str], old_places: Sequence[str], places: Sequence[str]
) -> str:
    said = [_new_and_old("at", old_hours, hours), _new_and_old("in", old_places, places)]
    return " and ".join(filter(None, said))


def _new_and_old(word: str, old: Sequence[str], new: Sequence[str]) -> str:
    if old == new or not new:
        return ""
    was = f" (before: {enumerate_words(old)})" if old else ""
    return f"{word} {enumerate_words(new)}{was}"


_Times = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Hours before and after, places before and after."""


def _moved_together(
    pairs: Sequence[tuple[SessionFacts, SessionFacts]],
) -> list[tuple[Change, list[str]]]:
    """Return one sentence for each change of hours and place that many classes share."""
    groups: defaultdict[_Times, list[SessionFacts]] = defaultdict(list)
    for old, new in pairs:
        same_days = _days(old.slots) == _days(new.slots) and old.kind == new.kind
        key = (_hours(old.slots), _hours(new.slots), _places(old.slots), _places(new.slots))
        if same_days and _hours_and_places(*key):
            groups[key].append(new)
    return [
        (_together(key, sessions), [session.id for session in sessions])
        for key, sessions in groups.items()
        if len(sessions) >= _MANY
    ]


def _together(key: _Times, sessions: Sequence[SessionFacts]) -> Change:
    days = sorted(day for session in sessions for day in _days(session.slots))
    span = f"{days[0].day} {days[0]:%B} to {days[-1].day} {days[-1]:%B}"
    said = _hours_and_places(*key)
    return Change("", f"{len(sessions)} classes", f" from {span} are {said}.", "schedule/")


def _days(slots: Iterable[SlotFacts]) -> tuple[date, ...]:
    return tuple(slot.day for slot in slots)


def _hours(slots: Iterable[SlotFacts]) -> tuple[str, ...]:
    spans = (_span(slot.start, slot.end) for slot in slots)
    return tuple(dict.fromkeys(span for span in spans if span))


def _span(start: time | None, end: time | None) -> str:
    return hours_text(Hours(start, end)) if start and end else ""


def _places(slots: Iterable[SlotFacts]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slot.place for slot in slots if slot.place))


def _readings(old: SessionFacts, new: SessionFacts) -> Iterator[Change]:
    before = {item.text: item for item in old.readings}
    after = {item.text: item for item in new.readings}
    added = [item for text, item in after.items() if text not in before]
    dropped = [item for text, item in before.items() if text not in after]
    name = lower_first(new.name)
    for item in list(added):
        other = _other_part(item, dropped, added)
        if other:
            added.remove(item)
            dropped.remove(other)
            level = f" ({item.level})" if item.level and item.level != other.level else ""
            said = f": {item.text}{level}, not {other.where or 'all of it'}."
            yield Change("To read for ", name, said, new.address)
    if added:
        texts = "; ".join(
            f"{item.text} ({item.level})" if item.level else item.text for item in added
        )
        yield Change("New to read for ", name, f": {texts}.", new.address)
    if dropped:
        texts = "; ".join(item.text for item in dropped)
        yield Change("No longer to read for ", name, f": {texts}.", new.address)
    for text, item in after.items():
        level = before[text].level if text in before else item.level
        if level != item.level:
            said = f"is {item.level}" if item.level else f"is no longer marked as {level}"
            yield Change("For ", name, f", {text} {said}.", new.address)


def _other_part(
    item: ReadingFacts, dropped: Sequence[ReadingFacts], added: Sequence[ReadingFacts]
) -> ReadingFacts | None:
    """Return what ``item`` takes the place of: the one other part of its text that is gone."""
    same = [other for other in dropped if other.label == item.label]
    alone = sum(other.label == item.label for other in added) == 1
    return same[0] if alone and len(same) == 1 else None


def _materials(old: SessionFacts, new: SessionFacts) -> Iterator[Change]:
    added, dropped, both = _matched(old.materials, new.materials)
    name = lower_first(new.name)
    if added:
        names = enumerate_words([item.name for item in added])
        yield Change("Posted for ", name, f": {names}.", new.address)
    if dropped:
        names = enumerate_words([item.name for item in dropped])
        yield Change("No longer there for ", name, f": {names}.", new.address)
    for before, item in both:
        if before.status != item.status:
            after = f": {item.name} ({item.status}, was {before.status})."
            yield Change("For ", name, after, new.address)


def _matched(
    old: Sequence[MaterialFacts], new: Sequence[MaterialFacts]
) -> tuple[list[MaterialFacts], list[MaterialFacts], list[tuple[MaterialFacts, MaterialFacts]]]:
    added, left = [], list(old)
    both: list[tuple[MaterialFacts, MaterialFacts]] = []
    for item in new:
        match = next((other for other in left if not set(other.keys).isdisjoint(item.keys)), None)
        if match is None:
            added.append(item)
        else:
            left.remove(match)
            both.append((match, item))
    return added, left, both


def _talks(old: SessionFacts, new: SessionFacts) -> Iterator[Change]:
    before = {talk.paper: talk for talk in old.talks}
    after = {talk.paper: talk for talk in new.talks}
    for paper, talk in after.items():
        if paper not in before:
            who = f", {talk.presenters}" if talk.presenters[:1].isdigit() else ""
            yield Change("", new.name, f": a talk on {talk.label}{who}.", new.address)
        else:
            yield from _talk(before[paper], talk, new)
    for paper, talk in before.items():
        if paper not in after:
            yield Change("", new.name, f": no talk on {talk.label} any more.", new.address)


def _talk(old: TalkFacts, new: TalkFacts, session: SessionFacts) -> Iterator[Change]:
    about = f": the talk on {new.label}"
    if old.presenters != new.presenters:
        verb = "has" if new.presenters[:1].isdigit() else "has presenters"
        yield Change("", session.name, f"{about} {verb} {new.presenters}.", session.address)
    if new.slides and not old.slides:
        yield Change("", session.name, f": slides of the talk on {new.label}.", session.address)
    if new.closes and new.closes != old.closes:
        after = f": the evaluation of {new.label} closes on {full_day(new.closes)}."
        yield Change("", session.name, after, session.address)

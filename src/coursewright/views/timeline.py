"""A course through time, as far as it may be told today: what was shown from when on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from coursewright.model.course import Course
from coursewright.model.materials import Slides
from coursewright.views.events import Event, events_of
from coursewright.views.facts import (
    Facts,
    MaterialFacts,
    SessionFacts,
    TalkFacts,
    facts_of,
    material_facts,
    slides_facts,
)


@dataclass(frozen=True, slots=True)
class Version:
    """What the files of a course said from a moment on."""

    moment: datetime
    facts: Facts


@dataclass(frozen=True, slots=True)
class Past:
    """The versions of a course's files that are known, in the order of time."""

    versions: tuple[Version, ...] = ()
    whole: bool = False
    """The first version is the one that the course began with."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What may not be shown today, and so not in any older version either."""

    sessions: frozenset[str]
    materials: frozenset[str]
    """Ids, files and addresses."""


@dataclass(frozen=True, slots=True)
class State:
    """What readers saw from a moment on."""

    moment: datetime
    facts: Facts


@dataclass(frozen=True, slots=True)
class Revision:
    """An event as it is now, and when it became so."""

    event: Event
    moment: datetime
    known: bool
    """False where the event is at least as old as what is known; it changed by ``moment``."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """All states that readers saw, the present one last."""

    states: tuple[State, ...]
    zone: ZoneInfo
    """The course's clock."""
    whole: bool = False
    """The first state is the beginning of the edition."""

    @property
    def present(self) -> State:
        """The state of today."""
        return self.states[-1]

    def day_of(self, state: State) -> date:
        """Return the day on which a state began, on the course's clock."""
        return state.moment.astimezone(self.zone).date()

    def revisions(self) -> list[Revision]:
        """Return all events that there are or ever were, each with its last change.

        What is no longer in the course stays, as cancelled.
        """
        found: dict[str, Revision] = {}
        for number, state in enumerate(self.states):
            events = events_of(state.facts)
            known = number > 0 or self.whole
            for uid, event in events.items():
                last = found.get(uid)
                if last is None or (last.event is not event and last.event != event):
                    found[uid] = Revision(event, state.moment, known)
            for uid in found.keys() - events.keys():
                event = found[uid].event
                if event.status != "CANCELLED":
                    found[uid] = Revision(event.cancelled(), state.moment, known)
        return list(found.values())


def timeline_of(course: Course, past: Past) -> Timeline:
    """Return what readers of this edition saw until now.

    A version that is younger than ``now`` is none of it. What the files say now and no version
    does is taken to be of now.
    """
    present = facts_of(course)
    known = [version for version in past.versions if version.moment <= course.now]
    versions = _last_of_edition(known, present.edition.domain)
    whole = bool(versions) and (past.whole or len(versions) < len(known))
    if not versions or versions[-1].facts != present:
        versions.append(Version(course.now, present))
    return Timeline(tuple(_states(versions, course)), course.timezone, whole)


def present_of(course: Course) -> Facts:
    """Return what readers see of a course today."""
    return visible(facts_of(course), course.today, withheld_of(course))


def _last_of_edition(versions: Sequence[Version], domain: str) -> list[Version]:
    of_another = (version.facts.edition.domain != domain for version in reversed(versions))
    count = next((number for number, other in enumerate(of_another) if other), len(versions))
    return list(versions[len(versions) - count :])


def _states(versions: Sequence[Version], course: Course) -> Iterator[State]:
    zone, withheld = course.timezone, withheld_of(course)
    ends = [*(version.moment for version in versions[1:]), course.now]
    for version, end in zip(versions, ends, strict=True):
        midnights = {datetime.combine(day, time.min, zone) for day in _releases(version.facts)}
        inner = sorted(moment for moment in midnights if version.moment < moment <= end)
        for moment in (version.moment, *inner):
            day = moment.astimezone(zone).date()
            yield State(moment, visible(version.facts, day, withheld))


def _releases(facts: Facts) -> Iterator[date]:
    for session in facts.sessions.values():
        yield from (item.release for item in session.materials if item.release)
        for talk in session.talks:
            if talk.slides and talk.slides.release:
                yield talk.slides.release


def withheld_of(course: Course) -> Withheld:
    """Return what the course holds back today."""
    sessions, held, shown = set(), set[str](), set[str]()
    for record in course.schedule.sessions:
        hidden = record.id not in course.by_id
        if hidden:
            sessions.add(record.id)
        slides = [talk.slides for talk in record.talks if isinstance(talk.slides, Slides)]
        for item in (*map(material_facts, record.materials), *map(slides_facts, slides)):
            seen = not hidden and course.released(item.release)
            (shown if seen else held).update(item.keys)
    demos = {f"demo:{demo.id}" for demo in course.schedule.demos if demo not in course.demos}
    return Withheld(frozenset(sessions), frozenset(held - shown | demos))


def visible(facts: Facts, day: date, withheld: Withheld) -> Facts:
    """Return what of a version could be shown on a day, and can be shown today."""
    sessions = {
        name: session for name, session in facts.sessions.items() if name not in withheld.sessions
    }
    materials = [item for session in sessions.values() for item in session.materials]
    hidden = {key for item in materials if not _shown(item, day, withheld) for key in item.keys}
    hidden |= withheld.materials
    gone = facts.sessions.keys() - sessions.keys()
    hidden |= {key for name in gone for item in facts.sessions[name].materials for key in item.keys}
    shown = {name: _visible(session, day, withheld, hidden) for name, session in sessions.items()}
    deadlines = {
        name: replace(item, day=None, session="") if item.session in gone else item
        for name, item in facts.deadlines.items()
    }
    return replace(facts, sessions=shown, deadlines=deadlines)


def _shown(item: MaterialFacts, day: date, withheld: Withheld) -> bool:
    in_time = item.release is None or item.release <= day
    return in_time and withheld.materials.isdisjoint(item.keys)


def _visible(
    session: SessionFacts, day: date, withheld: Withheld, hidden: set[str]
) -> SessionFacts:
    materials = tuple(item for item in session.materials if _shown(item, day, withheld))
    readings = tuple(item for item in session.readings if item.material not in hidden)
    talks = tuple(_visible_talk(talk, day, withheld) for talk in session.talks)
    if (materials, readings, talks) == (session.materials, session.readings, session.talks):
        return session
    return replace(session, materials=materials, readings=readings, talks=talks)


def _visible_talk(talk: TalkFacts, day: date, withheld: Withheld) -> TalkFacts:
    if talk.slides is None or _shown(talk.slides, day, withheld):
        return talk
    return replace(talk, slides=None)

"""A course through time, as far as it may be told today: what was shown from when on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from coursewright.model.course import Course
from coursewright.model.materials import Slides
from coursewright.model.timetable import ordinals
from coursewright.views.change import lower_first
from coursewright.views.events import Event, events_of
from coursewright.views.facts import (
    Facts,
    MaterialFacts,
    ReadingFacts,
    SessionFacts,
    TalkFacts,
    facts_of,
    material_facts,
    slides_facts,
)
from coursewright.views.wording import KIND_WORDS


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
    notes: Mapping[str, datetime] = field(default_factory=dict)
    """When the notes of lectures were handed in, by id, as far as it is known."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What may not be shown today, and so not in any older version either."""

    sessions: frozenset[str]
    materials: frozenset[str]
    """Ids, files and addresses."""
    papers: frozenset[str]
    """Keys of papers that only sessions use which may not be shown."""


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
    notes: Mapping[str, datetime] = field(default_factory=dict)
    """From when on notes of scribes were there, by the id of their lecture."""

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
    notes = {name: moment for name, moment in past.notes.items() if moment <= course.now}
    return Timeline(tuple(_states(versions, course)), course.timezone, whole, notes)


def present_of(course: Course) -> Facts:
    """Return what readers see of a course today."""
    day = date.max if course.preview else course.today
    return visible(facts_of(course), day, withheld_of(course))


def _last_of_edition(versions: Sequence[Version], domain: str) -> list[Version]:
    of_another = (version.facts.edition.domain != domain for version in reversed(versions))
    count = next((number for number, other in enumerate(of_another) if other), len(versions))
    return list(versions[len(versions) - count :])


def _states(versions: Sequence[Version], course: Course) -> Iterator[State]:
    zone, withheld = course.timezone, withheld_of(course)
    ends = [*(version.moment for version in versions[1:]), course.now]
    for version, end in zip(versions, ends, strict=True):
        known = (day for day in _releases(version.facts) if day <= course.today)
        midnights = {datetime.combine(day, time.min, zone) for day in known}
        inner = sorted(moment for moment in midnights if version.moment < moment <= end)
        for moment in (version.moment, *inner):
            day = date.max if course.preview else moment.astimezone(zone).date()
            yield State(moment, visible(version.facts, day, withheld))


def _releases(facts: Facts) -> Iterator[date]:
    for session in facts.sessions.values():
        if session.release:
            yield session.release
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
    papers = frozenset(course.bibliography.keys() - course.papers.keys())
    return Withheld(frozenset(sessions), frozenset(held - shown | demos), papers)


def visible(facts: Facts, day: date, withheld: Withheld) -> Facts:
    """Return what of a version could be shown on a day, and can be shown today."""
    due = {name: item for name, item in facts.sessions.items() if _due(item.release, day)}
    sessions = {name: item for name, item in due.items() if name not in withheld.sessions}
    gone = facts.sessions.keys() - sessions.keys()
    view = _View(day, withheld, _hidden_keys(facts, gone, day, withheld), _names(due))
    deadlines = {
        name: replace(item, day=None, session="") if item.session in gone else item
        for name, item in facts.deadlines.items()
    }
    shown = {name: _visible(session, view) for name, session in sessions.items()}
    papers = {key: paper for key, paper in facts.papers.items() if key not in withheld.papers}
    return replace(facts, sessions=shown, deadlines=deadlines, papers=papers)


@dataclass(frozen=True, slots=True)
class _View:
    """What of a session is to be seen."""

    day: date
    withheld: Withheld
    hidden: frozenset[str]
    """Ids, files and addresses of materials that are not."""
    names: Mapping[str, str]
    """What sessions were called on the day, by id: also those that are withheld now."""

    def shows(self, item: MaterialFacts) -> bool:
        """Tell whether a material is to be seen."""
        return _due(item.release, self.day) and self.withheld.materials.isdisjoint(item.keys)


def _due(release: date | None, day: date) -> bool:
    return release is None or release <= day


def _names(sessions: Mapping[str, SessionFacts]) -> dict[str, str]:
    """Return the names of sessions: a number is only for what is shown."""
    numbers = ordinals(session.kind for session in sessions.values())
    return {
        name: f"{KIND_WORDS[session.kind]} {number}".strip()
        for (name, session), number in zip(sessions.items(), numbers, strict=True)
    }


def _hidden_keys(
    facts: Facts, gone: Iterable[str], day: date, withheld: Withheld
) -> frozenset[str]:
    left_out = frozenset(gone)
    return withheld.materials | {
        key
        for name, session in facts.sessions.items()
        for item in session.materials
        if name in left_out or not _due(item.release, day)
        for key in item.keys
    }


def _visible(session: SessionFacts, view: _View) -> SessionFacts:
    found = replace(
        session,
        name=view.names[session.id],
        materials=tuple(item for item in session.materials if view.shows(item)),
        readings=tuple(_visible_readings(session, view)),
        talks=tuple(_visible_talk(talk, view) for talk in session.talks),
    )
    # Most are what they were; to be the same object makes comparing cheap.
    return session if found == session else found


def _visible_readings(session: SessionFacts, view: _View) -> Iterator[ReadingFacts]:
    for item in session.readings:
        if not item.owner:
            yield item
        elif item.material not in view.hidden:
            name = view.names[item.owner]
            yield replace(item, label=f"{item.label} of {lower_first(name)}", owner="")


def _visible_talk(talk: TalkFacts, view: _View) -> TalkFacts:
    if talk.slides is None or view.shows(talk.slides):
        return talk
    return replace(talk, slides=None)

"""The whole course: schedule and papers together, and what follows from the two."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from coursewright.model.announcements import Announcement
from coursewright.model.bibliography import Resource
from coursewright.model.demos import Demo
from coursewright.model.materials import Material, Slides
from coursewright.model.pages import ProsePage
from coursewright.model.record import AT
from coursewright.model.schedule import Module, Schedule
from coursewright.model.sessions import Reading, Session
from coursewright.model.timetable import ScheduledSession, schedule_sessions
from coursewright.sources.bibtex import Bibliography

UseKind = Literal["read", "presented", "resource", "bibliography", "mentioned", "tried"]


class Use(NamedTuple):
    """A place where the course uses a paper."""

    kind: UseKind
    session: ScheduledSession | None = None
    number: int = 0
    """The number of a resource, from 1."""
    demo: str = ""
    """The demo that tries its claims."""


class OwnedMaterial(NamedTuple):
    """A material and the session that has it; several sessions may show one."""

    material: Material
    owner: ScheduledSession


class EarlierEdition(NamedTuple):
    """An archived edition of the same course, below an address of its own."""

    slug: str
    """The name of its folder, which is its address: ``winter-2018``."""
    address: str
    """The way to it from the root of the site that shows this edition."""
    course: Course

    @property
    def name(self) -> str:
        """The name of its term."""
        return self.course.schedule.term.name


class EarlierTalk(NamedTuple):
    """A talk of an earlier edition about a paper."""

    edition: EarlierEdition
    session: ScheduledSession


@dataclass(frozen=True)
class Course:
    """One edition of a course, as of one moment."""

    root: Path
    schedule: Schedule
    bibliography: Bibliography
    """Every entry of ``papers.bib``."""
    now: datetime
    """The one clock of a build; it decides what is released."""
    incomplete: frozenset[str] = frozenset()
    """Keys of ``schedule.yaml`` below which something could not be read, misspelt ones too.

    Holds ``papers.bib`` where that file could not be read at all.
    """
    known_ids: frozenset[str] = frozenset()
    """Ids of sessions that were written, readable or not."""
    written_announcements: tuple[Announcement, ...] = ()
    """Those that may not be shown yet, too."""
    page_notes: Mapping[str, Sequence[Material]] = field(default_factory=dict)
    """The notes that this site publishes itself, as materials, by the id of their session."""
    earlier: tuple[EarlierEdition, ...] = ()
    """Archived editions, the latest first."""
    pages: tuple[ProsePage, ...] = ()
    """The Markdown files below ``docs/``, by their names."""
    preview: bool = False
    """Show what is hidden, for the staff or not released yet; never for a site to publish."""

    @property
    def timezone(self) -> ZoneInfo:
        """The course's clock."""
        return ZoneInfo(self.schedule.term.timezone)

    @property
    def today(self) -> date:
        """The day in the course's time zone."""
        return self.now.astimezone(self.timezone).date()

    @cached_property
    def sessions(self) -> tuple[ScheduledSession, ...]:
        """All that may be shown, in the order of time."""
        return schedule_sessions(self.schedule, self.shows)

    @cached_property
    def announcements(self) -> tuple[Announcement, ...]:
        """What may be shown of the announcements, the newest first."""
        shown = (item for item in self.written_announcements if self.released(item.shown_from))
        return tuple(sorted(shown, key=lambda item: (item.date, item.slug), reverse=True))

    @cached_property
    def by_id(self) -> Mapping[str, ScheduledSession]:
        """Sessions by their id."""
        return {session.id: session for session in self.sessions}

    @cached_property
    def modules(self) -> Mapping[str, Module]:
        """Modules by their id."""
        return {module.id: module for module in self.schedule.modules}

    @cached_property
    def resources(self) -> Mapping[str, Resource]:
        """The numbered resources by the key of their paper; the first of two."""
        return {item.paper: item for item in reversed(self.schedule.resources)}

    @cached_property
    def materials(self) -> Mapping[str, OwnedMaterial]:
        """Materials that have an id, released or not."""
        return {
            material.id: OwnedMaterial(material, session)
            for session in self.sessions
            for material in session.record.materials
            if material.id
        }

    def due(self, day: date | None) -> bool:
        """Tell whether a release day has come."""
        return day is None or day <= self.today

    def released(self, day: date | None) -> bool:
        """Tell whether something with this release day may be shown."""
        return self.preview or self.due(day)

    def shows(self, session: Session) -> bool:
        """Tell whether a session may be shown."""
        return self.released(session.release) and (self.preview or session.state != "hidden")

    def when_all_is_released(self) -> Course:
        """Return the course as of the day when nothing waits for a release any more.

        What is hidden stays so. By it, checks speak of a fault before the day on which it would
        stop a build.
        """
        days = [session.release for session in self.schedule.sessions if session.release]
        if self.due(max(days, default=None)):
            return self
        return replace(self, now=datetime.combine(max(days), time.min, self.timezone))

    @cached_property
    def papers(self) -> Bibliography:
        """The bibliography but for papers that only sessions use which may not be shown."""
        held = (item for item in self.schedule.sessions if not self.shows(item))
        doubtful = {key for session in held for key in papers_of(session)}
        if not doubtful:
            return self.bibliography
        kept = doubtful & self.uses.keys()
        projects = self.schedule.projects
        kept |= {key for group in (projects.groups if projects else ()) for key in group.papers}
        entries = self.bibliography.items()
        return Bibliography({key: it for key, it in entries if key not in doubtful - kept})

    def materials_of(self, session: ScheduledSession) -> Iterator[OwnedMaterial]:
        """Yield what is released of a session's materials; shared ones with their owner."""
        for material in self.page_notes.get(session.id, ()):
            yield OwnedMaterial(material, session)
        yield from self.listed_materials_of(session)

    def listed_materials_of(self, session: ScheduledSession) -> Iterator[OwnedMaterial]:
        """Yield the same without the notes that this site publishes itself."""
        for material in session.record.materials:
            owned = OwnedMaterial(material, session)
            if material.same_as:
                owned = self.materials.get(material.same_as, owned)
            if owned.material.same_as is None and self.released(owned.material.release):
                yield owned
        own = {material.demo for material in session.record.materials}
        for demo in self.schedule.demos:
            if session.id in demo.lectures and demo.id not in own:
                material = Material.model_validate({"demo": demo.id, AT: demo.at})
                yield OwnedMaterial(material, session)

    @cached_property
    def demos(self) -> tuple[Demo, ...]:
        """Demos that may be shown: used by no session, or by one where they are released."""
        released: dict[str, bool] = {}
        for session in self.schedule.sessions:
            for material in session.materials:
                if material.demo:
                    shown = self.shows(session) and self.released(material.release)
                    released[material.demo] = released.get(material.demo, False) or shown
            for demo in self.schedule.demos:
                if session.id in demo.lectures:
                    shown = self.shows(session)
                    released[demo.id] = released.get(demo.id, False) or shown
        return tuple(demo for demo in self.schedule.demos if released.get(demo.id, True))

    @cached_property
    def uses(self) -> Mapping[str, tuple[Use, ...]]:
        """Where each paper is used, by its key; papers used nowhere are not in it."""
        found: defaultdict[str, list[Use]] = defaultdict(list)
        for key, use in self._uses():
            if use not in found[key]:
                found[key].append(use)
        return {key: tuple(uses) for key, uses in found.items()}

    def _uses(self) -> Iterator[tuple[str, Use]]:
        for session in self.sessions:
            for reading in session_readings(session.record):
                yield reading.paper, Use("read", session)
            for talk in session.record.talks:
                yield talk.paper, Use("presented", session)
            for key in session.record.mentions:
                yield key, Use("mentioned", session)
        yield from ((key, Use("tried", demo=demo.id)) for demo in self.demos for key in demo.papers)
        for number, resource in enumerate(self.schedule.resources, 1):
            yield resource.paper, Use("resource", number=number)
        if self.schedule.bibliography:
            for entry in self.bibliography.values():
                if entry.fields.get("keywords"):
                    yield entry.key, Use("bibliography")

    @cached_property
    def earlier_talks(self) -> Mapping[str, tuple[EarlierTalk, ...]]:
        """Where papers were presented in earlier editions, by their key."""
        found: defaultdict[str, list[EarlierTalk]] = defaultdict(list)
        for edition in self.earlier:
            for session in edition.course.sessions:
                for talk in session.record.talks:
                    found[talk.paper].append(EarlierTalk(edition, session))
        return {key: tuple(talks) for key, talks in found.items()}

    @cached_property
    def named_files(self) -> frozenset[str]:
        """The files below ``docs/`` that the schedule names, released or not."""
        sessions = self.schedule.sessions
        slides = [talk.slides for session in sessions for talk in session.talks]
        files = [material.file for session in sessions for material in session.materials]
        files += [it.file for it in slides if isinstance(it, Slides)]
        return frozenset(posixpath.normpath(name) for name in files if name)

    def external_file(self, name: str) -> str:
        """Return the address of a file that the course links but does not hold, or ``""``."""
        folder, slash, rest = name.partition("/")
        for place in self.schedule.files:
            if slash and place.folder.rstrip("/") == folder:
                return place.base.rstrip("/") + "/" + rest
        return ""


def papers_of(session: Session) -> Iterator[str]:
    """Yield the keys of the papers that a session reads, presents or mentions."""
    yield from (reading.paper for reading in session_readings(session))
    yield from (talk.paper for talk in session.talks)
    yield from session.mentions


def session_readings(session: Session) -> Iterable[Reading]:
    """Yield the readings of a session, then those assigned before its talks."""
    yield from (reading for reading in session.readings if reading.paper)
    for talk in session.talks:
        yield from (reading for reading in talk.assigned_reading if reading.paper)

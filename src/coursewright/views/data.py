"""The course as data, for programs: ``/course.json``, described in ``docs/data.md``."""

from __future__ import annotations

import json
from typing import Any

from coursewright.model.addresses import session_uri
from coursewright.model.announcements import Announcement
from coursewright.model.course import Course
from coursewright.model.materials import Contributor
from coursewright.model.milestones import DatedMilestone, milestones
from coursewright.model.sessions import Reading
from coursewright.model.timetable import ScheduledSession
from coursewright.sources.bibtex import BibEntry
from coursewright.sources.identifiers import paper_links
from coursewright.views.announcements import announcement_address
from coursewright.views.links import paper_address, session_address
from coursewright.views.page import Asset
from coursewright.views.wording import iso, locator_text

VERSION = 1
"""Grows when a key changes its meaning or goes away; new keys may come at any time."""


def course_asset(course: Course) -> Asset:
    """Return ``/course.json``: what is released, with stable keys and no names without consent."""
    schedule = course.schedule
    data = {
        "version": VERSION,
        **_about(course),
        "earlier_editions": [
            {"name": edition.name, "url": edition.address} for edition in course.earlier
        ],
        "grading": [{"name": part.name, "weight": part.weight} for part in schedule.grading],
        "modules": [{"id": module.id, "title": module.title} for module in schedule.modules],
        "sessions": [_session(course, session) for session in course.sessions],
        "papers": [_paper(course, entry) for entry in course.papers.values()],
        "milestones": [_milestone(item) for item in milestones(course)],
        "announcements": [_announcement(item) for item in course.announcements],
        "demos": [
            {"id": demo.id, "title": demo.title, "scale": demo.scale, "url": f"demos/{demo.id}/"}
            for demo in course.demos
        ],
    }
    parts = (f"{json.dumps(key)}: {_written(value)}" for key, value in data.items())
    return Asset("course.json", ("{\n" + ",\n".join(parts) + "\n}\n").encode())


def _about(course: Course) -> dict[str, Any]:
    about, term = course.schedule.course, course.schedule.term
    return {
        "course": {
            "code": about.code,
            "title": about.title,
            "institution": about.institution,
        },
        "term": {
            "name": term.name,
            "start": term.start.isoformat(),
            "end": term.end.isoformat(),
            "timezone": term.timezone,
        },
    }


def _milestone(item: DatedMilestone) -> dict[str, Any]:
    return {
        "id": item.record.id,
        "name": item.record.name,
        "date": item.day.isoformat() if item.day else None,
        "when": item.record.when or None,
    }


def _announcement(item: Announcement) -> dict[str, Any]:
    return {
        "date": item.date.isoformat(),
        "title": item.title,
        "url": announcement_address(item),
    }


def _written(value: object) -> str:
    """Return a value as JSON, a list with each of its items on a line of its own."""
    if isinstance(value, list) and value:
        items = (json.dumps(item, ensure_ascii=False) for item in value)
        return "[\n" + ",\n".join(items) + "\n]"
    return json.dumps(value, ensure_ascii=False)


def _session(course: Course, session: ScheduledSession) -> dict[str, Any]:
    record = session.record
    return {
        "id": session.id,
        "kind": session.kind,
        "title": record.title or None,
        "ordinal": session.ordinal or None,
        "module": record.module,
        "state": record.state,
        "reason": record.reason or None,
        "url": session_address(session) if session_uri(session) else None,
        "slots": [
            {
                "date": slot.day.isoformat(),
                "start": iso(course, slot) if slot.hours else None,
                "hours": [f"{slot.hours.start:%H:%M}", f"{slot.hours.end:%H:%M}"]
                if slot.hours
                else None,
                "place": slot.place.name if slot.place else None,
            }
            for slot in session.slots
        ],
        "readings": [_reading(reading) for reading in record.readings if _shown(course, reading)],
        "materials": [
            {
                "type": "demo" if item.material.demo else item.material.type,
                "title": item.material.title or None,
                "url": _material_url(course, item.material.url, item.material.file)
                or f"demos/{item.material.demo}/",
                "edition": item.material.edition or course.schedule.term.name,
                "status": item.material.status,
            }
            for item in course.materials_of(session)
        ],
        "talks": [
            {"paper": talk.paper, "presenters": _people(talk.presenters)} for talk in record.talks
        ],
    }


def _shown(course: Course, reading: Reading) -> bool:
    if not reading.material:
        return True
    owned = course.materials.get(reading.material)
    return owned is not None and course.released(owned.material.release)


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "paper": reading.paper or None,
        "material": reading.material,
        "locator": locator_text(reading.locator) if reading.locator else None,
        "level": reading.level,
    }


def _material_url(course: Course, url: str, file: str) -> str:
    return url or (course.external_file(file) or file)


def _people(people: int | str | tuple[Contributor, ...]) -> int | str | list[str]:
    if isinstance(people, int | str):
        return people
    return [person.name for person in people if person.consent]


def _paper(course: Course, entry: BibEntry) -> dict[str, Any]:
    uses = course.uses.get(entry.key, ())
    return {
        "key": entry.key,
        "title": entry.title.replace("\\$", "$"),
        "year": entry.year or None,
        "url": paper_address(course, entry.key),
        "links": {link.kind: link.url for link in paper_links(entry)},
        "uses": [
            {"kind": use.kind, "session": use.session.id if use.session else None} for use in uses
        ],
        "presented_before": [
            {
                "edition": talk.edition.name,
                "session": talk.session.id,
                "ordinal": talk.session.ordinal,
                "url": talk.edition.address + session_address(talk.session),
            }
            for talk in course.earlier_talks.get(entry.key, ())
        ],
    }

"""Pages of single sessions, and the lists of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coursewright.model.addresses import session_uri, template_uri
from coursewright.model.course import Course, OwnedMaterial
from coursewright.model.scribing import notes_are_in, notes_due
from coursewright.model.timetable import ScheduledSession
from coursewright.views import wording
from coursewright.views.links import MaterialLink, material_facts, paper_target
from coursewright.views.page import Page
from coursewright.views.readings import grouped_readings
from coursewright.views.writer import Writer


def session_pages(writer: Writer, files: frozenset[str] = frozenset()) -> Iterator[Page]:
    """Yield a page for every session that has one, with its neighbours in time.

    ``files`` names what the site makes beside its pages, such as the template of a lecture.
    """
    course = writer.course
    paged = [session for session in course.sessions if session_uri(session)]
    for index, session in enumerate(paged):
        before = paged[index - 1] if index else None
        after = paged[index + 1] if index + 1 < len(paged) else None
        around = {"session": session, "before": before, "after": after, "files": files}
        if session.kind == "presentations":
            yield _presentations_page(writer, session, around)
        else:
            yield _lecture_page(writer, session, around)


def _lecture_page(writer: Writer, session: ScheduledSession, around: dict[str, Any]) -> Page:
    course, record = writer.course, session.record
    people = {person.id: person for person in course.schedule.people}
    return writer.page(
        "session.html.j2",
        session_uri(session),
        record.title or wording.kind_text(session),
        record.span_of(),
        description=_description(course, session),
        tab="schedule/",
        module=course.modules.get(record.module or ""),
        speaker=people.get(record.speaker or ""),
        continues=course.by_id.get(record.continues or ""),
        readings=list(grouped_readings(course, record.readings)),
        materials=list(course.materials_of(session)),
        mentions=[course.papers[key] for key in record.mentions if key in course.papers],
        scribing=notes_due(course, session),
        notes_in=notes_are_in(course, session),
        template=template_uri(session),
        material_lines=_material_line,
        **around,
    )


def _presentations_page(writer: Writer, session: ScheduledSession, around: dict[str, Any]) -> Page:
    course, record = writer.course, session.record
    same = [item for item in course.sessions if item.record.title == record.title]
    return writer.page(
        "presentations.html.j2",
        session_uri(session),
        record.title if len(same) == 1 else f"{record.title} {session.ordinal}",
        record.span_of(),
        description=_description(course, session),
        tab="schedule/",
        rules=course.schedule.presentations,
        materials=list(course.materials_of(session)),
        presenters=lambda people: wording.people_text(people, "presenter"),
        target=paper_target,
        **around,
    )


def _description(course: Course, session: ScheduledSession) -> str:
    day = f", {wording.long_day(session.first_day)}" if session.first_day else ""
    facts = course.schedule.course
    return f"{wording.kind_text(session)} of {facts.code}, {facts.title}{day}."


def _material_line(owned: OwnedMaterial, link: MaterialLink) -> str:
    material = owned.material
    kind = link.detail.partition(",")[0]
    kind = "" if material.demo or kind[:1].isdigit() else kind
    said = [", ".join(filter(None, (kind, material_facts(owned))))]
    for credit in material.credits:
        people = wording.people_text(credit.people, credit.role.removesuffix("s"))
        said.append(f"{people}, {credit.edition}" if credit.edition else people)
    if material.posted:
        said.append(f"posted {wording.dated(material.posted)}")
    return " · ".join(filter(None, said))


def lectures_page(writer: Writer) -> Page:
    """Return ``/lectures/``: lectures and guests in order."""
    course = writer.course
    listed = [item for item in course.sessions if session_uri(item).startswith("lectures/")]
    nouns = (("lecture", "lecture"), ("guest", "guest"), ("exam", "exam"))
    counts = [(sum(item.kind == kind for item in listed), noun) for kind, noun in nouns]
    said = [wording.counted(number, noun) for number, noun in counts if number]
    lede = f"{wording.enumerate_words(said)}, in order." if said else ""
    return _index(writer, "lectures", "Lectures", listed, lede)


def presentations_page(writer: Writer) -> Page:
    """Return ``/presentations/``: the sessions of talks, and the rules for them."""
    course = writer.course
    listed = [item for item in course.sessions if item.kind == "presentations"]
    talks = sum(len(item.record.talks) for item in listed)
    lede = f"{wording.counted(len(listed), 'session')}, {wording.counted(talks, 'talk')}."
    lede = lede if listed else ""
    return _index(writer, "presentations", "Presentations", listed, lede)


def _index(
    writer: Writer, folder: str, title: str, listed: list[ScheduledSession], lede: str
) -> Page:
    schedule = writer.course.schedule
    return writer.page(
        "session_index.html.j2",
        f"{folder}/index.md",
        title,
        schedule.span_of("sessions"),
        description=f"{title} of {schedule.course.code}, {schedule.term.name}.",
        tab="schedule/",
        sessions=listed,
        lede=lede,
        rules=schedule.presentations if folder == "presentations" else None,
    )

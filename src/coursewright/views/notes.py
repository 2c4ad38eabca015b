"""The page of a lecture's notes, and the entry by which they are cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from coursewright.model.addresses import notes_pdf_uri, notes_uri
from coursewright.model.course import Course
from coursewright.model.materials import Credit, Material
from coursewright.model.timetable import ScheduledSession
from coursewright.notes.publish import PublishedNotes, has_notes
from coursewright.views import wording
from coursewright.views.page import Asset, Page, address_of
from coursewright.views.scribes import is_published, made_for, scribes_of
from coursewright.views.writer import Writer


def notes_materials(
    course: Course, notes: Mapping[str, PublishedNotes]
) -> dict[str, list[Material]]:
    """Return the notes of this site as materials of their sessions."""
    found: dict[str, list[Material]] = {}
    for name, one in notes.items():
        session = course.by_id[name]
        if is_published(session):
            found[name] = list(_materials(session, one))
    for session in course.sessions:
        if session.id not in found and notes_uri(session):
            found[session.id] = list(_earlier_notes(course, session))
    return found


def _earlier_notes(course: Course, session: ScheduledSession) -> Iterator[Material]:
    """Yield the notes that the latest earlier edition with some has of a session."""
    for edition in course.earlier:
        before = edition.course.by_id.get(session.id)
        if before is None or not has_notes(edition.course.root, session.id):
            continue
        if is_published(before):
            scribes = scribes_of(before)
            made_by = (made_for(Credit, session, people=scribes.people),) if scribes else ()
            address = f"{edition.address}{address_of(notes_uri(before))}"
            facts = {"type": "notes", "edition": edition.name, "file": address}
            yield made_for(Material, session, **facts, credits=made_by)
            return


def _materials(session: ScheduledSession, one: PublishedNotes) -> Iterator[Material]:
    scribes = scribes_of(session)
    made_by = (
        (made_for(Credit, session, people=scribes.people), *scribes.earlier) if scribes else ()
    )
    edition = scribes.edition if scribes else ""
    status = scribes.status if scribes else "unchecked"
    status = "draft" if one.body is None else status
    address = address_of(notes_uri(session))
    facts = {"type": "notes", "edition": edition}
    yield made_for(Material, session, **facts, file=address, status=status, credits=made_by)
    if one.pdf is not None:
        yield made_for(Material, session, **facts, file=notes_pdf_uri(session))


def notes_page(writer: Writer, one: PublishedNotes) -> Page:
    """Return the page of a lecture's notes."""
    course = writer.course
    session = course.by_id[one.lecture.id]
    name = session.record.title or wording.kind_text(session)
    scribes = scribes_of(session)
    page = writer.page(
        "notes.html.j2",
        notes_uri(session),
        f"Notes: {name}",
        session.record.span_of(),
        description=f"Notes of {wording.kind_text(session).lower()} of "
        f"{course.schedule.course.code}, {course.schedule.course.title}.",
        toc=True,
        tab="schedule/",
        session=session,
        name=name,
        credit=one.lecture.credit,
        edition=scribes.edition if scribes else "",
        predecessors=scribes.earlier if scribes else (),
        status=scribes.status if scribes else "unchecked",
        earlier=one.earlier,
        missing=one.body is None,
        pdf=one.pdf is not None,
        bibtex=notes_bibtex(writer, session),
        slot=_SLOT,
    )
    return Page(
        page.uri,
        page.title,
        page.html.replace(_SLOT, one.body or ""),
        page.origin,
        page.description,
        page.toc,
        page.tab,
    )


_SLOT = "<!--notes-->"


def notes_bibtex(writer: Writer, session: ScheduledSession) -> str:
    """Return the BibTeX entry by which the notes of a session are cited."""
    course = writer.course
    facts, term = course.schedule.course, course.schedule.term
    scribes = scribes_of(session)
    people = scribes.people if scribes and not isinstance(scribes.people, int) else ()
    names = [person.name for person in people if person.consent]
    author = " and ".join(names) or f"{{Scribes of {facts.code}}}"
    code = re.sub(r"[^a-z0-9]", "", facts.code.lower())
    key = f"{code}-{re.sub(r'[^a-z0-9]', '', term.name.lower())}-{session.id}"
    lines = [
        f"  author = {{{author}}}",
        f"  title = {{{session.record.title}}}",
        f"  howpublished = {{Notes of lecture {session.ordinal}, {facts.code}: {facts.title}}}",
        f"  note = {{{term.name}}}",
    ]
    if session.first_day:
        lines.append(f"  year = {{{session.first_day.year}}}")
    if writer.site_url:
        lines.append(f"  url = {{{writer.site_url}{address_of(notes_uri(session))}}}")
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def notes_assets(course: Course, one: PublishedNotes) -> Iterator[Asset]:
    """Yield the figures and the PDF of a lecture's notes."""
    session = course.by_id[one.lecture.id]
    folder = address_of(notes_uri(session))
    for name, data in sorted(one.assets.items()):
        yield Asset(f"{folder}{name}", data)
    if one.pdf is not None:
        yield Asset(notes_pdf_uri(session), one.pdf)

"""The syllabus: who, when, where, by which rules."""

from __future__ import annotations

from coursewright.views import wording
from coursewright.views.links import material_link
from coursewright.views.page import Page, root_of
from coursewright.views.schedule import hour_changes, usual_place
from coursewright.views.writer import Writer

_URI = "syllabus.md"


def syllabus_page(writer: Writer) -> Page:
    """Return ``/syllabus/``."""
    course = writer.course
    schedule = course.schedule
    day = max(course.today, schedule.term.start)
    assessment = schedule.self_assessment
    quiz = course.materials.get(assessment.quiz or "") if assessment else None
    if quiz and not course.released(quiz.material.release):
        quiz = None
    return writer.page(
        "syllabus.html.j2",
        _URI,
        "Syllabus",
        schedule.span_of("course"),
        description=f"Syllabus of {schedule.course.code}, {schedule.term.name}.",
        toc=True,
        meetings=wording.meeting_texts(course, day),
        changes=list(hour_changes(course, day)),
        place=usual_place(course),
        staff=sum(person.role != "guest" for person in schedule.people),
        quiz=material_link(course, quiz, root_of(_URI)) if quiz else None,
        lower_first=lambda words: [word[:1].lower() + word[1:] for word in words],
    )

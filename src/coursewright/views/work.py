"""What students do: pages of projects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coursewright.model.addresses import is_split
from coursewright.model.course import Course
from coursewright.model.milestones import milestones
from coursewright.views.links import paper_topic
from coursewright.views.page import Page
from coursewright.views.writer import Writer


def weights(course: Course) -> dict[str, int]:
    """Return the percent of the grade for each page that a part of it names."""
    found = dict.fromkeys(("projects", "presentations", "scribing"), 0)
    for part in course.schedule.grading:
        if part.page:
            found[part.page] += part.weight
    return found


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic of the bibliography, from the projects' side."""

    title: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class TopicOffer:
    """A field to do a project in."""

    name: str
    topics: tuple[TopicLink, ...]


def _offers(course: Course) -> list[TopicOffer]:
    rules, bibliography = course.schedule.projects, course.schedule.bibliography
    titles = {item.id: item.title for item in bibliography.topics} if bibliography else {}
    counts: dict[str, int] = {}
    for key in course.papers:
        topic = paper_topic(course, key)
        counts[topic] = counts.get(topic, 0) + 1
    split = is_split(course)
    return [
        TopicOffer(
            offer.name,
            tuple(
                TopicLink(
                    titles[topic],
                    f"papers/{topic}/" if split else f"papers/#topic-{topic}",
                    counts.get(topic, 0),
                )
                for topic in offer.papers
                if topic in titles
            ),
        )
        for offer in (rules.topics if rules else ())
    ]


def project_pages(writer: Writer) -> Iterator[Page]:
    """Yield ``/projects/``, and a page for every type of project and every group."""
    course = writer.course
    rules = course.schedule.projects
    yield writer.page(
        "projects.html.j2",
        "projects.md",
        "Projects",
        course.schedule.span_of("projects"),
        description=f"The research project of {course.schedule.course.code}.",
        toc=True,
        rules=rules,
        weight=weights(course)["projects"],
        milestones=milestones(course),
        topics=_offers(course),
    )
    for kind in rules.types if rules else ():
        yield writer.page(
            "project_type.html.j2",
            f"projects/{kind.id}.md",
            kind.name,
            kind.span_of(),
            description=f"A type of project of {course.schedule.course.code}.",
            tab="projects/",
            kind=kind,
            topics=_offers(course),
            groups=[group for group in rules.groups if group.type == kind.id] if rules else [],
        )
    for group in rules.groups if rules else ():
        yield writer.page(
            "project.html.j2",
            f"projects/{group.id}.md",
            group.title,
            group.span_of(),
            description=f"A project of {course.schedule.course.code}.",
            tab="projects/",
            group=group,
            papers=[course.papers[key] for key in group.papers if key in course.papers],
        )

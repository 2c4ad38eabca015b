"""The bibliography: by topic, with what the course makes of each paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from coursewright.model.addresses import OTHERS, TEXTS, is_split
from coursewright.model.bibliography import Marker
from coursewright.model.course import EarlierTalk, Use
from coursewright.model.timetable import ScheduledSession
from coursewright.sources.bibtex import BibEntry, cite_label
from coursewright.sources.identifiers import Link, paper_links
from coursewright.views.links import paper_target, paper_topic
from coursewright.views.page import Asset, Page
from coursewright.views.writer import Writer

TOPIC_STYLES = "assets/topics.css"
_STATES = ("free", "assigned", "presented", "read")


@dataclass(frozen=True)
class ListedPaper:
    """A paper with its state in the course."""

    entry: BibEntry
    uses: tuple[Use, ...]
    markers: tuple[Marker, ...]
    today: date
    earlier: tuple[EarlierTalk, ...] = ()
    """Where it was presented in earlier editions."""

    @property
    def state(self) -> str:
        """``assigned`` or ``presented`` in a talk, ``read``, ``free`` for a talk, or ``other``."""
        kinds = {use.kind for use in self.uses}
        if "presented" in kinds:
            talks = [use.session for use in self.uses if use.kind == "presented" and use.session]
            held = any(talk.first_day and talk.first_day <= self.today for talk in talks)
            return "presented" if held else "assigned"
        if "read" in kinds:
            return "read"
        return "free" if "bibliography" in kinds else "other"

    @property
    def shown_uses(self) -> Iterator[Use]:
        """Where it is used; what is presented was read for the same class, and goes without."""
        talks = [use.session for use in self.uses if use.kind == "presented"]
        for use in self.uses:
            if use.kind != "read" or use.session not in talks:
                yield use

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Where to get it."""
        return tuple(paper_links(self.entry))

    @property
    def href(self) -> str:
        """Where its title leads."""
        return paper_target(self.entry)

    @property
    def label(self) -> str:
        """How it is cited: ``Xu & Mannor 2012``."""
        return cite_label(self.entry)

    @property
    def bibtex(self) -> str:
        """Its entry without the course's own fields."""
        return self.entry.bibtex()


@dataclass(frozen=True, slots=True)
class TopicSection:
    """The papers of one topic, in the order of the file."""

    id: str
    title: str
    short: str
    summary: str
    papers: tuple[ListedPaper, ...]


def topic_sections(writer: Writer) -> list[TopicSection]:
    """Return the topics that have papers, then course texts, then the others."""
    course = writer.course
    rules = course.schedule.bibliography
    by_topic: dict[str, list[ListedPaper]] = {}
    for entry in course.papers.values():
        uses = course.uses.get(entry.key, ())
        earlier = course.earlier_talks.get(entry.key, ())
        listed = ListedPaper(entry, uses, _markers(writer, entry), course.today, earlier)
        by_topic.setdefault(paper_topic(course, entry.key), []).append(listed)
    named = (
        [(item.id, item.title, item.short, item.summary) for item in rules.topics] if rules else []
    )
    named += [
        (TEXTS, "Course texts", "", "Read in class or listed among the resources."),
        (OTHERS, "Other papers", "", "Mentioned in class, or kept for reference."),
    ]
    return [
        TopicSection(topic, title, short or title, summary, tuple(by_topic[topic]))
        for topic, title, short, summary in named
        if topic in by_topic
    ]


def _markers(writer: Writer, entry: BibEntry) -> tuple[Marker, ...]:
    rules = writer.course.schedule.bibliography
    carried = {word.strip() for word in entry.fields.get("marker", "").split(",")}
    return tuple(item for item in (rules.markers if rules else ()) if item.id in carried)


def topics_asset(writer: Writer) -> Asset:
    """Return the rules by which the filter of ``/papers/`` leaves the other topics out.

    Without a script they also say which choices nothing answers to.
    """
    sections = topic_sections(writer)
    others = ",\n".join(
        f'main:has([value="topic-{topic}"]:checked) [data-topic]:not([data-topic="{topic}"])'
        for topic in (section.id for section in sections)
    )
    rules = f"{others} {{ display: none; }}\n"
    if unanswered := ",\n".join(_unanswered(sections)):
        rules += f"{unanswered} {{ display: block; }}\n"
    return Asset(TOPIC_STYLES, rules.encode())


def _unanswered(sections: Sequence[TopicSection]) -> Iterator[str]:
    """Yield selectors of the empty result, for the choices that leave no paper."""
    for state in _STATES:
        chosen = f"main:has([value={state}]:checked)"
        empty = [item.id for item in sections if all(it.state != state for it in item.papers)]
        if len(empty) == len(sections):
            yield f"{chosen} .cw-empty"
        else:
            for topic in empty:
                yield f'{chosen}:has([value="topic-{topic}"]:checked) .cw-empty'


def papers_pages(writer: Writer) -> Iterator[Page]:
    """Yield ``/papers/``; with very many papers, a page for each topic as well."""
    course = writer.course
    sections = topic_sections(writer)
    if not is_split(course):
        yield _papers_page(writer, "papers.md", "Papers", sections)
        return
    yield _page(writer, "paper_topics.html.j2", "papers/index.md", "Papers", sections)
    for section in sections:
        yield _papers_page(writer, f"papers/{section.id}.md", section.title, [section])


def _papers_page(writer: Writer, uri: str, title: str, sections: list[TopicSection]) -> Page:
    return _page(writer, "papers.html.j2", uri, title, sections)


def _page(
    writer: Writer, template: str, uri: str, title: str, sections: list[TopicSection]
) -> Page:
    schedule = writer.course.schedule
    rules = schedule.bibliography
    shown = {marker for section in sections for paper in section.papers for marker in paper.markers}
    return writer.page(
        template,
        uri,
        title,
        schedule.span_of("bibliography"),
        description=f"Papers of {schedule.course.code} by topic, with BibTeX.",
        tab="papers/",
        sections=sections,
        total=sum(len(section.papers) for section in sections),
        topic_styles=TOPIC_STYLES,
        rules=rules,
        summary=rules.summary if rules else "",
        markers=[item for item in (rules.markers if rules else ()) if item in shown],
    )


@dataclass(frozen=True, slots=True)
class ListedResource:
    """A numbered resource and the sessions that assign it."""

    number: int
    resource: object
    entry: BibEntry
    href: str
    sessions: tuple[ScheduledSession, ...]


def resources_page(writer: Writer) -> Page:
    """Return ``/resources/``: the numbered list of course texts."""
    course = writer.course
    listed = []
    for number, resource in enumerate(course.schedule.resources, 1):
        entry = course.papers.get(resource.paper)
        if entry:
            uses = course.uses.get(entry.key, ())
            sessions = tuple(use.session for use in uses if use.kind == "read" and use.session)
            href = paper_target(entry, resource.url)
            listed.append(ListedResource(number, resource, entry, href, sessions))
    return writer.page(
        "resources.html.j2",
        "resources.md",
        "Resources",
        course.schedule.span_of("resources"),
        description=f"Texts used by {course.schedule.course.code}, numbered.",
        tab="papers/",
        resources=listed,
    )


def bibtex_asset(writer: Writer) -> Asset:
    """Return ``/papers.bib``: every entry, without the course's own fields."""
    entries = (entry.bibtex().strip() for entry in writer.course.papers.values())
    return Asset("papers.bib", ("\n\n".join(entries) + "\n").encode())

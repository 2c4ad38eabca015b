"""What the schedule and ``papers.bib`` say of each other."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.checks.check import Finding, check, check_by
from coursewright.checks.names import places, unknown_names, written
from coursewright.diagnostics import Label, Severity, Span
from coursewright.load import PAPERS
from coursewright.model.bibliography import Resource
from coursewright.model.course import Course
from coursewright.model.sessions import Reading
from coursewright.sources.bibtex_rules import YEAR
from coursewright.sources.identifiers import arxiv_of, normal_arxiv

_PAPERS = (
    ("sessions", "readings", "paper"),
    ("sessions", "talks", "paper"),
    ("sessions", "talks", "assigned_reading", "paper"),
    ("sessions", "mentions"),
    ("resources", "paper"),
    ("demos", "papers"),
    ("projects", "groups", "papers"),
)


@check("R001")
def unknown_paper(course: Course) -> Iterator[Finding]:
    """A paper is named that papers.bib does not have.

    A reading or a talk names its paper by the key of its entry; with a wrong key there is no
    title to show and nothing to read.

    Bad:
        paper: bora2017compresed
    Good:
        paper: bora2017compressed
    """
    if PAPERS in course.incomplete:
        return
    root = course.schedule.at
    known = dict(course.bibliography)
    used = (name for path in _PAPERS for name in written(root, path))
    wrong = ((it.text, it.span) for it in used if it.text not in known)
    yield from unknown_names("paper", wrong, known, " in papers.bib")


@check("R008")
def unknown_topic(course: Course) -> Iterator[Finding]:
    """A topic is named that the bibliography does not have.

    The topics of the bibliography are written once, under 'bibliography'; the 'keywords' of a
    paper and the topics of projects name them by their id. A paper with an unknown topic would
    stand under none.

    Bad:
        keywords = {optimisation}
    Good:
        keywords = {methods}
    """
    root = course.schedule.at
    known = places(root, ("bibliography", "topics", "id"))
    in_projects = written(root, ("projects", "topics", "papers"))
    yield from unknown_names("topic", ((name.text, name.span) for name in in_projects), known)
    if course.schedule.bibliography:
        yield from unknown_names("topic", _words(course, "keywords"), known)


@check("R009")
def unknown_marker(course: Course) -> Iterator[Finding]:
    """A paper has a marker that no legend explains.

    Markers are written once, under 'bibliography', with their sign and what it means.

    Bad:
        marker = {star}
    Good:
        marker = {starred}
    """
    known = places(course.schedule.at, ("bibliography", "markers", "id"))
    yield from unknown_names("marker", _words(course, "marker"), known)


@check("R013", Severity.WARNING)
def link_of_another_paper(course: Course) -> Iterator[Finding]:
    """A link beside a paper leads to another paper in arXiv.

    papers.bib gives the paper one number in arXiv, and the link has another one: one of the two is
    mistyped, and readers get the wrong text.

    Bad:
        - paper: hardt2016train     # eprint = {1509.01240}
          url: https://arxiv.org/abs/1509.01420
    Good:
        - paper: hardt2016train
          url: https://arxiv.org/abs/1509.01240
    """
    readings = [it for session in course.schedule.sessions for it in session.readings if it.url]
    linked: list[Reading | Resource] = [*course.schedule.resources, *readings]
    for item in linked:
        entry = course.bibliography.get(item.paper)
        if entry is None or "arxiv.org/" not in item.url:
            continue
        written, known = normal_arxiv(item.url), arxiv_of(entry.fields)
        if known and written and written != known:
            message = f"this is {written} in arXiv, and '{entry.key}' is {known}"
            label = Label(entry.span_of("eprint"), "papers.bib says so here")
            yield Finding(message, item.span_of("url"), "mend one of the two", (label,))


@check_by(YEAR)
def year_to_come(course: Course) -> Iterator[Finding]:
    """Find texts of years that are far ahead: '2081' is a slip for '2018'."""
    last = max(course.now.year, course.schedule.term.end.year) + 2
    for entry in course.bibliography.values():
        year = entry.fields.get("year", "")
        if "term" not in course.incomplete and year.isdecimal() and int(year[:5]) > last:
            message = f"the year {year} of '{entry.key}' is still to come"
            yield Finding(message, entry.span_of("year"), "mend the year")


def _words(course: Course, field: str) -> Iterator[tuple[str, Span]]:
    for entry in course.bibliography.values():
        for word in re.split("[,;]", entry.fields.get(field, "")):
            if word.strip():
                yield word.strip(), entry.span_of(field)

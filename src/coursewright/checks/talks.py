"""Talks: what is presented, by how many, and how early in the term."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator

from coursewright.checks.check import Finding, check
from coursewright.checks.dates import day_span, said
from coursewright.diagnostics import Label, Severity
from coursewright.model.course import Course
from coursewright.model.sessions import Talk
from coursewright.model.slots import week_of
from coursewright.model.timetable import ScheduledSession


def _talks(course: Course) -> Iterator[tuple[ScheduledSession, Talk]]:
    for session in course.sessions:
        for talk in session.record.talks:
            yield session, talk


@check("T001")
def presented_twice(course: Course) -> Iterator[Finding]:
    """A paper is presented twice.

    Each talk is on a paper of its own; two groups have chosen the same one, or a talk was
    copied and not changed.

    Bad:
        - paper: zhang2017understanding
        - paper: zhang2017understanding
    Good:
        - paper: zhang2017understanding
        - paper: achille2018emergence
    """
    first: dict[str, tuple[ScheduledSession, Talk]] = {}
    for session, talk in _talks(course):
        if talk.paper in first:
            earlier, known = first[talk.paper]
            label = Label(known.span_of("paper"), f"'{earlier.id}' has it already")
            message = f"'{talk.paper}' is presented twice"
            yield Finding(
                message, talk.span_of("paper"), "choose another paper for one talk", (label,)
            )
        first.setdefault(talk.paper, (session, talk))


@check("T002", Severity.WARNING)
def too_few_or_too_many(course: Course) -> Iterator[Finding]:
    """A talk has fewer or more presenters than the rules say.

    The rules stand under 'presentations', as 'group_size'.

    Bad:
        presenters: 30
    Good:
        presenters: 3
    """
    rules = course.schedule.presentations
    if rules is None:
        return
    size = rules.group_size
    for _, talk in _talks(course):
        presenters = talk.presenters
        if isinstance(presenters, str):
            continue
        number = presenters if isinstance(presenters, int) else len(presenters)
        if not size.min <= number <= size.max:
            message = f"{number} presenters, but groups are of {size.min} to {size.max}"
            label = Label(size.span_of(), "the rule")
            hint = "mend the number or the rule"
            yield Finding(message, talk.span_of("presenters"), hint, (label,))


@check("T003", Severity.WARNING)
def too_early(course: Course) -> Iterator[Finding]:
    """A talk takes place earlier than the rules say.

    Talks start after the week that 'after_week' names; weeks begin on Monday, and the first is
    that of the term's first day.

    Bad:
        a talk in the second week, with 'after_week: 4'
    Good:
        the talk in the fifth week
    """
    rules, term = course.schedule.presentations, course.schedule.term
    if rules is None or rules.after_week is None or "term" in course.incomplete:
        return
    for session in course.sessions:
        day = session.first_day if session.record.talks else None
        if day is not None and week_of(term, day) <= rules.after_week:
            message = (
                f"talks on {said(day)}, in week {week_of(term, day)}; "
                f"they start after week {rules.after_week}"
            )
            label = Label(rules.span_of("after_week"), "the rule")
            hint = "move the session, or change the rule"
            yield Finding(message, day_span(session.record, day), hint, (label,))


@check("T004", Severity.WARNING)
def evaluated_too_early(course: Course) -> Iterator[Finding]:
    """An evaluation closes before its talk.

    Nobody could fill in the form.

    Bad:
        a talk on 2018-02-21 whose evaluation has 'closes: 2018-02-14'
    Good:
        closes: 2018-02-28
    """
    for session, talk in _talks(course):
        closes = talk.evaluation.closes if talk.evaluation else None
        if talk.evaluation and closes and session.first_day and closes < session.first_day:
            message = f"the form closes on {said(closes)}, before the talk"
            span = talk.evaluation.span_of("closes")
            yield Finding(message, span, f"the talk is on {said(session.first_day)}")


@check("T005", Severity.NOTE)
def presented_before(course: Course) -> Iterator[Finding]:
    """A paper was presented in an earlier edition.

    It may be presented again; who does should know the slides and what was said of it then, so its
    entry on the papers page leads to the earlier talk.

    Bad:
        - paper: zhang2017understanding     # presented in Winter 2018
    Good:
        - paper: a paper that nobody has presented yet
    """
    for _, talk in _talks(course):
        for earlier in course.earlier_talks.get(talk.paper, ())[:1]:
            where = f"in {earlier.edition.name}, session '{earlier.session.id}'"
            message = f"'{talk.paper}' was presented before, {where}"
            hint = "choose another paper, or build on that talk"
            yield Finding(message, talk.span_of("paper"), hint)

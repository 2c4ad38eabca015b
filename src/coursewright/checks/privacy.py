"""Names and addresses of people who did not agree to be on a public page; class lists."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from coursewright.checks.check import Finding, check
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Span
from coursewright.load import DOCS
from coursewright.model.course import Course
from coursewright.model.materials import Contributor, Contributors
from coursewright.model.sessions import Scribes

_ROSTER = re.compile(
    r"(?:class[-_ ]?)?(?:roster|student|class[-_ ]?list|gradebook|grades|enrol+ment|participant)s?"
    r"(?:[-_ .].*)?\.(?:csv|tsv|xlsx?|ods|ya?ml|json|txt)"
    r"|(?:scribe|preference|wish|assignment)(?:e?s)?(?:[-_ .].*)?\.(?:csv|tsv|xlsx?|ods)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def contributors(course: Course) -> Iterator[Contributor]:
    """Yield everyone whom the schedule names for what they did, with consent or without."""
    schedule = course.schedule
    for session in schedule.sessions:
        for material in session.materials:
            for credit in material.credits:
                yield from _named(credit.people)
        if isinstance(session.scribes, Scribes):
            yield from _named(session.scribes.people)
        for talk in session.talks:
            if not isinstance(talk.presenters, str):
                yield from _named(talk.presenters)
    for group in schedule.projects.groups if schedule.projects else ():
        yield from _named(group.members)


def _named(people: Contributors) -> tuple[Contributor, ...]:
    return people if isinstance(people, tuple) else ()


@check("P001", needs_whole_entries=True)
def named_without_consent(course: Course) -> Iterator[Finding]:
    """A person is named without consent.

    A repository is public, and so is its site; students are named there only once they have
    agreed in writing. Until then they are counted.

    Bad:
        presenters:
          - name: A. Student
    Good:
        presenters: 2
    """
    for person in contributors(course):
        if not person.consent:
            message = "a person is named without consent"
            hint = "write how many they are: 2; or 'consent: yes' once the person has agreed"
            yield Finding(message, person.span_of("name"), hint)


@check("P003")
def class_list(tree: Tree) -> Iterator[Finding]:
    """A class list is in the repository.

    What git keeps is published with the repository, and what is in docs/ with the site; a name
    that was there once stays in the history.

    Bad:
        roster.csv
    Good:
        the class list in a folder that git ignores, or on the university's system
    """
    for name in sorted({*tree.tracked, *(f for f in tree.files if f.startswith(f"{DOCS}/"))}):
        if _ROSTER.fullmatch(PurePosixPath(name).name):
            hint = f"take it out ('git rm --cached {name}'), and name it in .gitignore"
            yield Finding(f"'{name}' looks like a list of students", Span(name), hint)


@check("P005")
def address_of_a_student(course: Course) -> Iterator[Finding]:
    """An e-mail address stands beside a student's name.

    To agree to be named is not to agree to be written to; robots collect addresses.

    Bad:
        - name: A. Student <a.student@example.org>
    Good:
        - name: A. Student
    """
    for person in contributors(course):
        if _ADDRESS.search(person.name):
            span = person.span_of("name")
            yield Finding("a name has an e-mail address in it", span, "remove the address")

"""What git remembers of a course, as what readers saw: versions become facts, facts sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from pathlib import Path

from coursewright.calendar.versions import FILES, Extract, extract_version, read_versions
from coursewright.load import ANNOUNCEMENTS
from coursewright.model.course import Course
from coursewright.scribe.folder import notes_file, notes_folders
from coursewright.sources.git import Commit, GitError, read_commit, read_log, read_names
from coursewright.views.announcements import announcement_address
from coursewright.views.change import Change
from coursewright.views.changes import changes_between
from coursewright.views.facts import form_of_facts, read_facts, write_facts
from coursewright.views.news import notes_handed_in
from coursewright.views.scribes import is_published
from coursewright.views.timeline import Past, Version, present_of, visible, withheld_of

_UPSTREAM = "@{upstream}"


class NoSuchVersionError(Exception):
    """There is no version of the course to compare with; the message says why."""


@dataclass(frozen=True, slots=True)
class Since:
    """What is different from an older version."""

    commit: Commit
    changes: tuple[Change, ...]


def read_past(root: Path, cache: Path | None = None, notes: Collection[str] = ()) -> Past:
    """Return the past of the course at ``root``; without git it has none that is known.

    ``notes`` are the lectures that have notes of scribes, by id.
    """
    try:
        versions, whole = read_versions(root, Extract(write_facts, form_of_facts()), cache)
        came = dict(_came(root, notes))
    except GitError:
        return Past()
    facts = (Version(item.commit.moment, read_facts(item.kept)) for item in versions)
    return Past(tuple(facts), whole, came)


def _came(root: Path, lectures: Collection[str]) -> Iterator[tuple[str, datetime]]:
    """Yield when the notes of lectures came; not of those that the first known commit has."""
    if not lectures:
        return
    log = read_log(root, [notes_file(name) for name in lectures])
    for name in lectures:
        there = [notes_file(name) in commit.blobs for commit in log.commits]
        first = next((at for at in range(len(there)) if all(there[at:])), None)
        if first is not None and (first > 0 or log.whole):
            yield name, log.commits[first].moment


def changes_since(course: Course, revision: str | None = None) -> Since:
    """Return what readers see now that they did not in an older version, and the other way round.

    ``revision`` is what git calls a commit, or a day: then it is the version at its start. Left
    out, it is what was pushed last, or else the last commit that says something different.

    Raises:
        NoSuchVersionError: there is no git, no such version, or it had errors.

    """
    try:
        if revision is not None:
            return _since(course, _named(course, revision))
        found = (_since(course, commit) for commit in _candidates(course.root))
        return _first_different(found)
    except GitError as error:
        message = f"git knows no version '{revision}'" if revision else f"git says: {error}"
        raise NoSuchVersionError(message) from None


def _first_different(found: Iterator[Since]) -> Since:
    first = next(found, None)
    if first is None:
        message = "no commit has the course's files yet"
        raise NoSuchVersionError(message)
    return next((item for item in chain([first], found) if item.changes), first)


def _named(course: Course, revision: str) -> Commit:
    try:
        day = date.fromisoformat(revision)
    except ValueError:
        return read_commit(course.root, revision, FILES)
    start = datetime.combine(day, time.min, course.timezone)
    older = [commit for commit in read_log(course.root, FILES).commits if commit.moment < start]
    if not older:
        message = f"no version is known from before {revision}"
        raise NoSuchVersionError(message)
    return older[-1]


def _candidates(root: Path) -> Iterator[Commit]:
    commits = read_log(root, FILES).commits[::-1]
    with suppress(GitError):
        yield read_commit(root, _UPSTREAM, FILES)
    yield from commits


def _since(course: Course, commit: Commit) -> Since:
    lines = extract_version(course.root, commit, Extract(write_facts, form_of_facts()))
    if not lines:
        message = f"the course of {commit.id[:7]} is not there, or had errors"
        raise NoSuchVersionError(message)
    day = commit.moment.astimezone(course.timezone).date()
    old = visible(read_facts(lines), day, withheld_of(course))
    changes = changes_between(old, present_of(course))
    return Since(commit, (*changes, *_handed_in(course, commit), *_announced(course, commit)))


def _handed_in(course: Course, commit: Commit) -> Iterator[Change]:
    now = [
        name
        for name in notes_folders(course.root)
        if name in course.by_id and is_published(course.by_id[name])
    ]
    then = read_commit(course.root, commit.id, [notes_file(name) for name in now]).blobs
    for session in course.sessions:
        if session.id in now and notes_file(session.id) not in then:
            yield notes_handed_in(session)


def _announced(course: Course, commit: Commit) -> Iterator[Change]:
    known = read_names(course.root, commit, ANNOUNCEMENTS)
    for item in course.announcements:
        if item.place.file not in known:
            yield Change("Announced: ", f"“{item.title}”", ".", announcement_address(item))


def is_cut(root: Path) -> bool:
    """Tell whether older versions of the course are missing from this clone."""
    try:
        return not read_log(root, FILES).whole
    except GitError:
        return False

"""A session as a person names it."""

from __future__ import annotations

import re

from coursewright.diagnostics import did_you_mean
from coursewright.model.course import Course
from coursewright.model.sessions import Session

_NUMBERED = re.compile(r"(?:(?P<kind>lecture|presentations|session) +)?(?P<ordinal>\d+|[A-Za-z])")


class NoSuchSessionError(LookupError):
    """No session is called that; the message says so, and which one may be meant."""


def find_session(course: Course, name: str) -> Session:
    """Return the session with an id, or ``lecture 5``, ``5``, ``presentations B``.

    Raises:
        NoSuchSessionError: there is none.

    """
    wanted = " ".join(name.split())
    by_id = {session.id: session for session in course.schedule.sessions}
    if wanted in by_id:
        return by_id[wanted]
    found = _NUMBERED.fullmatch(wanted.lower())
    if found:
        kind = "lecture" if found["ordinal"].isdigit() else "presentations"
        for session in course.sessions:
            if session.kind == kind and session.ordinal == found["ordinal"].upper():
                return session.record
    hint = did_you_mean(wanted, by_id) or "name it by its id, or as 'lecture 5'"
    message = f"there is no session '{name}'; {hint}"
    raise NoSuchSessionError(message)

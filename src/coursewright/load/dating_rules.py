"""The rules that a date by rule can break."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity

CIRCLE = Rule(
    "D020",
    Severity.ERROR,
    """Dates go in a circle.

    Each of them counts from another one of them, so none has a beginning. One needs a day of its
    own, or to count from something outside the circle.

    Bad:
        - id: s05
          date: after s06
        - id: s06
          date: after s05
    Good:
        - id: s05
          date: week 4
        - id: s06
          date: after s05
    """,
)
COUNTS_FROM_NOTHING = Rule(
    "D021",
    Severity.ERROR,
    """A date counts from something that is not there.

    A session is named by its id ('s05'), or as 'lecture 5', 'first guest', 'last lecture';
    'lecture' alone is the session in which the date is written.

    Bad:
        date: 1 week after s99
    Good:
        date: 1 week after s09
    """,
)
TOO_SHORT = Rule(
    "D022",
    Severity.ERROR,
    """The term is too short for its sessions.

    A session without a date takes the next free class time. These found none: the days off, the
    pinned sessions and the sessions before them take all that there are.

    Bad:
        28 sessions, and 26 class times from 'start' to 'end'
    Good:
        two sessions less, or a term that ends a week later
    """,
)
NO_CLASS_THERE = Rule(
    "D023",
    Severity.ERROR,
    """A date by rule falls where there is no class.

    A week is named in which the class does not meet, or all its class times are taken, or so many
    classes are counted that the term is over.

    Bad:
        date: week 9, which is a break
    Good:
        date: week 10
    """,
)
DAY_OFF_BY_SESSION = Rule(
    "D024",
    Severity.ERROR,
    """A day off counts from a session.

    Sessions are placed around the days off, so days off come first: they are days of the calendar,
    or count from the term.

    Bad:
        - id: spring-break
          kind: break
          date: 1 week after s05
    Good:
        - id: spring-break
          kind: break
          date: week 9
    """,
)
PINNED_AND_FLOWING = Rule(
    "D025",
    Severity.ERROR,
    """A session has both a date and a 'delay'.

    A delay lets class times pass before a session whose turn decides its day; a session with a
    date of its own has no turn.

    Bad:
        date: 2018-02-14
        delay: 1
    Good:
        delay: 1
    """,
)
DATING_RULES = (
    CIRCLE,
    COUNTS_FROM_NOTHING,
    TOO_SHORT,
    NO_CLASS_THERE,
    DAY_OFF_BY_SESSION,
    PINNED_AND_FLOWING,
)

"""Why a command does not change a schedule."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity

NO_CLASS = Rule(
    "E020",
    Severity.ERROR,
    """A command names a day on which there is nothing to change.

    A class can only be cancelled where one is held, and moved to a day on which the class meets.

    Bad:
        coursewright cancel 2018-02-16
    Good:
        coursewright cancel 2018-02-15
    """,
)
PINNED = Rule(
    "E021",
    Severity.ERROR,
    """A command would move what is pinned.

    A date that is written stays. A session that is pinned to a day moves only when it is named
    itself; one whose date is a rule ('week 7') moves with its rule.

    Bad:
        coursewright cancel 2018-04-25, the day of the poster
    Good:
        coursewright slip s29 --to 2018-04-26
    """,
)
OUT_OF_ORDER = Rule(
    "E022",
    Severity.ERROR,
    """A command would change the order of sessions.

    Sessions take place in the order in which they are written. One that would come after a pinned
    session written below it needs a decision: move the pin, or drop a session.

    Bad:
        a lecture that slips past the poster session at the end of the term
    Good:
        the same slip after the poster was moved
    """,
)
BEFORE_ITS_TURN = Rule(
    "E023",
    Severity.ERROR,
    """A command would move a session to where it cannot be.

    A session takes the first free class time after the one above it; it can wait, but not come
    before its turn, and not take a class time that another session has.

    Bad:
        coursewright slip s05 --by -1, where nothing delays s05
    Good:
        coursewright slip s05 --by 1
    """,
)
EDITION_EXISTS = Rule(
    "E030",
    Severity.ERROR,
    """The edition that is to be made, or its archive, is there already.

    Each edition has an address of its own for good, so a term's name is used once, and an archive
    is never written over.

    Bad:
        coursewright rollover --term "Winter 2018", of which there is an archive
    Good:
        coursewright rollover --term "Winter 2027"
    """,
)
OUTSIDE_THE_NEW_TERM = Rule(
    "E031",
    Severity.ERROR,
    """A day of the new term cannot be what it is said to be.

    There is a class in the week in which the term starts, on that day or after it: weeks are
    counted from there. The term ends after it starts, and its breaks lie inside it.

    Bad:
        --start 2027-01-09, a Saturday
    Good:
        --start 2027-01-11
    """,
)
PLANNING_RULES = (
    NO_CLASS,
    PINNED,
    OUT_OF_ORDER,
    BEFORE_ITS_TURN,
    EDITION_EXISTS,
    OUTSIDE_THE_NEW_TERM,
)

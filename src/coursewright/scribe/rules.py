"""The rules for lists of students and for what scribes hand in."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity
from coursewright.sources.csv_table import NOT_A_TABLE

NO_NAMES = Rule(
    "W002",
    Severity.ERROR,
    """A list of students has no column of names

    The first line names the columns. One of them is 'name'; another one, 'id' or 'email', tells
    people of the same name apart.

    Bad:
        Ada Lovelace
        Sofya Kovalevskaya
    Good:
        name
        Ada Lovelace
        Sofya Kovalevskaya
    """,
)
NO_NAME = Rule(
    "W003",
    Severity.ERROR,
    """A line of a list of students names nobody

    Each line is a student. A line with other cells but no name is a slip.

    Bad:
        ,ada@example.org
    Good:
        Ada Lovelace,ada@example.org
    """,
)
TWICE = Rule(
    "W004",
    Severity.ERROR,
    """A student is twice on the list

    Everyone gets one lecture. Two people of the same name are told apart by a column 'id' or
    'email'.

    Bad:
        name
        Ada Lovelace
        Ada Lovelace
    Good:
        name,id
        Ada Lovelace,20012345
        Ada Lovelace,20054321
    """,
)
NO_SUCH_LECTURE = Rule(
    "W005",
    Severity.ERROR,
    """A preference is no lecture of the course

    A preference is the number of a lecture, or the id of its session. Of sessions that are no
    lectures no notes are taken.

    Bad:
        name,first,second
        Ada Lovelace,Momentum,s99
    Good:
        name,first,second
        Ada Lovelace,5,s06
    """,
)
NOT_ON_OFFER = Rule(
    "W006",
    Severity.WARNING,
    """A preference cannot be respected

    The lecture was given already, has its scribes, or stands there twice. The other preferences
    of the line count.

    Bad:
        Ada Lovelace,5,5
    Good:
        Ada Lovelace,5,6
    """,
)
NOBODY = Rule(
    "W007",
    Severity.WARNING,
    """Preferences of somebody who is not on the list of students

    They are left out. Names, or ids, are the same in both files.

    Bad:
        Ada King,5        (and Ada Lovelace in the list of students)
    Good:
        Ada Lovelace,5
    """,
)
LATER_COUNTS = Rule(
    "W008",
    Severity.WARNING,
    """A student has given preferences twice

    Forms are filled in again by who changes their mind: the later line counts.

    Bad:
        Ada Lovelace,5
        Ada Lovelace,6
    Good:
        Ada Lovelace,6
    """,
)
TOO_MANY_STUDENTS = Rule(
    "W009",
    Severity.ERROR,
    """There are more students than places

    'group_size' of 'scribing' says how many take the notes of a lecture; that times the lectures
    to be given out is less than the students on the list.

    Bad:
        40 students, 10 lectures, and 'max: 3'
    Good:
        40 students, 10 lectures, and 'max: 4'
    """,
)
CLASS_LIST_IN_PUBLIC = Rule(
    "W010",
    Severity.ERROR,
    """A list of names lies where the public sees it

    What git keeps is published with the repository, and what is in docs/ with the site. Lists of
    students, and who scribes what, are read and written elsewhere.

    Bad:
        coursewright scribe assign docs/roster.csv
    Good:
        coursewright scribe assign private/roster.csv
    """,
)
ASSIGNING_RULES = (
    NO_NAMES,
    NO_NAME,
    TWICE,
    NO_SUCH_LECTURE,
    NOT_ON_OFFER,
    NOBODY,
    LATER_COUNTS,
    TOO_MANY_STUDENTS,
    CLASS_LIST_IN_PUBLIC,
)
SCRIBE_RULES = (NOT_A_TABLE, *ASSIGNING_RULES)
"""What the commands for scribes can find, besides what is wrong with LaTeX."""

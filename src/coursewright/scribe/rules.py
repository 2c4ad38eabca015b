"""The rules for lists of students and for what scribes hand in."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity
from coursewright.scribe.lint.rules import NOTES_RULES
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
NOT_A_ZIP = Rule(
    "W011",
    Severity.ERROR,
    """What was handed in is no zip that can be opened

    Notes come as a zip of their folder. One that is damaged, or locked with a password, is sent
    again.

    Bad:
        notes.rar, notes.pdf, or a zip with a password
    Good:
        the zip that Overleaf makes: Menu, Download, Source
    """,
)
BAD_NAME = Rule(
    "W012",
    Severity.ERROR,
    """A name in a zip leads out of its folder, or has odd signs

    Names are relative, without '..', drives, links or control characters: nothing may be written
    beside the notes. Signs that a shell or Windows cannot bear are refused, too.

    Bad:
        ../../schedule.yaml    C:\\notes.tex    a:b.png
    Good:
        figures/loss.png
    """,
)
TOO_MUCH = Rule(
    "W013",
    Severity.ERROR,
    """A zip holds too much

    At most 300 files, 20 MB each, 60 MB together, as they are when unpacked.

    Bad:
        a zip of 40 kB that unpacks to 4 GB
    Good:
        notes, their .bib file and a dozen figures
    """,
)
OTHER_CONTENT = Rule(
    "W014",
    Severity.ERROR,
    """A file is not what its name says

    The first bytes of a file tell what it is. A program called loss.png is no figure.

    Bad:
        figures/loss.png    (which is a JPEG, a page of HTML or a program)
    Good:
        figures/loss.jpg
    """,
)
SAME_NAME = Rule(
    "W015",
    Severity.ERROR,
    """A zip holds a name twice

    On Windows and macOS Loss.png and loss.png are one file: the second would overwrite the first.

    Bad:
        figures/Loss.png    figures/loss.png
    Good:
        figures/loss-train.png    figures/loss-test.png
    """,
)
WHICH_NOTES = Rule(
    "W016",
    Severity.ERROR,
    """It cannot be told which file of a zip is the notes

    The main file is called notes.tex, and there is one, in the zip itself or in a folder of it.

    Bad:
        lecture7.tex
    Good:
        notes.tex
    """,
)
BESIDE_NOTES = Rule(
    "W017",
    Severity.WARNING,
    """A file of a zip lies outside the folder of notes.tex

    Only the folder of notes.tex is taken, with all that is in it.

    Bad:
        lecture-7/tex/notes.tex    lecture-7/figures/loss.png
    Good:
        lecture-7/notes.tex    lecture-7/figures/loss.png
    """,
)
NO_SUCH_FOLDER = Rule(
    "W018",
    Severity.ERROR,
    """Notes lie in the wrong place

    The notes of a lecture lie in docs/notes/, in a folder that is called as its session: the last
    part of the address of the lecture's page. Anywhere else they are not found.

    Bad:
        docs/notes/notes.tex    docs/notes/lecture-8/notes.tex
    Good:
        docs/notes/s08/notes.tex    (of /lectures/s08/)
    """,
)
HANDING_IN_RULES = (
    NOT_A_ZIP,
    BAD_NAME,
    TOO_MUCH,
    OTHER_CONTENT,
    SAME_NAME,
    WHICH_NOTES,
    BESIDE_NOTES,
    NO_SUCH_FOLDER,
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
SCRIBE_RULES = (NOT_A_TABLE, *ASSIGNING_RULES, *HANDING_IN_RULES, *NOTES_RULES)
"""What the commands for scribes can find, besides what reading LaTeX finds."""

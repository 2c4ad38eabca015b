"""What can be wrong with a text as YAML: the rules, each with its manual page."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity

SYNTAX = Rule(
    "Y001",
    Severity.ERROR,
    """The file is not YAML.

    Indentation, a colon inside an unquoted text, a tab or a bracket that is never closed: the
    reader cannot go on from there, so nothing of the file is used.

    Bad:
        title: Stability: part II
    Good:
        title: "Stability: part II"
    """,
)
DUPLICATE_KEY = Rule(
    "Y002",
    Severity.ERROR,
    """A key stands twice in one mapping.

    YAML readers usually keep the last one in silence: a second 'sessions:' would make all the
    lectures of the first vanish.

    Bad:
        title: Momentum
        title: Acceleration
    Good:
        title: Momentum
    """,
)
TOO_DEEP = Rule(
    "Y003",
    Severity.ERROR,
    """The YAML is nested deeper than 64 levels.

    No schedule is; a forgotten bracket, or an attack on the reader, is.

    Bad:
        a hundred opening brackets
    Good:
        sessions: a list of mappings
    """,
)
ALIASES = Rule(
    "Y004",
    Severity.ERROR,
    """Aliases repeat too much, or name nothing.

    A few aliases ('*room') save typing; aliases of aliases can unfold into millions of nodes.

    Bad:
        a: &a [*b, *b, *b, *b]
    Good:
        place: aa-3195
    """,
)
TAG = Rule(
    "Y005",
    Severity.ERROR,
    """A tag or a merge key is used.

    Tags ('!!python/object') ask the reader to make something else than text, and merge keys
    ('<<') hide where a value comes from. Neither is needed in a course.

    Bad:
        date: !!timestamp 2018-01-10
    Good:
        date: 2018-01-10
    """,
)
ONE_DOCUMENT = Rule(
    "Y006",
    Severity.ERROR,
    """The file holds more than one YAML document, or none.

    What follows a line '---' would never be read.

    Bad:
        a second '---' in the middle of the file
    Good:
        one document
    """,
)
CUT_OFF = Rule(
    "Y007",
    Severity.ERROR,
    """A '#' after a blank cuts a text off.

    From there on YAML takes the line for a comment, and what it says is lost without a word. A
    text with a '#' in it stands between quotes; a comment has a blank after its '#'.

    Bad:
        title: Lecture #1, revised
    Good:
        title: 'Lecture #1, revised'
    """,
)
YAML_RULES = (SYNTAX, DUPLICATE_KEY, TOO_DEEP, ALIASES, TAG, ONE_DOCUMENT, CUT_OFF)

"""What can be wrong with ``mkdocs.yml``: one rule for each kind."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity

UNKNOWN_SETTING = Rule(
    "C001",
    Severity.ERROR,
    """A setting of mkdocs.yml is not known.

    MkDocs passes over a key that it does not know, so that what was to be set by a misspelt one
    is not: without 'nav:' the tabs are gone, without 'plugins:' the whole course.

    Bad:
        pluggins:
          - coursewright
    Good:
        plugins:
          - coursewright
    """,
)
WITHOUT_COURSE = Rule(
    "C002",
    Severity.ERROR,
    """The site would be built without the course.

    What makes pages of 'schedule.yaml' is the plugin 'coursewright'. Without it MkDocs publishes
    what lies in 'docs/', what is not released yet as well, in place of the course's site.

    Bad:
        plugins:
          - search
    Good:
        plugins:
          - coursewright
          - search
    """,
)
UNFIT_SETTING = Rule(
    "C003",
    Severity.ERROR,
    """A setting of mkdocs.yml is missing, or is not one that can stand there.

    MkDocs stops at some of these. With others the site is built, and its links lead nowhere:
    pages have addresses that end in a slash, and their texts lie in 'docs/'.

    Bad:
        use_directory_urls: false
    Good:
        use_directory_urls: true
    """,
)
NO_SUCH_PAGE = Rule(
    "C004",
    Severity.ERROR,
    """The navigation names a page that the site does not have.

    The tab would lead nowhere. Pages that are made of the schedule are named as if they were
    files: 'schedule.md', 'demos/index.md'.

    Bad:
        - Papers: paper.md
    Good:
        - Papers: papers.md
    """,
)
ASKS_ELSEWHERE = Rule(
    "C005",
    Severity.ERROR,
    """With a setting of mkdocs.yml each page asks another server.

    The theme fetches its fonts from Google unless 'font: false' is set, and the numbers of a
    repository from GitHub. Who reads the course would be told to others, and without a network
    the pages look broken.

    Bad:
        theme:
          name: material
    Good:
        theme:
          name: material
          font: false
    """,
)
NOT_INSTALLED = Rule(
    "C006",
    Severity.ERROR,
    """A plugin, an extension or a theme of mkdocs.yml is not installed.

    The name may be misspelt, or its package may be missing in this environment.

    Bad:
        markdown_extensions:
          - admonitoin
    Good:
        markdown_extensions:
          - admonition
    """,
)
HOSTING_RULES = (
    UNKNOWN_SETTING,
    WITHOUT_COURSE,
    UNFIT_SETTING,
    NO_SUCH_PAGE,
    ASKS_ELSEWHERE,
    NOT_INSTALLED,
)

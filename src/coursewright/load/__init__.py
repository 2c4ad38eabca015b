"""Files of a course to a ``Course`` and diagnostics: always both, whatever the files hold."""

from coursewright.load.announcements import ANNOUNCEMENT_RULES, ANNOUNCEMENTS, INDEX
from coursewright.load.course import CACHE, PAPERS, SCHEDULE, Loaded, load_course, load_texts
from coursewright.load.dating_rules import DATING_RULES
from coursewright.load.editions import (
    EDITION_RULES,
    EDITIONS,
    earlier_editions,
    is_archived,
    load_editions,
)
from coursewright.load.pages import DOCS, PAGE_RULES
from coursewright.load.releases import NO_DAY
from coursewright.load.shape import FOREIGN, SHAPE_RULES, UNSAFE_LINK, WRONG_VALUE

__all__ = [
    "ANNOUNCEMENTS",
    "ANNOUNCEMENT_RULES",
    "CACHE",
    "DATING_RULES",
    "DOCS",
    "EDITIONS",
    "EDITION_RULES",
    "FOREIGN",
    "INDEX",
    "NO_DAY",
    "PAGE_RULES",
    "PAPERS",
    "SCHEDULE",
    "SHAPE_RULES",
    "UNSAFE_LINK",
    "WRONG_VALUE",
    "Loaded",
    "earlier_editions",
    "is_archived",
    "load_course",
    "load_editions",
    "load_texts",
]

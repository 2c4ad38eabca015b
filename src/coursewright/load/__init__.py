"""Files of a course to a ``Course`` and diagnostics: always both, whatever the files hold."""

from coursewright.load.announcements import ANNOUNCEMENT_RULES, ANNOUNCEMENTS, INDEX
from coursewright.load.course import PAPERS, SCHEDULE, Loaded, load_course
from coursewright.load.dating_rules import DATING_RULES
from coursewright.load.shape import FOREIGN, SHAPE_RULES, UNSAFE_LINK, WRONG_VALUE

__all__ = [
    "ANNOUNCEMENTS",
    "ANNOUNCEMENT_RULES",
    "DATING_RULES",
    "FOREIGN",
    "INDEX",
    "PAPERS",
    "SCHEDULE",
    "SHAPE_RULES",
    "UNSAFE_LINK",
    "WRONG_VALUE",
    "Loaded",
    "load_course",
]

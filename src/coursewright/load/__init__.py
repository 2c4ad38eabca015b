"""Files of a course to a ``Course`` and diagnostics: always both, whatever the files hold."""

from coursewright.load.announcements import ANNOUNCEMENT_RULES, ANNOUNCEMENTS, INDEX
from coursewright.load.course import PAPERS, SCHEDULE, Loaded, load_course
from coursewright.load.shape import SHAPE_RULES, UNSAFE_LINK

__all__ = [
    "ANNOUNCEMENTS",
    "ANNOUNCEMENT_RULES",
    "INDEX",
    "PAPERS",
    "SCHEDULE",
    "SHAPE_RULES",
    "UNSAFE_LINK",
    "Loaded",
    "load_course",
]

"""The kinds of page that a course's site has, each by one page of the real course."""

from __future__ import annotations

PAGES = {
    "home": "/",
    "schedule": "/schedule/",
    "lecture": "/lectures/s05/",
    "long-formulas": "/lectures/s21/",
    "notes": "/lectures/s05/notes/",
    "guest": "/lectures/s27/",
    "lectures": "/lectures/",
    "presentations": "/presentations/",
    "talks": "/presentations/s13/",
    "papers": "/papers/",
    "resources": "/resources/",
    "projects": "/projects/",
    "project-type": "/projects/review/",
    "scribing": "/scribing/",
    "guide": "/scribing/guide/",
    "demos": "/demos/",
    "notebook": "/demos/momentum/",
    "heavy-notebook": "/demos/gan/",
    "syllabus": "/syllabus/",
    "announcements": "/announcements/",
    "data": "/data/",
    "missing": "/gone/",
}
"""Where to find one page of each kind, by the kind's name."""

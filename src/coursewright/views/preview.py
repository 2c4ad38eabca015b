"""A preview says on every page that it is one, and asks search engines to stay away."""

from __future__ import annotations

import re

from coursewright.model.course import Course
from coursewright.views.wording import dated

_BODY = re.compile(r"<body\b[^>]*>")
_ROBOTS = '<meta name="robots" content="noindex, nofollow"></head>'


def marked_as_preview(html: str, course: Course) -> str:
    """Return a finished page with the banner of a preview."""
    banner = (
        '<aside class="cw-preview" aria-label="Preview"><b>Preview, not to be published.</b> '
        f"With all that is hidden, for the staff, or not released on {dated(course.today)}; "
        "such things are marked ◌.</aside>"
    )
    html = html.replace("</head>", _ROBOTS, 1)
    return _BODY.sub(lambda found: found[0] + banner, html, count=1)

"""A course with an archived edition: the invented one, as it was 52 weeks before."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from tests.site.support.course import INVENTED, copy_course

YEAR = 52 * 7
"""Days between an edition and the one before it; weekdays stay."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def add_edition(course: Path, slug: str = "winter-2017", years: int = 1) -> Path:
    """Archive an edition of the invented course that many years before its own."""
    edition = copy_course(INVENTED, course / "editions" / slug)
    path = edition / "schedule.yaml"
    text = path.read_text("utf-8").replace("Winter 2018", f"Winter {2018 - years}")
    path.write_text(_DATE.sub(lambda found: earlier(found[0], years * YEAR), text), "utf-8")
    return edition


def earlier(day: str, days: int) -> str:
    """Return a date some days before another."""
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()

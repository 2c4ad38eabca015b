"""Small courses with a term, and random ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from coursewright.planning.draft import Draft, Refusal, read_draft

NOW = datetime.fromisoformat("2018-01-24T08:10:00-05:00")

HEAD = """\
course:
  code: BOT 204
  title: How plants move
  institution: University of Somewhere
term:
  name: Winter 2018
  start: Wed 2018-01-10
  end: Thu {end}
  timezone: America/Toronto
places:
  - id: greenhouse
    name: Greenhouse
meetings:   # twice a week
  - day: Wednesday
    start: 9:30
    end: 11:15
    place: greenhouse
  - day: Thursday
    start: 9:30
    end: 11:15
    place: greenhouse
grading:
  - name: Exam
    weight: 100
sessions:
"""
PAPERS = "@book{darwin1880power, author={Darwin}, title={Movement}, year={1880}}\n"
SMALL = """\
  # The first half.
  - id: s01
    kind: lecture
    title: Roots

  - id: s02
    kind: lecture
    title: Stems
    delay: 1

  - id: s03
    kind: lecture
    title: Leaves

  - id: rest
    kind: break
    title: Break
    date: Wed 2018-01-31

  # The second half.
  - id: s04
    kind: lecture
    title: Traps

  - id: show
    kind: poster
    title: Show   # with beans
    date: Thu 2018-02-08
"""
"""Wed 10, Thu 18 (its turn is Thu 11), Wed 24 ... January, Thu 8 February; until 15 February."""


def write(folder: Path, sessions: str = SMALL, end: str = "2018-02-15") -> Path:
    """Write a course with these sessions."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schedule.yaml").write_bytes((HEAD.format(end=end) + sessions).encode())
    (folder / "papers.bib").write_text(PAPERS)
    return folder


def draft(folder: Path) -> Draft:
    """Return the draft of a course that can be read."""
    found = read_draft(folder, NOW)
    assert not isinstance(found, Refusal), found.problems
    return found


def days(course: Draft) -> dict[str, tuple[date, ...]]:
    """Return the days of all sessions, in the order of the file."""
    return {session.id: session.date for session in course.course.schedule.sessions}


@st.composite
def schedules(draw: st.DrawFn) -> tuple[str, str]:
    """Return the sessions of a random course, and the last day of its term."""
    weeks = draw(st.integers(4, 9))
    end = date(2018, 1, 11) + timedelta(weeks=weeks)
    class_days = [
        date(2018, 1, 10) + timedelta(weeks=week, days=day)
        for week in range(weeks)
        for day in (0, 1)
    ]
    items = []
    taken: set[date] = set()
    for number in range(draw(st.integers(2, 9))):
        lines = [f"  - id: s{number:02}"]
        choice = draw(st.integers(0, 9))
        if choice <= 1:
            day = draw(st.sampled_from(class_days))
            kind = "break" if choice else "poster"
            lines += [f"    kind: {kind}", "    title: Other"]
            if day in taken:
                continue
            taken.add(day)
            weekday = draw(st.sampled_from(["", f"{day:%a} "]))
            lines.append(f"    date: {weekday}{day.isoformat()}")
        else:
            lines += ["    kind: lecture", f"    title: Lecture {number}"]
            delay = draw(st.sampled_from([0, 0, 0, 0, 1, 2]))
            if delay:
                lines.append(f"    delay: {delay}" + draw(st.sampled_from(["", "  # so"])))
            if draw(st.integers(0, 5)) == 0:
                lines.append("    classes: 2")
        gap = draw(st.sampled_from(["", "\n", "\n  # next\n"]))
        items.append("\n".join(lines) + "\n" + gap)
    text = "".join(items)
    if draw(st.integers(0, 3)) == 0:
        text = text.replace("\n", "\r\n")
    return text.rstrip() if draw(st.booleans()) else text, end.isoformat()

"""What scribes start from: the course's template, filled in for their lecture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from coursewright.model.course import Course, session_readings
from coursewright.model.scribing import notes_due
from coursewright.model.timetable import ScheduledSession
from coursewright.scribe.archive import zipped
from coursewright.scribe.facts import course_line, instructor_line, lecture_line, scribes_line
from coursewright.scribe.macros import PACKAGE, macros_package
from coursewright.sources.bibtex import read_bibtex

TEMPLATES = "scribe_templates"
NOTES, SOURCES, COMPILED = "notes.tex", "notes.bib", "notes.pdf"
_FOR_SCRIBES = (".cls", ".sty", ".tex", ".bib", ".md", ".png", ".jpg", ".jpeg", ".pdf")
_NOT_FOR_SCRIBES = re.compile(r"tools/|notes\.pdf$|.*(?:^|/)\.")
_UNNAMED = 2
"""How many scribes the template leaves room for while nobody knows their number."""

Files = Mapping[str, bytes]
"""Contents by name, below a folder."""


def read_template(root: Path) -> Files:
    """Return what is in ``scribe_templates`` below ``root``; links are passed over."""
    folder = root / TEMPLATES
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def blank_template(course: Course, template: Files) -> bytes:
    """Return the zip of the template for any lecture of the course."""
    return zipped(_in_folder("scribe-notes", _common(course, template)))


def lecture_template(course: Course, session: ScheduledSession, template: Files) -> bytes:
    """Return the zip of the template for one lecture: its facts and its readings filled in.

    The same course and template give the same bytes.
    """
    files = _common(course, template)
    if NOTES in files:
        text = files[NOTES].decode("utf-8", "replace")
        files[NOTES] = _filled(text, course, session).encode()
    sample = files.get(SOURCES, b"").decode("utf-8", "replace")
    files[SOURCES] = _sources(course, session, sample).encode()
    return zipped(_in_folder(f"lecture-{session.ordinal}-notes", files))


def _common(course: Course, template: Files) -> dict[str, bytes]:
    kept = {
        name: data
        for name, data in template.items()
        if name.endswith(_FOR_SCRIBES) and not _NOT_FOR_SCRIBES.match(name)
    }
    kept[PACKAGE] = macros_package(course.schedule.math_macros).encode()
    return kept


def _in_folder(folder: str, files: Files) -> dict[str, bytes]:
    return {f"{folder}/{name}": data for name, data in files.items()}


def _filled(text: str, course: Course, session: ScheduledSession) -> str:
    r"""Return the notes with the lines of ``\course``, ``\lecture`` ... in the place of theirs."""
    lines = {
        "course": course_line(course),
        "lecture": "".join([*_due_comment(course, session), lecture_line(session)]),
        "scribes": scribes_line(_UNNAMED),
        "instructor": instructor_line(course),
    }
    for name, line in lines.items():
        text = _replace_command(text, name, line) if line else text
    return text


def _replace_command(text: str, name: str, line: str) -> str:
    """Put ``line`` in the place of the first line that begins with a command."""
    pattern = re.compile(rf"^\\{name}\{{.*$", re.MULTILINE)
    return pattern.sub(lambda _: line, text, count=1)


def _due_comment(course: Course, session: ScheduledSession) -> Iterator[str]:
    due = notes_due(course, session)
    if due:
        yield f"% Due on {due:%A} {due.day} {due:%B %Y}.\n"


def _sources(course: Course, session: ScheduledSession, sample: str) -> str:
    """Return the BibTeX of a lecture's readings, then of what the template's sample cites."""
    keys = dict.fromkeys(reading.paper for reading in session_readings(session.record))
    readings = [course.papers[key] for key in keys if key in course.papers]
    cited = read_bibtex(sample, SOURCES, lambda _: None) if sample.strip() else {}
    others = [course.papers.get(key, entry) for key, entry in cited.items() if key not in keys]
    parts = [
        f"% The readings of lecture {session.ordinal}, with the keys of the course's papers.bib."
    ]
    parts += [entry.source.strip() for entry in readings]
    parts.append("% What the sample in notes.tex cites: delete it together with the sample.")
    parts += [entry.source.strip() for entry in others]
    return "\n\n".join(parts) + "\n"

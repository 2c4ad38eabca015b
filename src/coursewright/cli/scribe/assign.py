"""``coursewright scribe assign``: who takes the notes of which lecture."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.cli.scribe.lectures import find_lecture, loaded_course
from coursewright.diagnostics import Diagnostic, Span, has_errors
from coursewright.load import SCHEDULE
from coursewright.model.course import Course
from coursewright.report import render_text, visible
from coursewright.scribe.assigned import group_sizes, lectures_each, table, with_counts
from coursewright.scribe.assignment import Given, NoRoomError, assign, first_choices, reason
from coursewright.scribe.offer import offered, open_lectures
from coursewright.scribe.public import public_place
from coursewright.scribe.roster import Offer, Student, read_preferences, read_roster
from coursewright.scribe.rules import CLASS_LIST_IN_PUBLIC, TOO_MANY_STUDENTS
from coursewright.sources.raw_text import RawText
from coursewright.swap import write_whole

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NO_RULE = (1, 10_000)


@click.command("assign")
@click.argument("roster", type=_FILE)
@click.option("--preferences", type=_FILE, help="A table: name, then choices in their order.")
@click.option(
    "--output",
    "-o",
    metavar="CSV",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write who got what; left out, private/scribes.csv in the course.",
)
@click.option("--lecture", "only", multiple=True, metavar="ID", help="Give out only these.")
@click.option("--seed", type=int, default=0, show_default=True, help="Breaks ties.")
@click.option("--replace", is_flag=True, help="Overwrite the output of an earlier run.")
@click.option("--write", is_flag=True, help="Write how many they are into schedule.yaml.")
@click.option("--course", "folder", type=COURSE_FOLDER, default=".", help="The course; here.")
@click.option("--now", type=MOMENT, help="The moment to assign for, in place of the clock's.")
def command(  # noqa: PLR0913  (an option each)
    roster: Path,
    *,
    preferences: Path | None,
    output: Path | None,
    only: tuple[str, ...],
    seed: int,
    folder: Path,
    now: datetime | None,
    replace: bool,
    write: bool,
) -> None:
    """Give everyone in ROSTER a lecture to take the notes of, or as many as the rules say.

    ROSTER is a table in CSV with a column 'name', and 'id' or 'email' if names are not enough.
    Given out are the lectures ahead that have no scribes yet. Groups are of equal size, within
    'group_size' of 'scribing' in schedule.yaml; preferences are respected as well as possible.
    With 'lectures_each: 2' everyone has two different ones, not in a row where that can be.
    The same files and the same seed give the same result.

    Names are written only to the output, which git must not keep, and to this terminal.
    schedule.yaml gets counts, with --write.
    """
    course = loaded_course(folder, moment_of(now))
    target = output or folder / "private" / "scribes.csv"
    if target.exists() and not replace:
        message = f"'{target}' is there already; --replace overwrites it"
        raise click.UsageError(message)
    desk = _Desk(course, roster)
    desk.keep_private(roster, preferences, target)
    offer = offered(course, [find_lecture(course, name).id for name in only])
    students = desk.students(roster)
    wishes = desk.wishes(preferences, students, offer)
    given = desk.assigned(students, wishes, open_lectures(offer), seed)
    counts = _counted(folder, group_sizes(given)) if write else None
    _save(target, table(course, given, wishes))
    if counts:
        _save(folder / SCHEDULE, counts.data)
    click.echo("\n".join(_told(course, given, wishes, target, written=write)))


class _Desk:
    """Reads the lists; whatever is wrong with them ends the command before anything is written."""

    def __init__(self, course: Course, roster: Path) -> None:
        self._course, self._roster = course, roster
        self._found: list[Diagnostic] = []
        self._texts: dict[str, str] = {}

    def keep_private(self, *paths: Path | None) -> None:
        """Refuse files that the public sees."""
        for path in filter(None, paths):
            why = public_place(path, self._course.root)
            if why:
                message = f"'{path}' is no place for names of students: {why}"
                hint = "put it into private/, which git ignores, or outside the course"
                self._found.append(CLASS_LIST_IN_PUBLIC(message, Span(str(path)), hint))
        self._stop_at_errors()

    def students(self, path: Path) -> list[Student]:
        """Return who is on the list."""
        found = read_roster(self._data(path), str(path), self._found.append)
        self._stop_at_errors()
        return found

    def wishes(
        self, path: Path | None, students: Sequence[Student], offer: Offer
    ) -> dict[str, tuple[str, ...]]:
        """Return what they want."""
        if path is None:
            return {}
        report = self._found.append
        found = read_preferences(self._data(path), str(path), students, offer, report)
        self._stop_at_errors()
        return found

    def assigned(
        self,
        students: Sequence[Student],
        wishes: Mapping[str, tuple[str, ...]],
        lectures: Sequence[str],
        seed: int,
    ) -> list[Given]:
        """Return who takes which notes."""
        rules = self._course.schedule.scribing
        size = rules.group_size if rules else None
        sizes = (size.min, size.max) if size else _NO_RULE
        each = lectures_each(self._course)
        try:
            return assign(students, wishes, lectures, sizes, seed, each)
        except NoRoomError:
            room = f"{len(lectures)} lectures" if lectures else "no lecture"
            most = f" of at most {sizes[1]} scribes" if size else ""
            wanted = f", {each} each" if each > 1 else ""
            message = f"{len(students)} students{wanted}, but {room}{most} to be given out"
            hint = (
                "raise 'group_size' of 'scribing'; a lecture with 'scribes' is not given out again"
            )
            self._found.append(TOO_MANY_STUDENTS(message, Span(str(self._roster)), hint))
            self._stop()

    def _data(self, path: Path) -> bytes:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise click.FileError(str(path), error.strerror) from error
        text = data.decode("utf-8-sig", "replace")
        self._texts[str(path)] = text.replace("\r\n", "\n").replace("\r", "\n")
        return data

    def _stop_at_errors(self) -> None:
        if has_errors(self._found):
            self._stop()
        if self._found:
            click.echo(render_text(self._found, self._texts), err=True, nl=False)
            self._found.clear()

    def _stop(self) -> NoReturn:
        click.echo(render_text(self._found, self._texts), err=True, nl=False)
        click.echo("Nothing was written.", err=True)
        sys.exit(1)


def _counted(folder: Path, sizes: Counter[str]) -> RawText:
    """Return the schedule with the counts; where that cannot be done, say why and end with 1."""
    raw, found = RawText((folder / SCHEDULE).read_bytes()), list[Diagnostic]()
    changed = with_counts(raw, sizes, found.append)
    if changed is None:
        click.echo(render_text(found, {SCHEDULE: raw.text}), err=True, nl=False)
        click.echo("Nothing was written.", err=True)
        sys.exit(1)
    return changed


def _save(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise click.FileError(str(path), error.strerror) from error


def _told(
    course: Course,
    given: Sequence[Given],
    wishes: Mapping[str, tuple[str, ...]],
    target: Path,
    *,
    written: bool,
) -> list[str]:
    each = lectures_each(course)
    firsts, places = first_choices(wishes, each), group_sizes(given)
    lines = []
    for lecture in places:
        session = course.by_id[lecture]
        names = ", ".join(it.student.name for it in given if it.lecture == lecture)
        lines.append(visible(f"{lecture}  lecture {session.ordinal}: {names}"))
    lines += ["", *_choices(given)]
    for item in given:
        if why := reason(item, firsts, places, each):
            got = f"choice {item.choice}" if item.choice else item.lecture
            lines.append(visible(f"  {item.student.name} has {got}: {why}"))
    lines += ["", f"Written to {target}; keep it private."]
    if not written:
        lines += ["For schedule.yaml (--write does it), in the entry of each session:"]
        lines += [f"  {lecture}:  scribes: {count}" for lecture, count in places.items()]
    return lines


def _choices(given: Sequence[Given]) -> list[str]:
    """Say how many got which choice."""
    counts = Counter(it.choice for it in given if it.first)
    lines = [f"choice {place}: {count}" for place, count in sorted(counts.items()) if place]
    lines += [f"none of their choices: {counts[0]}"] if counts[0] else []
    silent = sum(not it.first for it in given)
    return lines + ([f"without preferences: {silent}"] if silent else [])

"""``coursewright rollover``: the next edition of the course, and the old one as an archive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import click

from coursewright.cli.change import DAY, agreed, change_options, changing_errors, refuse, show_lines
from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.load import EDITIONS, SCHEDULE
from coursewright.planning.carry import Remark
from coursewright.planning.draft import Draft, Refusal, read_draft
from coursewright.planning.next_term import Break, NextTerm
from coursewright.planning.rollover import (
    Rollover,
    first_and_last,
    is_made,
    last_archive,
    plan_rollover,
)
from coursewright.planning.term_files import archive, archived_files, outlived, take_out
from coursewright.planning.write import changing, write_outcome
from coursewright.report import visible


class _Break(click.ParamType[Break]):
    """Days without class: ``2027-03-01..2027-03-05``, or one day."""

    name = "FROM..UNTIL"

    def convert(
        self, value: str | Break, param: click.Parameter | None, ctx: click.Context | None
    ) -> Break:
        """Return the days that are written."""
        if isinstance(value, Break):
            return value
        first, dots, last = value.partition("..")
        start = DAY.convert(first, param, ctx)
        return Break(start, DAY.convert(last, param, ctx) if dots else start)


@click.command("rollover")
@click.option("--term", "name", required=True, help='The name of the next term: "Winter 2027".')
@click.option("--start", type=DAY, required=True, help="Its first day.")
@click.option("--end", type=DAY, help="Its last day; left out, it lasts as long as this term.")
@click.option(
    "--break",
    "breaks",
    type=_Break(),
    multiple=True,
    help="Days without class, first and last; can be given again. They replace the old breaks.",
)
@click.option("--course", type=COURSE_FOLDER, default=".", help="The course's folder; here.")
@click.option("--now", type=MOMENT, help="The moment to plan for, in place of the clock's.")
@change_options
def command(  # noqa: PLR0913  (the options of a command)
    *,
    name: str,
    start: date,
    end: date | None,
    breaks: tuple[Break, ...],
    course: Path,
    now: datetime | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Make the next edition of the course, and archive this one.

    The whole course is copied to editions/, where it is published at its permanent address. In
    schedule.yaml dates move to the same week and weekday, or by their rules; people, posted
    dates, and the days off of this term go; papers, readings, demos and materials stay, each
    with the edition that it is from. What could not be moved is listed. Ends with 1 where the
    edition cannot be made; then nothing is written.
    """
    with changing_errors(), changing(course):
        draft = read_draft(course, moment_of(now))
        if isinstance(draft, Refusal):
            refuse(draft)
        words = " ".join(name.split())
        term = NextTerm.after(draft.course.schedule.term, words, start, end, breaks)
        if is_made(draft.course, term):
            _finish(draft, term, dry_run=dry_run)
            return
        made = plan_rollover(draft, term)
        if isinstance(made, Refusal):
            refuse(made)
        _show(draft, made)
        if dry_run:
            click.echo("Nothing was written.")
        elif yes or agreed(f"Archive this edition and write {SCHEDULE}?"):
            archive(course, made.slug)
            write_outcome(made.outcome)
            take_out(course, made.slug, draft.course.known_ids)
            click.echo(f"{SCHEDULE} is that of {visible(term.name)}.")


def _finish(draft: Draft, term: NextTerm, *, dry_run: bool) -> None:
    """Say that there is nothing to do, and do what a killed command has left."""
    slug = last_archive(draft)
    if slug and not dry_run:
        take_out(draft.root, slug, draft.course.known_ids)
    click.echo(f"{SCHEDULE} is that of {visible(term.name)} already.")


def _show(draft: Draft, made: Rollover) -> None:
    show_lines(made.outcome)
    click.echo(f"\n{first_and_last(made)}")
    count = sum(1 for _ in archived_files(draft.root))
    click.echo(f"Archived in {EDITIONS}/{made.slug}/: {count} files.")
    gone = outlived(draft.root, made.slug, draft.course.known_ids)
    _list("Only there from now on:", (_name(draft, path) for path in gone))
    _list("Not moved (lines of the old file):", map(_remark, made.left))
    _list("To be read again (lines of the new file):", map(_remark, made.again))


def _name(draft: Draft, path: Path) -> str:
    return path.relative_to(draft.root).as_posix()


def _remark(remark: Remark) -> str:
    return f"{remark.span}: {remark.text}"


def _list(title: str, lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        click.echo(f"\n{title}")
        for line in found:
            click.echo(f"  {visible(line)}")

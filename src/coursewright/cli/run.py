"""``coursewright run``: demos executed once, judged without executing, explained, tidied."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.cli.progress import listener_for
from coursewright.clock import gpu_asked
from coursewright.diagnostics import Diagnostic, did_you_mean
from coursewright.load import DOCS
from coursewright.notebooks.passport import DEMOS, State
from coursewright.notebooks.plan import Wish
from coursewright.notebooks.run import NoClusterError
from coursewright.notebooks.store import prune, unused_files
from coursewright.notebooks.why import why
from coursewright.report import render_text
from coursewright.running import Asked, Demos, judge_demos, renew_notebooks, run_judged

_SIGNS = {State.FRESH: "fresh", State.STALE: "stale", State.MISSING: "no result"}


@click.command("run")
@click.argument("slugs", metavar="[ID]...", nargs=-1)
@click.option("--course", type=COURSE_FOLDER, default=".", help="The course's folder; here.")
@click.option("--gpu", is_flag=True, help="Run heavy demos, too, at full scale.")
@click.option(
    "--scale",
    type=click.Choice(("test",)),
    help="Run heavy demos at their reduced scale, on the processor.",
)
@click.option("--force", is_flag=True, help="Run fresh ones again, too.")
@click.option("--jobs", type=click.IntRange(min=1), help="Kernels at a time; as many as cores.")
@click.option("--scheduler", metavar="ADDRESS", default="", help="Run on the workers of Dask.")
@click.option("--check", is_flag=True, help="Run nothing; say what is stale, missing or altered.")
@click.option("--why", "explain", is_flag=True, help="Run nothing; say what changed, and when.")
@click.option("--prune", "tidy", is_flag=True, help="Run nothing; remove what no demo uses.")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@click.option("--now", type=MOMENT, help="The moment to run for, in place of the clock's.")
def command(  # noqa: PLR0913  (one parameter for each option)
    slugs: tuple[str, ...],
    course: Path,
    *,
    gpu: bool,
    scale: str | None,
    force: bool,
    jobs: int | None,
    scheduler: str,
    check: bool,
    explain: bool,
    tidy: bool,
    yes: bool,
    now: datetime | None,
) -> None:
    """Run the demos named ID, or all, whose results are not those of their code.

    Each runs in a kernel of its own, several at a time; what it gives is kept beside it, in
    docs/demos/ID/results, to be committed. Heavy demos run only with --gpu or --scale test.

    Ends with 0 if all is well; with 1 if something could not run, or with --check is not fresh;
    with 2 if the command was called wrongly.
    """
    if sum((check, explain, tidy)) > 1:
        message = "--check, --why and --prune are asked for one at a time"
        raise click.UsageError(message)
    moment = moment_of(now)
    demos = judge_demos(course, moment, slugs)
    _known_only(demos, slugs)
    if check:
        sys.exit(_check(demos))
    if explain:
        sys.exit(_explain(course, demos))
    if tidy:
        sys.exit(_prune(course, demos, yes=yes))
    wish = Wish(gpu=gpu or gpu_asked(), test=scale == "test", force=force)
    sys.exit(_run(course, demos, Asked(slugs, wish, jobs or 0, scheduler)))


def _known_only(demos: Demos, slugs: Sequence[str]) -> None:
    if demos.course is None:
        _show(demos.diagnostics, demos.texts)
        sys.exit(1)
    known = [demo.id for demo in demos.course.schedule.demos]
    for slug in slugs:
        if slug not in known:
            hint = did_you_mean(slug, known) or f"there are: {', '.join(known) or 'none'}"
            message = f"there is no demo '{slug}'; {hint}"
            raise click.BadParameter(message, param_hint="ID")


def _show(found: Sequence[Diagnostic], texts: object) -> None:
    if found:
        color = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        ordered = sorted(dict.fromkeys(found), key=lambda item: item.sort_key)
        click.echo(render_text(ordered, texts, color=color), err=True, nl=False)  # type: ignore[arg-type]


def _check(demos: Demos) -> int:
    _show(demos.diagnostics, demos.texts)
    width = max(map(len, demos.states), default=0)
    for slug, state in demos.states.items():
        click.echo(f"{slug:{width}}  {_SIGNS[state]}")
    return 0 if demos.all_fresh else 1


def _explain(course: Path, demos: Demos) -> int:
    found = {candidate.demo.id: candidate for candidate in demos.candidates}
    for slug in demos.states:
        if slug in found:
            click.echo(why(course, found[slug]))
        else:
            click.echo(f"'{slug}' has no notebook to run.")
    return 0


def _prune(course: Path, demos: Demos, *, yes: bool) -> int:
    if len(demos.states) != len(demos.course.schedule.demos if demos.course else ()):
        message = "--prune looks at all demos; name none"
        raise click.UsageError(message)
    folder = course / DOCS / DEMOS
    known = dict.fromkeys(demos.states, ()) | {it.demo.id: it.kept.extra for it in demos.candidates}
    unused = list(unused_files(folder, known)) if folder.is_dir() else []
    for path in unused:
        click.echo(path.relative_to(course).as_posix())
    if not unused:
        click.echo("Every file of the results is in use.")
    elif yes or (_is_asked() and click.confirm(f"Remove these {len(unused)}?")):
        prune(unused)
        click.echo("Removed.")
    else:
        click.echo("Nothing was removed; --yes removes them.")
    return 0


def _is_asked() -> bool:
    """Tell whether somebody is there who can answer."""
    return sys.stdin.isatty()


def _run(course: Path, demos: Demos, asked: Asked) -> int:
    try:
        ran = run_judged(course, demos, asked, listener_for)
    except NoClusterError as error:
        message = f"nothing was run: {error}"
        raise click.ClickException(message) from error
    except KeyboardInterrupt:
        click.echo("Interrupted; what was not finished was not kept.", err=True)
        return 1
    _show(ran.diagnostics, ran.texts)
    if ran.good and demos.course:
        renewed = renew_notebooks(course, demos.course, asked.slugs)
        _show(renewed.diagnostics, ran.texts)
        for slug in renewed.slugs:
            click.echo(f"{slug}: notebook for Colab written, from the sources alone")
    if not ran.planned and ran.complete:
        click.echo("Every result is that of its code; nothing was run.")
    return 0 if ran.complete else 1

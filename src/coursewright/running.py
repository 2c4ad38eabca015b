"""Demos of a course run, or judged without running: the way from its folder to kept results."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from logging import Logger
from pathlib import Path, PurePosixPath

from coursewright.clock import NO_RUN, RUN_VARIABLE, gpu_asked
from coursewright.diagnostics import Diagnostic, Report, Span, has_errors
from coursewright.load import CACHE, DOCS, SCHEDULE, load_course
from coursewright.model.course import Course
from coursewright.model.demos import Demo
from coursewright.notebooks.devices import Device, find_devices
from coursewright.notebooks.job import Outcome
from coursewright.notebooks.key import read_inputs
from coursewright.notebooks.passport import DEMOS, KeptResult, State, read_passport
from coursewright.notebooks.plan import Candidate, Planned, Wish, other_versions, plan_runs, remarks
from coursewright.notebooks.renewal import old_notebooks, renew
from coursewright.notebooks.run import Listener, Runner, Runs, lacks_gpu
from coursewright.notebooks.run_rules import NO_GPU, NOT_INSTALLED


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, and where it is to run."""

    slugs: tuple[str, ...] = ()
    """Which demos; all of them if empty."""
    wish: Wish = field(default_factory=Wish)
    jobs: int = 0
    """How many kernels at a time; 0 for as many as there are cores."""
    scheduler: str = ""
    """The address of a Dask scheduler; empty for this machine."""


def asked_of_build(*, gpu: bool = False) -> Asked | None:
    """Return what a build is to run: nothing, unless it was asked for.

    ``coursewright build`` asks for light demos through ``COURSEWRIGHT_RUN``, and with ``--no-run``
    for none at all; other hosts run something only for ``gpu`` or ``COURSEWRIGHT_GPU``.
    """
    mode = os.environ.get(RUN_VARIABLE, "")
    wish = Wish(gpu=gpu or gpu_asked())
    if mode == NO_RUN or (not mode and not wish.gpu):
        return None
    return Asked(wish=wish)


def is_needed(asked: Asked, course: Course, results: Mapping[str, KeptResult]) -> bool:
    """Tell whether a build has to run something, or at least to look for a GPU."""
    return asked.wish.gpu or any(
        demo.scale == "light" and not _is_current(results[demo.id])
        for demo in course.schedule.demos
        if demo.id in results
    )


def _is_current(kept: KeptResult) -> bool:
    versions = kept.passport.versions if kept.passport else {}
    return kept.state is State.FRESH and not other_versions(versions)


class LogListener(Listener):
    """Writes a line into a log when a run begins and when it ends."""

    def __init__(self, log: Logger) -> None:
        self.log = log

    def began(self, planned: Planned) -> None:
        """Say which demo runs, and why."""
        self.log.info("demo '%s' runs, because %s", planned.slug, planned.reason)

    def ended(self, slug: str, outcome: Outcome, *, kept: bool) -> None:
        """Say what became of it."""
        what = "its result is kept" if kept else "it gave no result"
        self.log.info("demo '%s': %s (%.1f s)", slug, what, outcome.seconds)


@dataclass(frozen=True, slots=True)
class Demos:
    """The demos of a course with what is kept of them, and what is wrong."""

    course: Course | None
    candidates: tuple[Candidate, ...]
    states: Mapping[str, State]
    """By the id of each demo of the schedule that was asked for."""
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]

    @property
    def all_fresh(self) -> bool:
        """Whether each result is there, whole, and that of the code as it is."""
        return all(state is State.FRESH for state in self.states.values())


def judge_demos(root: Path, now: datetime, slugs: tuple[str, ...] = ()) -> Demos:
    """Return what is kept of the demos of the course at ``root``; nothing is executed."""
    loaded = load_course(root, now, root / CACHE)
    found = [item for item in loaded.diagnostics if item.severity == "error"]
    candidates: list[Candidate] = []
    states: dict[str, State] = {}
    macros = loaded.course.schedule.math_macros if loaded.course else {}
    for demo in loaded.course.schedule.demos if loaded.course else ():
        if slugs and demo.id not in slugs:
            continue
        kept, candidate = _judged(root, demo, found.append)
        found += kept.diagnostics
        states[demo.id] = kept.state if candidate else State.MISSING
        if candidate:
            candidates.append(candidate)
            found += remarks(candidate)
            found += old_notebooks(candidate, macros)
    texts = loaded.folder.texts
    return Demos(loaded.course, tuple(candidates), states, tuple(found), texts)


def _judged(root: Path, demo: Demo, report: Report) -> tuple[KeptResult, Candidate | None]:
    """Return what is kept of a demo, and the demo as one that can run if it has a notebook."""
    folder, name = root / DOCS / DEMOS / demo.id, PurePosixPath(DOCS, DEMOS, demo.id)
    inputs = read_inputs(demo, folder, name, report)
    kept = read_passport(folder, name, inputs)
    return kept, Candidate(demo, inputs, kept) if inputs else None


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of running demos."""

    planned: tuple[Planned, ...]
    good: bool
    """Whether all that could run ended well."""
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]

    @property
    def complete(self) -> bool:
        """Whether nothing was left out, either, because packages are missing."""
        return self.good and all(it.code != NOT_INSTALLED.code for it in self.diagnostics)


ListenerOf = Callable[[tuple[Planned, ...]], Listener]
"""Given what is planned, before anything runs, returns who is to hear of it."""


def run_demos(root: Path, now: datetime, asked: Asked, listener: ListenerOf) -> Ran:
    """Run the demos that were asked for and are not fresh, and keep their results.

    Where the course has errors, or a GPU is asked for and absent, nothing runs.
    """
    return run_judged(root, judge_demos(root, now, asked.slugs), asked, listener)


def run_judged(root: Path, demos: Demos, asked: Asked, listener: ListenerOf) -> Ran:
    """Run, as ``run_demos`` does, those of the demos that ``judge_demos`` has just looked at."""
    if demos.course is None or has_errors(demos.diagnostics):
        return Ran((), good=False, diagnostics=demos.diagnostics, texts=demos.texts)
    found: list[Diagnostic] = []
    here = not asked.scheduler
    devices = find_devices() if asked.wish.gpu and here else ()
    if asked.wish.gpu and here and not devices:
        return Ran((), good=False, diagnostics=(_no_gpu(),), texts=demos.texts)
    wish = replace(asked.wish, elsewhere=not here)
    planned = tuple(plan_runs(demos.candidates, wish, found.append))
    good = not lacks_gpu(planned, devices, found.append) and not has_errors(found)
    if good and planned:
        place = _place(asked, devices)
        macros = demos.course.schedule.math_macros
        runs = partial(Runs, course=root, cache=root / CACHE, report=found.append, macros=macros)
        good = asyncio.run(_run(place, runs, planned, listener(planned)))
    return Ran(planned, good=good, diagnostics=tuple(found), texts=demos.texts)


@dataclass(frozen=True, slots=True)
class Renewed:
    """Which results got a new notebook for Colab."""

    slugs: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def renew_notebooks(root: Path, course: Course, slugs: Sequence[str] = ()) -> Renewed:
    """Make the notebooks for Colab that are missing or older than the prose; nothing is executed.

    Only results of the code as it is get one, whatever ran them; without ``slugs``, of all demos.
    """
    found: list[Diagnostic] = []
    demos = (demo for demo in course.schedule.demos if not slugs or demo.id in slugs)
    judged = (_judged(root, demo, lambda _: None)[1] for demo in demos)
    candidates = [one for one in judged if one]

    async def all_of_them() -> list[bool]:
        macros = course.schedule.math_macros
        due = (renew(one, root / CACHE, macros, found.append) for one in candidates)
        return await asyncio.gather(*due)

    done = zip(candidates, asyncio.run(all_of_them()), strict=True)
    return Renewed(tuple(one.demo.id for one, is_new in done if is_new), tuple(found))


def _no_gpu() -> Diagnostic:
    message = "no GPU was found on this machine; nothing was run"
    hint = "leave '--gpu' out to show what is kept, or run where 'nvidia-smi' lists a GPU"
    return NO_GPU(message, Span(SCHEDULE), hint)


@asynccontextmanager
async def _place(asked: Asked, devices: Sequence[Device]) -> AsyncIterator[Runner]:
    # What speaks with kernels takes a third of a second to import, and is seldom needed.
    if asked.scheduler:
        from coursewright.notebooks.cluster import cluster  # noqa: PLC0415

        async with cluster(asked.scheduler, gpu=asked.wish.gpu) as workers:
            yield workers
    else:
        from coursewright.notebooks.machine import ThisMachine, cores  # noqa: PLC0415

        yield ThisMachine(devices, asked.jobs or cores())


async def _run(
    place: AbstractAsyncContextManager[Runner],
    runs: Callable[..., Runs],
    planned: Sequence[Planned],
    listener: Listener,
) -> bool:
    async with place as runner:
        return await runs(runner=runner, listener=listener).all(planned)

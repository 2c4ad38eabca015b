"""Runs of demos: each result is kept as soon as it is there, whatever becomes of the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from coursewright.clock import measured_now
from coursewright.diagnostics import Report, Span
from coursewright.notebooks.colab import colab_name, colab_notebook, is_small
from coursewright.notebooks.devices import Device
from coursewright.notebooks.failures import explain
from coursewright.notebooks.job import Job, Outcome, Progress
from coursewright.notebooks.key import Inputs, Key, read_inputs
from coursewright.notebooks.passport import Passport, State, read_passport
from coursewright.notebooks.plan import Planned
from coursewright.notebooks.result import result_files
from coursewright.notebooks.run_rules import NO_GPU, NOT_KEPT, SCRUBBED
from coursewright.notebooks.store import keep_result, passport_of, running
from coursewright.swap import BusyError, NotAFolderError

Runner = Callable[[Job, Progress], Awaitable[Outcome]]
"""Runs a job somewhere and returns what came of it."""


class NoClusterError(RuntimeError):
    """The scheduler cannot be used; the message says why."""


class Listener:
    """Is told what happens to the runs; this one does not listen."""

    def began(self, planned: Planned) -> None:
        """Hear that a run begins."""

    def went_on(self, slug: str, done: int, total: int) -> None:
        """Hear that a run has done some of its code cells."""

    def ended(self, slug: str, outcome: Outcome, *, kept: bool) -> None:
        """Hear that a run has ended, and whether its result was kept."""

    def spared(self, slug: str) -> None:
        """Hear that another process ran the demo meanwhile."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs what is planned on some ``runner``."""

    runner: Runner
    course: Path
    """The course's folder."""
    cache: Path
    """Where the locks are."""
    report: Report
    listener: Listener = field(default_factory=Listener)
    macros: Mapping[str, str] = field(default_factory=dict)
    """Those of the course's formulas."""

    async def all(self, planned: Sequence[Planned]) -> bool:
        """Run everything; tell whether all of it ended well."""
        return all(await asyncio.gather(*map(self.one, planned)))

    async def one(self, planned: Planned) -> bool:
        """Run a demo and keep its result, unless another process has just done so."""
        async with running(planned.slug, self.cache):
            inputs = _current(planned, self.course, self.report)
            if inputs is None:
                return False
            if _is_done_meanwhile(planned, inputs):
                self.listener.spared(planned.slug)
                return True
            job, key = make_job(inputs, planned)
            self.listener.began(planned)
            outcome = await self.runner(
                job, lambda done, total: self.listener.went_on(planned.slug, done, total)
            )
            kept = not outcome.failure and planned.is_kept
            kept = kept and self._keep(job, key, outcome, inputs)
            self.listener.ended(planned.slug, outcome, kept=kept)
            self._tell(outcome, inputs)
            return kept or (not outcome.failure and not planned.is_kept)

    def _tell(self, outcome: Outcome, inputs: Inputs) -> None:
        if outcome.failure:
            self.report(explain(outcome.failure, inputs))
        elif outcome.private:
            what = " and ".join(outcome.private)
            message = f"{what} was taken out of the result of '{inputs.demo.id}'"
            self.report(SCRUBBED(message, Span(inputs.file), "print the part that matters only"))

    def _keep(self, job: Job, key: Key, outcome: Outcome, inputs: Inputs) -> bool:
        files = result_files(job.slug, job.cells, outcome)
        files |= colab_files(job, inputs, self.macros, self.report)
        passport = passport_of(job, key, outcome, files, measured_now())
        return keep_or_report(inputs, self.cache, files, passport, self.report)


def colab_files(
    job: Job, inputs: Inputs, macros: Mapping[str, str], report: Report
) -> dict[str, bytes]:
    """Return the notebook that runs by itself, by its name; nothing where it would be too large."""
    return {colab_name(job.slug): colab_notebook(job, macros)} if is_small(inputs, report) else {}


def keep_or_report(
    inputs: Inputs, cache: Path, files: Mapping[str, bytes], passport: Passport, report: Report
) -> bool:
    """Keep a result; tell whether that went well, and report why not."""
    try:
        keep_result(inputs.folder, cache, files, passport)
    except (BusyError, NotAFolderError, OSError) as error:
        message = f"the result of '{inputs.demo.id}' was not kept: {error}"
        report(NOT_KEPT(message, Span(inputs.file)))
        return False
    return True


def _current(planned: Planned, course: Path, report: Report) -> Inputs | None:
    """Return what the run takes in now: it may have been edited while the run had to wait."""
    name = PurePosixPath(planned.candidate.inputs.file).parent
    return read_inputs(planned.candidate.demo, course / name, name, report)


def _is_done_meanwhile(planned: Planned, inputs: Inputs) -> bool:
    """Tell whether another process made a result since the run was planned."""
    kept = read_passport(inputs.folder, PurePosixPath(inputs.file).parent, inputs)
    if kept.passport is None or kept.passport == planned.candidate.kept.passport:
        return False
    return kept.state is State.FRESH and kept.passport.scale == planned.scale


def make_job(inputs: Inputs, planned: Planned) -> tuple[Job, Key]:
    """Return the job, and the key of the very bytes that it carries."""
    demo, imports = inputs.demo, inputs.imports
    key: Key = {}
    files: dict[str, bytes] = {}
    while key != (key := inputs.key(planned.scale)):
        files = {name: (inputs.folder / name).read_bytes() for name in inputs.files}
    job = Job(
        slug=demo.id,
        cells=inputs.cells,
        files=files,
        packages=imports.packages,
        scale=planned.scale,
        seeds=demo.seeds,
        seconds=demo.seconds,
        bytes=demo.bytes,
        on_gpu=planned.scale == "full",
        required=imports.packages - imports.optional,
    )
    return job, key


def lacks_gpu(planned: Iterable[Planned], devices: Sequence[Device], report: Report) -> bool:
    """Report what keeps the heavy runs from a GPU of this machine; tell whether anything does."""
    heavy = [item for item in planned if item.scale == "full"]
    largest = max((device.total for device in devices), default=0.0)
    large = [item for item in heavy if item.candidate.demo.bytes > largest > 0]
    for item in large:
        budget = f"{item.candidate.demo.bytes / 1e9:g} GB"
        message = f"'{item.slug}' may hold {budget}, and no GPU here has more than "
        message += f"{largest / 1e9:.0f} GB; nothing was run"
        report(NO_GPU(message, Span(item.candidate.inputs.file), "lower 'memory' in the schedule"))
    return bool(large)

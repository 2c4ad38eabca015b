"""Where results are kept: plain files beside the demo, replaced as one set or not at all."""

from __future__ import annotations

import fcntl
from asyncio import sleep
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from coursewright.notebooks.job import Job, Outcome
from coursewright.notebooks.key import Key
from coursewright.notebooks.passport import PASSPORT, RESULTS, Cost, Passport
from coursewright.swap import remove, replacing

_LOCKS = "demos"
_STAGED = f".coursewright-{RESULTS}-"
_WAIT = 0.1


def keep_result(folder: Path, cache: Path, files: Mapping[str, bytes], passport: Passport) -> None:
    """Put a result and its passport in the place of the old one, in one step.

    ``folder`` is the demo's, ``cache`` that of the course, which holds the locks. A process that is
    killed at any moment leaves the old set or the new one.

    Raises:
        BusyError: another process is writing the same result.
        NotAFolderError: a link or a file stands in the place of the results.
        OSError: the disk refuses.

    """
    with replacing(folder / RESULTS, cache / _LOCKS / folder.name) as replacement:
        for name, data in {**files, PASSPORT: sealed(passport)}.items():
            path = replacement.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        replacement.swap_in()


def sealed(passport: Passport) -> bytes:
    """Return the passport as it is kept, with the hash of all that it says."""
    whole = passport.model_copy(update={"entry": passport.own_hash})
    return (whole.model_dump_json(indent=2) + "\n").encode()


def passport_of(
    job: Job, key: Key, outcome: Outcome, files: Mapping[str, bytes], executed: datetime
) -> Passport:
    """Return the passport of a run that ended well."""
    return Passport(
        version=2,
        slug=job.slug,
        executed=executed,
        device=outcome.device,
        scale=job.scale,
        seeds=job.seeds,
        cpu_seconds=round(outcome.cpu_seconds, 1),
        seconds=round(outcome.seconds, 1),
        megabytes=round(outcome.peak / 1e6),
        gpu_megabytes=round(outcome.gpu_peak / 1e6),
        cells=tuple(
            Cost(seconds=round(run.seconds, 2), megabytes=round(run.peak / 1e6))
            for run in outcome.cells
        ),
        versions=dict(outcome.versions),
        key=dict(key),
        results={name: sha256(data).hexdigest() for name, data in sorted(files.items())},
    )


@asynccontextmanager
async def running(slug: str, cache: Path) -> AsyncIterator[None]:
    """Hold the lock of a demo's run; another process that holds it is waited for.

    The lock is the operating system's, so it is gone with the process, however that ends.
    """
    folder = cache / _LOCKS / slug
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "run.lock").open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                await sleep(_WAIT)
            else:
                break
        yield


def unused_files(demos: Path, known: Mapping[str, Iterable[str]]) -> Iterator[Path]:
    """Yield what is in results' places below the folder ``demos`` and belongs to no result.

    ``known`` maps each demo of the schedule to the files of its result that no run wrote. Results
    of other folders, and what killed runs left, are unused as a whole.
    """
    for folder in sorted(path for path in demos.iterdir() if path.is_dir()):
        results = folder / RESULTS
        if folder.name not in known and (results / PASSPORT).is_file():
            yield results
        yield from (results / name for name in known.get(folder.name, ()))
        yield from sorted(path for path in folder.iterdir() if path.name.startswith(_STAGED))


def prune(paths: Iterable[Path]) -> None:
    """Remove files and folders, and the folders that are then empty."""
    for path in paths:
        remove(path)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()

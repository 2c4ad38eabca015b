"""Runs on many machines: the same queue on the workers of a Dask scheduler.

Needs the extra ``coursewright[dask]``, here and on every worker; workers need coursewright itself
and the packages of the demos, too. What a run reads travels with it: no folder is shared.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from coursewright.notebooks.devices import find_devices
from coursewright.notebooks.job import Failure, Fault, Job, Outcome, Progress
from coursewright.notebooks.kernels import execute
from coursewright.notebooks.run import NoClusterError

if TYPE_CHECKING:
    from distributed import Client, Worker

GPU = "GPU"
"""The resource that a worker with a GPU declares: ``dask worker --resources GPU=1``."""
_RETRIES = 3
_CONNECT_SECONDS = 60
_WORKER_SECONDS = 60
_INTERVAL = 0.2
_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Runs jobs on the workers of a scheduler; a worker that dies costs a retry."""

    client: Client

    async def __call__(self, job: Job, progress: Progress) -> Outcome:
        """Run a job on some worker, a heavy one on a worker with a GPU."""
        from distributed import KilledWorker  # noqa: PLC0415  (an optional extra)

        key = f"coursewright-{job.slug}-{uuid4().hex}"
        progress(0, 0)
        self.client.subscribe_topic(key, lambda event: progress(*event[1]))  # type: ignore[no-untyped-call]
        future = self.client.submit(
            execute_there,
            job,
            key=key,
            resources={GPU: 1} if job.on_gpu else {},
            retries=_RETRIES,
        )
        try:
            outcome: Outcome = await future
        except KilledWorker:
            died = f"{_RETRIES + 1} workers died while they ran it"
            return Outcome(Failure(Fault.DIED, died))
        finally:
            self.client.unsubscribe_topic(key)  # type: ignore[no-untyped-call]
        return outcome


@asynccontextmanager
async def cluster(address: str, *, gpu: bool) -> AsyncIterator[Cluster]:
    """Connect to the scheduler at ``address``; with ``gpu`` it must have a worker with a GPU.

    Raises:
        NoClusterError: nobody answers, there is no fitting worker, or Dask is not installed.

    """
    try:
        from distributed import Client  # noqa: PLC0415  (an optional extra)
    except ImportError:
        message = "Dask is not installed: install 'coursewright[dask]'"
        raise NoClusterError(message) from None
    try:
        client = await Client(  # type: ignore[no-untyped-call]
            address, asynchronous=True, timeout=_CONNECT_SECONDS
        )
    except (OSError, TimeoutError, ValueError) as error:
        message = f"no scheduler answers at '{address}'"
        raise NoClusterError(message) from error
    async with client:
        await _wait_for_workers(client, address, gpu=gpu)
        yield Cluster(client)


async def _wait_for_workers(client: Client, address: str, *, gpu: bool) -> None:
    """Wait for workers that were started a moment ago and are not there yet."""
    scheduler: Any = client.scheduler
    end = time.monotonic() + _WORKER_SECONDS
    while True:
        workers = (await scheduler.identity())["workers"].values()
        if any(worker["resources"].get(GPU) or not gpu for worker in workers):
            return
        if time.monotonic() > end:
            lacking = f"no worker at '{address}' has the resource '{GPU}'"
            message = lacking if workers else f"the scheduler at '{address}' has no workers"
            raise NoClusterError(message)
        await asyncio.sleep(_INTERVAL)


def execute_there(job: Job) -> Outcome:
    """Run a job in the process of a worker, on the first GPU that it sees if it needs one."""
    from distributed import get_worker  # noqa: PLC0415  (an optional extra)

    worker = get_worker()
    key = str(worker.get_current_task())
    device = None
    if job.on_gpu:
        devices = find_devices()
        if not devices:
            return Outcome(Failure(Fault.NO_START, "the worker has no GPU that it can use"))
        device = devices[0]
    run = execute(job, device, lambda done, total: worker.log_event(key, [done, total]))
    return asyncio.run(_while_wanted(run, worker, key))


async def _while_wanted(run: Awaitable[Outcome], worker: Worker, key: str) -> Outcome:
    """Return what comes of a run, and end it where nobody waits for it any more.

    Dask forgets the task of a client that has ended, but cannot stop the thread that works on it.
    """
    task = asyncio.ensure_future(run)
    while not task.done():
        await asyncio.wait({task}, timeout=_LOOK_SECONDS)
        known = worker.state.tasks.get(key)
        if known is None or known.state == "cancelled":
            task.cancel()
    try:
        return await task
    except asyncio.CancelledError:
        return Outcome(Failure(Fault.DIED, "nobody waits for it any more"))

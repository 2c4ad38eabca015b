"""The machine at hand as a place for runs: its cores, its memory, and one kernel for each GPU."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import psutil

from coursewright.notebooks.devices import Device, memory_used
from coursewright.notebooks.job import Failure, Fault, Job, Outcome, Progress
from coursewright.notebooks.kernels import execute

_WAIT = 1.0


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class ThisMachine:
    """Runs jobs here: as many kernels as cores and memory allow, and one for each GPU."""

    devices: Sequence[Device] = ()
    jobs: int = field(default_factory=cores)
    memory: float = field(default_factory=lambda: float(psutil.virtual_memory().available))
    """Bytes that the budgets of all running jobs may add up to."""
    running: int = 0
    reserved: float = 0.0
    taken: set[str] = field(default_factory=set)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def __call__(self, job: Job, progress: Progress) -> Outcome:
        """Run a job as soon as there is a place for it."""
        if not job.on_gpu:
            async with self._place(job):
                return await execute(job, None, progress)
        device = await self._free_device(job)
        if device is None:
            held = f"no GPU had {job.bytes / 1e9:g} GB free within its time"
            return Outcome(Failure(Fault.TOO_LARGE, held))
        try:
            return await execute(job, device, progress)
        finally:
            async with self.changed:
                self.taken.discard(device.index)
                self.changed.notify_all()

    @asynccontextmanager
    async def _place(self, job: Job) -> AsyncIterator[None]:
        async with self.changed:
            await self.changed.wait_for(lambda: self._fits(job))
            self.running, self.reserved = self.running + 1, self.reserved + job.bytes
        try:
            yield
        finally:
            async with self.changed:
                self.running, self.reserved = self.running - 1, self.reserved - job.bytes
                self.changed.notify_all()

    def _fits(self, job: Job) -> bool:
        # Alone, a job may always try: its budget is a limit and no need.
        room = self.reserved + job.bytes <= self.memory
        return self.running == 0 or (self.running < self.jobs and room)

    async def _free_device(self, job: Job) -> Device | None:
        """Take a GPU for a job: none of ours is on it, and others leave it enough memory.

        None if others leave it too little until its budget of time is over.
        """
        waited = 0.0
        while waited <= job.seconds:
            async with self.changed:
                await self.changed.wait_for(lambda: self._suited(job))
                used = await asyncio.to_thread(memory_used)
                for device in self._suited(job):
                    taken = used.get(device.index, 0.0)
                    if not device.total or device.total - taken >= job.bytes:
                        self.taken.add(device.index)
                        return replace(device, used=taken)
            await asyncio.sleep(_WAIT)
            waited += _WAIT
        return None

    def _suited(self, job: Job) -> list[Device]:
        free = (one for one in self.devices if one.index not in self.taken)
        return [one for one in free if not one.total or one.total >= job.bytes]

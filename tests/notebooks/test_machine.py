"""The queue on one machine: one kernel for each GPU, as many others as cores and memory allow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from coursewright.notebooks import machine
from coursewright.notebooks.devices import Device
from coursewright.notebooks.job import Fault, Job, Outcome, Progress
from coursewright.notebooks.machine import ThisMachine

GB = 1e9
JOB = Job("x", (), {}, frozenset(), "full", (0,), 5.0, 1 * GB, on_gpu=True)
DONE = Outcome(None)


@dataclass
class Kernels:
    """Stands for kernels: remembers which ran at the same time, and how much they might hold."""

    used: dict[str, float] = field(default_factory=dict)
    """What others hold of each GPU."""
    running: list[tuple[Job, Device | None]] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    """Which job ran on which GPU, in the order of their beginnings."""
    found: list[float] = field(default_factory=list)
    """How much each found taken on its GPU."""
    most: int = 0
    heaviest: float = 0.0

    async def execute(self, job: Job, device: Device | None, progress: Progress) -> Outcome:
        """Take a moment, as a run does."""
        del progress
        assert device is None or device.index not in self._taken()
        self.running.append((job, device))
        self.seen.append((job.slug, device.index if device else ""))
        self.found += [device.used] if device else []
        self.most = max(self.most, len(self.running))
        self.heaviest = max(self.heaviest, sum(each.bytes for each, _ in self.running))
        for _ in range(100):  # turns, not time: on a busy machine the others have theirs, too
            await asyncio.sleep(0)
        self.running.remove((job, device))
        return DONE

    def _taken(self) -> set[str]:
        return {device.index for _, device in self.running if device}


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> Kernels:
    """Kernels that cost nothing, on a machine whose waits are short."""
    made = Kernels()
    monkeypatch.setattr(machine, "execute", made.execute)
    monkeypatch.setattr(machine, "memory_used", lambda: made.used)
    monkeypatch.setattr(machine, "_WAIT", 0.001)
    monkeypatch.setattr(asyncio, "to_thread", at_once)
    return made


async def at_once(what: Callable[[], object]) -> object:
    return what()


def gpu(index: int, gigabytes: float) -> Device:
    return Device(str(index), "GPU", gigabytes * GB, 0.0)


def run(place: ThisMachine, jobs: Sequence[Job]) -> list[Outcome]:
    async def all_of_them() -> list[Outcome]:
        return await asyncio.gather(*(place(job, lambda _done, _all: None) for job in jobs))

    return asyncio.run(all_of_them())


def heavy(*gigabytes: float, seconds: float = 5.0) -> list[Job]:
    return [
        replace(JOB, slug=f"heavy{number}", bytes=size * GB, seconds=seconds)
        for number, size in enumerate(gigabytes)
    ]


def light(*gigabytes: float) -> list[Job]:
    return [
        replace(JOB, slug=f"light{number}", bytes=size * GB, scale="light", on_gpu=False)
        for number, size in enumerate(gigabytes)
    ]


def test_two_gpus_take_a_queue_of_five_one_kernel_each(kernels: Kernels) -> None:
    place = ThisMachine([gpu(0, 80), gpu(1, 80)], jobs=1)
    assert run(place, heavy(1, 1, 1, 1, 1)) == [DONE] * 5
    assert kernels.most == 2
    assert {device for _, device in kernels.seen} == {"0", "1"}
    assert place.taken == set()


def test_a_large_job_waits_for_the_gpu_that_is_large_enough(kernels: Kernels) -> None:
    run(ThisMachine([gpu(0, 16), gpu(1, 80)], jobs=1), heavy(1, 40, 40, 8))
    placed = dict(kernels.seen)
    assert placed["heavy1"] == placed["heavy2"] == "1"


def test_a_gpu_that_others_use_is_left_to_them_while_another_is_free(kernels: Kernels) -> None:
    kernels.used = {"0": 79 * GB}
    run(ThisMachine([gpu(0, 80), gpu(1, 80)], jobs=1), heavy(2, 2))
    assert [device for _, device in kernels.seen] == ["1", "1"]


def test_a_job_waits_until_others_have_left_the_gpu(kernels: Kernels) -> None:
    kernels.used = {"0": 79 * GB}

    async def go() -> Outcome:
        place = ThisMachine([gpu(0, 80)], jobs=1)
        (job,) = heavy(2)
        waiting = asyncio.create_task(place(job, lambda _done, _all: None))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        kernels.used = {}
        return await waiting

    assert asyncio.run(go()) == DONE
    assert kernels.seen == [("heavy0", "0")]


def test_a_gpu_that_stays_full_costs_a_run_and_no_result(kernels: Kernels) -> None:
    kernels.used = {"0": 79 * GB}
    (outcome,) = run(ThisMachine([gpu(0, 80)], jobs=1), heavy(2, seconds=0.01))
    assert outcome.failure is not None
    assert outcome.failure.fault is Fault.TOO_LARGE
    assert "no GPU had 2 GB free" in outcome.failure.message
    assert kernels.seen == []


def test_a_gpu_whose_memory_nobody_tells_takes_any_job(kernels: Kernels) -> None:
    assert run(ThisMachine([gpu(0, 0)], jobs=1), heavy(500)) == [DONE]
    assert kernels.seen == [("heavy0", "0")]


def test_what_a_kernel_finds_taken_is_not_its_own(kernels: Kernels) -> None:
    kernels.used = {"0": 3 * GB}
    run(ThisMachine([gpu(0, 80)], jobs=1), heavy(2))
    assert kernels.found == [3 * GB]


def test_budgets_of_jobs_at_a_time_stay_within_cores_and_memory(kernels: Kernels) -> None:
    place = ThisMachine(jobs=3, memory=8 * GB)
    assert run(place, light(4, 4, 4, 1, 1, 1, 1)) == [DONE] * 7
    assert kernels.most <= 3
    assert kernels.heaviest <= 8 * GB
    assert (place.running, place.reserved) == (0, 0.0)
    assert kernels.most > 1


def test_a_job_larger_than_the_memory_runs_alone(kernels: Kernels) -> None:
    assert run(ThisMachine(jobs=4, memory=8 * GB), light(20, 1, 1)) == [DONE] * 3
    assert kernels.heaviest <= 20 * GB


def test_heavy_jobs_do_not_wait_for_the_cores_of_light_ones(kernels: Kernels) -> None:
    run(ThisMachine([gpu(0, 80)], jobs=1), [*light(1), *heavy(1)])
    assert kernels.most == 2


def test_a_kernel_that_fails_gives_its_gpu_back(
    kernels: Kernels, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def execute(*_: object) -> Outcome:
        message = "no room"
        raise OSError(message)

    monkeypatch.setattr(machine, "execute", execute)
    place = ThisMachine([gpu(0, 80)], jobs=1)
    for job in (*heavy(1), *light(1)):
        with pytest.raises(OSError, match="no room"):
            run(place, [job])
    assert (place.taken, place.running, place.reserved) == (set(), 0, 0.0)
    assert kernels.seen == []

"""GANs: the experiment behind the demo (heavy; at test scale about a minute on one core).

What theory says is in ``theory.py``, the networks and the training of many GANs at once in
``games.py``, what is trained at which scale in ``plans.py``.
"""

from __future__ import annotations

import platform
import time
from dataclasses import asdict
from statistics import median
from typing import TYPE_CHECKING, TypedDict

import numpy as np
import scipy
import theory
import torch
from games import (
    GENERATOR_LOSS,
    LATENT,
    Adam,
    Game,
    Match,
    Players,
    critic_loss,
    discriminator_loss,
    grid,
    ring,
)
from plans import PLANS, Plan, Setting
from scipy.stats import wilcoxon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DRAWN = 2000
"""Points of each generator by which it is judged."""
SHOWN = 200
"""Points of the first seed that the figures show."""
CHECKS = 10
"""How often a training is looked at, the start apart."""
STEPS = (0, 50, 100, 200, 400, 600)
"""Steps of the discriminator after which the generator's gradient is measured."""
DISTANCES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)

Numbers = dict[str, float]
Arrays = dict[str, list[float] | list[list[float]]]


class Result(TypedDict):
    """What a run measured: ``numbers`` is tested, ``arrays`` is what the figures draw."""

    slug: str
    scale: str
    seed: int
    device: str
    versions: dict[str, str]
    cpu_seconds: float
    settings: dict[str, dict[str, object]]
    """What each name in the numbers stands for."""
    numbers: Numbers
    arrays: Arrays


def distinct_modes(counts: Sequence[float]) -> float:
    """Return how many equally likely modes would give as many coincidences as were seen.

    This is the birthday test (Arora and Zhang, 2018) on modes: one over the chance that two
    points, drawn without putting back, lie near the same mode. Without a coincidence it is
    infinite; with fewer than two points, 0.
    """
    drawn = sum(counts)
    if drawn < 2:
        return 0.0
    pairs = sum(count * (count - 1) for count in counts)
    return drawn * (drawn - 1) / pairs if pairs else float("inf")


@torch.no_grad()
def _judged(match: Match) -> tuple[list[float], list[float], list[float]]:
    """Return each member's modes covered, share of points near a mode, and distinct modes."""
    counts = match.target.counts(match.fake(DRAWN))
    covered = match.target.covered(counts, DRAWN).tolist()
    share = (counts.sum(dim=1) / DRAWN).tolist()
    return covered, share, [distinct_modes(row) for row in counts.tolist()]


def play(
    settings: tuple[Setting, ...], plan: Plan, seed: int, device: str = "cpu"
) -> tuple[Numbers, Arrays]:
    """Train ``settings``, which form one batch of ``plan``, and measure them on the way.

    Of each setting, by its name: ``median`` and ``least`` modes covered over the seeds, in how
    many seeds at most one mode is missing (``nearly_all``), the median ``share`` of points
    within 4 deviations of a mode and of ``distinct`` modes by the birthday test; the arrays
    have them seed by seed, the ``history`` of modes and, of the settings that the figures
    show, some ``points`` of the first seed.
    """
    source = torch.Generator(device=device).manual_seed(seed)
    first, seeds = settings[0], plan.seeds
    target = ring(device=device) if first.target == "ring" else grid(device=device)
    game = Game(
        losses=tuple(each.loss for each in settings for _ in range(seeds)),
        critic_steps=first.critic_steps,
        rounds=first.rounds,
        critic_rates=tuple(1e-3 * each.ratio for each in settings for _ in range(seeds)),
        pack=first.pack,
        batch=plan.batch,
        width=first.width,
    )
    match = Match(game, target, source)
    # Pictures follow the same points through the training, and take none of its random numbers.
    looker = torch.Generator(device=device).manual_seed(seed)
    latent = torch.randn(1, SHOWN, LATENT, generator=looker, device=device)
    history, points = [_judged(match)], [_seen(match, latent, seeds)]
    for _ in range(CHECKS):
        for _ in range(game.rounds // CHECKS):
            match.play_round()
        history.append(_judged(match))
        points.append(_seen(match, latent, seeds))
    numbers, arrays = Numbers(), Arrays()
    for index, each in enumerate(settings):
        own = slice(index * seeds, (index + 1) * seeds)
        modes, share, distinct = (values[own] for values in history[-1])
        numbers |= _summary(each.name, modes, share, distinct, len(target.centres))
        arrays[f"{each.name}.modes"] = modes
        arrays[f"{each.name}.share"] = [round(value, 3) for value in share]
        arrays[f"{each.name}.distinct"] = [round(value, 2) for value in distinct]
        arrays[f"{each.name}.history"] = [check[0][own] for check in history]
        if each.critic_steps > 1 and each.ratio == 1 and each.target == "ring":
            arrays[f"{each.name}.points"] = [seen[index] for seen in points]
    return numbers, arrays


def _summary(
    name: str, modes: list[float], share: list[float], distinct: list[float], wanted: int
) -> Numbers:
    return {
        f"{name}.median": median(modes),
        f"{name}.least": min(modes),
        f"{name}.total": sum(modes),
        f"{name}.nearly_all": sum(count >= wanted - 1 for count in modes),
        f"{name}.share": round(median(share), 3),
        f"{name}.distinct": round(median(distinct), 2),
    }


@torch.no_grad()
def _seen(match: Match, latent: torch.Tensor, seeds: int) -> list[list[float]]:
    """Return x, y, x, y, ... of the points that the first seed of each setting makes."""
    members = len(match.game.losses)
    points = match.generator(latent.expand(members, -1, -1))[::seeds]
    return [[round(value, 2) for value in row.flatten().tolist()] for row in points]


def saturation(seed: int, device: str = "cpu", members: int = 5) -> tuple[Numbers, Arrays]:
    """Train a discriminator and a critic against generators that stand still.

    Measures, after each of ``STEPS``, the norm of the gradient that the generator would
    follow: of log(1 - D), of -log D, and of the critic. Medians over ``members`` seeds.
    """
    source = torch.Generator(device=device).manual_seed(seed)
    generator = Players(members, (2, 64, 64, 2), source)
    judge = Players(members, (2, 64, 64, 1), source)
    critic = Players(members, (2, 64, 64, 1), source)
    with torch.no_grad():
        critic.theta.copy_(judge.theta)
    step = torch.full((members, 1), 1e-3, device=device)
    improve = {"judge": Adam(judge.theta, step), "critic": Adam(critic.theta, step)}
    target = ring(device=device)

    def fake(count: int) -> torch.Tensor:
        latent = torch.randn(members, count, 2, generator=source, device=device)
        return generator(latent)

    found: dict[str, list[float]] = {"sat": [], "ns": [], "wgan": [], "right": []}
    for time_ in range(STEPS[-1] + 1):
        if time_ in STEPS:
            points = fake(512)
            for name, norm in _gradients(generator, judge(points), critic(points)):
                found[name].append(norm)
            found["right"].append(float((judge(points) < 0).float().mean()))
        real, points = target.draw(members, 128, source), fake(128).detach()
        improve["judge"].descend(discriminator_loss(judge, real, points))
        improve["critic"].descend(critic_loss(critic, real, points, 1.0, source))
    numbers = {
        f"{name}.grad.d{step_}": value
        for name in ("sat", "ns", "wgan")
        for step_, value in zip(STEPS, found[name], strict=True)
    }
    return numbers, {f"gradient.{name}": list(values) for name, values in found.items()}


def _gradients(
    generator: Players, logits: torch.Tensor, scores: torch.Tensor
) -> Iterator[tuple[str, float]]:
    """Yield the median norm of the gradient of each of the generator's losses."""
    judged = {"sat": ("saturating", logits), "ns": ("non-saturating", logits)}
    for name, (loss, values) in (judged | {"wgan": ("wasserstein", scores)}).items():
        total = GENERATOR_LOSS[loss](values).mean((1, 2)).sum()  # type: ignore[index]
        (slope,) = torch.autograd.grad(total, generator.theta, retain_graph=True)
        yield name, median(slope.norm(dim=1).tolist())


def exact() -> tuple[Numbers, Arrays]:
    """Compute what theory says: the best discriminator, parallel lines, packs."""
    numbers = {
        f"best.d{distance:g}.{name}": value
        for distance in DISTANCES
        for name, value in theory.best_discriminator(distance).items()
    }
    lines = {f"{step / 4:g}": theory.parallel_lines(step / 4) for step in range(-4, 5)}
    for distance, (jsd, transport) in lines.items():
        numbers[f"lines.d{distance}.jsd"] = jsd
        numbers[f"lines.d{distance}.w1"] = transport
    packs = theory.packing()
    for name, distances in packs.items():
        numbers |= {f"packs.{name}.m{pack}": far for pack, far in enumerate(distances, 1)}
    return numbers, {f"packs.{name}": distances for name, distances in packs.items()}


def packs_against_single(plan: Plan, arrays: Arrays) -> Numbers:
    """Return p of "packs of four cover more modes than single points", as ``better``.

    A one-sided Wilcoxon test over the seeds, on each target, with equal step sizes and five
    steps of the discriminator; 1 where all seeds tie.
    """
    found = Numbers()
    for target in {each.target: None for each in plan.settings}:
        where = "" if target == "ring" else f"{target}."
        packs, single = (arrays.get(f"{where}n5.{kind}.modes") for kind in ("pac4", "ns"))
        if packs and single:
            more = np.subtract(packs, single)
            p = wilcoxon(more, alternative="greater").pvalue if more.any() else 1.0
            found[f"{where}n5.pac4.better"] = float(p)
    return found


def run(scale: str, seed: int = 0, device: str = "cpu") -> Result:
    """Run the whole experiment.

    ``scale`` is ``"test"`` or ``"full"`` (see ``plans.py``); ``seed`` is that of all random
    numbers, of which every batch of GANs has its own; ``device`` is as PyTorch names it,
    ``"cpu"`` or ``"cuda"``. Raises ValueError for another scale, and for the full one on a
    CPU, where it would take days.
    """
    if scale not in PLANS or (scale == "full" and device == "cpu"):
        message = f"this demo runs as 'test', or as 'full' on a GPU, not as {scale!r} on {device!r}"
        raise ValueError(message)
    torch.set_num_threads(1)
    began = time.process_time()
    plan = PLANS[scale]
    numbers, arrays = exact()
    for measured in (
        saturation(seed, device),
        *(play(batch, plan, 100 * seed + at, device) for at, batch in enumerate(plan.batches())),
    ):
        numbers |= measured[0]
        arrays |= measured[1]
    numbers |= packs_against_single(plan, arrays)
    return Result(
        slug="gan",
        scale=scale,
        seed=seed,
        device=device if device == "cpu" else torch.cuda.get_device_name(device),
        versions={
            "python": platform.python_version(),
            "torch": torch.__version__,
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        cpu_seconds=round(time.process_time() - began, 2),
        settings={each.name: asdict(each) for each in plan.settings},
        numbers=numbers,
        arrays=arrays,
    )

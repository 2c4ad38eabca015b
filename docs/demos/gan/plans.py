"""Which GANs are trained at which scale."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from games import Loss

LOSSES: dict[str, tuple[Loss, int]] = {
    "sat": ("saturating", 1),
    "ns": ("non-saturating", 1),
    "pac2": ("non-saturating", 2),
    "pac4": ("non-saturating", 4),
    "wgan": ("wasserstein", 1),
}
"""Short names of what is compared: the generator's loss, and the points in a pack."""

_SPEED = {1.0: "", 0.1: "slow.", 0.3: "slower.", 3.0: "fast."}


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to train a GAN, tried with several seeds.

    ``ratio`` is the discriminator's step size over the generator's.
    """

    kind: str
    critic_steps: int
    rounds: int
    ratio: float = 1.0
    target: str = "ring"
    width: int = 64

    @property
    def loss(self) -> Loss:
        """The generator's loss."""
        return LOSSES[self.kind][0]

    @property
    def pack(self) -> int:
        """Points that the discriminator sees at once."""
        return LOSSES[self.kind][1]

    @property
    def name(self) -> str:
        """The name in the results: ``n5.ns``, ``n1.slow.ns``, ``grid.n5.wgan``."""
        where = "" if self.target == "ring" else f"{self.target}."
        wide = f"w{self.width}." if self.width > 128 else ""
        return f"{where}{wide}n{self.critic_steps}.{_SPEED[self.ratio]}{self.kind}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is trained: each setting with ``seeds`` seeds, on batches of ``batch`` points."""

    seeds: int
    batch: int
    settings: tuple[Setting, ...]

    def batches(self) -> list[tuple[Setting, ...]]:
        """Return the settings grouped into those that one stack of tensors can hold."""
        groups: dict[object, list[Setting]] = defaultdict(list)
        for each in self.settings:
            critic = each.loss == "wasserstein", each.pack, each.critic_steps
            groups[each.target, each.width, each.rounds, critic].append(each)
        return [tuple(group) for group in groups.values()]


TEST = Plan(
    seeds=5,
    batch=64,
    settings=(
        Setting("sat", 5, 1000),
        *(
            Setting(kind, steps, rounds, ratio)
            for steps, rounds in ((5, 1000), (1, 2000))
            for kind in ("ns", "pac4", "wgan")
            for ratio in (1.0, 0.1)
        ),
    ),
)
"""About a minute on one core."""

FULL = Plan(
    seeds=32,
    batch=256,
    settings=(
        *(
            Setting(kind, steps, 20_000, ratio, target, width=128)
            for target in ("ring", "grid")
            for steps in (1, 5)
            for kind in LOSSES
            for ratio in _SPEED
        ),
        *(Setting(kind, 5, 20_000, 1.0, "grid", width=512) for kind in ("ns", "pac4", "wgan")),
    ),
)
"""For a GPU. Estimated, not measured: some fifteen minutes on an H100 or H200."""

PLANS = {"test": TEST, "full": FULL}

"""Many small GANs trained at once: every tensor has one member of the batch per row.

A member is a game of its own (its seed, its loss, its step sizes). The losses are summed over
members and the optimiser is element-wise, so that no member sees another.

Sources: Goodfellow et al., "Generative adversarial nets", 2014; Gulrajani et al., "Improved
training of Wasserstein GANs", 2017 (gradient penalty); Lin et al., "PacGAN: The power of two
samples in generative adversarial networks", 2018.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor
from torch.nn.functional import softplus

LATENT = 4
"""Numbers that a generator makes a point from."""

Loss = Literal["saturating", "non-saturating", "wasserstein"]


@dataclass(frozen=True, slots=True)
class Target:
    """Equal Gaussians around ``centres``, of shape (modes, 2), with deviation ``sigma``."""

    centres: Tensor
    sigma: float = 0.05

    def draw(self, members: int, count: int, source: torch.Generator) -> Tensor:
        """Return ``count`` points for each member, of shape (members, count, 2)."""
        device = self.centres.device
        shape = (members, count)
        modes = torch.randint(len(self.centres), shape, generator=source, device=device)
        noise = torch.randn(*shape, 2, generator=source, device=device)
        return self.centres[modes] + self.sigma * noise

    def counts(self, points: Tensor) -> Tensor:
        """Return how many points of each member lie within 4 deviations of each mode.

        ``points`` has shape (members, count, 2), the result (members, modes).
        """
        centres = self.centres.expand(points.shape[0], -1, -1)
        distance, nearest = torch.cdist(points, centres).min(dim=-1)
        near = (distance < 4 * self.sigma).to(points.dtype)
        empty = torch.zeros(centres.shape[:2], dtype=points.dtype, device=points.device)
        return empty.scatter_add(1, nearest, near)

    def covered(self, counts: Tensor, drawn: int) -> Tensor:
        """Return how many modes hold more than 8 % of their due share of ``drawn`` points.

        On a ring of 8 modes that is 1 % of all points.
        """
        return (counts > 0.08 * drawn / len(self.centres)).sum(dim=1)


def ring(modes: int = 8, radius: float = 2.0, device: str = "cpu") -> Target:
    """Return Gaussians at equal distances on a circle."""
    angle = 2 * math.pi * torch.arange(modes, device=device) / modes
    return Target(radius * torch.stack([angle.cos(), angle.sin()], dim=1))


def grid(side: int = 5, device: str = "cpu") -> Target:
    """Return Gaussians on a square grid of ``side`` by ``side`` points at distance 1."""
    line = torch.arange(side, dtype=torch.float32, device=device) - (side - 1) / 2
    return Target(torch.cartesian_prod(line, line))


class Players:
    """One network for each member: layers of ``sizes``, ReLU between them.

    All parameters stand in ``theta``, of shape (members, parameters), drawn uniformly within
    one over the root of a layer's inputs.
    """

    def __init__(self, members: int, sizes: tuple[int, ...], source: torch.Generator) -> None:
        layers = tuple(pairwise(sizes))
        self.shapes = [shape for a, b in layers for shape in ((a, b), (1, b))]
        ranges = [inputs**-0.5 for inputs, _ in layers for _ in ("weights", "biases")]
        parts = [
            reach * (2 * torch.rand(members, a * b, generator=source, device=source.device) - 1)
            for (a, b), reach in zip(self.shapes, ranges, strict=True)
        ]
        self.theta = torch.cat(parts, dim=1).requires_grad_()

    def __call__(self, points: Tensor) -> Tensor:
        """Return the outputs for ``points`` of shape (members, count, inputs)."""
        members = self.theta.shape[0]
        parts = self.theta.split([a * b for a, b in self.shapes], dim=1)
        layers = [
            part.view(members, *shape) for part, shape in zip(parts, self.shapes, strict=True)
        ]
        for index in range(0, len(layers), 2):
            points = torch.baddbmm(layers[index + 1], points, layers[index])
            if index < len(layers) - 2:
                points = torch.relu(points)
        return points


class Adam:
    """Adam (Kingma and Ba, 2015) with a step size for each member, of shape (members, 1)."""

    def __init__(
        self, theta: Tensor, step: Tensor, decay: tuple[float, float] = (0.5, 0.9)
    ) -> None:
        self.theta, self.step, self.decay = theta, step, decay
        self.mean, self.square = torch.zeros_like(theta), torch.zeros_like(theta)
        self.time = 0

    @torch.no_grad()
    def descend(self, loss: Tensor) -> None:
        """Move the parameters against the gradient of ``loss``, a sum over members."""
        (slope,) = torch.autograd.grad(loss, self.theta)
        first, second = self.decay
        self.time += 1
        self.mean.lerp_(slope, 1 - first)
        self.square.mul_(second).addcmul_(slope, slope, value=1 - second)
        scale = (self.square / (1 - second**self.time)).sqrt_().add_(1e-8)
        self.theta.sub_(self.step * self.mean / (1 - first**self.time) / scale)


@dataclass(frozen=True, slots=True)
class Game:
    """How a batch of members plays; those of one batch share all but their losses and steps."""

    losses: tuple[Loss, ...]
    """The generator's loss of each member; Wasserstein ones stand in batches of their own."""
    critic_steps: int
    """Steps of the discriminator (or critic) for each one of the generator."""
    rounds: int
    """Steps of the generator."""
    generator_rate: float = 1e-3
    critic_rates: tuple[float, ...] = ()
    """Step size of each member's discriminator; without it that of the generator."""
    pack: int = 1
    """Points that the discriminator sees at once."""
    batch: int = 64
    width: int = 64
    penalty: float = 0.1
    """Weight of the gradient penalty."""


def packed(points: Tensor, pack: int) -> Tensor:
    """Return the points in packs: (members, count, 2) to (members, count / pack, 2 pack)."""
    return points.reshape(points.shape[0], -1, 2 * pack)


def discriminator_loss(critic: Players, real: Tensor, fake: Tensor) -> Tensor:
    """Return -E log D(real) - E log(1 - D(fake)), summed over members; critics give logits."""
    return (softplus(-critic(real)).mean((1, 2)) + softplus(critic(fake)).mean((1, 2))).sum()


def critic_loss(
    critic: Players, real: Tensor, fake: Tensor, penalty: float, source: torch.Generator
) -> Tensor:
    """Return E f(fake) - E f(real) + penalty E (|grad f| - 1)^2, summed over members.

    The gradient is taken at random points of the segments between real and fake ones.
    """
    mix = torch.rand(*real.shape[:2], 1, generator=source, device=real.device)
    between = (mix * real + (1 - mix) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    excess = ((slope.norm(dim=-1) - 1) ** 2).mean(1).sum()
    return (critic(fake).mean((1, 2)) - critic(real).mean((1, 2))).sum() + penalty * excess


GENERATOR_LOSS: dict[Loss, Callable[[Tensor], Tensor]] = {
    "saturating": lambda logits: -softplus(logits),  # log(1 - D)
    "non-saturating": lambda logits: softplus(-logits),  # -log D
    "wasserstein": torch.neg,
}


def generator_loss(losses: tuple[Loss, ...], logits: Tensor) -> Tensor:
    """Return the sum of the members' losses; ``logits`` are what their critics say."""
    total = logits.new_zeros(())
    for loss in sorted(set(losses)):
        rows = torch.tensor([each == loss for each in losses], device=logits.device)
        total = total + GENERATOR_LOSS[loss](logits[rows]).mean((1, 2)).sum()
    return total


class Match:
    """A batch of games in progress."""

    def __init__(self, game: Game, target: Target, source: torch.Generator) -> None:
        self.game, self.target, self.source = game, target, source
        members, width = len(game.losses), game.width
        self.generator = Players(members, (LATENT, width, width, 2), source)
        self.critic = Players(members, (2 * game.pack, width, width, 1), source)
        rates = game.critic_rates or (game.generator_rate,) * members
        own = torch.full((members, 1), game.generator_rate, device=source.device)
        self._moves_generator = Adam(self.generator.theta, own)
        self._moves_critic = Adam(
            self.critic.theta, torch.tensor(rates, device=source.device).unsqueeze(1)
        )

    def fake(self, count: int) -> Tensor:
        """Return generated points, of shape (members, count, 2)."""
        shape = (len(self.game.losses), count, LATENT)
        latent = torch.randn(*shape, generator=self.source, device=self.source.device)
        return self.generator(latent)

    def play_round(self) -> None:
        """Train the critics for their steps, and the generators for one."""
        game = self.game
        for _ in range(game.critic_steps):
            real = self.target.draw(len(game.losses), game.batch, self.source)
            self._train_critic(packed(real, game.pack))
        logits = self.critic(packed(self.fake(game.batch), game.pack))
        self._moves_generator.descend(generator_loss(game.losses, logits))

    def _train_critic(self, real: Tensor) -> None:
        game = self.game
        fake = packed(self.fake(game.batch), game.pack).detach()
        if "wasserstein" in game.losses:
            loss = critic_loss(self.critic, real, fake, game.penalty, self.source)
        else:
            loss = discriminator_loss(self.critic, real, fake)
        self._moves_critic.descend(loss)

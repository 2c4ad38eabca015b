"""What theory says of the game, computed exactly or by quadrature (NumPy and SciPy only).

Sources: Goodfellow et al., 2014 (Proposition 1, Theorem 1); Arjovsky, Chintala and Bottou,
"Wasserstein generative adversarial networks", 2017 (Example 1); Lin et al., 2018.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.stats import norm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LINE = np.linspace(-20.0, 20.0, 8001)
"""Where densities on the line are evaluated."""


def value(discriminator: Array, real: Array, fake: Array) -> float:
    """Return V(D) = E log D(x) + E log(1 - D(y)) of densities on ``LINE``."""
    # Where one density is 0 to rounding, its term is, too.
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = real * np.log(discriminator), fake * np.log1p(-discriminator)
    return float(np.trapezoid(sum(np.where(np.isfinite(term), term, 0.0) for term in terms), LINE))


def jensen_shannon(real: Array, fake: Array) -> float:
    """Return the Jensen-Shannon divergence of densities on ``LINE``, in nats."""
    middle = (real + fake) / 2

    def divergence(density: Array) -> float:
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = density * np.log(density / middle)
        return float(np.trapezoid(np.where(np.isfinite(terms), terms, 0.0), LINE))

    return (divergence(real) + divergence(fake)) / 2


def best_discriminator(distance: float) -> dict[str, float]:
    """Compare the value of the best discriminator with 2 JSD - log 4.

    Data are N(0, 1), the generator gives N(``distance``, 1). ``worse`` is the best value that
    a hundred other discriminators reach, blends of the best one with sigmoids.
    """
    real, fake = norm.pdf(LINE), norm.pdf(LINE, distance)
    best = 1 / (1 + np.exp(np.clip(distance * LINE - distance**2 / 2, -700, 700)))
    rng = np.random.default_rng(0)
    others = (
        0.9 * best + 0.1 / (1 + np.exp(rng.normal() * (LINE - rng.normal(0, 3))))
        for _ in range(100)
    )
    return {
        "value": value(best, real, fake),
        "jsd": jensen_shannon(real, fake),
        "worse": max(value(other, real, fake) for other in others),
    }


def parallel_lines(distance: float, points: int = 40) -> tuple[float, float]:
    """Return (JSD, W1) between a segment and itself moved sideways by ``distance``.

    Both are computed for ``points`` points spread evenly over each segment: the divergence
    from the shares of the points that coincide, the transport by solving the assignment.
    """
    heights = (np.arange(points) + 0.5) / points
    one = np.column_stack([np.zeros(points), heights])
    two = np.column_stack([np.full(points, distance), heights])
    shared = len({*map(tuple, one)} & {*map(tuple, two)}) / points
    cost = np.linalg.norm(one[:, None] - two[None], axis=2)
    rows, columns = linear_sum_assignment(cost)
    return float(np.log(2) * (1 - shared)), float(cost[rows, columns].mean())


def packed_distance(real: Array, fake: Array, pack: int) -> float:
    """Return the total variation between packs of independent draws of two distributions.

    ``real`` and ``fake`` are the probabilities of the modes; all packs are enumerated.
    """
    total = 0.0
    for modes in product(range(len(real)), repeat=pack):
        chosen = list(modes)
        total += abs(float(real[chosen].prod() - fake[chosen].prod()))
    return total / 2


def packing(most: int = 5) -> dict[str, list[float]]:
    """Return the total variation for packs of 1 to ``most``, of two generators of one kind.

    Data are uniform on 8 modes. ``collapsed`` has lost two of them, ``uneven`` has all, four
    too heavy and four too light; both are at distance 1/4 for single points.
    """
    real = np.full(8, 1 / 8)
    collapsed = np.array([0.0] * 2 + [1 / 6] * 6)
    uneven = np.array([3 / 16] * 4 + [1 / 16] * 4)
    packs = range(1, most + 1)
    return {
        "collapsed": [packed_distance(real, collapsed, pack) for pack in packs],
        "uneven": [packed_distance(real, uneven, pack) for pack in packs],
    }

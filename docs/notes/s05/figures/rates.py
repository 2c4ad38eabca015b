"""Draw rates.png: the errors of gradient descent and heavy ball on a quadratic.

Run it in its own folder: ``python rates.py``. It needs NumPy and Matplotlib.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray

mpl.use("Agg")
import matplotlib.pyplot as plt

Array = NDArray[np.float64]
MU, L, STEPS = 1.0, 100.0, 120
INK, BLUE, OCHRE, SOFT = "#1c2025", "#17528f", "#8a4b00", "#858a80"


def heavy_ball(eigenvalues: Array, alpha: float, beta: float) -> Array:
    """Return the coordinates of the error, steps by eigenvalues, from ones at rest."""
    path = [np.ones_like(eigenvalues), np.ones_like(eigenvalues)]
    for _ in range(STEPS):
        path.append((1 + beta - alpha * eigenvalues) * path[-1] - beta * path[-2])
    return np.array(path[1:])


def main() -> None:
    """Draw the figure."""
    kappa, times = L / MU, np.arange(STEPS + 1)
    rho = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    alpha = 4 / (np.sqrt(L) + np.sqrt(MU)) ** 2
    eigenvalues = np.linspace(MU, L, 50)
    descent = np.abs(1 - 2 / (L + MU) * eigenvalues)[None, :] ** times[:, None]
    ball = heavy_ball(eigenvalues, alpha, rho**2)
    bound = (1 + (1 + rho) * times) * rho**times
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.2), sharey=True)
    size = np.sqrt(len(eigenvalues))
    for path, its_bound, color, name in (
        (descent, ((kappa - 1) / (kappa + 1)) ** times, OCHRE, "gradient descent"),
        (ball, bound, BLUE, "heavy ball"),
    ):
        left.semilogy(times, np.linalg.norm(path, axis=1) / size, color=color, label=name)
        left.semilogy(times, its_bound, color=color, ls=":", label="its bound")
    for value, color in ((MU, SOFT), (30.0, INK), (L, BLUE)):
        path = np.abs(heavy_ball(np.array([value]), alpha, rho**2)[:, 0])
        right.semilogy(times, np.maximum(path, 1e-12), color=color, label=f"$\\lambda$ = {value:g}")
    right.semilogy(times, bound, color=BLUE, ls=":", label="bound")
    for axes in (left, right):
        axes.set_xlabel("steps")
        axes.set_ylim(1e-7, 20)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, fontsize=8)
    left.set_ylabel("error, relative to the start")
    figure.tight_layout()
    target = Path(__file__).with_name("rates.png")
    figure.savefig(target, dpi=150, metadata={"Software": None})


if __name__ == "__main__":
    main()

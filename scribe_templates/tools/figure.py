"""Draw figures/rates.png: what gradient descent does beside what the theorem promises.

Run by hand after a change (``python scribe_templates/tools/figure.py``); it needs numpy and
matplotlib. The picture is committed, since scribes and the site's build have neither.
"""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray
from PIL import Image

mpl.use("Agg")
mpl.rcParams.update({"font.family": "STIXGeneral", "mathtext.fontset": "stix", "font.size": 12})

from matplotlib import pyplot as plt  # noqa: E402 - the backend has to be chosen first

TARGET = Path(__file__).parents[1] / "figures" / "rates.png"
STEPS = np.arange(1, 1001)
INK, SOFT, BLUE, OCHRE = "#1c2025", "#555c65", "#17528f", "#8a4b00"


def gap(eigenvalues: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return f(x_k) - f* for each of ``STEPS``.

    f(x) = 1/2 sum_i a_i x_i^2 with the ``eigenvalues`` a_i, the largest of them L = 1; the start
    is x_0 = (1, ..., 1) and the step size 1 / L, so that x_k has entries (1 - a_i)^k.
    """
    entries = (1 - eigenvalues) ** STEPS[:, None]
    return np.asarray(0.5 * (eigenvalues * entries**2).sum(axis=1))


def main() -> None:
    """Draw the picture and write it."""
    i = np.arange(1, 101)
    figure, axes = plt.subplots(figsize=(5.6, 2.7), layout="constrained")
    axes.loglog(STEPS, len(i) / (2 * STEPS), color=SOFT, linestyle="--")
    axes.loglog(STEPS, gap(1 / i**2), color=BLUE)
    axes.loglog(STEPS, gap(np.linspace(0.1, 1, len(i))), color=OCHRE, linestyle="-.")
    axes.text(22, 4.2, "bound of the theorem", color=SOFT)
    axes.text(60, 0.005, r"$\lambda_i = i^{-2}$", color=BLUE)
    axes.text(30, 4e-4, r"$0.1 \leq \lambda_i \leq 1$", color=OCHRE)
    axes.set(xlabel="step $k$", ylabel=r"$f(x_k) - f^\star$", xlim=(1, 1000), ylim=(1e-4, 100))
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=INK, which="both")
    drawn = io.BytesIO()
    figure.savefig(drawn, dpi=250)
    # three hues on white need few colours, and a palette makes the file a third as large
    Image.open(drawn).convert("RGB").quantize(32).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()

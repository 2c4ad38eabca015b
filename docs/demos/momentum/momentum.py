# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Momentum: from $\kappa$ to $\sqrt{\kappa}$
#
# Gradient descent zigzags in a narrow valley. Remembering the last step cures most of it:
# where gradient descent needs a number of iterations proportional to the condition number
# $\kappa$, momentum needs one proportional to $\sqrt{\kappa}$. This demo measures that, and
# then shows a convex function on which the same momentum never arrives.

# %% tags=["hide-input"]
# %config InlineBackend.figure_formats = ["svg"]
# %config InlineBackend.print_figure_kwargs = {"metadata": {"Date": None, "Creator": None}}
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from experiment import CONDITION_NUMBERS, run
from IPython.display import Markdown, display

# Text stays text, and the same figure gives the same bytes.
plt.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "momentum", "font.size": 10})
plt.rcParams.update({"axes.spines.top": False, "axes.spines.right": False})
BLUE, OCHRE, TEAL, PLUM = "#17528f", "#8a4b00", "#0a6355", "#74368f"
LINES = {
    "gd": ("gradient descent", BLUE, "-"),
    "nag": ("Nesterov", TEAL, ":"),
    "nag_tuned": ("Nesterov, tuned", PLUM, "-."),
    "hb": ("heavy ball", OCHRE, "--"),
}


def show(figure: plt.Figure, alt: str, caption: str) -> None:
    """Display a figure with its description and its caption."""
    about = {"alt": alt, "caption": caption}
    display(figure, metadata={"image/svg+xml": about})
    plt.close(figure)


# %% [markdown]
# ## The problem
#
# Take $f(x) = \tfrac12 \sum_i \lambda_i x_i^2$ in fifty dimensions, with eigenvalues spread
# geometrically from $\mu = 1/\kappa$ to $L = 1$. Its minimiser is $0$, and its condition number
# is $\kappa = L/\mu$. Every method here is a choice of two constants in
#
# $$x_{t+1} - x_t = \beta\,(x_t - x_{t-1}) - \alpha\,\nabla f(y_t).$$
#
# - **Gradient descent** has $\beta = 0$ and $\alpha = 2/(L+\mu)$. Each step shrinks the error by
#   $\frac{\kappa-1}{\kappa+1}$.
# - **Heavy ball** (Polyak, 1964) takes the gradient at $y_t = x_t$, with
#   $\alpha = 4/(\sqrt L + \sqrt\mu)^2$ and $\beta = \rho^2$. Its rate is
#   $\rho = \frac{\sqrt\kappa-1}{\sqrt\kappa+1}$: that of gradient descent with $\sqrt\kappa$ in the
#   place of $\kappa$.
# - **Nesterov** takes the gradient ahead, at $y_t = x_t + \beta\,(x_t - x_{t-1})$, with
#   $\alpha = 1/L$. Its rate is $1 - 1/\sqrt\kappa$, and $1 - 2/\sqrt{3\kappa+1}$ with the constants
#   tuned for quadratics.
#
# No method that only combines the gradients it has seen can do better than heavy ball's rate
# on all such functions (Bubeck, 2015, Theorem 3.15).

# %%
result = run("light", seed=0)
numbers, arrays = result["numbers"], result["arrays"]

# %% [markdown]
# ## Measured

# %% tags=["hide-input"]
figure, panels = plt.subplots(3, 1, figsize=(4.2, 6.4), layout="constrained")
for panel, kappa in zip(panels, CONDITION_NUMBERS, strict=True):
    times = arrays[f"curve.k{kappa}.t"]
    for name, (label, colour, style) in LINES.items():
        panel.semilogy(times, arrays[f"curve.k{kappa}.{name}"], style, color=colour, label=label)
    panel.set_ylim(1e-7, 10)
    panel.set_yticks([1, 1e-2, 1e-4, 1e-6], ["1", "1e-2", "1e-4", "1e-6"])
    panel.minorticks_off()
    panel.set_title(f"condition number {kappa}", loc="left", fontsize=10)
figure.legend(
    *panels[0].get_legend_handles_labels(), frameon=False, loc="outside upper left", ncols=2
)
panels[-1].set_xlabel("iterations t")
show(
    figure,
    "Distance to the minimum against iterations, for three condition numbers. At condition "
    f"number 1000 heavy ball reaches one millionth after {numbers['hb.k1000.iterations']} "
    f"iterations, Nesterov after {numbers['nag.k1000.iterations']}, gradient descent after "
    f"{numbers['gd.k1000.iterations']}.",
    "Distance to the minimum, relative to the start, seed 0. Each panel ends where Nesterov "
    "with its standard constants reaches one millionth.",
)

# %% [markdown]
# The rate in the table is the geometric mean of $\lVert x_{t+1}\rVert / \lVert x_t\rVert$ over the
# second half of a run that goes down to $10^{-290}$. The first half would mislead: with its best
# constants heavy ball has a double root, and $\lVert x_t\rVert$ behaves like $t\,\rho^t$.

# %% tags=["hide-input"]
rows = ["| κ | Method | Steps to 1e-6 | Measured rate |", "|--:|:--|--:|--:|"]
for kappa in CONDITION_NUMBERS:
    for name, (label, _, _) in LINES.items():
        steps, rate = (numbers[f"{name}.k{kappa}.{what}"] for what in ("iterations", "rate"))
        rows.append(f"| {kappa} | {label} | {steps} | {rate:.5f} |")
display(Markdown("\n".join(rows)))

# %% [markdown]
# ## Tuning
#
# Along an eigenvector of curvature $\lambda$, heavy ball is a linear recurrence of order two. Its
# rate is the larger root of
#
# $$z^2 - (1 + \beta - \alpha\lambda)\,z + \beta = 0.$$
#
# Where $(1-\sqrt\beta)^2 \le \alpha\lambda \le (1+\sqrt\beta)^2$ the two roots are conjugate and
# the rate is $\sqrt\beta$, whatever the curvature. This is the robust region of YellowFin (Zhang
# and Mitliagkas, 2017). The best constants stand at its tip, where it has just become wide enough
# for all curvatures from $\mu$ to $L$.

# %% tags=["hide-input"]
figure, panels = plt.subplots(1, 3, figsize=(4.2, 2.5), sharey=True, layout="constrained")
alpha, beta = np.array(arrays["radius.alpha"]), np.array(arrays["radius.beta"])
for panel, kappa in zip(panels, CONDITION_NUMBERS, strict=True):
    radius = np.reshape(arrays[f"radius.k{kappa}"], (beta.size, alpha.size))
    panel.contour(alpha, beta, radius, [0.7, 0.8, 0.9], colors=BLUE, linewidths=0.8)
    panel.plot([2, 4], [0, 1], color=BLUE, linewidth=2)  # rate 1: the step is 2 (1 + momentum)
    dense = np.linspace(0, 1, 30)
    left, right = kappa * (1 - np.sqrt(dense)) ** 2, (1 + np.sqrt(dense)) ** 2
    inside = left <= right
    panel.plot(left[inside], dense[inside], "--", color=OCHRE)
    panel.plot(right[inside], dense[inside], "--", color=OCHRE)
    panel.set(xlim=(0, 4), title=f"κ = {kappa}", xlabel="step size")
panels[0].set_ylabel("momentum")
show(
    figure,
    "Rate of heavy ball over step and momentum. The dashed region where the rate is the square "
    "root of the momentum narrows to the corner of momentum 1 as the condition number grows: "
    f"the best rate is {numbers['hb.k10.rate']:.3f} at 10, {numbers['hb.k100.rate']:.3f} at 100 "
    f"and {numbers['hb.k1000.rate']:.3f} at 1000.",
    "Thin lines: rates 0.7, 0.8 and 0.9, as far as they are reached. Thick line: rate 1, beyond "
    "which the method diverges. Dashed: edge of the robust region.",
)

# %% [markdown]
# On an ellipse of condition number 25 one sees what momentum does, and what too much of it does.

# %% tags=["hide-input"]
figure, panels = plt.subplots(1, 3, figsize=(4.2, 2.1), sharey=True, layout="constrained")
angle = np.linspace(0, 2 * np.pi, 40)
best = (4 / 6) ** 2
shown = {
    "none": ("β = 0", BLUE),
    "best": (f"β = {best:.2f}, best", OCHRE),
    "large": ("β = 0.9", PLUM),
}
for panel, (name, (label, colour)) in zip(panels, shown.items(), strict=True):
    for level in (0.02, 0.1, 0.3):
        panel.plot(
            np.sqrt(50 * level) * np.cos(angle),
            np.sqrt(2 * level) * np.sin(angle),
            color="#808080",
            linewidth=0.6,
        )
    panel.plot(arrays[f"path.{name}.x"], arrays[f"path.{name}.y"], color=colour, linewidth=1)
    panel.set(title=label, xlim=(-1.2, 1.2), ylim=(-1, 1), xticks=[-1, 0, 1], yticks=[-1, 0, 1])
far = {name: np.hypot(arrays[f"path.{name}.x"], arrays[f"path.{name}.y"])[-1] for name in shown}
show(
    figure,
    "Forty iterations from the point (1, 0.5). Without momentum the path zigzags and ends at "
    f"distance {far['none']:.2f}; with the best momentum it ends at {far['best']:.0e}; with "
    f"momentum 0.9 it swings around the minimum and ends at {far['large']:.2f}.",
    "Paths on an ellipse of condition number 25, first without momentum, then with the best, "
    "then with too much. Grey: level lines.",
)

# %% [markdown]
# ## A convex function where heavy ball cycles
#
# The constants above are the best ones for quadratics. Lessard, Recht and Packard (2016) take a
# function on the line whose derivative has slope $25$, then $1$, then $25$ again:
#
# $$f'(x) = \begin{cases} 25x & x < 1 \\ x + 24 & 1 \le x < 2 \\ 25x - 24 & x \ge 2. \end{cases}$$
#
# It is strongly convex and smooth with $\kappa = 25$. Started from $3.3$ with the constants
# $\alpha = 1/9$ and $\beta = 4/9$, heavy ball falls into a cycle of three points. Gradient descent
# and Nesterov's method go to $0$.

# %% tags=["hide-input"]
figure, panel = plt.subplots(figsize=(4.2, 2.6), layout="constrained")
for name in ("gd", "nag", "hb"):
    label, colour, style = LINES[name]
    panel.plot(range(1, 31), arrays[f"cycle.{name}"], style, color=colour, label=label)
panel.axhline(0, color="#808080", linewidth=0.6)
panel.set(xlabel="iterations t", ylabel="x", xlim=(1, 30))
figure.legend(frameon=False, loc="outside upper left", ncols=3)
cycle = [numbers[f"lessard.hb{when}"] for when in (".before2", ".before", "")]
show(
    figure,
    "Thirty iterations on the line. Heavy ball goes round the points "
    f"{cycle[0]:.2f}, {cycle[1]:.2f} and {cycle[2]:.2f} for ever, while gradient descent and "
    "Nesterov settle at 0.",
    "Heavy ball on a strongly convex function that is not a quadratic.",
)

# %% [markdown]
# ## Change of coordinates
#
# Preconditioning is the other cure. Newton's method does not see an invertible change of
# coordinates $x \mapsto Ax$, and gradient descent does; natural gradient and K-FAC start from here.
# On a small logistic regression with drawn data, the losses of Newton's method before and after
# such a change agree to rounding, and those of gradient descent do not.

# %%
{name: f"{numbers[f'affine.{name}']:.1e}" for name in ("newton", "gd")}

# %% [markdown]
# ## What this demo does not show
#
# - Nothing about neural networks: the functions are convex, the gradients exact, and $\mu$ and $L$
#   known. With noisy gradients the gain of momentum is another matter.
# - Nothing about convergence of heavy ball on convex functions in general. With these constants it
#   need not converge, as the cycle shows; with smaller ones it does, more slowly.
# - The rates are those of long runs. The first iterations look different, and heavy ball may move
#   away from the minimum before it comes closer.

# %% tags=["remove-cell"]
Path("results").mkdir(exist_ok=True)
lines = [
    json.dumps(key) + ": " + json.dumps(value, sort_keys=True) for key, value in result.items()
]
Path("results/numbers.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")

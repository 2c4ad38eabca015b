# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Momentum: from $\kappa$ to $\sqrt{\kappa}$
#
# Gradient descent zigzags in a narrow valley. Remembering the last step cures most of it: where
# gradient descent needs a number of iterations proportional to the condition number $\kappa$,
# momentum needs one proportional to $\sqrt{\kappa}$. This demo measures that, and then shows a
# convex function on which the same momentum never arrives.

# %% tags=["remove-input"]
# %config InlineBackend.figure_formats = ["svg"]
# %config InlineBackend.print_figure_kwargs = {"metadata": {"Date": None, "Creator": None}}
import io
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from experiment import CONDITION_NUMBERS, ELLIPSE, MOMENTA, RATES, run
from IPython.display import Markdown, display

# Text stays text, and the same figure gives the same bytes.
plt.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "momentum", "font.size": 10})
plt.rcParams.update({"axes.spines.top": False, "axes.spines.right": False})
plt.rcParams.update({"figure.figsize": (3.6, 3), "figure.constrained_layout.use": True})
BLUE, OCHRE, TEAL, PLUM, GREY = "#17528f", "#8a4b00", "#0a6355", "#74368f", "#808080"
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


def drawn(figure: plt.Figure) -> str:
    """Return a figure as SVG."""
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return "\n".join(line.strip() for line in text.getvalue().splitlines())


def slide(
    label: str, frames: list[tuple[str, plt.Figure, str]], stills: list[int], caption: str
) -> None:
    """Display one of several figures, which a slider chooses on the course's site.

    Each frame is the slider's value, the figure, and its description.
    """
    made = [{"value": value, "alt": alt, "svg": drawn(figure)} for value, figure, alt in frames]
    first = made[stills[len(stills) // 2]]
    declared = {"label": label, "caption": caption, "stills": stills, "frames": made}
    data = {"image/svg+xml": first["svg"], "application/vnd.coursewright.frames+json": declared}
    about = {"alt": first["alt"], "caption": f"{label}: {first['value']}. {caption}"}
    display(data, raw=True, metadata={"image/svg+xml": about})


# %% tags=["parameters", "remove-input"]
scale, seed, device = "light", 0, "cpu"

# %%
result = run(scale, seed, device)

# %% tags=["remove-input"]
numbers, arrays = result["numbers"], result["arrays"]

# %% tags=["remove-input"]
figure, panel = plt.subplots(figsize=(3.6, 2.7))
for name, (label, colour, style) in LINES.items():
    steps = [numbers[f"{name}.k{kappa}.iterations"] for kappa in CONDITION_NUMBERS]
    panel.loglog(CONDITION_NUMBERS, steps, style, color=colour, label=label, linewidth=2)
panel.set(xlabel="condition number κ", ylabel="iterations to 1e-6", ylim=(0.8, 1e4))
for axis in (panel.xaxis, panel.yaxis):
    axis.set_major_formatter("{x:g}")
panel.minorticks_off()
figure.legend(frameon=False, loc="outside upper left", ncols=2, handlelength=1.8)
show(
    figure,
    "Iterations to one millionth of the first distance against the condition number, both on "
    f"logarithmic scales. Gradient descent grows with slope {numbers['gd.power']:.2f}, heavy ball "
    f"and Nesterov with slope {numbers['hb.power']:.2f}: at condition number 1000 they need "
    f"{numbers['gd.k1000.iterations']}, {numbers['hb.k1000.iterations']} and "
    f"{numbers['nag.k1000.iterations']} iterations.",
    "Iterations until the distance to the minimum is one millionth of that at the start. A "
    "hundred times worse conditioned: a hundred times slower without momentum, about ten times "
    "with it.",
)

# %% tags=["remove-input"]
ratio = numbers["gd.k1000.iterations"] / numbers["hb.k1000.iterations"]
display(
    Markdown(
        f"At $\\kappa = 1000$ heavy ball arrives after {numbers['hb.k1000.iterations']} iterations "
        f"and gradient descent after {numbers['gd.k1000.iterations']}, {ratio:.0f} times as many. "
        "From $\\kappa = 10$ on, the number of iterations grows like "
        f"$\\kappa^{{{numbers['gd.power']:.2f}}}$ for gradient descent, like "
        f"$\\kappa^{{{numbers['hb.power']:.2f}}}$ for heavy ball and like "
        f"$\\kappa^{{{numbers['nag.power']:.2f}}}$ for Nesterov's method."
    )
)

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

# %% [markdown]
# ## Measured


# %% tags=["remove-input"]
def convergence(kappa: int) -> tuple[str, plt.Figure, str]:
    """Draw the distance to the minimum against iterations."""
    figure, panel = plt.subplots(figsize=(3.6, 3.4))
    times = arrays[f"curve.k{kappa}.t"]
    steps = {name: numbers[f"{name}.k{kappa}.iterations"] for name in LINES}
    for name, (label, colour, style) in LINES.items():
        curve, text = arrays[f"curve.k{kappa}.{name}"], f"{label} {steps[name]}"
        panel.semilogy(times, curve, style, color=colour, label=text, linewidth=2)
    panel.set(ylim=(1e-6, 10), xlim=(0, times[-1]), xlabel="iterations t", ylabel="distance")
    panel.set_yticks([1, 1e-2, 1e-4, 1e-6], ["1", "1e-2", "1e-4", "1e-6"])
    panel.minorticks_off()
    figure.legend(frameon=False, loc="outside upper left", ncols=2, handlelength=1.8, fontsize=9)
    alt = (
        f"Distance against iterations. One millionth is reached after {steps['gd']} iterations "
        f"of gradient descent, {steps['nag']} of Nesterov's method, {steps['nag_tuned']} when "
        f"tuned, {steps['hb']} of heavy ball."
    )
    return str(kappa), figure, alt


slide(
    "Condition number κ",
    [convergence(kappa) for kappa in CONDITION_NUMBERS],
    [3, 6, 9],
    "Distance to the minimum, relative to the start, seed 0; it is drawn until Nesterov's method "
    "with its standard constants arrives at one millionth. After each name: the iterations to "
    "there.",
)

# %% [markdown]
# The rate in the table is the geometric mean of $\lVert x_{t+1}\rVert / \lVert x_t\rVert$ over the
# second half of a run that goes down to $10^{-290}$. The first half would mislead: with its best
# constants heavy ball has a double root, and $\lVert x_t\rVert$ behaves like $t\,\rho^t$.

# %% tags=["hide-input"]
rows = ["| κ | Method | Steps to 1e-6 | Measured rate |", "|--:|:--|--:|--:|"]
for kappa in (10, 100, 1000):
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


# %% tags=["remove-input"]
def rate_map(kappa: int) -> tuple[str, plt.Figure, str]:
    """Draw the rate of heavy ball over step and momentum."""
    figure, panel = plt.subplots(figsize=(3.6, 3.4))
    for rate in RATES:
        alpha, beta = (arrays[f"region.k{kappa}.r{rate:g}.{axis}"] for axis in ("alpha", "beta"))
        if alpha:
            panel.plot([*alpha, alpha[0]], [*beta, beta[0]], color=BLUE, linewidth=1)
            panel.annotate(f"{rate:g}", (alpha[0], beta[0]), (2, 2), textcoords="offset points")
    panel.plot([2, 4], [0, 1], color=BLUE, linewidth=2)  # rate 1: the step is 2 (1 + momentum)
    dense = np.linspace(0, 1, 40)
    left, right = kappa * (1 - np.sqrt(dense)) ** 2, (1 + np.sqrt(dense)) ** 2
    inside = left <= right
    for edge in (left, right):
        panel.plot(edge[inside], dense[inside], "--", color=OCHRE, linewidth=1.5)
    root = kappa**0.5
    best = (root - 1) / (root + 1)
    panel.plot([4 / (1 + 1 / root) ** 2], [best**2], "o", color=OCHRE)
    panel.set(xlim=(0, 4), ylim=(0, 1), xlabel="step size α", ylabel="momentum β")
    reached = f"{numbers[f'hb.k{kappa}.rate']:.3f}" if kappa > 1 else "0"
    alt = (
        f"Rates over step and momentum. The best one, measured as {reached}, is at step "
        f"{4 / (1 + 1 / root) ** 2:.2f} and momentum {best**2:.2f}, the tip of the robust region."
    )
    return str(kappa), figure, alt


slide(
    "Condition number κ",
    [rate_map(kappa) for kappa in CONDITION_NUMBERS],
    [3, 6, 9],
    "Thin lines: within them heavy ball has the rate written at the corner, or a better one. "
    "Thick line: rate 1, beyond which the method diverges. Dashed: edge of the robust region. "
    "Dot: the best constants.",
)

# %% [markdown]
# ## Paths
#
# In two dimensions one sees what the methods do. The more oblong the ellipse, the longer gradient
# descent wanders along the valley.


# %% tags=["remove-input"]
def ellipse(panel: plt.Axes, kappa: float) -> None:
    """Draw three level lines of (x^2 / kappa + y^2) / 2."""
    angle = np.linspace(0, 2 * np.pi, 60)
    for level in (0.25, 0.5, 0.75):
        x, y = level * kappa**0.5 * np.cos(angle), level * np.sin(angle)
        near = np.abs(x) < 1.3
        panel.plot(np.where(near, x, np.nan), y, color=GREY, linewidth=0.6)
    panel.set(xlim=(-1.1, 1.1), ylim=(-0.9, 0.9), xticks=[-1, 0, 1], yticks=[-0.5, 0, 0.5])
    panel.plot([0], [0], "+", color=GREY)


def paths(kappa: int) -> tuple[str, plt.Figure, str]:
    """Draw twelve iterations of three methods."""
    figure, panel = plt.subplots(figsize=(3.6, 3.1))
    ellipse(panel, kappa)
    left = {}
    for name in ("gd", "nag", "hb"):
        label, colour, style = LINES[name]
        x, y = (arrays[f"path.k{kappa}.{name}.{axis}"] for axis in "xy")
        panel.plot(x, y, style, color=colour, label=label, linewidth=1.6)
        left[name] = np.hypot(x[-1], y[-1])
    figure.legend(frameon=False, loc="outside upper left", ncols=2, handlelength=1.8)
    alt = (
        f"Twelve iterations from the point (1, 0.5) end at distance {left['gd']:.1g} with gradient "
        f"descent, {left['nag']:.1g} with Nesterov's method and {left['hb']:.1g} with heavy ball."
    )
    return str(kappa), figure, alt


slide(
    "Condition number κ",
    [paths(kappa) for kappa in CONDITION_NUMBERS],
    [3, 5, 9],
    "Twelve iterations from (1, 0.5) on a quadratic of two dimensions, each method with its own "
    "best constants. Grey: level lines. +: the minimum.",
)

# %% [markdown]
# With the step $1/L$ kept, the momentum alone decides. Up to $(1 - 1/\sqrt\kappa)^2$ it helps;
# beyond, the rate is $\sqrt\beta$ and the ball overshoots.


# %% tags=["remove-input"]
def momentum(beta: float) -> tuple[str, plt.Figure, str]:
    """Draw thirty iterations of heavy ball with step 1 / L."""
    figure, panel = plt.subplots(figsize=(3.6, 2.7))
    ellipse(panel, ELLIPSE)
    x, y = (arrays[f"path.b{beta:g}.{axis}"] for axis in "xy")
    panel.plot(x, y, "o-", color=OCHRE, linewidth=1.2, markersize=2)
    rate, left = (numbers[f"hb.b{beta:g}.{what}"] for what in ("rate", "left"))
    panel.set_title(f"rate {rate:.3f}", loc="left", fontsize=10)
    alt = (
        f"Thirty iterations of heavy ball: the rate is {rate:.3f}, and the last point is at "
        f"distance {left:.2g}."
    )
    return f"{beta:g}", figure, alt


slide(
    "Momentum β",
    [momentum(beta) for beta in MOMENTA],
    [0, 4, 8],
    f"Thirty iterations of heavy ball with step 1/L on an ellipse of condition number {ELLIPSE:g}.",
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

# %% tags=["remove-input"]
figure, panel = plt.subplots(figsize=(3.6, 2.8))
for name in ("gd", "nag", "hb"):
    label, colour, style = LINES[name]
    panel.plot(range(1, 31), arrays[f"cycle.{name}"], style, color=colour, label=label)
panel.axhline(0, color=GREY, linewidth=0.6)
panel.set(xlabel="iterations t", ylabel="x", xlim=(1, 30))
figure.legend(frameon=False, loc="outside upper left", ncols=2, handlelength=1.8)
cycle = [numbers[f"lessard.hb{when}"] for when in (".before2", ".before", "")]
show(
    figure,
    "Thirty iterations on the line. Heavy ball goes round the points "
    f"{cycle[0]:.2f}, {cycle[1]:.2f} and {cycle[2]:.2f} for ever, while gradient descent and "
    "Nesterov settle at 0.",
    "Heavy ball on a strongly convex function that is not a quadratic.",
)

# %% tags=["remove-input"]
display(
    Markdown(
        f"After 300 iterations heavy ball is still going round ${cycle[0]:.5f}$, "
        f"${cycle[1]:.5f}$ and ${cycle[2]:.5f}$, and repeats them to "
        f"{numbers['lessard.period3']:.0e}. Gradient descent has come to within "
        f"{abs(numbers['lessard.gd']):.0e} of the minimum, and Nesterov's method "
        f"{'onto it' if numbers['lessard.nag'] == 0 else 'closer'}."
    )
)

# %% [markdown]
# ## Change of coordinates
#
# Preconditioning is the other cure. Newton's method does not see an invertible change of
# coordinates $x \mapsto Ax$, and gradient descent does; natural gradient and K-FAC start from here.

# %% tags=["remove-input"]
display(
    Markdown(
        "On a small logistic regression with drawn data, the losses of Newton's method before and "
        f"after such a change differ by {numbers['affine.newton']:.0e} at most, which is rounding, "
        f"and those of gradient descent by {numbers['affine.gd']:.2f}."
    )
)

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

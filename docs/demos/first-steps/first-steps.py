# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # First steps: descent, complexity, generalization
#
# Three questions open this course. How is a model fitted? How complex should it be? What does a
# small error on the training data say about new data? Each gets a figure here, and where theory
# has an answer, its line stands beside what was measured. The theme is that of a
# [notebook by Papailiopoulos](../../papers/#papailiopoulos2016notebook), worth reading too.

# %% tags=["hide-input"]
# %config InlineBackend.figure_formats = ["svg"]
# %config InlineBackend.print_figure_kwargs = {"metadata": {"Date": None, "Creator": None}}
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from experiment import PARAMETERS, PASSES, POINTS, STEPS, WIDTHS, curve, fitted, run
from IPython.display import Markdown, display

# Text stays text, and the same figure gives the same bytes.
plt.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "first-steps", "font.size": 10})
plt.rcParams["axes.titlesize"] = 10
plt.rcParams.update({"axes.spines.top": False, "axes.spines.right": False})
BLUE, OCHRE, TEAL, PLUM, GREY = "#17528f", "#8a4b00", "#0a6355", "#74368f", "#808080"


def show(figure: plt.Figure, alt: str, caption: str) -> None:
    """Display a figure with its legend, its description and its caption."""
    lines = figure.axes[0].get_legend_handles_labels()
    figure.legend(*lines, frameon=False, loc="outside upper left", ncols=2)
    display(figure, metadata={"image/svg+xml": {"alt": alt, "caption": caption}})
    plt.close(figure)


# %%
result = run("light", seed=0)
numbers = result["numbers"]
arrays = result["arrays"]

# %% [markdown]
# ## Two ways down
#
# Is a handwritten digit odd? Take the $n = 1797$ digits of scikit-learn with labels
# $y_i = \pm 1$, and minimise $f$, the mean of the logistic losses
#
# $$f_i(w) = \log\bigl(1 + e^{-y_i \langle w, x_i\rangle}\bigr)
# + \frac{\lambda}{2} \lVert w\rVert^2$$
#
# with $\lambda = 0.001$. The longest $x_i$ has norm $1$.
#
# - **Gradient descent** looks at all examples before each step $w - \frac1L \nabla f(w)$. The loss
#   is $L$-smooth and $\lambda$-strongly convex ([lecture 2](../../lectures/s02/)), so each step
#   shrinks $f - f^*$ at least by the factor $1 - \lambda/L$
#   ([Karimi et al., 2016](../../papers/#karimi2016linear), Theorem 1).
# - **Stochastic gradient descent** looks at one example, drawn at random, before each step
#   $w - \alpha \nabla f_i(w)$, and so takes $n$ steps in one pass
#   ([lecture 6](../../lectures/s06/)).

# %% tags=["hide-input"]
figure, panel = plt.subplots(figsize=(4.2, 2.55), layout="constrained")
passes = np.arange(PASSES + 1)
lines = {
    "gd": ("gradient descent", BLUE, "-"),
    "sgd.step2": ("SGD, step 2", OCHRE, "--"),
    "sgd.step0.5": ("SGD, step 0.5", PLUM, "-."),
    "sgd.decreasing": ("SGD, decreasing", TEAL, ":"),
}
for name, (label, colour, style) in lines.items():
    panel.semilogy(passes, arrays[name], style, color=colour, label=label)
bound = arrays["gd"][0] * (1 - 1e-3 / numbers["gd.smoothness"]) ** passes
panel.semilogy(passes, bound, color=GREY, linewidth=0.8)
falling = 2 / (1 + 1e-3 * 1797 * passes) / 4 * numbers["sgd.noise"]
panel.semilogy(passes, falling, color=TEAL, linewidth=0.8)
panel.set(xlabel="passes over the data", ylabel="loss above its least", xlim=(0, PASSES))
panel.set_yticks([1e-1, 1e-2, 1e-3, 1e-4, 1e-5], ["1e-1", "1e-2", "1e-3", "1e-4", "1e-5"])
panel.minorticks_off()
show(
    figure,
    "Loss above its least value against passes over the data. After one pass, stochastic "
    f"gradient descent with decreasing steps is at {numbers['sgd.decreasing.pass1']:.4f}; gradient "
    f"descent needs {numbers['gd.catches_one_pass']} passes for that, and overtakes it after "
    f"{numbers['gd.overtakes']}. Constant steps end at a floor: "
    f"{numbers['sgd.step2.floor']:.4f} for step 2, {numbers['sgd.step0.5.floor']:.4f} for 0.5.",
    "Means of eight runs, seed 0. Thin grey: what the theorem promises for gradient descent. Thin "
    "green: the floor of the decreasing step of the moment, as worked out below.",
)

# %% [markdown]
# At first nearly every example points downhill, and $n$ rough steps beat an exact one. Later the
# examples disagree. With a constant step the loss stops at a floor, for a reason of three lines:
# when $\lVert w - w^*\rVert^2$ no longer changes on average, expanding the square of a step gives
#
# $$2\alpha\,\mathbb{E}\langle w - w^*, \nabla f(w)\rangle
# = \alpha^2\,\mathbb{E}\lVert\nabla f_i(w)\rVert^2.$$
#
# Near the minimum the inner product is about $2\,(f(w) - f^*)$, and the right side about what it
# is at $w^*$. So the floor is about $\frac{\alpha}{4}\,\mathbb{E}\lVert\nabla f_i(w^*)\rVert^2$:
# proportional to the step.

# %% tags=["hide-input"]
rows = ["| Step | Measured floor | Theory for small steps | Ratio |", "|--:|--:|--:|--:|"]
for step in STEPS:
    floor, theory = numbers[f"sgd.step{step:g}.floor"], step / 4 * numbers["sgd.noise"]
    rows.append(f"| {step:g} | {floor:.4f} | {theory:.4f} | {floor / theory:.2f} |")
display(Markdown("\n".join(rows)))

# %% [markdown]
# The larger the step, the further from $w^*$ the examples are asked, where they disagree more: the
# ratio grows. Steps that decrease like $\alpha_t = 2/(1 + \lambda t)$ take their floor down with
# them, and reach any precision, at the rate $1/t$
# ([Bottou et al., 2018](../../papers/#bottou2018optimization), Theorem 4.7).
#
# ## Simple and complex models
#
# Now $n$ noisy points of a curve, with noise of standard deviation $\sigma = 0.3$, and polynomials
# with $p$ coefficients, fitted by least squares.

# %% tags=["hide-input"]
figure, panels = plt.subplots(1, 3, figsize=(4.2, 1.9), sharey=True, layout="constrained")
points, labels = np.array(arrays["fit.x"]), np.array(arrays["fit.y"])
dense = np.linspace(-1, 1, 61)
for panel, size in zip(panels, (2, numbers["poly.n20.best"], 15), strict=True):
    smooth = np.polynomial.Polynomial.fit(points, fitted(points, labels, size), size - 1)(dense)
    panel.plot(points, labels, ".", color=GREY, markersize=4)
    panel.plot(dense, curve(dense), ":", color=TEAL, label="the curve")
    panel.plot(dense, smooth, color=OCHRE, label="the polynomial")
    panel.set(title=f"p = {size}", ylim=(-1.6, 2.4), xticks=[-1, 0, 1])
small = {size: numbers[f"poly.n20.p{size}.test"] for size in (2, 4, 15)}
show(
    figure,
    "Polynomials with 2, 4 and 15 coefficients through the same 20 points. The first is too "
    "stiff, the last chases the noise. Their mean squared errors on new labels are "
    f"{small[2]:.3f}, {small[4]:.3f} and {small[15]:.3f}.",
    "Too simple, the best, too complex, for 20 points.",
)

# %% [markdown]
# The fitted values are the projection of the labels on a space of $p$ dimensions. It keeps the
# share $p/n$ of the noise, and misses $b_p^2$, the mean square of what the curve has outside that
# space:
#
# $$\begin{aligned}
# \mathbb{E}\,\text{train} &= b_p^2 + \sigma^2 (1 - p/n), \\ \mathbb{E}\,\text{test}
# &= b_p^2 + \sigma^2 (1 + p/n),
# \end{aligned}$$
#
# where the test is new labels at the same points. The generalization gap is $2\sigma^2 p/n$,
# whatever the curve: it grows with the model and closes with more data.

# %% tags=["hide-input"]
figure, panels = plt.subplots(1, 3, figsize=(4.2, 2.6), sharey=True, layout="constrained")
sizes = np.array(PARAMETERS)
for panel, count in zip(panels, POINTS, strict=True):
    missed = np.array(arrays[f"poly.n{count}.missed"])
    for name, colour, mark, sign in (("test", OCHRE, "o", 1), ("train", BLUE, "^", -1)):
        measured = [numbers[f"poly.n{count}.p{size}.{name}"] for size in sizes]
        panel.plot(sizes, measured, mark, color=colour, markersize=3, label=name)
        panel.plot(sizes, missed + 0.09 * (1 + sign * sizes / count), color=colour, linewidth=0.8)
    panel.set(title=f"n = {count}", xlabel="coefficients p", ylim=(0, 0.3), xticks=[1, 8, 15])
panels[0].set_ylabel("squared error")
show(
    figure,
    "Train and test error against the number of coefficients, for 20, 80 and 320 points. With 15 "
    "coefficients they differ by "
    + ", ".join(
        f"{numbers[f'poly.n{n}.p15.test'] - numbers[f'poly.n{n}.p15.train']:.3f}" for n in POINTS
    )
    + ". The test error is least at "
    + ", ".join(str(numbers[f"poly.n{n}.best"]) for n in POINTS)
    + " coefficients.",
    "Points: means of 4000 draws of the labels. Lines: the formulas.",
)

# %% [markdown]
# For a finite or otherwise limited class of models, [lecture 7](../../lectures/s07/) bounds the gap
# without knowing the curve or the noise. Its message is the same: count the choices that the model
# had, and compare with the data.
#
# ## More parameters than examples
#
# Then why do networks with more parameters than examples work at all
# ([Zhang et al., 2017](../../papers/#zhang2017understanding))? Give a linear classifier of the ten
# digits $D$ random features $\max(0, \langle x, v_j\rangle)$ with normal $v_j$: a network with one
# hidden layer, of which only the last layer is trained
# ([Rahimi and Recht, 2008](../../papers/#rahimi2008weighted)). Fit it to 400 images by least
# squares; where many fits are perfect, take the one of least norm: gradient descent from $0$ ends
# there.

# %% tags=["hide-input"]
figure, panel = plt.subplots(figsize=(4.2, 2.6), layout="constrained")
for name, label, colour, style in (
    ("test", "test, fitted to the end", OCHRE, "-o"),
    ("train", "train, fitted to the end", BLUE, "--o"),
    ("stopped", "test, stopped early", TEAL, ":o"),
):
    errors = [100 * numbers[f"wide.d{width}.{name}"] for width in WIDTHS]
    panel.semilogx(WIDTHS, errors, style, color=colour, markersize=3, label=label)
panel.set(xlabel="random features D", ylabel="wrong answers, %")
panel.set_xticks([10, 100, 400, 3200], ["10", "100", "400", "3200"])
panel.minorticks_off()
wide = {width: 100 * numbers[f"wide.d{width}.test"] for width in (200, 400, 3200)}
stopped = 100 * numbers["wide.d400.stopped"]
show(
    figure,
    f"Wrong answers against the number of features. Fitted to the end, the test error is "
    f"{wide[200]:.1f} % with 200 features, {wide[400]:.0f} % with 400, as many as images, and "
    f"{wide[3200]:.1f} % with 3200. Stopped early, it is {stopped:.1f} % with 400.",
    "Means of five draws of features and images; the test is on 997 other images.",
)

# %% [markdown]
# Up to $D = 400$ this is the picture of the last section, and it ends in disaster: the only perfect
# fit is a wild one. Beyond, there are many, and the one of least norm is the calmer the more there
# are to choose from. The number of parameters no longer measures complexity.
#
# ## Stopping early
#
# At $D = 400$, take gradient descent with step $1/L$ and look at it on the way. Along a direction
# of curvature $h$ the error left after $t$ steps is $(1 - h/L)^t$ of the first: steep directions,
# which the images agree on, are learnt at once, and flat ones, where noise weighs most, last
# ([Advani and Saxe, 2017](../../papers/#advani2017high)).

# %% tags=["hide-input"]
figure, panel = plt.subplots(figsize=(4.2, 2.3), layout="constrained")
for name, colour, style in (("test", OCHRE, "-"), ("train", BLUE, "--")):
    errors = 100 * np.array(arrays[f"stop.{name}"])
    panel.semilogx(arrays["stop.steps"], errors, style, color=colour, label=name)
panel.set(xlabel="steps of gradient descent", ylabel="wrong answers, %", ylim=(0, 30))
panel.set_xticks([1, 1e2, 1e4, 1e6], ["1", "100", "10 000", "1 000 000"])
panel.minorticks_off()
test = 100 * np.array(arrays["stop.test"])
show(
    figure,
    f"Wrong answers against steps, with 400 features. The test error falls to {test.min():.1f} % "
    f"after about {arrays['stop.steps'][int(test.argmin())]:.0f} steps and is back at "
    f"{test[-1]:.0f} % after a million, while the train error is 0.",
    "Means of five draws.",
)

# %% [markdown]
# The moment to stop was chosen on 400 held-out images, never on those of the test. For a bound on
# the gap that grows with the number of steps, see
# [Hardt et al., 2016](../../papers/#hardt2016train), in [lecture 11](../../lectures/s11/).
#
# ## What this demo does not show
#
# - Passes count gradients, not seconds: a computer takes one full gradient faster than $n$ small
#   ones.
# - The losses are convex. Nothing here says where stochastic gradients lead in a deep network.
# - The gap $2\sigma^2 p/n$ is that of least squares on fixed features, tested at the same points.
#   With features chosen after seeing the data, or points far from the old ones, it is larger.
# - The peak at $D = n$ belongs to fits without any penalty. A small penalty removes it as
#   stopping early does.

# %% tags=["remove-cell"]
Path("results").mkdir(exist_ok=True)
lines = [
    json.dumps(key) + ": " + json.dumps(value, sort_keys=True) for key, value in result.items()
]
Path("results/numbers.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")

"""Momentum on quadratics: the experiment behind the demo (light, about 6 CPU seconds).

Four constant-step methods share one form,

    y_t     = x_t + beta (x_t - x_{t-1})        (Nesterov) or  y_t = x_t  (heavy ball)
    x_{t+1} = x_t + beta (x_t - x_{t-1}) - alpha grad f(y_t),

and gradient descent is beta = 0. The step multiplies the gradient only, as on the slides.

Sources: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964;
Nesterov, "Introductory Lectures on Convex Optimization", 1998; Lessard, Recht and Packard,
"Analysis and design of optimization algorithms via integral quadratic constraints", 2016,
section 4.6; Zhang and Mitliagkas, "YellowFin and the art of momentum tuning", 2017.
"""

from __future__ import annotations

import platform
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DIMENSION = 50
CONDITION_NUMBERS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MOMENTA = (0.0, 0.2, 0.4, 0.5, 0.64, 0.7, 0.8, 0.9, 0.95)
"""Momenta of heavy ball with step 1 / L; (1 - 1 / sqrt(kappa))^2 = 0.64 is the best of all."""
RATES = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
"""Rates whose regions of step and momentum are drawn."""
ELLIPSE = 25.0
"""Condition number of the ellipse on which momenta are compared."""
TARGET = 1e-6
"""Relative distance to the minimiser at which the iterations of a method are counted."""
FLOOR = 1e-290
"""Distance at which a run stops. The minimiser is 0, so float64 stays accurate down to it."""
BLOCK = 4096
"""Iterates kept at once while the distances of a run are measured."""


class Result(TypedDict):
    """What a run measured: ``numbers`` is tested, ``arrays`` is what the figures draw."""

    slug: str
    scale: str
    seed: int
    device: str
    versions: dict[str, str]
    cpu_seconds: float
    numbers: dict[str, float]
    arrays: dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Method:
    """A constant-step method: step ``alpha``, momentum ``beta``, where the gradient is taken."""

    alpha: float
    beta: float
    looks_ahead: bool = False


def tuned_methods(kappa: float) -> dict[str, Method]:
    """Return the four methods with their best constants for L = 1 and mu = 1 / ``kappa``."""
    mu, root = 1 / kappa, kappa**0.5
    best = (3 * kappa + 1) ** 0.5
    return {
        "gd": Method(2 / (1 + mu), 0.0),
        "hb": Method(4 / (1 + mu**0.5) ** 2, ((root - 1) / (root + 1)) ** 2),
        "nag": Method(1.0, (root - 1) / (root + 1), looks_ahead=True),
        "nag_tuned": Method(4 / (3 + mu), (best - 2) / (best + 2), looks_ahead=True),
    }


def distances(method: Method, eigenvalues: Array, start: Array, stop: float = FLOOR) -> Array:
    """Return ||x_t|| for t = 0, 1, ... up to the first one below ``stop``.

    The quadratic is f(x) = sum(eigenvalues * x**2) / 2, of shape (d,) like ``start``; the
    first step has no momentum. Norms are scaled by the largest entry: squares of numbers
    below 1e-154 would vanish.
    """
    found: list[Array] = []
    block = np.empty((BLOCK, start.size))
    current, before = start, start
    while not found or found[-1][-1] >= stop:
        for row in block:
            row[:] = current
            move = method.beta * (current - before)
            at = current + move if method.looks_ahead else current
            before, current = current, current + move - method.alpha * eigenvalues * at
        largest = np.abs(block).max(axis=1)
        scaled = block / np.maximum(largest, np.finfo(float).tiny)[:, None]
        found.append(largest * np.linalg.norm(scaled, axis=1))
    norms = np.concatenate(found)
    return norms[: int(np.argmax(norms < stop)) + 1]


def late_rate(norms: Array) -> float:
    """Return the geometric mean of ||x_{t+1}|| / ||x_t|| over the second half of a run.

    The first half is left out because optimally tuned heavy ball has a double root: its
    distance behaves like t * rate**t.
    """
    last = norms.size - 1
    middle = last // 2
    return float(np.exp(np.log(norms[last] / norms[middle]) / (last - middle)))


def _rates(seed: int) -> tuple[dict[str, float], dict[str, list[float]]]:
    """Measure rate and iterations to ``TARGET`` of each method at each condition number."""
    start = np.random.default_rng(seed).standard_normal(DIMENSION)
    numbers: dict[str, float] = {}
    arrays: dict[str, list[float]] = {}
    for kappa in CONDITION_NUMBERS:
        eigenvalues = np.geomspace(1 / kappa, 1.0, DIMENSION)
        runs = {
            name: distances(method, eigenvalues, start)
            for name, method in tuned_methods(kappa).items()
        }
        horizon = int(np.argmax(runs["nag"] < TARGET * runs["nag"][0]))
        times = np.unique(np.linspace(0, horizon, 33).astype(int))
        arrays[f"curve.k{kappa}.t"] = times.tolist()
        for name, norms in runs.items():
            relative = norms / norms[0]
            numbers[f"{name}.k{kappa}.iterations"] = int(np.argmax(relative < TARGET))
            if kappa > 1:  # at 1 the first step arrives
                numbers[f"{name}.k{kappa}.rate"] = late_rate(norms)
            arrays[f"curve.k{kappa}.{name}"] = _shortened(relative[times])
    return numbers | _slopes(numbers), arrays


def _slopes(numbers: dict[str, float]) -> dict[str, float]:
    """Fit the power of the condition number that the iterations grow with, from 10 on."""
    large = [kappa for kappa in CONDITION_NUMBERS if kappa >= 10]
    return {
        f"{name}.power": float(
            np.polyfit(
                np.log(large), [np.log(numbers[f"{name}.k{k}.iterations"]) for k in large], 1
            )[0]
        )
        for name in tuned_methods(1)
    }


def spectral_radius(alpha: Array, beta: Array, curvature: float) -> Array:
    """Return the largest root in modulus of z^2 - (1 + beta - alpha curvature) z + beta.

    This is the rate of heavy ball along an eigenvector. ``alpha`` and ``beta`` broadcast.
    """
    trace = 1 + beta - alpha * curvature
    gap = np.sqrt((trace**2 - 4 * beta).astype(complex))
    return np.asarray(np.maximum(np.abs(trace + gap), np.abs(trace - gap)) / 2, dtype=np.float64)


def rate_region(rate: float, kappa: float) -> Array:
    """Return the corners of the set of (step, momentum) with which heavy ball has this rate.

    Both roots of z^2 - (1 + beta - alpha lambda) z + beta are at most ``rate`` in modulus just
    where beta <= rate^2 and |1 + beta - alpha lambda| <= rate + beta / rate (Jury's criterion);
    for all curvatures from 1 / kappa to 1 that is a triangle or a quadrilateral. The corners
    have shape (n, 2), none where the rate cannot be reached.
    """
    slow, fast = kappa * (1 - rate), 1 + rate
    lowest = max((slow - fast) / (slow + fast), 0.0)  # of beta / rate
    if lowest > rate:
        return np.empty((0, 2))
    heights = np.array([lowest, rate])
    left = np.column_stack([slow * (1 - heights), rate * heights])
    right = np.column_stack([fast * (1 + heights), rate * heights])
    return np.array([left[1], left[0], right[0], right[1]])


def _regions() -> dict[str, list[float]]:
    """Return the corners of the regions that the map of rates shows, step and momentum apart."""
    corners = {
        f"region.k{kappa}.r{rate:g}": rate_region(rate, kappa)
        for kappa in CONDITION_NUMBERS
        for rate in RATES
    }
    axes = {"alpha": 0, "beta": 1}
    return {
        f"{name}.{axis}": _shortened(found[:, column])
        for name, found in corners.items()
        for axis, column in axes.items()
    }


def trail(method: Method, eigenvalues: Array, start: Array, steps: int) -> Array:
    """Return x_0 ... x_steps of a method on a quadratic, of shape (steps + 1, d)."""
    current, before = start, start
    points = [start]
    for _ in range(steps):
        move = method.beta * (current - before)
        at = current + move if method.looks_ahead else current
        before, current = current, current + move - method.alpha * eigenvalues * at
        points.append(current)
    return np.array(points)


def _paths() -> tuple[dict[str, float], dict[str, list[float]]]:
    """Follow methods on ellipses: the tuned ones for each kappa, heavy ball for each momentum."""
    start = np.array([1.0, 0.5])
    paths: dict[str, Array] = {}
    for kappa in CONDITION_NUMBERS:
        methods = tuned_methods(kappa)
        for name in ("gd", "nag", "hb"):
            eigenvalues = np.array([1 / kappa, 1.0])
            paths[f"path.k{kappa}.{name}"] = trail(methods[name], eigenvalues, start, 12)
    numbers: dict[str, float] = {}
    for beta in MOMENTA:
        eigenvalues = np.array([1 / ELLIPSE, 1.0])
        paths[f"path.b{beta:g}"] = trail(Method(1.0, beta), eigenvalues, start, 30)
        rates = [
            spectral_radius(np.array(1.0), np.array(beta), float(curvature))
            for curvature in eigenvalues
        ]
        numbers[f"hb.b{beta:g}.rate"] = float(max(rates))
        numbers[f"hb.b{beta:g}.left"] = float(np.linalg.norm(paths[f"path.b{beta:g}"][-1]))
    arrays = {f"{name}.x": _shortened(path[:, 0], digits=4) for name, path in paths.items()}
    arrays |= {f"{name}.y": _shortened(path[:, 1], digits=4) for name, path in paths.items()}
    return numbers, arrays


def piecewise_gradient(x: float) -> float:
    """Return f'(x) of Lessard, Recht and Packard: slopes 25, 1, 25, so mu = 1 and L = 25."""
    if x < 1:
        return 25 * x
    return x + 24 if x < 2 else 25 * x - 24


def scalar_run(
    method: Method, gradient: Callable[[float], float], start: float, steps: int
) -> list[float]:
    """Return x_1 ... x_steps of a method on the line, started at rest."""
    current, before = start, start
    points = []
    for _ in range(steps):
        move = method.beta * (current - before)
        at = current + move if method.looks_ahead else current
        before, current = current, current + move - method.alpha * gradient(at)
        points.append(current)
    return points


def _cycle() -> tuple[dict[str, float], dict[str, list[float]]]:
    """Run heavy ball, gradient descent and Nesterov on the function where the first cycles."""
    methods = {
        "hb": Method(1 / 9, 4 / 9),
        "gd": Method(2 / 26, 0.0),
        "nag": Method(1 / 25, 4 / 6, looks_ahead=True),
    }
    runs = {name: scalar_run(m, piecewise_gradient, 3.3, 300) for name, m in methods.items()}
    numbers = {
        "lessard.period3": abs(runs["hb"][-1] - runs["hb"][-4]),
        "lessard.hb": runs["hb"][-1],
        "lessard.hb.before": runs["hb"][-2],
        "lessard.hb.before2": runs["hb"][-3],
        "lessard.gd": runs["gd"][-1],
        "lessard.nag": runs["nag"][-1],
    }
    return numbers, {f"cycle.{name}": _shortened(np.array(run[:30])) for name, run in runs.items()}


def loss_trace(features: Array, labels: Array, kind: Literal["newton", "gd"]) -> Array:
    """Return the logistic loss at 8 iterates from 0; ``features`` (n, d), ``labels`` +-1 (n,)."""
    count, size = features.shape
    weights, losses = np.zeros(size), []
    smoothness = 0.25 * np.linalg.eigvalsh(features.T @ features / count)[-1]
    for _ in range(8):
        margin = labels * (features @ weights)
        right = 1 / (1 + np.exp(-margin))
        losses.append(np.logaddexp(0, -margin).mean())
        downhill = features.T @ (labels * (1 - right)) / count
        hessian = (features.T * (right * (1 - right))) @ features / count
        step = np.linalg.solve(hessian, downhill) if kind == "newton" else downhill / smoothness
        weights = weights + step
    return np.array(losses)


def _change_of_coordinates(seed: int) -> dict[str, float]:
    """Compare loss traces before and after x -> x A: Newton's must agree, gradient's not."""
    rng = np.random.default_rng(seed + 1)
    features = rng.standard_normal((500, 3))
    odds = features @ np.array([1.0, -1.5, 0.5])
    labels = np.where(rng.random(500) < 1 / (1 + np.exp(-odds)), 1.0, -1.0)
    turned = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    moved = features @ (np.diag([1.0, 10.0, 100.0]) @ turned)
    difference = {
        kind: np.abs(loss_trace(features, labels, kind) - loss_trace(moved, labels, kind)).max()
        for kind in _KINDS
    }
    return {f"affine.{kind}": float(value) for kind, value in difference.items()}


_KINDS: tuple[Literal["newton"], Literal["gd"]] = ("newton", "gd")


def _shortened(values: Array, digits: int = 5) -> list[float]:
    """Round to a few significant digits: enough for a figure, and half the file."""
    return [float(f"{value:.{digits}g}") for value in values]


def run(scale: str, seed: int = 0, device: str = "cpu") -> Result:
    """Run the whole experiment.

    ``scale`` is ``"light"``, the only one this demo has; ``seed`` draws the start and the
    labelled points; ``device`` is ``"cpu"``. Numbers are named ``method.kKAPPA.rate``
    (contraction per iteration), ``.iterations`` (to a relative distance of 1e-6),
    ``method.power`` (of kappa, that the iterations grow with), ``hb.bBETA.*`` (heavy ball
    with step 1 / L), ``lessard.*`` (iterates on the piecewise quadratic) and ``affine.*``
    (largest difference of two loss traces). Raises ValueError for another scale or device.
    """
    if scale != "light" or device != "cpu":
        message = f"this demo runs as 'light' on 'cpu', not as {scale!r} on {device!r}"
        raise ValueError(message)
    began = time.process_time()
    rates, curves = _rates(seed)
    momenta, paths = _paths()
    cycle, cycles = _cycle()
    numbers = rates | momenta | cycle | _change_of_coordinates(seed)
    arrays = curves | _regions() | paths | cycles
    return Result(
        slug="momentum",
        scale=scale,
        seed=seed,
        device=device,
        versions={"python": platform.python_version(), "numpy": np.__version__},
        cpu_seconds=round(time.process_time() - began, 2),
        numbers=numbers,
        arrays=arrays,
    )

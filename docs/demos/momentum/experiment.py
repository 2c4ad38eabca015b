"""Momentum on quadratics: the experiment behind the demo (light, about 5 CPU seconds).

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
CONDITION_NUMBERS = (10, 100, 1000)
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
    """Return ||x_t|| for t = 0, 1, ... until it falls below ``stop``.

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
    return norms[: int(np.argmax(norms < stop))]


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
        times = np.unique(np.linspace(0, horizon, 41).astype(int))
        arrays[f"curve.k{kappa}.t"] = times.tolist()
        for name, norms in runs.items():
            relative = norms / norms[0]
            numbers[f"{name}.k{kappa}.rate"] = late_rate(norms)
            numbers[f"{name}.k{kappa}.iterations"] = int(np.argmax(relative < TARGET))
            arrays[f"curve.k{kappa}.{name}"] = _shortened(relative[times])
    return numbers, arrays


def spectral_radius(alpha: Array, beta: Array, curvature: float) -> Array:
    """Return the largest root in modulus of z^2 - (1 + beta - alpha curvature) z + beta.

    This is the rate of heavy ball along an eigenvector. ``alpha`` and ``beta`` broadcast.
    """
    trace = 1 + beta - alpha * curvature
    gap = np.sqrt((trace**2 - 4 * beta).astype(complex))
    return np.asarray(np.maximum(np.abs(trace + gap), np.abs(trace - gap)) / 2, dtype=np.float64)


def _radius_maps(points: int = 41) -> dict[str, list[float]]:
    """Map the rate of heavy ball over step and momentum, for each condition number."""
    alpha, beta = np.linspace(0.05, 4, points), np.linspace(0, 0.995, points)
    maps = {"radius.alpha": _shortened(alpha), "radius.beta": _shortened(beta)}
    for kappa in CONDITION_NUMBERS:
        slow, fast = (
            spectral_radius(alpha[None, :], beta[:, None], curvature)
            for curvature in (1 / kappa, 1.0)
        )
        maps[f"radius.k{kappa}"] = _shortened(np.maximum(slow, fast).ravel())
    return maps


def _paths(kappa: float = 25.0, steps: int = 40) -> dict[str, list[float]]:
    """Follow heavy ball on a two-dimensional ellipse for momentum 0, best and too large."""
    eigenvalues, start = np.array([1 / kappa, 1.0]), np.array([1.0, 0.5])
    methods = tuned_methods(kappa)
    chosen = {
        "none": methods["gd"],
        "best": methods["hb"],
        "large": Method(methods["hb"].alpha, 0.9),
    }
    paths: dict[str, list[float]] = {}
    for name, method in chosen.items():
        current, before = start, start
        trail = [start]
        for _ in range(steps):
            move = method.beta * (current - before)
            before, current = current, current + move - method.alpha * eigenvalues * current
            trail.append(current)
        paths[f"path.{name}.x"] = _shortened(np.array(trail)[:, 0])
        paths[f"path.{name}.y"] = _shortened(np.array(trail)[:, 1])
    return paths


def piecewise_gradient(x: float) -> float:
    """Return f'(x) of Lessard, Recht and Packard: slopes 25, 1, 25, so mu = 1 and L = 25."""
    if x < 1:
        return 25 * x
    return x + 24 if x < 2 else 25 * x - 24  # noqa: PLR2004 - the kinks of the function


def scalar_run(
    method: Method, gradient: Callable[[float], float], start: float, steps: int
) -> list[float]:
    """Return x_1 ... x_steps of a method on the line, started at rest."""
    current, before = start, start
    trail = []
    for _ in range(steps):
        move = method.beta * (current - before)
        at = current + move if method.looks_ahead else current
        before, current = current, current + move - method.alpha * gradient(at)
        trail.append(current)
    return trail


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


def _shortened(values: Array) -> list[float]:
    """Round to five significant digits: enough for a figure, and half the file."""
    return [float(f"{value:.5g}") for value in values]


def run(scale: str, seed: int = 0, device: str = "cpu") -> Result:
    """Run the whole experiment.

    ``scale`` is ``"light"``, the only one this demo has; ``seed`` draws the start and the
    labelled points; ``device`` is ``"cpu"``. Numbers are named ``method.kKAPPA.rate``
    (contraction per iteration), ``.iterations`` (to a relative distance of 1e-6),
    ``lessard.*`` (iterates on the piecewise quadratic) and ``affine.*`` (largest
    difference of two loss traces). Raises ValueError for another scale or device.
    """
    if scale != "light" or device != "cpu":
        message = f"this demo runs as 'light' on 'cpu', not as {scale!r} on {device!r}"
        raise ValueError(message)
    began = time.process_time()
    rates, curves = _rates(seed)
    cycle, cycles = _cycle()
    numbers = rates | cycle | _change_of_coordinates(seed)
    arrays = curves | _radius_maps() | _paths() | cycles
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

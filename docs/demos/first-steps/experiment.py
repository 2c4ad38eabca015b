"""First steps: the experiment behind the demo (light, about 15 CPU seconds).

Three small studies: full against stochastic gradients on a logistic regression; polynomials
fitted to noisy points; and linear fits on random features, to the end or stopped early.

Sources: Karimi, Nutini and Schmidt, "Linear convergence of gradient and proximal-gradient
methods under the Polyak-Lojasiewicz condition", 2016, theorem 1; Bottou, Curtis and Nocedal,
"Optimization methods for large-scale machine learning", 2018, theorems 4.6 and 4.7; Rahimi
and Recht, "Weighted sums of random kitchen sinks", 2008; Advani and Saxe, "High-dimensional
dynamics of generalization error in neural networks", 2017.
"""

from __future__ import annotations

import platform
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

import numpy as np
import sklearn  # type: ignore[import-untyped]
from numpy.polynomial import legendre
from sklearn.datasets import load_digits  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PENALTY = 1e-3
"""Weight of the squared norm in the logistic loss; the loss is strongly convex with it."""
STEPS = (0.5, 1.0, 2.0, 4.0)
"""The constant steps of stochastic gradient descent."""
PASSES, COPIES = 60, 8
"""Length, and number averaged, of the runs of stochastic gradient descent."""
NOISE = 0.3
"""Standard deviation of the labels around the curve that polynomials are fitted to."""
POINTS, PARAMETERS = (20, 80, 320), range(1, 16)
WIDTHS = (10, 25, 50, 100, 200, 300, 400, 500, 800, 1600, 3200)
"""Numbers of random features; 400 is the number of images that they are fitted to."""
TRAIN, HELD_OUT = 400, 400
"""Images fitted to, and images that choose when to stop; the other 997 are for the test."""
DRAWS = 5
"""Random splits and features of the digits, averaged."""
STOPS = tuple(round(10 ** (k / 4)) for k in range(25))
"""Numbers of steps at which gradient descent may stop: 1 to a million, four per decade."""


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


@dataclass(frozen=True)
class Logistic:
    """The mean of log(1 + exp(-y <w, x>)) plus PENALTY / 2 ||w||^2 over all examples.

    ``features`` has shape (n, d) and ``labels``, of shape (n,), holds -1 and 1.
    """

    features: Array
    labels: Array

    def value(self, weights: Array) -> Array:
        """Return the loss for weights of shape (..., d)."""
        margins = self.labels * (weights @ self.features.T)
        squares = (weights**2).sum(axis=-1)
        return np.asarray(np.logaddexp(0, -margins).mean(axis=-1) + PENALTY / 2 * squares)

    def gradients(self, weights: Array) -> Array:
        """Return the gradient of each example's loss, (n, d), for weights of shape (d,)."""
        wrong = 1 / (1 + np.exp(self.labels * (self.features @ weights)))
        return -(self.labels * wrong)[:, None] * self.features + PENALTY * weights

    @cached_property
    def smoothness(self) -> float:
        """The least L that the curvature of the loss is known to stay below."""
        second = self.features.T @ self.features / self.labels.size
        return float(np.linalg.eigvalsh(second)[-1] / 4 + PENALTY)

    @cached_property
    def minimiser(self) -> Array:
        """The best weights, (d,), by Newton's method from 0."""
        weights = np.zeros(self.features.shape[1])
        for _ in range(20):
            right = 1 / (1 + np.exp(-self.features @ weights))
            curvature = self.features.T * (right * (1 - right)) @ self.features
            hessian = curvature / self.labels.size + PENALTY * np.eye(weights.size)
            weights = weights - np.linalg.solve(hessian, self.gradients(weights).mean(axis=0))
        return weights


def odd_digits() -> Logistic:
    """Return "is this digit odd?" on the 1797 digits of scikit-learn, each 8 by 8 pixels.

    Pixels are centred, a constant feature is added, and the longest example has norm 1.
    """
    images, digits = load_digits(return_X_y=True)
    features = np.c_[images / 16 - images.mean(axis=0) / 16, np.ones(digits.size)]
    features /= np.linalg.norm(features, axis=1).max()
    return Logistic(features, np.where(digits % 2 == 1, 1.0, -1.0))


def gradient_descent(problem: Logistic) -> Array:
    """Return f - f* from 0 and after each of ``PASSES`` steps of 1 / L: shape (PASSES + 1,)."""
    weights = np.zeros(problem.features.shape[1])
    iterates = [weights]
    for _ in range(PASSES):
        weights = weights - problem.gradients(weights).mean(axis=0) / problem.smoothness
        iterates.append(weights)
    return problem.value(np.array(iterates)) - problem.value(problem.minimiser)


def stochastic_gradient_descent(problem: Logistic, seed: int) -> Array:
    """Return f - f* after each pass: shape (PASSES + 1, len(STEPS) + 1, COPIES).

    The second axis runs over the constant steps and then 2 / (1 + PENALTY t), the decreasing
    one. A pass is n draws of one example, with replacement; all steps see the same draws.
    """
    rng = np.random.default_rng(seed)
    count, size = problem.features.shape
    weights = np.zeros((len(STEPS) + 1, COPIES, size))
    steps, best = np.array([*STEPS, 0.0])[:, None], problem.value(problem.minimiser)
    gaps = [problem.value(weights) - best]
    for start in range(0, PASSES * count, count):
        for time_, drawn in enumerate(rng.integers(count, size=(count, COPIES)), start):
            steps[-1] = 2 / (1 + PENALTY * time_)
            example, label = problem.features[drawn], problem.labels[drawn]
            wrong = 1 / (1 + np.exp(label * (weights * example).sum(axis=-1)))
            weights *= (1 - steps * PENALTY)[..., None]
            weights += (steps * wrong * label)[..., None] * example
        gaps.append(problem.value(weights) - best)
    return np.array(gaps)


def _descent(seed: int) -> tuple[dict[str, float], dict[str, list[float]]]:
    """Compare full and stochastic gradients, pass by pass, on the odd digits."""
    problem = odd_digits()
    full, noisy = gradient_descent(problem), stochastic_gradient_descent(problem, seed).mean(axis=2)
    floors, falling = noisy[PASSES // 2 + 1 :].mean(axis=0), noisy[:, -1]
    numbers = {
        "gd.smoothness": problem.smoothness,
        "gd.catches_one_pass": int(np.argmax(full <= falling[1])),
        "gd.overtakes": int(np.argmax(full[2:] < falling[2:])) + 2,
        "sgd.noise": float((problem.gradients(problem.minimiser) ** 2).sum(axis=1).mean()),
    }
    names = [*(f"sgd.step{step:g}" for step in STEPS), "sgd.decreasing"]
    for index, name in enumerate(names[:-1]):
        numbers[f"{name}.floor"] = float(floors[index])
    for passes in (1, 5, 10, PASSES):
        numbers[f"gd.pass{passes}"] = float(full[passes])
        numbers[f"sgd.decreasing.pass{passes}"] = float(falling[passes])
    curves = {name: _shortened(noisy[:, index]) for index, name in enumerate(names)}
    return numbers, curves | {"gd": _shortened(full)}


def curve(at: Array) -> Array:
    """Return the values, at points of [-1, 1], that the polynomials are to find."""
    return np.asarray(np.sin(3 * at) + np.abs(at - 0.2))


def fitted(points: Array, labels: Array, parameters: int) -> Array:
    """Return the least-squares polynomial with that many coefficients, at the points.

    ``points`` is (n,); ``labels`` and the result are (n, ...).
    """
    basis = np.linalg.qr(legendre.legvander(points, parameters - 1))[0]
    return np.asarray(basis @ (basis.T @ labels))


def _polynomials(seed: int, draws: int = 4000) -> tuple[dict[str, float], dict[str, list[float]]]:
    """Measure train and test error against the number of coefficients, for each sample size.

    The test is new labels at the same points; their noise is averaged exactly.
    """
    rng = np.random.default_rng([seed, 1])
    numbers: dict[str, float] = {}
    arrays: dict[str, list[float]] = {}
    for count in POINTS:
        points = np.linspace(-1, 1, count)
        truth = curve(points)[:, None]
        labels = truth + NOISE * rng.standard_normal((count, draws))
        fits = [fitted(points, labels, parameters) for parameters in PARAMETERS]
        train = [float(((labels - fit) ** 2).mean()) for fit in fits]
        test = [float(((truth - fit) ** 2).mean()) + NOISE**2 for fit in fits]
        missed = [((truth - fitted(points, truth, size)) ** 2).mean() for size in PARAMETERS]
        arrays[f"poly.n{count}.missed"] = _shortened(np.array(missed))
        numbers[f"poly.n{count}.best"] = int(np.argmin(test)) + 1
        for name, errors in (("train", train), ("test", test)):
            pairs = zip(PARAMETERS, errors, strict=True)
            numbers |= {f"poly.n{count}.p{size}.{name}": error for size, error in pairs}
        if count == POINTS[0]:
            arrays |= {"fit.x": _shortened(points), "fit.y": _shortened(labels[:, 0])}
    return numbers, arrays


@dataclass(frozen=True)
class WideFit:
    """Least squares on the first ``TRAIN`` images by gradient descent from 0.

    Along a singular direction of the features with value s the error left after t steps of
    size n / s_max^2 is (1 - s^2 / s_max^2)^t of that at the start: no step need be walked.
    """

    features: Array
    targets: Array

    @cached_property
    def _factors(self) -> tuple[Array, Array, Array]:
        left, values, right = np.linalg.svd(self.features[:TRAIN], full_matrices=False)
        return left.T @ self.targets[:TRAIN], values, self.features @ right.T

    def scores(self, steps: float) -> Array:
        """Return the scores of all images, (images, classes), after ``steps``, maybe infinite."""
        wanted, values, seen = self._factors
        learnt = 1 - (1 - np.minimum(values / values[0], 1) ** 2) ** steps
        return np.asarray(seen @ ((learnt / values)[:, None] * wanted))

    def walked(self, steps: int) -> Array:
        """Return the same scores, found by taking the steps."""
        features, size = self.features[:TRAIN], 1 / self._factors[1][0] ** 2
        weights = np.zeros((features.shape[1], self.targets.shape[1]))
        for _ in range(steps):
            weights -= size * features.T @ (features @ weights - self.targets[:TRAIN])
        return self.features @ weights

    def errors(self, steps: float) -> Array:
        """Return the share of wrong answers on the fitted, the held-out and the test images."""
        wrong = self.scores(steps).argmax(axis=1) != self.targets.argmax(axis=1)
        return np.array([part.mean() for part in np.split(wrong, [TRAIN, TRAIN + HELD_OUT])])


def wide_fit(width: int, seed: int, draw: int) -> WideFit:
    """Return ``width`` random features max(0, <x, v>) of the shuffled digits, v normal."""
    images, digits = load_digits(return_X_y=True)
    order = np.random.default_rng([seed, 2, draw]).permutation(digits.size)
    directions = np.random.default_rng([seed, 3, draw]).standard_normal((images.shape[1], width))
    hidden = np.maximum((images - images.mean(axis=0)) / 16 @ directions, 0) / width**0.5
    return WideFit(hidden[order], np.eye(10)[digits[order]])


def _wide(seed: int) -> tuple[dict[str, float], dict[str, list[float]]]:
    """Measure errors against the number of random features, and against the steps taken."""
    numbers: dict[str, float] = {}
    arrays = {"stop.steps": [float(steps) for steps in STOPS]}
    for width in WIDTHS:
        fits = [wide_fit(width, seed, draw) for draw in range(DRAWS)]
        errors = np.array([[fit.errors(steps) for steps in (*STOPS, np.inf)] for fit in fits])
        chosen = errors[:, :-1, 1].argmin(axis=1)
        train, _, test = errors[:, -1].mean(axis=0)
        numbers[f"wide.d{width}.train"], numbers[f"wide.d{width}.test"] = float(train), float(test)
        numbers[f"wide.d{width}.stopped"] = float(errors[range(DRAWS), chosen, 2].mean())
        if width == TRAIN:
            trace = errors[:, :-1].mean(axis=0)
            arrays |= {"stop.train": _shortened(trace[:, 0]), "stop.test": _shortened(trace[:, 2])}
            numbers["stop.steps"] = float(np.median(np.array(STOPS)[chosen]))
            difference = np.abs(fits[0].walked(300) - fits[0].scores(300))
            numbers["stop.formula"] = float(difference.max())
    return numbers, arrays


def _shortened(values: Array) -> list[float]:
    """Round to five significant digits: enough for a figure, and half the file."""
    return [float(f"{value:.5g}") for value in values]


def run(scale: str, seed: int = 0, device: str = "cpu") -> Result:
    """Run the whole experiment.

    ``scale`` is ``"light"``, the only one this demo has; ``seed`` draws examples, noise,
    features and splits; ``device`` is ``"cpu"``. Numbers are named ``gd.*`` and ``sgd.*``
    (f - f* after a pass, or its mean over the last half of a run), ``poly.*`` (mean squared
    errors), ``wide.dWIDTH.*`` (shares of wrong answers, 0 to 1) and ``stop.*``. Raises
    ValueError for another scale or device.
    """
    if scale != "light" or device != "cpu":
        message = f"this demo runs as 'light' on 'cpu', not as {scale!r} on {device!r}"
        raise ValueError(message)
    began = time.process_time()
    parts = [study(seed) for study in (_descent, _polynomials, _wide)]
    libraries = {"numpy": np.__version__, "scikit-learn": sklearn.__version__}
    return Result(
        slug="first-steps",
        scale=scale,
        seed=seed,
        device=device,
        versions={"python": platform.python_version()} | libraries,
        cpu_seconds=round(time.process_time() - began, 2),
        numbers={name: value for numbers, _ in parts for name, value in numbers.items()},
        arrays={name: values for _, arrays in parts for name, values in arrays.items()},
    )

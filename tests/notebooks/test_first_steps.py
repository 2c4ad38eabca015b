"""The kept numbers of the first-steps demo against theory, worked out here once more."""

from __future__ import annotations

import json
import math
import runpy
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_digits  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

DEMO = Path(__file__).parents[2] / "docs/demos/first-steps"
KEPT: dict[str, Any] = json.loads((DEMO / "results/numbers.json").read_text(encoding="utf-8"))
COUNT, PENALTY = 1797, 1e-3
STEPS = (0.5, 1, 2, 4)
POINTS, NOISE, DRAWS = (20, 80, 320), 0.3, 4000


def numbers_of(seed: int | None) -> dict[str, float]:
    """Return the kept numbers, or those of a new run with another seed."""
    if seed is None:
        numbers: dict[str, float] = KEPT["numbers"]
        return numbers
    run = runpy.run_path(str(DEMO / "experiment.py"), run_name="experiment")["run"]
    result: dict[str, dict[str, float]] = run("light", seed=seed)
    return result["numbers"]


@pytest.fixture(
    scope="module",
    params=[None, pytest.param(7, marks=pytest.mark.slow)],
    ids=["kept", "another seed"],
)
def numbers(request: pytest.FixtureRequest) -> dict[str, float]:
    return numbers_of(request.param)


@pytest.fixture(scope="module")
def digits() -> tuple[Any, Any]:
    """Return features and labels of "is this digit odd?", scaled as the demo says."""
    images, digit = load_digits(return_X_y=True)
    pixels = np.column_stack([(images - images.mean(axis=0)) / 16, np.ones(COUNT)])
    return pixels / max(math.hypot(*row) for row in pixels), 2.0 * (digit % 2) - 1


@pytest.fixture(scope="module")
def noise(digits: tuple[Any, Any]) -> float:
    """Return the mean of ||grad f_i||^2 at the minimiser that scikit-learn finds."""
    features, labels = digits
    solver = LogisticRegression(C=1 / (COUNT * PENALTY), fit_intercept=False, tol=1e-9)
    best = solver.fit(features, labels).coef_[0]
    slopes = -labels / (1 + np.exp(labels * (features @ best)))
    return float(np.mean(np.square(slopes[:, None] * features + PENALTY * best).sum(axis=1)))


def test_gradient_descent_keeps_the_promised_rate(digits: tuple[Any, Any]) -> None:
    features = digits[0]
    smoothness = np.linalg.norm(features, 2) ** 2 / (4 * COUNT) + PENALTY
    assert KEPT["numbers"]["gd.smoothness"] == pytest.approx(smoothness)
    gaps = KEPT["arrays"]["gd"]
    for before, after in pairwise(gaps):
        assert after <= (1 - PENALTY / smoothness) * before


def test_one_rough_pass_is_worth_many_exact_ones(numbers: dict[str, float]) -> None:
    assert numbers["sgd.decreasing.pass1"] < numbers["gd.pass10"]
    assert 11 <= numbers["gd.catches_one_pass"] <= 15


def test_gradient_descent_overtakes_in_the_end(numbers: dict[str, float]) -> None:
    assert 20 <= numbers["gd.overtakes"] <= 45
    assert numbers["gd.pass60"] < numbers["sgd.decreasing.pass60"] / 5


@pytest.mark.parametrize("step", STEPS)
def test_floor_of_a_constant_step(numbers: dict[str, float], noise: float, step: float) -> None:
    """The ratio to the theory of small steps is near 1, and grows with the step."""
    ratio = numbers[f"sgd.step{step:g}.floor"] / (step / 4 * noise)
    assert 0.9 <= ratio <= 1.1 + 0.06 * step


def test_floor_is_proportional_to_the_step(numbers: dict[str, float]) -> None:
    rise = numbers["sgd.step4.floor"] / numbers["sgd.step0.5.floor"]
    assert 0.95 <= math.log(rise) / math.log(8) <= 1.2


@pytest.mark.parametrize("passes", [5, 10, 60])
def test_decreasing_step_takes_its_floor_down(
    numbers: dict[str, float], noise: float, passes: int
) -> None:
    step = 2 / (1 + PENALTY * passes * COUNT)
    assert 0.5 <= numbers[f"sgd.decreasing.pass{passes}"] / (step / 4 * noise) <= 2


@pytest.mark.parametrize("size", range(1, 16))
@pytest.mark.parametrize("count", POINTS)
def test_errors_of_polynomials_are_those_of_the_formula(
    numbers: dict[str, float], count: int, size: int
) -> None:
    at = np.linspace(-1, 1, count)
    curve = np.sin(3 * at) + abs(at - 0.2)
    missed = float(np.mean((curve - np.polyval(np.polyfit(at, curve, size - 1), at)) ** 2))
    # Four standard errors of a mean over 4000 draws of the labels.
    allowed = 4 * math.sqrt((2 * NOISE**4 + 4 * missed * NOISE**2) / (count * DRAWS))
    for name, sign in (("train", -1), ("test", 1)):
        expected = missed + NOISE**2 * (1 + sign * size / count)
        measured = numbers[f"poly.n{count}.p{size}.{name}"]
        assert measured == pytest.approx(expected, abs=allowed)


def test_more_data_affords_a_larger_model(numbers: dict[str, float]) -> None:
    best = [numbers[f"poly.n{count}.best"] for count in POINTS]
    assert best == sorted(set(best))


def test_error_peaks_where_parameters_equal_examples(numbers: dict[str, float]) -> None:
    errors = {
        int(key.split(".")[1][1:]): value
        for key, value in numbers.items()
        if "wide" in key
        if key.endswith(".test")
    }
    assert max(errors, key=errors.__getitem__) == 400
    assert errors[400] >= 0.5
    assert errors[3200] <= 0.6 * min(errors[width] for width in errors if width < 400)


def test_perfect_fits_differ_in_their_test_errors(numbers: dict[str, float]) -> None:
    for width in (400, 500, 800, 1600, 3200):
        assert numbers[f"wide.d{width}.train"] == 0


def test_stopping_early_removes_the_peak(numbers: dict[str, float]) -> None:
    assert numbers["wide.d400.stopped"] <= 0.06
    assert numbers["wide.d400.stopped"] <= numbers["wide.d200.stopped"]


def test_late_steps_harm_while_the_train_error_is_zero() -> None:
    test, train = (KEPT["arrays"][f"stop.{name}"] for name in ("test", "train"))
    assert test[-1] >= 5 * min(test)
    assert train[test.index(min(test)) :] == [0] * (len(test) - test.index(min(test)))


def test_walked_steps_lead_where_the_formula_says(numbers: dict[str, float]) -> None:
    assert numbers["stop.formula"] <= 1e-9


def test_claim_of_the_schedule_is_the_kept_number() -> None:
    schedule = (DEMO.parents[2] / "schedule.yaml").read_text(encoding="utf-8")
    assert "does the work of twelve full ones" in schedule
    assert KEPT["numbers"]["gd.catches_one_pass"] == 12


def test_descriptions_state_the_kept_numbers() -> None:
    notebook = (DEMO / "results/first-steps.ipynb").read_text(encoding="utf-8")
    kept = KEPT["numbers"]
    for words in (
        f"needs {kept['gd.catches_one_pass']} passes",
        f"{kept['poly.n20.p2.test']:.3f}, {kept['poly.n20.p4.test']:.3f} and",
        f"{100 * kept['wide.d3200.test']:.1f} % with 3200",
        f"falls to {100 * min(KEPT['arrays']['stop.test']):.1f} %",
    ):
        assert words in notebook


def test_passport_matches_the_results() -> None:
    passport = json.loads((DEMO / "results/passport.json").read_text(encoding="utf-8"))
    for file, recorded in passport["results"].items():
        assert sha256((DEMO / "results" / file).read_bytes()).hexdigest() == recorded


def test_figures_are_those_of_the_notebook() -> None:
    notebook = json.loads((DEMO / "results/first-steps.ipynb").read_text(encoding="utf-8"))
    shown = [
        "".join(output["data"]["image/svg+xml"])
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if "image/svg+xml" in output.get("data", {})
    ]
    files = sorted((DEMO / "results/figures").glob("*.svg"))
    assert [path.read_text(encoding="utf-8") for path in files] == shown

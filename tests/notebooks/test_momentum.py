"""The kept numbers of the momentum demo against theory, worked out here once more."""

from __future__ import annotations

import json
import math
import runpy
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

DEMO = Path(__file__).parents[2] / "docs/demos/momentum"
KEPT: dict[str, Any] = json.loads((DEMO / "results/numbers.json").read_text(encoding="utf-8"))
KAPPAS = (10, 100, 1000)
SLIDER = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MOMENTA = (0, 0.2, 0.4, 0.5, 0.64, 0.7, 0.8, 0.9, 0.95)

GRADIENT = {kappa: (kappa - 1) / (kappa + 1) for kappa in KAPPAS}
HEAVY_BALL = {kappa: (math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1) for kappa in KAPPAS}
NESTEROV = {kappa: 1 - 1 / math.sqrt(kappa) for kappa in KAPPAS}
TUNED = {kappa: 1 - 2 / math.sqrt(3 * kappa + 1) for kappa in KAPPAS}
THEORY = {"gd": GRADIENT, "hb": HEAVY_BALL, "nag": NESTEROV, "nag_tuned": TUNED}


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


@pytest.mark.parametrize("kappa", KAPPAS)
@pytest.mark.parametrize("method", THEORY)
def test_log_rate_is_within_one_percent_of_theory(
    numbers: dict[str, float], method: str, kappa: int
) -> None:
    measured = numbers[f"{method}.k{kappa}.rate"]
    assert math.log(measured) == pytest.approx(math.log(THEORY[method][kappa]), rel=0.01)


@pytest.mark.parametrize("kappa", KAPPAS)
def test_rates_of_gradient_descent_and_heavy_ball(numbers: dict[str, float], kappa: int) -> None:
    assert numbers[f"gd.k{kappa}.rate"] == pytest.approx(GRADIENT[kappa], rel=1e-3)
    assert numbers[f"hb.k{kappa}.rate"] == pytest.approx(HEAVY_BALL[kappa], rel=5e-3)


def test_heavy_ball_needs_far_fewer_steps(numbers: dict[str, float]) -> None:
    assert numbers["gd.k1000.iterations"] / numbers["hb.k1000.iterations"] >= 15


def test_heavy_ball_cycles_where_the_others_converge(numbers: dict[str, float]) -> None:
    assert numbers["lessard.period3"] <= 1e-9
    cycle = [numbers[f"lessard.hb{when}"] for when in (".before2", ".before", "")]
    assert min(map(abs, cycle)) > 0.5
    assert abs(numbers["lessard.gd"]) < 1e-9
    assert abs(numbers["lessard.nag"]) < 1e-9


def test_the_cycle_is_one_of_heavy_ball(numbers: dict[str, float]) -> None:
    """Three steps of the recurrence, from the kept points, lead back to them."""
    before, now, last = (numbers[f"lessard.hb{when}"] for when in (".before2", ".before", ""))
    points = [before, now, last]
    for _ in range(3):
        x = points[-1]
        slope = 25 * x if x < 1 else (x + 24 if x < 2 else 25 * x - 24)
        points.append(x - slope / 9 + 4 / 9 * (x - points[-2]))
    assert points[3:] == pytest.approx(points[:3], abs=1e-9)


def test_newton_does_not_see_a_change_of_coordinates(numbers: dict[str, float]) -> None:
    assert numbers["affine.newton"] <= 1e-9
    assert numbers["affine.gd"] >= 0.02


def constants(method: str, kappa: float) -> tuple[float, float, bool]:
    """Return step, momentum and whether the gradient is taken ahead, as the page has them."""
    mu, root, best = 1 / kappa, math.sqrt(kappa), math.sqrt(3 * kappa + 1)
    return {
        "gd": (2 / (1 + mu), 0.0, False),
        "hb": (4 / (1 + math.sqrt(mu)) ** 2, ((root - 1) / (root + 1)) ** 2, False),
        "nag": (1.0, (root - 1) / (root + 1), True),
        "nag_tuned": (4 / (3 + mu), (best - 2) / (best + 2), True),
    }[method]


def step_matrix(alpha: float, beta: float, ahead: bool, curvature: float) -> Matrix:  # noqa: FBT001
    """Return the matrix that takes (x_t, x_{t-1}) to (x_{t+1}, x_t) along an eigenvector."""
    seen = alpha * curvature
    now, before = (1 + beta) * ((1 - seen) if ahead else 1), beta * ((1 - seen) if ahead else 1)
    return np.array([[now - (0 if ahead else seen), -before], [1.0, 0.0]])


def start_of(seed: int | None) -> Matrix:
    return np.random.default_rng(seed or 0).standard_normal(50)


@pytest.mark.parametrize("kappa", SLIDER)
@pytest.mark.parametrize("method", THEORY)
def test_counted_iterations_are_those_of_matrix_powers(method: str, kappa: int) -> None:
    """A method is a linear map of the last two iterates: its powers know nothing of loops."""
    start = start_of(None)
    curvatures = np.geomspace(1 / kappa, 1, 50)
    maps = np.array([step_matrix(*constants(method, kappa), each) for each in curvatures])

    def left(steps: int) -> float:
        powers = np.linalg.matrix_power(maps, steps)
        return float(np.linalg.norm(powers.sum(axis=2)[:, 0] * start) / np.linalg.norm(start))

    counted = int(KEPT["numbers"][f"{method}.k{kappa}.iterations"])
    assert left(counted) < 1e-6 <= left(counted - 1)


def test_iterations_grow_with_kappa_or_with_its_root(numbers: dict[str, float]) -> None:
    assert numbers["gd.power"] == pytest.approx(1, abs=0.05)
    for method in ("hb", "nag", "nag_tuned"):
        assert numbers[f"{method}.power"] == pytest.approx(0.5, abs=0.06)


def test_at_condition_number_one_each_method_arrives_at_once(numbers: dict[str, float]) -> None:
    assert [numbers[f"{method}.k1.iterations"] for method in THEORY] == [1] * 4


def rate_at(point: Matrix, kappa: float) -> float:
    """Return the rate of heavy ball from the eigenvalues of its matrices at both ends.

    ``point`` is (step, momentum).
    """
    alpha, beta = map(float, point)
    ends = (step_matrix(alpha, beta, False, curvature) for curvature in (1 / kappa, 1.0))  # noqa: FBT003
    return max(float(np.abs(np.linalg.eigvals(end)).max()) for end in ends)


@pytest.mark.parametrize("kappa", SLIDER)
def test_corners_of_the_drawn_regions_have_their_rate(kappa: int) -> None:
    """On the map's corners the rate is the one written there; just outside it is worse."""
    drawn = 0
    for rate in (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98):
        corners = list(
            zip(
                *(
                    KEPT["arrays"][f"region.k{kappa}.r{rate:g}.{axis}"]
                    for axis in ("alpha", "beta")
                ),
                strict=True,
            )
        )
        best = (math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)
        assert bool(corners) == (best <= rate)
        if not corners:
            continue
        drawn += 1
        middle = np.mean(corners, axis=0)
        assert rate_at(middle, kappa) <= rate + 1e-4
        for corner in np.array(corners):
            # Double roots there move like the root of the corner's own rounding.
            assert rate_at(corner, kappa) == pytest.approx(rate, abs=5e-3)
            outside = corner + 0.05 * (corner - middle)
            assert rate_at(outside, kappa) > rate
    assert drawn


@pytest.mark.parametrize("beta", MOMENTA)
def test_rates_of_momenta_with_the_step_kept(beta: float) -> None:
    kept = KEPT["numbers"]
    assert kept[f"hb.b{beta:g}.rate"] == pytest.approx(rate_at(np.array([1, beta]), 25), abs=1e-6)
    if beta > 0.64:
        assert kept[f"hb.b{beta:g}.rate"] == pytest.approx(math.sqrt(beta))


@pytest.mark.parametrize("kappa", SLIDER)
@pytest.mark.parametrize("method", ["gd", "nag", "hb"])
def test_drawn_paths_are_those_of_matrix_powers(method: str, kappa: int) -> None:
    for axis, curvature, first in (("x", 1 / kappa, 1.0), ("y", 1.0, 0.5)):
        once = step_matrix(*constants(method, kappa), curvature)
        path = [(np.linalg.matrix_power(once, t) @ (first, first))[0] for t in range(13)]
        drawn = KEPT["arrays"][f"path.k{kappa}.{method}.{axis}"]
        assert drawn == pytest.approx(path, rel=1e-3, abs=1e-9)


def test_curves_tell_the_counted_iterations() -> None:
    times, values = (KEPT["arrays"][f"curve.k100.{name}"] for name in ("t", "hb"))
    counted = KEPT["numbers"]["hb.k100.iterations"]
    for time, value in zip(times, values, strict=True):
        assert (value >= 1e-6) == (time < counted)


def frames_of(label: str) -> list[tuple[str, str]]:
    """Return values and descriptions of the first slider with this label."""
    notebook = json.loads((DEMO / "results/momentum.ipynb").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = [
        output["data"]["application/vnd.coursewright.frames+json"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if "application/vnd.coursewright.frames+json" in output.get("data", {})
    ]
    first = next(figure for figure in found if figure["label"] == label)
    return [(frame["value"], frame["alt"]) for frame in first["frames"]]


def test_each_frame_states_the_kept_number() -> None:
    by_kappa = frames_of("Condition number κ")
    assert [value for value, _ in by_kappa] == list(map(str, SLIDER))
    for value, alt in by_kappa:
        assert f"after {KEPT['numbers'][f'gd.k{value}.iterations']} iterations" in alt
        assert f"{KEPT['numbers'][f'hb.k{value}.iterations']} of heavy ball" in alt
    for value, alt in frames_of("Momentum β"):
        assert f"the rate is {KEPT['numbers'][f'hb.b{value}.rate']:.3f}" in alt


def test_sentences_state_the_kept_numbers() -> None:
    notebook = (DEMO / "results/momentum.ipynb").read_text(encoding="utf-8")
    steps = {name: KEPT["numbers"][f"{name}.k1000.iterations"] for name in ("gd", "hb")}
    assert f"heavy ball arrives after {steps['hb']} iterations" in notebook
    assert f"{steps['gd']}, {steps['gd'] / steps['hb']:.0f} times as many" in notebook


def test_passport_matches_the_results() -> None:
    passport = json.loads((DEMO / "results/passport.json").read_text(encoding="utf-8"))
    for file, recorded in passport["results"].items():
        assert sha256((DEMO / "results" / file).read_bytes()).hexdigest() == recorded


def test_figures_are_those_of_the_notebook() -> None:
    notebook = json.loads((DEMO / "results/momentum.ipynb").read_text(encoding="utf-8"))
    shown = [
        "".join(output["data"]["image/svg+xml"])
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if "image/svg+xml" in output.get("data", {})
    ]
    files = sorted((DEMO / "results/figures").glob("*.svg"))
    assert [path.read_text(encoding="utf-8") for path in files] == shown

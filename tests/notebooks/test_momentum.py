"""The kept numbers of the momentum demo against theory, worked out here once more."""

from __future__ import annotations

import json
import math
import runpy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).parents[2] / "docs/demos/momentum"
KEPT: dict[str, Any] = json.loads((DEMO / "results/numbers.json").read_text(encoding="utf-8"))
KAPPAS = (10, 100, 1000)

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


@pytest.mark.parametrize("kappa", KAPPAS)
def test_map_of_rates_has_its_least_value_at_the_best_constants(kappa: int) -> None:
    """No point of the drawn map does better than the lower bound for quadratics."""
    drawn = KEPT["arrays"][f"radius.k{kappa}"]
    assert HEAVY_BALL[kappa] - 1e-4 <= min(drawn) < 1


def test_curves_tell_the_counted_iterations() -> None:
    times, values = (KEPT["arrays"][f"curve.k100.{name}"] for name in ("t", "hb"))
    counted = KEPT["numbers"]["hb.k100.iterations"]
    for time, value in zip(times, values, strict=True):
        assert (value >= 1e-6) == (time < counted)


def test_descriptions_state_the_kept_numbers() -> None:
    notebook = (DEMO / "results/momentum.ipynb").read_text(encoding="utf-8")
    for method in ("gd", "hb", "nag"):
        assert f"after {KEPT['numbers'][f'{method}.k1000.iterations']}" in notebook


def test_passport_matches_sources_and_results() -> None:
    passport = json.loads((DEMO / "results/passport.json").read_text(encoding="utf-8"))
    for folder, table in ((DEMO, "sources"), (DEMO / "results", "results")):
        for file, recorded in passport[table].items():
            assert sha256((folder / file).read_bytes()).hexdigest() == recorded


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

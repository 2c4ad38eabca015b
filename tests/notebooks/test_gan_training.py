"""The GAN demo's networks, losses and training, against PyTorch's own and closed forms."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

torch: Any = pytest.importorskip(
    "torch", reason="PyTorch is not installed, so no GAN was trained: make demos installs it"
)

pytestmark = pytest.mark.torch

DEMO = Path(__file__).parents[2] / "docs/demos/gan"
MODULES = ("experiment", "games", "plans", "theory")


@pytest.fixture(scope="module")
def demo() -> Iterator[dict[str, ModuleType]]:
    """The demo's modules, by name; they are gone from the interpreter afterwards."""
    hidden = {name: sys.modules.pop(name) for name in MODULES if name in sys.modules}
    sys.path.insert(0, str(DEMO))
    yield {name: __import__(name) for name in MODULES}
    sys.path.remove(str(DEMO))
    for name in MODULES:
        del sys.modules[name]
    sys.modules.update(hidden)


@pytest.fixture
def games(demo: dict[str, ModuleType]) -> Any:  # noqa: ANN401 - a module made at run time
    return demo["games"]


def source(seed: int = 0) -> Any:  # noqa: ANN401
    return torch.Generator().manual_seed(seed)


def networks(players: Any, sizes: tuple[int, ...]) -> list[Any]:  # noqa: ANN401
    """Return PyTorch's own networks with the parameters of each member."""
    made = []
    for row in players.theta.detach():
        layers: list[Any] = []
        at = 0
        for inputs, outputs in pairwise(sizes):
            linear = torch.nn.Linear(inputs, outputs)
            weights, at = row[at : at + inputs * outputs], at + inputs * outputs
            bias, at = row[at : at + outputs], at + outputs
            linear.weight.data = weights.view(inputs, outputs).T.clone()
            linear.bias.data = bias.clone()
            layers += [linear, torch.nn.ReLU()]
        made.append(torch.nn.Sequential(*layers[:-1]))
    return made


def test_members_are_networks_of_their_own(games: Any) -> None:  # noqa: ANN401
    sizes = (3, 16, 16, 2)
    players = games.Players(4, sizes, source())
    points = torch.randn(4, 7, 3, generator=source(1))
    own = torch.stack([net(x) for net, x in zip(networks(players, sizes), points, strict=True)])
    torch.testing.assert_close(players(points), own, rtol=1e-5, atol=1e-6)


def test_first_parameters_lie_within_one_over_the_root_of_the_inputs(games: Any) -> None:  # noqa: ANN401
    players = games.Players(50, (4, 64, 1), source())
    theta = players.theta.detach()
    first, second = theta[:, : 4 * 64 + 64], theta[:, 4 * 64 + 64 :]
    for part, inputs in ((first, 4), (second, 64)):
        assert part.abs().max() <= inputs**-0.5
        assert float(part.std()) == pytest.approx(inputs**-0.5 / math.sqrt(3), rel=0.05)


def test_steps_of_the_optimiser_are_those_of_pytorch(games: Any) -> None:  # noqa: ANN401
    rates = [1e-2, 1e-3]
    players = games.Players(2, (2, 8, 1), source())
    points = torch.randn(2, 16, 2, generator=source(1))
    theirs = [row.clone().requires_grad_() for row in players.theta.detach()]
    optimisers = [
        torch.optim.Adam([theta], lr=rate, betas=(0.5, 0.9))
        for theta, rate in zip(theirs, rates, strict=True)
    ]
    ours = games.Adam(players.theta, torch.tensor(rates).unsqueeze(1))

    def loss(theta: Any) -> Any:  # noqa: ANN401
        alone = games.Players(1, (2, 8, 1), source())
        alone.theta = theta.unsqueeze(0)
        return alone

    for _ in range(30):
        ours.descend((players(points) ** 2).mean((1, 2)).sum())
        for at, (theta, optimiser) in enumerate(zip(theirs, optimisers, strict=True)):
            optimiser.zero_grad()
            (loss(theta)(points[at : at + 1]) ** 2).mean().backward()
            optimiser.step()
    torch.testing.assert_close(players.theta.detach(), torch.stack(theirs).detach())


def test_discriminator_s_loss_is_a_cross_entropy(games: Any) -> None:  # noqa: ANN401
    critic = games.Players(3, (2, 8, 1), source())
    real, fake = (torch.randn(3, 20, 2, generator=source(seed)) for seed in (1, 2))
    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    theirs = sum(
        entropy(critic(real)[at], torch.ones(20, 1)) + entropy(critic(fake)[at], torch.zeros(20, 1))
        for at in range(3)
    )
    torch.testing.assert_close(games.discriminator_loss(critic, real, fake), theirs)


def test_generator_s_losses_are_those_of_the_papers(games: Any) -> None:  # noqa: ANN401
    logits = torch.randn(3, 50, 1, generator=source())
    chance = torch.sigmoid(logits)
    losses = ("wasserstein", "saturating", "non-saturating")
    theirs = -logits[0].mean() + torch.log(1 - chance[1]).mean() - torch.log(chance[2]).mean()
    torch.testing.assert_close(games.generator_loss(losses, logits), theirs)


def test_penalty_of_a_linear_critic_has_a_closed_form(games: Any) -> None:  # noqa: ANN401
    critic = games.Players(2, (2, 1), source())
    real, fake = (torch.randn(2, 40, 2, generator=source(seed)) for seed in (1, 2))
    theirs = 0.0
    for (first, second, bias), one, two in zip(critic.theta.tolist(), real, fake, strict=True):
        del bias  # of no weight in a difference
        slope = torch.tensor([first, second])
        theirs += float(((two.mean(0) - one.mean(0)) * slope).sum())
        theirs += 0.3 * (math.hypot(first, second) - 1) ** 2
    ours = games.critic_loss(critic, real, fake, 0.3, source(3)).detach()
    assert float(ours) == pytest.approx(theirs, abs=1e-5)


def test_targets_have_their_centres_and_their_width(games: Any) -> None:  # noqa: ANN401
    for target, modes in ((games.ring(), 8), (games.grid(), 25)):
        points = target.draw(2, 20_000, source())
        counts = target.counts(points)
        assert counts.shape == (2, modes)
        assert counts.sum() == pytest.approx(40_000, rel=2e-3)
        assert (counts / 20_000 - 1 / modes).abs().max() < 0.01
        assert target.covered(counts, 20_000).tolist() == [modes, modes]


def test_a_mode_counts_from_eight_percent_of_its_share_on(games: Any) -> None:  # noqa: ANN401
    target = games.ring()
    near, far = target.centres[0] + 0.19 * 0.7, target.centres[1] + 0.21
    points = torch.cat([near.expand(21, 2), far.expand(79, 2)]).expand(1, -1, -1)
    counts = target.counts(points)
    assert counts.tolist() == [[21.0, *[0.0] * 7]]
    assert target.covered(counts, 2099).tolist() == [1]
    assert target.covered(counts, 2100).tolist() == [0]


def test_packs_keep_the_points_in_their_order(games: Any) -> None:  # noqa: ANN401
    points = torch.arange(24.0).view(1, 12, 2)
    packs = games.packed(points, 4)
    assert packs.shape == (1, 3, 8)
    assert packs[0, 1].tolist() == list(range(8, 16))


@pytest.mark.parametrize("modes", [1, 3, 8])
def test_birthday_test_finds_as_many_equal_modes(demo: dict[str, ModuleType], modes: int) -> None:
    assert demo["experiment"].distinct_modes([1000.0] * modes) == pytest.approx(modes, rel=0.01)


def test_birthday_test_without_a_pair(demo: dict[str, ModuleType]) -> None:
    distinct = demo["experiment"].distinct_modes
    assert distinct([1.0, 0.0]) == 0
    assert distinct([1.0, 1.0]) == math.inf


def test_every_setting_of_a_plan_has_a_name_of_its_own(demo: dict[str, ModuleType]) -> None:
    for plan in demo["plans"].PLANS.values():
        names = [setting.name for setting in plan.settings]
        assert len(set(names)) == len(names)
        assert sum(map(len, plan.batches())) == len(names)


def small(demo: dict[str, ModuleType]) -> Any:  # noqa: ANN401
    """Return the full plan with tiny networks, few rounds and two seeds."""
    plans = demo["plans"]
    whole = plans.FULL.settings
    shrunk = {
        (s.kind, s.critic_steps, s.target, s.ratio): plans.Setting(
            s.kind, s.critic_steps, 10, s.ratio, s.target, width=8
        )
        for s in whole
    }
    return plans.Plan(seeds=2, batch=8, settings=tuple(shrunk.values()))


def test_the_full_plan_runs_as_far_as_a_cpu_can_tell(demo: dict[str, ModuleType]) -> None:
    experiment, plan = demo["experiment"], small(demo)
    numbers: dict[str, float] = {}
    arrays: dict[str, Any] = {}
    for at, batch in enumerate(plan.batches()):
        found, drawn = experiment.play(batch, plan, at)
        numbers |= found
        arrays |= drawn
    for setting in plan.settings:
        assert 0 <= numbers[f"{setting.name}.median"] <= 25
        assert len(arrays[f"{setting.name}.modes"]) == 2
    compared = experiment.packs_against_single(plan, arrays)
    assert set(compared) == {"n5.pac4.better", "grid.n5.pac4.better"}
    assert all(0 <= p <= 1 for p in compared.values())


def test_the_same_seed_gives_the_same_numbers(demo: dict[str, ModuleType]) -> None:
    experiment, plan = demo["experiment"], small(demo)
    batch = next(batch for batch in plan.batches() if "n5.ns" in {each.name for each in batch})
    first, second = (experiment.play(batch, plan, 5) for _ in range(2))
    assert first == second
    assert experiment.play(batch, plan, 6) != first


def test_the_page_of_a_full_run_says_so(
    demo: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notebook as it stands, on results in the form of the full scale."""
    experiment, plan = demo["experiment"], small(demo)
    numbers, arrays = experiment.exact()
    measured = [experiment.saturation(0, members=2)]
    measured += [experiment.play(batch, plan, 0) for batch in plan.batches()]
    for found in measured:
        numbers |= found[0]
        arrays |= found[1]
    numbers |= experiment.packs_against_single(plan, arrays)
    settings = {each.name: asdict(each) for each in plan.settings}
    result = {"numbers": numbers, "arrays": arrays, "settings": settings}
    said: list[str] = []
    monkeypatch.setattr(experiment, "run", lambda *_: result)
    monkeypatch.setattr("IPython.display.display", lambda it, **_: said.append(str(_text(it))))
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.chdir(tmp_path)
    source = (DEMO / "gan.py").read_text(encoding="utf-8")
    full = source.replace('scale, seed, device = "test", 0', 'scale, seed, device = "full", 0')
    assert full != source
    exec(compile(full, "gan.py", "exec"), {})  # noqa: S102 - the notebook is a script
    text = "\n".join(said)
    assert "**Full scale**: 2 seeds of each setting" in text
    assert "one-sided Wilcoxon test over 2 seeds" in text
    assert "reduced run" not in text
    assert "not run" not in text


def _text(shown: Any) -> Any:  # noqa: ANN401
    return getattr(shown, "data", "")


@pytest.mark.parametrize(
    ("scale", "device"), [("full", "cpu"), ("light", "cpu"), ("", "cpu")], ids=str
)
def test_other_scales_are_refused(demo: dict[str, ModuleType], scale: str, device: str) -> None:
    with pytest.raises(ValueError, match="this demo runs as 'test'"):
        demo["experiment"].run(scale, 0, device)


@pytest.fixture(scope="module")
def again(demo: dict[str, ModuleType]) -> Any:  # noqa: ANN401
    """Return a whole run at test scale with another seed."""
    return demo["experiment"].run("test", seed=1)


@pytest.mark.slow
def test_with_another_seed_the_order_is_the_same(again: Any) -> None:  # noqa: ANN401
    """Looser than the bounds of the kept run: other machines draw other trajectories."""
    numbers = again["numbers"]
    for kind in ("pac4", "wgan"):
        assert numbers[f"n5.{kind}.median"] >= 7
        assert numbers["n5.ns.total"] < numbers[f"n5.{kind}.total"]
        assert numbers[f"n5.slow.{kind}.median"] <= 3
    assert numbers["n5.slow.ns.median"] <= 3


@pytest.mark.slow
def test_with_another_seed_gradients_behave_the_same(again: Any) -> None:  # noqa: ANN401
    numbers = again["numbers"]
    assert numbers["sat.grad.d400"] <= 1e-3 * numbers["sat.grad.d50"]
    assert numbers["ns.grad.d400"] > numbers["ns.grad.d50"]
    steady = [numbers[f"wgan.grad.d{step}"] for step in (50, 100, 200, 400, 600)]
    assert max(steady) <= 3 * min(steady)


@pytest.mark.gpu
def test_a_gpu_trains_as_well(demo: dict[str, ModuleType]) -> None:
    if not torch.cuda.is_available():
        pytest.skip("there is no CUDA device, so no GAN was trained on one")
    experiment, plan = demo["experiment"], small(demo)
    numbers, _ = experiment.play(plan.batches()[0], plan, 0, "cuda")
    assert all(math.isfinite(value) or value == math.inf for value in numbers.values())

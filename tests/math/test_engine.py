"""The engine: what comes through, what does not, and what it remembers."""

from __future__ import annotations

import json
import os
import signal
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.math import engine as engine_module
from coursewright.math.engine import Formula, MathEngine, MathError, MathML, Reason
from coursewright.math.mathml import tidy
from coursewright.math.process import Renderer
from tests.support.properties import examples

CASES = Path(__file__).parent / "cases"


def _lines(name: str) -> list[str]:
    return (CASES / name).read_text("utf-8").splitlines()


def _one(engine: MathEngine, tex: str, **macros: str) -> MathML | MathError:
    return engine.render([Formula(tex)], {f"\\{name}": tex for name, tex in macros.items()})[0]


@pytest.mark.parametrize("tex", _lines("formulas.tex"))
def test_formulas_of_a_course_are_set(engine: MathEngine, tex: str) -> None:
    (result,) = engine.render([Formula(tex, display=True)])
    assert not isinstance(result, MathError), result
    assert tidy(result) == result


@pytest.mark.parametrize("tex", _lines("hostile.tex"))
def test_hostile_formulas_are_refused_in_plain_words(engine: MathEngine, tex: str) -> None:
    result = _one(engine, tex)
    assert isinstance(result, MathError)
    assert "position" not in result.message
    assert "EOF" not in result.message


@pytest.mark.parametrize(
    ("tex", "message", "position"),
    [
        (r"a + \foo b", r"'\foo' is not a command that is known here", 4),
        ("\\text{\U0001d53c\U0001d53c} \\foo", r"'\foo' is not a command that is known here", 10),
        (r"x_{", "'}' is missing at the end", 3),
        (r"\href{x}{y}", r"'\href' is not allowed in a formula", 0),
        ("a\x00b", "a control character cannot stand here", 1),
    ],
)
def test_an_error_says_where(engine: MathEngine, tex: str, message: str, position: int) -> None:
    assert _one(engine, tex) == MathError(message, position)


@pytest.mark.parametrize(
    "tex", ["{" * 15000, r"\sqrt{" * 400 + "x" + "}" * 400, r"\edef\a{xx}" + r"\edef\a{\a\a}" * 40]
)
def test_a_bomb_is_an_error_and_the_next_formula_is_set(engine: MathEngine, tex: str) -> None:
    bomb, sound = engine.render([Formula(tex), Formula("x")])
    assert isinstance(bomb, MathError)
    assert sound == "<math><mi>x</mi></math>"


@pytest.mark.parametrize(
    "tex",
    [
        r"0 < \mu = \lambda_1 \le \cdots \le \lambda_d = L",
        r"\lambda_1 + \lambda_2 + \cdots + \lambda_d = \cdots = \operatorname{tr} A",
    ],
)
def test_no_operator_is_alone_where_a_line_may_break(engine: MathEngine, tex: str) -> None:
    result = _one(engine, tex)
    assert not isinstance(result, MathError)
    assert "cw-breakable" in result
    assert "<mrow><mo>" not in result
    assert tidy(result) == result


def test_too_long_is_an_error(engine: MathEngine) -> None:
    result = _one(engine, "x" * 20_001)
    assert isinstance(result, MathError)
    assert result.reason is Reason.LIMIT


@settings(max_examples=examples(60))
@given(st.lists(st.text(st.characters(codec=None), max_size=60), max_size=8))
def test_whatever_is_written_gives_clean_mathml_or_an_error(texts: list[str]) -> None:
    with MathEngine() as engine:
        results = engine.render([Formula(text) for text in texts])
    assert len(results) == len(texts)
    for result in results:
        if not isinstance(result, MathError):
            assert tidy(result) == result
            assert "href" not in result


def test_macros_and_their_arguments(engine: MathEngine) -> None:
    result = _one(engine, r"\norm{x} \in \R", norm=r"\lVert #1\rVert", R=r"\mathbb{R}")
    assert not isinstance(result, MathError)
    assert "\u211d" in result
    assert "‖" in result


def test_a_definition_does_not_reach_the_next_formula(engine: MathEngine) -> None:
    first, second = engine.render([Formula(r"\gdef\leak{x}\leak"), Formula(r"\leak")])
    assert not isinstance(first, MathError)
    assert isinstance(second, MathError)


def test_short_roots_get_a_strut_and_tall_ones_none(engine: MathEngine) -> None:
    short, tall = engine.render([Formula(r"\sqrt{2t}"), Formula(r"\sqrt{\frac{a}{b}}")])
    assert not isinstance(short, MathError)
    assert not isinstance(tall, MathError)
    assert 'height="0.78em"' in short
    assert "mspace" not in tall


def test_a_warm_cache_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    formulas = [Formula("x^2"), Formula(r"\foo"), Formula("x", display=True)]
    with MathEngine(tmp_path) as cold:
        first = cold.render(formulas)

    def refuse(*_: object) -> None:
        pytest.fail("node was asked")

    monkeypatch.setattr(Renderer, "_attempt", refuse)
    with MathEngine(tmp_path, installed=tmp_path / "nothing") as warm:
        assert warm.render(formulas) == first


def test_only_the_macros_that_a_formula_uses_matter_to_its_key() -> None:
    table = {"\\R": "\\mathbb{R}", "\\set": "\\{\\R\\}", "\\other": "1"}
    key = engine_module._key  # noqa: SLF001 - the promise is about the key itself
    assert key(Formula("\\set"), table) == key(Formula("\\set"), {**table, "\\other": "2"})
    assert key(Formula("\\set"), table) != key(Formula("\\set"), {**table, "\\R": "R"})


@pytest.mark.parametrize("damage", ["empty", "cut", "braces", "flipped", "other"])
def test_a_damaged_cache_is_a_miss(tmp_path: Path, damage: str) -> None:
    with MathEngine(tmp_path) as cold:
        first = cold.render([Formula("x^2")])
    (shard,) = tmp_path.glob("*.json")
    text = shard.read_text("utf-8")
    damaged = {
        "empty": "",
        "cut": text[: len(text) // 2],
        "braces": "{}",
        "flipped": text.replace("<mn", "<mo"),
        "other": json.dumps({key: [1, 2] for key in json.loads(text)}),
    }
    shard.write_text(damaged[damage], "utf-8")
    with MathEngine(tmp_path) as again:
        assert again.render([Formula("x^2")]) == first
    assert shard.read_text("utf-8") == text


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with MathEngine(tmp_path / "file") as engine:
        assert _one(engine, "x") == "<math><mi>x</mi></math>"


def test_without_the_engine_a_formula_is_an_error(absent: MathEngine) -> None:
    result = _one(absent, "x")
    assert isinstance(result, MathError)
    assert result.reason is Reason.MISSING


def test_a_process_that_died_is_replaced() -> None:
    with MathEngine() as engine:
        assert _one(engine, "x") == "<math><mi>x</mi></math>"
        node = engine._renderer._node  # noqa: SLF001 - the process itself is the matter
        assert node is not None
        os.kill(node.pid, signal.SIGKILL)
        node.wait()
        assert _one(engine, "y") == "<math><mi>y</mi></math>"


def test_a_hanging_process_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "temml.js").write_text("for (;;);")
    renderer = Renderer(tmp_path, silence_limit=0.2)
    answers = renderer.render([("a", False), ("b", False)], {})
    renderer.close()
    assert answers == [None, None]


def _renderer(folder: Path, special: str, *, cpu_limit: float = 1) -> Renderer:
    """Return a renderer by a Temml whose formula ``x`` does what ``special`` says."""
    (folder / "temml.js").write_text(
        f"const render = (tex) => tex === 'x' ? {special} : `<math>${{tex}}</math>`;"
        "const temml = {renderToString: render};"
        "function loop() { for (;;); }"
        "function eat() { for (const all = [];;) all.push(new Array(2e7).fill(1)); }"
    )
    return Renderer(folder, cpu_limit=cpu_limit)


@pytest.mark.parametrize(
    ("special", "cpu_limit", "expected"),
    # What eats takes about a second until no memory is left: a minute does not end it before.
    [("loop()", 0.5, {"slow": True}), ("eat()", 60, None)],
    ids=["takes too long", "kills node"],
)
def test_of_many_formulas_only_the_bad_one_fails(
    tmp_path: Path, special: str, cpu_limit: float, expected: dict[str, object] | None
) -> None:
    renderer = _renderer(tmp_path, special, cpu_limit=cpu_limit)
    texts = [*map(str, range(70)), "x", *map(str, range(70, 90))]
    answers = renderer.render([(text, False) for text in texts], {})
    renderer.close()
    bad = answers.pop(70)
    assert bad == expected or (bad and expected and expected.items() <= bad.items())
    texts.remove("x")
    assert answers == [{"mathml": f"<math>{text}</math>"} for text in texts]


def test_a_busy_machine_refuses_no_formula(tmp_path: Path) -> None:
    # A formula that waits uses no CPU: so is one whose process does not get its turn.
    wait = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)"
    renderer = _renderer(tmp_path, f"({wait}, '<math>late</math>')", cpu_limit=0.2)
    answers = renderer.render([("x", False), ("1", False)], {})
    renderer.close()
    assert answers == [{"mathml": "<math>late</math>"}, {"mathml": "<math>1</math>"}]


def test_node_that_never_answers_is_given_up(tmp_path: Path) -> None:
    renderer = Renderer(tmp_path)
    assert renderer.render([("a", False)] * 50, {}) == [None] * 50


def test_threads_may_share_an_engine(engine: MathEngine) -> None:
    results: dict[int, list[MathML | MathError]] = {}

    def work(number: int) -> None:
        results[number] = engine.render([Formula(f"{number}_{{{k}}}") for k in range(20)])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, found in results.items():
        assert all(f"<mn>{number}</mn>" in str(one) for one in found)
        assert len(found) == 20

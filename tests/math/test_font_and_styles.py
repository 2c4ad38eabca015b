"""The font and the rules: what formulas need, nothing else, and always the same bytes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from coursewright.math import location
from coursewright.math.engine import Formula, MathEngine
from coursewright.math.font import characters_of, subset_font
from coursewright.math.mathml import NotMathMLError, classes_of, tidy
from coursewright.math.styles import stylesheet


def test_letters_are_needed_in_the_form_that_the_browser_shows() -> None:
    html = '<p>Q</p><math><mi>h</mi><mi>x</mi><mi mathvariant="normal">d</mi><mi>log</mi></math>'
    assert characters_of(html) == {*"hxdlog", "\u210e", "\U0001d465"}
    assert "\U0001d6fc" in characters_of("<math><mi>\u03b1</mi></math>")
    assert "√" in characters_of("<math><msqrt></msqrt></math>")


def test_the_subset_holds_what_was_asked_with_its_larger_forms(tmp_path: Path) -> None:
    font = TTFont(BytesIO(subset_font(frozenset("∑(→\U0001d465"), tmp_path)))
    codes = font.getBestCmap()
    assert {0x2211, 0x28, 0x2192, 0x1D465, 0x221A} <= codes.keys()
    variants = font["MATH"].table.MathVariants
    assert codes[0x28] in variants.VertGlyphCoverage.glyphs
    for form in variants.VertGlyphConstruction:
        for record in form.MathGlyphVariantRecord:
            assert record.VariantGlyph in font.getGlyphOrder()


def test_no_form_of_a_root_is_wider_than_the_room_kept_for_it(tmp_path: Path) -> None:
    font = TTFont(BytesIO(subset_font(frozenset("x"), tmp_path)))
    variants = font["MATH"].table.MathVariants
    index = variants.VertGlyphCoverage.glyphs.index(font.getBestCmap()[0x221A])
    form = variants.VertGlyphConstruction[index]
    names = [record.VariantGlyph for record in form.MathGlyphVariantRecord]
    names += [part.glyph for part in form.GlyphAssembly.PartRecords]
    assert max(font["hmtx"][name][0] for name in names) <= 860


def test_an_arrow_can_be_joined_at_its_shaft(tmp_path: Path) -> None:
    font = TTFont(BytesIO(subset_font(frozenset("→"), tmp_path)))
    variants = font["MATH"].table.MathVariants
    index = variants.HorizGlyphCoverage.glyphs.index(font.getBestCmap()[0x2192])
    head = variants.HorizGlyphConstruction[index].GlyphAssembly.PartRecords[-1]
    assert head.StartConnectorLength >= variants.MinConnectorOverlap


def test_the_same_characters_give_the_same_bytes(tmp_path: Path) -> None:
    first = subset_font(frozenset("xy"), tmp_path / "a")
    assert subset_font(frozenset("yx"), tmp_path / "b") == first


def test_a_font_cut_short_is_made_anew(tmp_path: Path) -> None:
    first = subset_font(frozenset("x"), tmp_path)
    (kept,) = tmp_path.glob("*.sealed")
    kept.write_bytes(first[: len(first) // 2])
    assert subset_font(frozenset("x"), tmp_path) == first


def test_rules_are_those_of_the_classes_in_use(engine: MathEngine) -> None:
    (tag,) = engine.render([Formula(r"\begin{aligned}a\end{aligned} \tag{1}", display=True)])
    assert {"tml-display", "tml-tag"} <= classes_of(str(tag))
    css = stylesheet(classes_of(str(tag)))
    assert ".tml-jot" in css
    assert ".tml-cancel" not in css
    assert ".tml-cancel" in stylesheet()
    assert "url(" not in css
    assert css.count("{") == css.count("}")


def test_without_the_engine_the_rules_are_ours(tmp_path: Path) -> None:
    assert "tml-jot" not in stylesheet(installed=tmp_path)
    assert ".cw-eq" in stylesheet(installed=tmp_path)


@pytest.mark.parametrize(
    "raw",
    [
        "<p></p>",
        "<math><script></script></math>",
        "<math><mtext><img/></mtext></math>",
        '<math><mi href="x">x</mi></math>',
        '<math><mi onclick="x">x</mi></math>',
        '<math><mi style="background:url(x)">x</mi></math>',
        '<math><mi style="color:red;position:fixed">x</mi></math>',
        '<math style="display:none"></math>',
        "<math><a href='#x'></a></math>",
        "<math>",
        "<math>\x00</math>",
        "<math>" + "<mrow>" * 200 + "</mrow>" * 200 + "</math>",
        "<math><mtext>" + "x" * 600_000 + "</mtext></math>",
    ],
)
def test_what_is_not_on_the_list_is_refused(raw: str) -> None:
    with pytest.raises(NotMathMLError):
        tidy(raw)


def test_ids_of_the_engine_are_dropped() -> None:
    assert tidy('<math><mtr id="x"></mtr></math>') == "<math><mtr></mtr></math>"


def test_the_lock_names_no_registry() -> None:
    lock = Path(location.__file__).with_name("package-lock.json").read_text("utf-8")
    assert "resolved" not in lock
    assert location.version("temml") in lock

"""The rules as a whole: one meaning for a code, a manual page and a broken course for each."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from coursewright.checks import CHECK_RULES, CHECKS, TREE_CHECKS
from coursewright.checks.leftovers import cache_in_the_repository
from coursewright.checks.misplaced import heavy_picture
from coursewright.cli.explain import manual_page
from coursewright.cli.rules import RULES
from coursewright.diagnostics import Rule
from coursewright.hosting import HOSTING_RULES
from coursewright.load import ANNOUNCEMENT_RULES, NO_DAY, PAGE_RULES, SHAPE_RULES
from coursewright.sources.front_matter import UNCLOSED_FRONT_MATTER
from coursewright.sources.held_blocks import BAD_BLOCK
from coursewright.sources.text import TEXT_RULES, TOO_LARGE
from coursewright.sources.yaml_rules import TOO_DEEP, YAML_RULES

CASES = Path(__file__).parents[1] / "cases"
OURS = (
    *TEXT_RULES,
    *YAML_RULES,
    *SHAPE_RULES,
    *ANNOUNCEMENT_RULES,
    UNCLOSED_FRONT_MATTER,
    BAD_BLOCK,
    NO_DAY,
    *PAGE_RULES,
    *CHECK_RULES,
    *HOSTING_RULES,
)
WITHOUT_CASES = {TOO_LARGE, TOO_DEEP, heavy_picture.rule, cache_in_the_repository.rule}
WITH_CASES = [rule for rule in OURS if rule not in WITHOUT_CASES]
"""16 MB or a thousand brackets are no case to look at; what git keeps is tested with the tree."""


def test_a_code_has_one_meaning() -> None:
    counts = Counter(rule.code for rule in OURS)
    assert [code for code, count in counts.items() if count > 1] == []
    assert {rule.code for rule in OURS} <= set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_manual_page_says_what_is_wrong_and_what_is_right(rule: Rule) -> None:
    page = manual_page(rule)
    assert page.startswith(f"{rule.code} ({rule.severity}): {rule.title}")
    assert len(rule.title) <= 90
    assert re.search(r"\n\s*Bad:\n\s+\S.*\n(?:.*\n)*?\s*Good:\n\s+\S", page)
    before = page.partition("Bad:")[0]
    assert len(before.split()) > len(rule.title.split()) + 2, "it says why, too"


@pytest.mark.parametrize("rule", WITH_CASES, ids=[rule.code for rule in WITH_CASES])
def test_there_is_a_broken_course_for_each_rule(rule: Rule) -> None:
    texts = (path.read_bytes() for path in CASES.rglob("*") if path.is_file())
    marker = re.compile(rb"(?:expect(?:[+-]\d+)?: (?:\w{4} )*|:\d+ )" + rule.code.encode() + rb"\b")
    assert any(marker.search(text) for text in texts)


def test_checks_are_listed_in_the_order_of_their_codes() -> None:
    for codes in ([it.rule.code for it in CHECKS], [it.rule.code for it in TREE_CHECKS]):
        assert codes == sorted(codes)

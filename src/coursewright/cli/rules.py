"""Every rule of the project."""

from __future__ import annotations

from coursewright.checks import CHECK_RULES
from coursewright.diagnostics import Rule
from coursewright.hosting.rules import HOSTING_RULES
from coursewright.load import (
    ANNOUNCEMENT_RULES,
    DATING_RULES,
    EDITION_RULES,
    NO_DAY,
    PAGE_RULES,
    SHAPE_RULES,
)
from coursewright.math.rules import RULES as MATH_RULES
from coursewright.notebooks.rules import NOTEBOOK_RULES
from coursewright.notes.rules import NOTES_RULES
from coursewright.planning.rules import PLANNING_RULES
from coursewright.scribe.rules import SCRIBE_RULES
from coursewright.sources.bibtex_rules import BIBTEX_RULES
from coursewright.sources.front_matter import UNCLOSED_FRONT_MATTER
from coursewright.sources.held_blocks import BAD_BLOCK
from coursewright.sources.latex_rules import READING_RULES
from coursewright.sources.text import TEXT_RULES
from coursewright.sources.yaml import YAML_RULES
from coursewright.sources.yaml_edit import EDIT_RULES
from coursewright.views.anchors import NO_ANCHOR

_RULES_OF_CHECK: tuple[Rule, ...] = (
    *TEXT_RULES,
    *YAML_RULES,
    *SHAPE_RULES,
    *EDITION_RULES,
    *ANNOUNCEMENT_RULES,
    UNCLOSED_FRONT_MATTER,
    *DATING_RULES,
    BAD_BLOCK,
    NO_DAY,
    *PAGE_RULES,
    *BIBTEX_RULES,
    *READING_RULES,
    *NOTES_RULES,
    *CHECK_RULES,
    *MATH_RULES,
    *NOTEBOOK_RULES,
    *HOSTING_RULES,
    NO_ANCHOR,
)
"""Every rule that ``coursewright check`` can find broken."""

RULES = {
    rule.code: rule
    for rule in sorted(
        (*_RULES_OF_CHECK, *EDIT_RULES, *PLANNING_RULES, *SCRIBE_RULES), key=lambda rule: rule.code
    )
}
"""Every rule by its code, in the order of the codes."""

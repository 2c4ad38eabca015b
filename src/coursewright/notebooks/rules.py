"""Every rule of notebooks, in the order of their codes."""

from __future__ import annotations

from coursewright.notebooks.page_rules import PAGE_RULES
from coursewright.notebooks.result_rules import RESULT_RULES
from coursewright.notebooks.run_rules import RUN_RULES

NOTEBOOK_RULES = tuple(sorted((*RESULT_RULES, *PAGE_RULES, *RUN_RULES), key=lambda rule: rule.code))

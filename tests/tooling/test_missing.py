"""A browser that is missing is never passed over in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
A_BROWSER_TEST = "tests/browser/support/test_support.py::test_a_sound_page_has_nothing_to_report"


@pytest.mark.parametrize(
    ("ci", "code", "words"),
    [
        ("", 0, "NOT TESTED"),
        ("true", 1, "ERROR"),
    ],
)
def test_without_a_browser_the_run_says_so_and_ci_fails(
    ci: str, code: int, words: str, tmp_path: Path
) -> None:
    nowhere = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "CHROMIUM": ""}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", A_BROWSER_TEST],
        cwd=ROOT,
        env={**os.environ, **nowhere, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert words in done.stdout
    assert "no Chromium on this machine" in done.stdout

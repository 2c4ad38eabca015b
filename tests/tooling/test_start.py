"""What a command loads before it does anything."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("command", ["build", "serve"])
def test_a_command_that_runs_a_host_loads_nothing_of_the_generator(command: str) -> None:
    code = f"import sys, coursewright.cli.{command}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert f"coursewright.cli.{command}" in loaded
    assert not {"coursewright.load", "coursewright.model", "coursewright.site"} & loaded


def test_a_build_loads_what_serves_and_what_cuts_a_font_only_where_it_is_needed() -> None:
    code = "import sys, coursewright.mkdocs_plugin; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "coursewright.site" in loaded
    assert not {"fontTools", "watchdog", "wsgiref"} & loaded

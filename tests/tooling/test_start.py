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

"""Demos made for a test: a record of the schedule, and folders with notebooks in them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from coursewright.diagnostics import Diagnostic
from coursewright.model.demos import Demo
from coursewright.model.record import plain_data
from coursewright.notebooks.key import Inputs, read_inputs
from coursewright.sources.yaml import read_yaml


def demo_record(slug: str, more: str = "", scale: str = "light") -> Demo:
    """Return the record of a demo; ``more`` is further YAML, such as ``seeds: [0, 1]``."""
    text = f"id: {slug}\ntitle: A title\nclaim: A claim.\nscale: {scale}\n{more}"
    found: list[Diagnostic] = []
    node = read_yaml(text, "schedule.yaml", found.append)
    assert node is not None, found
    return Demo.model_validate(plain_data(node))


def inputs_of(folder: Path, more: str = "", scale: str = "light") -> Inputs:
    """Return what a run of the demo in ``folder``, called like it, takes in."""
    name = PurePosixPath("docs/demos", folder.name)
    inputs = read_inputs(demo_record(folder.name, more, scale), folder, name, lambda _: None)
    assert inputs is not None
    return inputs


def percent(*cells: str) -> str:
    """Return a percent script with these code cells, after a title."""
    return "# %% [markdown]\n# # A title\n\n" + "".join(f"# %%\n{cell}\n\n" for cell in cells)

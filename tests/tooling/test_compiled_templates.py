"""Compiled templates are kept where only their owner writes, and nowhere else."""

from __future__ import annotations

import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from nbconvert import HTMLExporter

from coursewright.compiled_templates import compiled_templates, keep_templates_of_notebooks


def rendered(prefix: Path, text: str) -> str:
    """Render a template called ``a`` with the store at ``prefix``."""
    store = compiled_templates(prefix)
    environment = Environment(loader=DictLoader({"a": text}), autoescape=True, bytecode_cache=store)
    return environment.get_template("a").render(x="<")


def notebook_page(prose: str) -> str:
    """Return what nbconvert makes of a notebook with one cell."""
    cell = {"id": "a", "cell_type": "markdown", "metadata": {}, "source": prose}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    exporter = HTMLExporter()  # type: ignore[no-untyped-call]
    return str(exporter.from_file(StringIO(json.dumps(notebook)))[0])


def test_a_template_is_compiled_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rendered(tmp_path, "a {{ x }}") == "a &lt;"
    assert any(tmp_path.rglob("*.cache"))
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "_compile", lambda *_: pytest.fail("compiled again"))
        assert rendered(tmp_path, "a {{ x }}") == "a &lt;"
    assert rendered(tmp_path, "b {{ x }}") == "b &lt;"


def test_a_damaged_store_counts_as_empty(tmp_path: Path) -> None:
    rendered(tmp_path, "a {{ x }}")
    for path in tmp_path.rglob("*.cache"):
        path.write_bytes(path.read_bytes()[:20])
    assert rendered(tmp_path, "a {{ x }}") == "a &lt;"


def test_nothing_is_kept_where_others_may_write(tmp_path: Path) -> None:
    rendered(tmp_path, "a")
    folder = next((tmp_path / "share" / "coursewright").iterdir())
    folder.chmod(0o777)
    assert compiled_templates(tmp_path) is None


def test_nothing_is_kept_where_there_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "share").write_text("a file")
    assert compiled_templates(tmp_path) is None


def test_the_templates_of_notebooks_are_compiled_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_templates_of_notebooks()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    first = notebook_page("Some *prose*.")
    assert "<em>prose</em>" in first
    monkeypatch.setattr(Environment, "_compile", lambda *_: pytest.fail("compiled again"))
    assert notebook_page("Some *prose*.") == first

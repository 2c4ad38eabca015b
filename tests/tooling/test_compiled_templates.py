"""Compiled templates are kept where only their owner writes, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from coursewright.compiled_templates import compiled_templates


def rendered(prefix: Path, text: str) -> str:
    """Render a template called ``a`` with the store at ``prefix``."""
    store = compiled_templates(prefix)
    environment = Environment(loader=DictLoader({"a": text}), autoescape=True, bytecode_cache=store)
    return environment.get_template("a").render(x="<")


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

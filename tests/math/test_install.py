"""Setting the engine up: once, complete or not at all."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from coursewright.math import install, location


def _npm(code: int, said: str = "") -> Any:  # noqa: ANN401 - stands for a function of many forms
    def npm(arguments: list[str], *, cwd: Path, **_: object) -> subprocess.CompletedProcess[str]:
        assert arguments[:2] == ["ci", "--ignore-scripts"]
        assert {path.name for path in cwd.iterdir()} == set(location.MANIFEST)
        if not code:
            packed = cwd / "node_modules/@fontsource/stix-two-math/files"
            packed.mkdir(parents=True)
            name = "stix-two-math-latin-400-normal.woff2"
            real = location.location() / packed.relative_to(cwd) / name
            (packed / name).write_bytes(real.read_bytes())
        return subprocess.CompletedProcess(arguments, code, "", said)

    return npm


def test_it_installs_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "npm", _npm(0))
    target = tmp_path / "deep" / "math"
    assert not location.is_installed(target)
    assert install.install(target) is True
    assert location.is_installed(target)
    assert install.install(target) is False
    assert [path.name for path in target.parent.iterdir()] == ["math"]


def test_another_version_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "npm", _npm(0))
    (tmp_path / "math").mkdir()
    (tmp_path / "math" / location.LOCK).write_text("{}")
    (tmp_path / "math" / "old").write_text("")
    assert install.install(tmp_path / "math") is True
    assert not (tmp_path / "math" / "old").exists()


def test_a_registry_out_of_reach_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "npm", _npm(1, "npm error code ENOTFOUND\nA complete log is at x"))
    with pytest.raises(install.InstallError, match="within reach") as caught:
        install.install(tmp_path / "math")
    assert "ENOTFOUND" in str(caught.value)
    assert "complete log" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_npm_that_does_not_end_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(arguments: list[str], **_: object) -> None:
        raise subprocess.TimeoutExpired(arguments, 300)

    monkeypatch.setattr(install, "npm", hang)
    with pytest.raises(install.InstallError, match="did not finish"):
        install.install(tmp_path / "math")


def test_the_command_says_what_it_did(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install.main() == 0
    assert "already there" in capsys.readouterr().out

    def fail() -> None:
        message = "no network"
        raise install.InstallError(message)

    monkeypatch.setattr(install, "install", fail)
    assert install.main() == 1
    assert capsys.readouterr().err == "no network\n"

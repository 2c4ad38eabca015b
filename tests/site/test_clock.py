"""The one clock of a build."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from coursewright.clock import VARIABLE, read_now


def test_without_a_word_it_is_the_machines_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    now = read_now()
    assert now.tzinfo is UTC
    assert now.microsecond == 0
    assert abs(datetime.now(UTC) - now) < timedelta(minutes=1)


def test_the_environment_sets_it_and_a_word_overrides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "2018-02-01T08:10:00-05:00")
    assert read_now() == datetime.fromisoformat("2018-02-01T08:10:00-05:00")
    assert read_now("2018-03-01T00:00:00+00:00") == datetime(2018, 3, 1, tzinfo=UTC)


def test_a_day_alone_is_its_start_and_the_courses_to_place() -> None:
    now = read_now("2018-02-01")
    assert now.isoformat() == "2018-02-01T00:00:00"
    assert now.tzinfo is None


def test_what_is_no_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="tomorrow"):
        read_now("tomorrow")

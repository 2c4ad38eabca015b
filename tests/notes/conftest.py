"""What tests of notes share."""

from __future__ import annotations

from tests.notes.support.programs import programs

__all__ = ["programs"]

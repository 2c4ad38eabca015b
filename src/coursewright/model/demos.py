"""Demos: notebooks that show what the course claims, and what a run of each may use."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from coursewright.model.record import Record
from coursewright.model.values import Flag, Id, Prose, fail

_TIME_UNITS = {"s": 1, "min": 60, "h": 3600}
_MEMORY_UNITS = {"MB": 10**6, "GB": 10**9}
_AMOUNT = r"[0-9]{1,6}(?:\.[0-9]{1,3})?"


def read_seconds(text: object) -> float:
    """Read ``90 s``, ``5 min`` or ``2 h`` as seconds."""
    return _amount(text, _TIME_UNITS, "a length of time", "90 s, 5 min or 2 h")


def read_bytes(text: object) -> float:
    """Read ``500 MB`` or ``2 GB`` as bytes."""
    return _amount(text, _MEMORY_UNITS, "an amount of memory", "500 MB or 2 GB")


def _amount(text: object, units: dict[str, int], what: str, example: str) -> float:
    if isinstance(text, int | float):
        return float(text)
    found = re.fullmatch(rf"({_AMOUNT}) *({'|'.join(units)})", str(text), re.ASCII)
    if not found or not float(found[1]):
        fail("S003", f"'{text}' is not {what}", f"write a number and its unit: {example}")
    return float(found[1]) * units[found[2]]


def _schema(units: dict[str, int], *examples: str) -> dict[str, Any]:
    pattern = f"^{_AMOUNT} *({'|'.join(units)})$"
    return {"type": "string", "pattern": pattern, "examples": list(examples)}


Seconds = Annotated[
    float, BeforeValidator(read_seconds), WithJsonSchema(_schema(_TIME_UNITS, "90 s", "5 min"))
]
Bytes = Annotated[
    float, BeforeValidator(read_bytes), WithJsonSchema(_schema(_MEMORY_UNITS, "500 MB", "2 GB"))
]
Seed = Annotated[int, Field(ge=0, lt=2**32)]

Scale = Literal["light", "test", "full"]
"""At which size an experiment runs: the one of a light demo, or the two of a heavy one."""


class Demo(Record):
    """A notebook that shows what the course claims, in numbers; its folder is its id."""

    id: Id
    title: str
    claim: Prose
    """What it shows, in one sentence."""
    scale: Literal["light", "heavy"]
    """``light`` runs in seconds on a laptop; ``heavy`` wants a GPU."""
    lectures: tuple[Id, ...] = ()
    """The sessions that it belongs to, by their ids."""
    papers: tuple[str, ...] = ()
    """The papers whose claims it tries, by their keys in ``papers.bib``."""
    data: tuple[str, ...] = ()
    """Files and folders that it reads, in its own folder; a run finds no others."""
    time: Seconds | None = None
    """How long a run may take: ``90 s``, ``5 min``. Left out: 5 min, for heavy ones 2 h."""
    memory: Bytes | None = None
    """How much a run may hold, for heavy ones on the GPU too. Left out: 4 GB, 16 GB."""
    trusted: Flag = False
    """``yes``: its outputs keep their own looks. Scripts never reach a page."""
    seeds: tuple[Seed, ...] = (0,)
    """What the notebook finds as ``seeds``, and the first of them as ``seed``."""

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The sizes at which it runs, the one that the site should show last."""
        return ("light",) if self.scale == "light" else ("test", "full")

    @property
    def seconds(self) -> float:
        """How long a run may take."""
        return self.time or (300.0 if self.scale == "light" else 7200.0)

    @property
    def bytes(self) -> float:
        """How much memory a run may hold."""
        return self.memory or (4e9 if self.scale == "light" else 16e9)

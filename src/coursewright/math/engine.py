"""Formulas in, MathML out: the cache first, then one process for all that is new."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Final, NamedTuple, NewType, Self

from coursewright.math import location
from coursewright.math.cache import Cache, Entry, digest
from coursewright.math.complaints import in_plain_words
from coursewright.math.mathml import NotMathMLError, tidy
from coursewright.math.process import Answer, Renderer

SCHEMA: Final = 2
"""Raise it when the same formula gives other MathML for a reason that no version tells."""
LONGEST_FORMULA: Final = 20_000

MathML = NewType("MathML", str)
"""One well-formed ``<math>`` element, safe to put into a page."""

MACROS: Final[Mapping[str, str]] = {
    "\\mathbbm": "\\mathbb{#1}",
    "\\mathds": "\\mathbb{#1}",
    "\\bm": "\\boldsymbol{#1}",
    "\\ensuremath": "#1",
    "\\argmin": "\\operatorname*{arg\\,min}",
    "\\argmax": "\\operatorname*{arg\\,max}",
}
"""Commands of common packages that Temml lacks, and limits that print sets below."""


class Formula(NamedTuple):
    """TeX without its delimiters; ``display`` for one that stands on a line of its own."""

    tex: str
    display: bool = False


class Reason(StrEnum):
    """Why a formula has no MathML."""

    SYNTAX = "syntax"
    """What is written is wrong, or is not allowed."""
    LIMIT = "limit"
    """It took too long, or the process died over it."""
    MISSING = "missing"
    """The engine is not installed."""


@dataclass(frozen=True, slots=True)
class MathError:
    """Why a formula could not be rendered, and where in its TeX (from 0), if that is known."""

    message: str
    position: int | None = None
    reason: Reason = Reason.SYNTAX


class MathEngine:
    """Renders formulas, from a cache on disk where it can; safe to share between threads.

    Node starts with the first formula that the cache does not know, and ends with ``close``.
    """

    def __init__(self, cache: Path | None = None, installed: Path | None = None) -> None:
        """Keep results under the folder ``cache``; use the engine in ``installed``.

        Without ``cache`` results last as long as this object; without ``installed`` the
        engine is the one of the Python environment (see ``install``).
        """
        self._installed = installed
        self._disk = Cache(cache) if cache else None
        self._memory: dict[str, Entry] = {}
        self._renderer = Renderer(location.temml(installed))
        self._lock = RLock()
        self._missed = False
        self._keys: dict[frozenset[tuple[str, str]], dict[Formula, str]] = {}
        """The key of each formula that was asked for, for each table of macros."""

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the engine."""
        self.close()

    def close(self) -> None:
        """Write the cache and end the process. The engine may be used again."""
        with self._lock:
            self.flush()
            self._renderer.close()

    def flush(self) -> None:
        """Write the cache; to be called when a build is complete."""
        with self._lock:
            self._missed = False
            if self._disk:
                self._disk.flush()

    def is_first_miss(self) -> bool:
        """Tell whether this is asked for the first time since the last ``flush``.

        So the pages of one build say once, not each, that the engine is not installed.
        """
        with self._lock:
            first, self._missed = not self._missed, True
            return first

    def render(
        self, formulas: Sequence[Formula], macros: Mapping[str, str] | None = None
    ) -> list[MathML | MathError]:
        r"""Return MathML or an error for each formula, in order.

        ``macros`` maps a command with its backslash to its TeX, with ``#1`` and so on for
        arguments: ``{r"\\R": r"\\mathbb{R}"}``. They go before those of ``MACROS``.
        """
        table = {**MACROS, **(macros or {})}
        keys = self._keys_of(formulas, table)
        with self._lock:
            known = {key: entry for key in set(keys) if (entry := self._known(key))}
            new = {
                key: formula
                for key, formula in zip(keys, formulas, strict=True)
                if key not in known
            }
            fresh = self._render_new(new, table)
        return [_result(known[key]) if key in known else fresh[key] for key in keys]

    def _keys_of(self, formulas: Sequence[Formula], table: Mapping[str, str]) -> list[str]:
        known = self._keys.setdefault(frozenset(table.items()), {})
        for formula in formulas:
            if formula not in known:
                known[formula] = _key(formula, table)
        return [known[formula] for formula in formulas]

    def _known(self, key: str) -> Entry | None:
        return self._memory.get(key) or (self._disk.get(key) if self._disk else None)

    def _render_new(
        self, new: Mapping[str, Formula], macros: Mapping[str, str]
    ) -> dict[str, MathML | MathError]:
        if new and not location.is_installed(self._installed):
            absent = MathError("the engine for formulas is not installed", reason=Reason.MISSING)
            return dict.fromkeys(new, absent)
        short = {key: one for key, one in new.items() if len(one.tex) <= LONGEST_FORMULA}
        long = MathError("the formula is too long", reason=Reason.LIMIT)
        results: dict[str, MathML | MathError] = dict.fromkeys(new, long)
        answers = self._renderer.render([(one.tex, one.display) for one in short.values()], macros)
        for key, answer in zip(short, answers, strict=True):
            results[key] = self._keep(key, _judge(answer))
        return results

    def _keep(self, key: str, result: MathML | MathError) -> MathML | MathError:
        # What took too long here and now may not elsewhere: it is not remembered.
        if not isinstance(result, MathError):
            entry = (str(result), "", -1)
        elif result.reason is Reason.SYNTAX:
            entry = ("", result.message, -1 if result.position is None else result.position)
        else:
            return result
        if self._disk:
            self._disk.put(key, entry)
        else:
            self._memory[key] = entry
        return result


def _key(formula: Formula, macros: Mapping[str, str]) -> str:
    used = {name: macros[name] for name in sorted(_reachable(formula.tex, macros))}
    return digest(formula.tex, formula.display, used, location.version("temml"), SCHEMA)


def _reachable(tex: str, macros: Mapping[str, str]) -> set[str]:
    """Return the macros that a formula can come to use, directly or through others."""
    found: set[str] = set()
    waiting = [tex]
    while waiting:
        fresh = _commands(waiting.pop()) & macros.keys() - found
        found |= fresh
        waiting.extend(macros[name] for name in fresh)
    return found


def _commands(tex: str) -> set[str]:
    return set(re.findall(r"\\(?:[A-Za-z@]+|.)", tex, re.DOTALL))


def _result(entry: Entry) -> MathML | MathError:
    mathml, message, position = entry
    return MathError(message, None if position < 0 else position) if message else MathML(mathml)


def _judge(answer: Answer) -> MathML | MathError:
    if answer is None or answer.get("slow"):
        return MathError("the formula takes too long to set", reason=Reason.LIMIT)
    if "error" in answer:
        return MathError(in_plain_words(str(answer["error"])), answer.get("position"))
    try:
        return MathML(tidy(str(answer["mathml"])))
    except NotMathMLError as problem:
        return MathError(str(problem))

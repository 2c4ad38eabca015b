"""Which demos are to be run, and why: decided before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coursewright.diagnostics import Diagnostic, Report, Span
from coursewright.model.demos import Demo, Scale
from coursewright.notebooks.key import Inputs
from coursewright.notebooks.passport import KeptResult, State, part_words
from coursewright.notebooks.provenance import installed, missing_packages
from coursewright.notebooks.result_rules import OTHER_VERSIONS, REDUCED
from coursewright.notebooks.run_rules import NO_PARAMETERS, NOT_INSTALLED


@dataclass(frozen=True, slots=True)
class Candidate:
    """A demo with what it would take in and what is kept of it."""

    demo: Demo
    inputs: Inputs
    kept: KeptResult


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    gpu: bool = False
    """Heavy demos at full scale."""
    test: bool = False
    """Heavy demos at their reduced scale, on the CPU."""
    force: bool = False
    """Fresh ones, too."""
    elsewhere: bool = False
    """Runs happen on other machines, whose packages nobody here knows."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A run that is to be, and the reason in words."""

    candidate: Candidate
    scale: Scale
    reason: str
    is_kept: bool = True
    """False where a full result is there, which a reduced one must not replace."""

    @property
    def slug(self) -> str:
        """The demo's id."""
        return self.candidate.demo.id


def plan_runs(candidates: Iterable[Candidate], wish: Wish, report: Report) -> Iterator[Planned]:
    """Yield the runs that the wish asks for; what keeps one from running is reported."""
    for candidate in candidates:
        scale = _scale(candidate.demo, wish)
        reason = _reason(candidate, scale, wish, report) if scale else ""
        if scale and reason and _can_run(candidate, scale, wish, report):
            full = candidate.kept.passport
            is_kept = not (
                scale == "test"
                and full is not None
                and candidate.kept.state is not State.MISSING
                and full.scale == "full"
            )
            yield Planned(candidate, scale, reason, is_kept)


def _scale(demo: Demo, wish: Wish) -> Scale | None:
    if demo.scale == "light":
        return "light"
    return "full" if wish.gpu else "test" if wish.test else None


def _reason(candidate: Candidate, scale: Scale, wish: Wish, report: Report) -> str:
    kept, passport = candidate.kept, candidate.kept.passport
    if kept.state is State.MISSING or passport is None:
        return "a result was altered" if kept.altered else "there is no result yet"
    if kept.changed:
        words = (part_words(part, candidate.inputs.source) for part in kept.changed)
        return f"{', '.join(words)} changed"
    if scale == "full" and passport.reduced:
        return "the result is a reduced one"
    other = other_versions(passport.versions)
    if other and not wish.elsewhere:
        if scale == "light":
            return other
        message = f"'{passport.slug}' ran with other versions: {other}"
        report(OTHER_VERSIONS(message, Span(candidate.inputs.file)))
    return "it was asked for" if wish.force or (scale == "test" and not passport.reduced) else ""


def other_versions(kept: dict[str, str]) -> str:
    """Return which versions of a passport are others than those here, in words."""
    here = installed(kept)
    differ = [name for name in kept if name in here and here[name] != kept[name]]
    return ", ".join(f"{name} is {here[name]} and was {kept[name]}" for name in differ)


def _can_run(candidate: Candidate, scale: Scale, wish: Wish, report: Report) -> bool:
    inputs, place = candidate.inputs, Span(candidate.inputs.file)
    imports = inputs.imports
    missing = () if wish.elsewhere else missing_packages(imports.packages - imports.optional)
    if missing:
        names = " and ".join(f"'{name}'" for name in missing)
        message = f"'{candidate.demo.id}' was not run: it needs {names}, which is not installed"
        hint = f"install it, or run 'coursewright run {candidate.demo.id}' where it is"
        report(NOT_INSTALLED(message, place, hint))
        return False
    if scale != "light" and not any("parameters" in cell.tags for cell in inputs.cells):
        message = f"'{candidate.demo.id}' is heavy, and says nowhere how its scale is set"
        hint = "tag the cell that sets 'scale', 'seed' and 'device' with 'parameters'"
        report(NO_PARAMETERS(message, place, hint))
        return False
    return True


def remarks(candidate: Candidate) -> Iterator[Diagnostic]:
    """Yield what is to be said of a kept result that is no fault."""
    passport = candidate.kept.passport
    if passport is not None and candidate.kept.state is not State.MISSING and passport.reduced:
        message = f"the result of '{passport.slug}' is that of its reduced scale"
        hint = f"'coursewright run --gpu {passport.slug}' makes the full one, where a GPU is"
        yield REDUCED(message, Span(candidate.inputs.file), hint)

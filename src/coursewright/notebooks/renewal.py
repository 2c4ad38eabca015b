"""Kept results whose notebook for Colab is missing or old: it is made anew without a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from coursewright.diagnostics import Diagnostic, Report, Span
from coursewright.notebooks.colab import colab_name, is_small
from coursewright.notebooks.key import changed_parts
from coursewright.notebooks.passport import RESULTS, Passport, read_passport
from coursewright.notebooks.plan import Candidate, Planned
from coursewright.notebooks.result_rules import OLD_COLAB
from coursewright.notebooks.run import colab_files, keep_or_report, make_job
from coursewright.notebooks.store import running

Files = dict[str, bytes]


async def renew(
    candidate: Candidate, cache: Path, macros: Mapping[str, str], report: Report
) -> bool:
    """Give a kept result the notebook for Colab that the sources make now; tell whether it did.

    A result of other code than that of the sources is left as it is, and so is one of which
    anything else was altered. All that a run gave stays, to the byte.
    """
    inputs = candidate.inputs
    if _due(candidate, macros, report) is None:
        return False
    async with running(candidate.demo.id, cache):
        kept = read_passport(inputs.folder, PurePosixPath(inputs.file).parent, inputs)
        due = _due(replace(candidate, kept=kept), macros, lambda _: None)
        if due is None:
            return False
        made, passport = due
        names = (name for name in passport.results if name not in made)
        files = {name: (inputs.folder / RESULTS / name).read_bytes() for name in names}
        return keep_or_report(inputs, cache, files | made, passport, report)


def old_notebooks(candidate: Candidate, macros: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield that the notebook for Colab of a result is missing or old, and whether it can be none.

    Nothing is written.
    """
    found: list[Diagnostic] = []
    if _due(candidate, macros, found.append) is not None:
        message = (
            f"the notebook for Colab of '{candidate.demo.id}' is missing, or older than its text"
        )
        hint = "'coursewright build' writes it, and runs nothing for it; commit it"
        found.append(OLD_COLAB(message, Span(candidate.inputs.file), hint))
    yield from found


def _due(
    candidate: Candidate, macros: Mapping[str, str], report: Report
) -> tuple[Files, Passport] | None:
    """Return the notebook that is to be written and the passport that knows it; None for none."""
    kept, passport, name = candidate.kept, candidate.kept.passport, colab_name(candidate.demo.id)
    if passport is None or passport.scale not in candidate.demo.scales:
        return None
    if kept.changed or not {name}.issuperset(kept.altered):
        return None
    if not is_small(candidate.inputs, report):
        return None
    job, key = make_job(candidate.inputs, Planned(candidate, passport.scale, ""))
    if changed_parts(passport.key, key):
        return None
    made = colab_files(job, candidate.inputs, macros, report)
    hashes = {file: sha256(data).hexdigest() for file, data in made.items()}
    ran = {file: hash_ for file, hash_ in passport.results.items() if file != name}
    if passport.results == ran | hashes and not kept.altered:
        return None
    return made, passport.model_copy(update={"results": dict(sorted((ran | hashes).items()))})

"""Kept results whose notebook for Colab is missing or old: it is made anew without a run."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from coursewright.diagnostics import Report
from coursewright.notebooks.colab import colab_name
from coursewright.notebooks.key import changed_parts
from coursewright.notebooks.passport import RESULTS, read_passport
from coursewright.notebooks.plan import Candidate, Planned
from coursewright.notebooks.run import colab_files, keep_or_report, make_job
from coursewright.notebooks.store import running


async def renew(candidate: Candidate, cache: Path, report: Report) -> bool:
    """Give a kept result the notebook for Colab that the sources make now; tell whether it did.

    A result of other code than that of the sources is left as it is, and so is one of which
    anything else was altered. All that a run gave stays, to the byte.
    """
    inputs = candidate.inputs
    name = colab_name(candidate.demo.id)
    async with running(candidate.demo.id, cache):
        kept = read_passport(inputs.folder, PurePosixPath(inputs.file).parent, inputs)
        passport = kept.passport
        if passport is None or passport.scale not in candidate.demo.scales:
            return False
        job, key = make_job(inputs, Planned(replace(candidate, kept=kept), passport.scale, ""))
        if not {name}.issuperset(kept.altered) or changed_parts(passport.key, key):
            return False
        made = colab_files(job, inputs, report)
        hashes = {file: sha256(data).hexdigest() for file, data in made.items()}
        ran = {file: hash_ for file, hash_ in passport.results.items() if file != name}
        if passport.results == ran | hashes and not kept.altered:
            return False
        files = {file: (inputs.folder / RESULTS / file).read_bytes() for file in ran}
        renewed = passport.model_copy(update={"results": dict(sorted((ran | hashes).items()))})
        return keep_or_report(inputs, cache, files | made, renewed, report)

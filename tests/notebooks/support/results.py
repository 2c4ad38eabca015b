"""Results kept for a test without running anything."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from coursewright.model.demos import Scale
from coursewright.notebooks.job import CellRun, Outcome
from coursewright.notebooks.key import Inputs
from coursewright.notebooks.passport import KeptResult
from coursewright.notebooks.plan import Candidate, Planned
from coursewright.notebooks.result import result_files
from coursewright.notebooks.run import make_job
from coursewright.notebooks.store import keep_result, passport_of
from tests.notebooks.support.demos import inputs_of

DAY = datetime(2018, 1, 24, 12, tzinfo=UTC)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def keep(
    folder: Path, version: int, kind: str = "light", scale: Scale = "light", python: str = "3"
) -> None:
    """Keep a result whose every file tells the version, as if run by that Python."""
    inputs = inputs_of(folder, scale=kind)
    output = {"output_type": "display_data", "data": {"image/svg+xml": SVG}, "metadata": {}}
    said = {"output_type": "stream", "name": "stdout", "text": f"{version}\n"}
    last = max(cell.number for cell in inputs.cells if cell.kind == "code")
    run = CellRun(last, (said, output), 0.1, 1e6)
    numbers = json.dumps({"version": version}).encode()
    outcome = Outcome(None, (run,), {"numbers.json": numbers}, {"python": python}, "CPU")
    job, key = make_job(inputs, planned(inputs, scale))
    files = result_files(job.slug, inputs.cells, outcome)
    keep_result(
        folder, folder.parents[2] / ".cache", files, passport_of(job, key, outcome, files, DAY)
    )


def planned(inputs: Inputs, scale: Scale = "light") -> Planned:
    """Return the plan to run a demo at a scale."""
    kept = KeptResult(None, (), (), ())
    return Planned(Candidate(inputs.demo, inputs, kept), scale, "it was asked for")

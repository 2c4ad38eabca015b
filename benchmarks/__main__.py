"""``python -m benchmarks``: measure what must stay fast, light and clean."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import (
    accessibility,
    build,
    check,
    history,
    markup,
    notebooks,
    notes,
    planning,
    visit,
)
from benchmarks.figures import Group, keep, table, write_readme

GROUPS: dict[str, Callable[[Path, int], Group]] = {
    "check": check.measure,
    "build": build.measure,
    "history": history.measure,
    "planning": planning.measure,
    "notebooks": notebooks.measure,
    "visit": visit.measure,
    "accessibility": accessibility.measure,
    "markup": markup.measure,
    "notes": notes.measure,
}


def main() -> None:
    """Measure the groups that are named, or all; keep the figures and print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("group", nargs="*", help=f"what to measure: {', '.join(GROUPS)} (all)")
    parser.add_argument("--repeats", type=int, default=5, help="runs, of which the median counts")
    parser.add_argument("--work", type=Path, help="a folder for courses and sites, to be kept")
    parser.add_argument("--folder", type=Path, help="notes by other people, for the group notes")
    parser.add_argument("--dry", action="store_true", help="only print: write no result")
    given = parser.parse_args()
    if unknown := set(given.group) - set(GROUPS):
        parser.error(f"there is no group '{min(unknown)}'")
    groups = {**GROUPS, "notes": partial(notes.measure, folder=given.folder)}
    with tempfile.TemporaryDirectory(prefix="coursewright-bench-") as scratch:
        for name in given.group or GROUPS:
            group = groups[name]((given.work or Path(scratch)).resolve(), given.repeats)
            print(f"\n{group.title}\n{group.skipped or table(group.figures)}", flush=True)
            if not given.dry:
                keep(group)
                write_readme(list(GROUPS))


if __name__ == "__main__":
    main()

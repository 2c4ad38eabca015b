"""Whole builds, beside mkdocs-material given the same pages as ready Markdown."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml

from benchmarks.figures import Figure, Group
from benchmarks.generate import SIZES, copy_course, make_course, read_configuration
from benchmarks.measure import Cost, folder_size, run

NOW = "2018-02-14T12:00:00-05:00"
"""The moment of every build: in the middle of the term, so that nothing depends on the day."""

# The other side has no notes in LaTeX, so none is printed here either, where TeX is installed.
ENV = {"COURSEWRIGHT_NOW": NOW, "COURSEWRIGHT_PDF": "0", "NO_MKDOCS_2_WARNING": "1"}
# As for a package that was installed, Python keeps what it compiled, though this shell forbids it.
ENV["PYTHONDONTWRITEBYTECODE"] = ""
OURS = (sys.executable, "-m", "coursewright", "build", "--quiet")
PLAIN = (sys.executable, "-m", "mkdocs", "build", "--quiet")


@dataclass(frozen=True, slots=True)
class Pair:
    """A course, and its pages as ready Markdown for mkdocs-material alone."""

    ours: Path
    plain: Path

    def build(self, *, cold: bool) -> tuple[Cost, Cost]:
        """Build one after the other, and return what each of them cost."""
        if cold:
            for folder in (self.ours, self.plain):
                shutil.rmtree(folder / ".cache", ignore_errors=True)
                shutil.rmtree(folder / "site", ignore_errors=True)
        return run(OURS, self.ours, ENV), run(PLAIN, self.plain, ENV)


def prepare(work: Path, name: str) -> Pair:
    """Make the course of that size and its ready Markdown below ``work``, both afresh."""
    ours, plain = work / name, work / f"{name}-plain"
    for folder in (ours, plain):
        shutil.rmtree(folder, ignore_errors=True)
    if name == "ift":
        copy_course(ours)
    else:
        make_course(ours, SIZES[name])
    plain.mkdir()
    export = (sys.executable, "-m", "coursewright", "export", os.path.relpath(plain / "docs", ours))
    run(export, ours, ENV)
    for demo in (ours / "docs" / "demos").glob("*"):
        notebook = demo / "results" / f"{demo.name}.ipynb"
        shutil.copy2(notebook, plain / "docs" / "demos" / demo.name / "index.ipynb")
    configuration = read_configuration(ours)
    configuration["plugins"].remove("coursewright")
    text = yaml.safe_dump(configuration, sort_keys=False, allow_unicode=True)
    (plain / "mkdocs.yml").write_text(text, "utf-8")
    return Pair(ours, plain)


def measure(work: Path, repeats: int) -> Group:
    """Build both sizes cold and warm, ours and theirs in turn."""
    figures = [*_size(work, "ift", 1.25, repeats), *_size(work, "l", 1.35, max(1, repeats // 3))]
    return Group("build", "A whole build", tuple(figures))


def _size(work: Path, name: str, ratio: float, repeats: int) -> list[Figure]:
    pair = prepare(work, name)
    title = {"ift": "IFT 6085", "l": "1,000 sessions, 5,000 papers"}[name]
    figures: list[Figure] = []
    for state in ("cold", "warm"):
        costs = [pair.build(cold=state == "cold") for _ in range(repeats)]
        figures += _figures(f"{title}, {state}", costs, ratio, large=name == "l")
    size = folder_size(pair.ours / "site") / 1e6
    figures.append(Figure(f"{title}: output", size, "MB", 60 if name == "l" else None))
    plain = folder_size(pair.plain / "site") / 1e6
    figures.append(Figure(f"{title}: output of mkdocs-material", plain, "MB"))
    return figures


def _figures(
    name: str, costs: list[tuple[Cost, Cost]], ratio: float, *, large: bool
) -> list[Figure]:
    limited = large and name.endswith("cold")
    ours = tuple(mine.cpu for mine, _ in costs)
    ratios = tuple(mine.cpu / theirs.cpu for mine, theirs in costs)
    plain = f"mkdocs-material {median(theirs.cpu for _, theirs in costs):.2f} CPU s"
    peaks = tuple(mine.peak for mine, _ in costs)
    beside = f"mkdocs-material {median(theirs.peak for _, theirs in costs):.0f} MB"
    return [
        Figure(f"{name}: ratio", median(ratios), "×", ratio, plain, ratios),
        Figure(f"{name}: CPU", median(ours), "s", 15 if limited else None, "", ours),
        Figure(f"{name}: memory", median(peaks), "MB", 400 if limited else None, beside, peaks),
    ]

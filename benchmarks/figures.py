"""A figure with its target, tables of them, and the files that keep them."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- figures: written by python -m benchmarks -->", "<!-- end of figures -->"
_PACKAGES = ("mkdocs", "mkdocs-material", "mkdocs-jupyter", "pybtex", "PyYAML", "pydantic")


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured; no more than ``target`` is good, where there is a target."""

    name: str
    value: float
    unit: str
    target: float | None = None
    note: str = ""
    runs: tuple[float, ...] = ()
    """The single measurements, of which ``value`` is the median."""

    @property
    def verdict(self) -> str:
        """``met``, ``missed``, or nothing where there is no target."""
        if self.target is None:
            return ""
        return "met" if self.value <= self.target else "missed"


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that are measured together, by ``python -m benchmarks NAME``."""

    name: str
    title: str
    figures: tuple[Figure, ...]
    skipped: str = ""
    """Why nothing could be measured, if that is so."""
    details: Mapping[str, object] = field(default_factory=dict)
    """What explains the figures: requests, violations, messages."""


def machine() -> dict[str, object]:
    """Return what of the machine bears on the figures, and nothing that names it."""
    return {
        "system": platform.system(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def table(figures: Iterable[Figure]) -> str:
    """Return a Markdown table of figures."""
    rows = ["| figure | target | measured | |", "|---|---:|---:|---|"]
    rows += [
        f"| {figure.name} | {_at_most(figure)} | {_number(figure.value)} {figure.unit} "
        f"| {', '.join(filter(None, (figure.verdict, figure.note)))} |"
        for figure in figures
    ]
    return "\n".join(rows)


def _at_most(figure: Figure) -> str:
    return "" if figure.target is None else f"≤ {_number(figure.target)} {figure.unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) or value >= 100 else f"{value:.2f}"  # noqa: PLR2004


def keep(group: Group, folder: Path = RESULTS) -> None:
    """Write a group of figures into ``folder``, as JSON with the day and the machine."""
    folder.mkdir(exist_ok=True)
    about = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine()}
    text = json.dumps({**about, **asdict(group)}, indent=2, ensure_ascii=False)
    (folder / f"{group.name}.json").write_text(text + "\n", "utf-8")


def kept(names: Sequence[str], folder: Path = RESULTS) -> str:
    """Return the figures kept in ``folder`` as Markdown, a section for each group there is."""
    files = (folder / f"{name}.json" for name in names)
    return "\n\n".join(_section(path) for path in files if path.is_file())


def _section(path: Path) -> str:
    data = json.loads(path.read_text("utf-8"))
    figures = [Figure(**{**each, "runs": tuple(each["runs"])}) for each in data["figures"]]
    facts = data["machine"]
    where = f"{data['date']}, {facts['cores']} × {facts['processor']}, "
    where += f"Python {facts['python']}, load at the end {facts['load']}"
    head = f"### {data['title']}\n\n`python -m benchmarks {data['name']}` · {where}\n"
    return f"{head}\n{data['skipped'] or table(figures)}"


def write_readme(names: Sequence[str], path: Path = README, folder: Path = RESULTS) -> None:
    """Put the figures that are kept in ``folder`` between the two marks in the file ``path``."""
    before, _, rest = path.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text(f"{before}{BEGIN}\n\n{kept(names, folder)}\n\n{END}{after}", "utf-8")

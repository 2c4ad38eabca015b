"""Small courses with demos in them, to run for a test."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from coursewright.diagnostics import Diagnostic
from coursewright.notebooks.job import Outcome
from coursewright.notebooks.plan import Planned, Wish
from coursewright.notebooks.run import Listener
from coursewright.running import Asked, Demos, Ran, judge_demos, run_demos
from tests.notebooks.support.demos import percent

NOW = datetime(2018, 1, 24, 13, 10, tzinfo=UTC)
_PAPERS = "@book{darwin1880power, title = {Power of Movement}, year = {1880}, author = {Darwin}}\n"
_HEAD = """\
course:
  code: BOT 204
  title: How plants move
  institution: University of Somewhere
term:
  name: Winter 2018
  start: 2018-01-10
  end: 2018-04-25
  timezone: America/Toronto
grading:
  - name: Exam
    weight: 100
sessions:
  - id: s01
    kind: lecture
    title: Tropisms
    date: 2018-01-24
demos:
"""


class Ear(Listener):
    """Remembers which demos ran."""

    def __init__(self, planned: tuple[Planned, ...]) -> None:
        """Listen to the runs that are planned."""
        self.reasons = {item.slug: item.reason for item in planned}
        self.outcomes: dict[str, Outcome] = {}
        self.kept: list[str] = []

    def ended(self, slug: str, outcome: Outcome, *, kept: bool) -> None:
        """Remember what came of a run."""
        self.outcomes[slug] = outcome
        if kept:
            self.kept.append(slug)


class Course:
    """A course in a folder, to which demos are added."""

    def __init__(self, root: Path) -> None:
        """Make a course without demos."""
        self.root = root
        self.ear = Ear(())
        root.mkdir(exist_ok=True)
        (root / "papers.bib").write_text(_PAPERS)
        self.schedule.write_text(_HEAD)

    @property
    def schedule(self) -> Path:
        """The course's schedule."""
        return self.root / "schedule.yaml"

    def folder(self, slug: str) -> Path:
        """Return the folder of a demo."""
        return self.root / "docs/demos" / slug

    def add(self, slug: str, *cells: str, more: str = "", scale: str = "light") -> Path:
        """Add a demo with these code cells and return its source; ``more`` is further YAML."""
        entry = f"  - id: {slug}\n    title: A title\n    claim: A claim.\n    scale: {scale}\n"
        entry += "".join(f"    {line}\n" for line in more.splitlines())
        self.schedule.write_text(self.schedule.read_text() + entry)
        self.folder(slug).mkdir(parents=True)
        source = self.folder(slug) / f"{slug}.py"
        source.write_text(percent(*cells))
        return source

    def run(self, *slugs: str, wish: Wish | None = None, **asked: object) -> Ran:
        """Run demos, and remember in ``ear`` what came of them."""

        def listen(planned: tuple[Planned, ...]) -> Ear:
            self.ear = Ear(planned)
            return self.ear

        self.ear = Ear(())
        request = Asked(slugs, wish or Wish(), **asked)  # type: ignore[arg-type]
        return run_demos(self.root, NOW, request, listen)

    def judge(self) -> Demos:
        """Return what is kept, without running anything."""
        return judge_demos(self.root, NOW)

    def tree(self, slug: str) -> dict[str, bytes]:
        """Return the files of a result."""
        results = self.folder(slug) / "results"
        paths = sorted(path for path in results.rglob("*") if path.is_file())
        return {path.relative_to(results).as_posix(): path.read_bytes() for path in paths}


def codes(found: tuple[Diagnostic, ...]) -> list[tuple[str, str, int]]:
    """Return what the diagnostics are and where."""
    return [(item.code, item.span.file, item.span.line) for item in found]

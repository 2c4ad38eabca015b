"""A made-up course of any size, the same for the same seed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from mkdocs.utils.yaml import yaml_load

from benchmarks.papers import TOPICS, bibliography
from benchmarks.words import lecture, sentence, title
from coursewright.model.addresses import SPLIT_ABOVE

ROOT = Path(__file__).parent.parent
COURSE = ("schedule.yaml", "papers.bib", "mkdocs.yml", "docs", "scribe_templates", "editions")
"""What of the repository is the real course."""

SEED = 6085
_START = date(2018, 1, 8)
"""A Monday: sessions fill the weekdays from it on."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_MODULE = 25
_TALKS_EVERY, _TALKS = 13, 4
_BREAK_EVERY = 17
_CITED = 6


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything."""

    sessions: int
    papers: int
    prose: bool = True
    """Whether every lecture has a page of about 600 words in ``docs/lectures``."""


SIZES = {
    "s": Size(26, 120),
    "l": Size(1_000, 5_000),
    "xl": Size(10_000, 5_000, prose=False),
}


def copy_course(folder: Path) -> None:
    """Put the real course of this repository into the new folder ``folder``."""
    folder.mkdir(parents=True)
    for name in COURSE:
        if (source := ROOT / name).is_dir():
            shutil.copytree(source, folder / name)
        elif source.is_file():
            shutil.copy2(source, folder / name)


def make_course(folder: Path, size: Size, seed: int = SEED) -> None:
    """Write a course of that size into the new folder ``folder``.

    It has the repository's own ``mkdocs.yml``, so that both sizes are built in the same way.
    """
    random = Random(seed)  # noqa: S311  (the same course each time is the point)
    docs = folder / "docs" / "lectures"
    docs.mkdir(parents=True)
    text, keys = bibliography(random, size.papers)
    (folder / "papers.bib").write_text(text, "utf-8")
    sessions = list(_sessions(random, size, keys))
    schedule = _schedule(sessions, keys)
    dumped = yaml.dump(schedule, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    (folder / "schedule.yaml").write_text(dumped, "utf-8")
    (folder / "mkdocs.yml").write_text(_configuration(size), "utf-8")
    if size.prose:
        _write_prose(random, docs, [item["id"] for item in sessions if item["kind"] == "lecture"])


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes each value out where it stands: the course allows no aliases by the thousand."""

    def ignore_aliases(self, data: object) -> bool:
        """Never alias."""
        del data
        return True


def _sessions(random: Random, size: Size, keys: list[str]) -> Iterator[dict[str, Any]]:
    free = iter(keys)
    for number in range(size.sessions):
        day = _START + timedelta(days=number // 5 * 7 + (number % 5))
        about = {"id": f"s{number + 1:05}", "date": day.isoformat()}
        if number % _BREAK_EVERY == _BREAK_EVERY - 1:
            yield {**about, "kind": "break", "title": "Break"}
        elif number % _TALKS_EVERY == _TALKS_EVERY - 1 and (talks := _talks(random, free)):
            yield {**about, "kind": "presentations", "title": "Talks", "talks": talks}
        else:
            yield {**about, "kind": "lecture", **_lecture(random, number, keys)}


def _talks(random: Random, free: Iterator[str]) -> list[dict[str, Any]]:
    papers = [key for _, key in zip(range(_TALKS), free, strict=False)]
    return [{"paper": key, "presenters": random.randint(2, 3)} for key in papers]


def _lecture(random: Random, number: int, keys: list[str]) -> dict[str, Any]:
    cited = random.sample(keys, _CITED)
    return {
        "title": title(random),
        "module": f"m{number // _MODULE + 1:03}",
        "summary": f"{sentence(random, 25)} It is $O(1/t^{{{random.randint(2, 9)}}})$.",
        "concepts": [title(random, 2).lower() for _ in range(3)],
        "readings": [_reading(random, key) for key in cited[:3]],
        "materials": [_notes(random, number)],
        "mentions": cited[3:],
    }


def _reading(random: Random, key: str) -> dict[str, Any]:
    place = {"chapter": str(random.randint(1, 9)), "theorem": f"{random.randint(1, 9)}.2"}
    return {"paper": key, "locator": place, "level": random.choice(["required", "recommended"])}


def _notes(random: Random, number: int) -> dict[str, Any]:
    about = {"type": "notes", "file": f"notes/lecture-{number + 1}.pdf", "status": "unchecked"}
    return {**about, "pages": random.randint(3, 9), "credits": [{"people": 3}]}


def _schedule(sessions: list[dict[str, Any]], keys: list[str]) -> dict[str, Any]:
    text = (ROOT / "schedule.yaml").read_text("utf-8")
    # Texts as they are written: 9:30 is no number.
    real = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  (makes nothing but texts)
    end = sessions[-1]["date"]
    room = real["places"][0]["id"]
    hours = {"start": "9:30", "end": "11:15", "place": room}
    modules = sorted({item["module"] for item in sessions if "module" in item})
    kept = ("course", "places", "people", "grading", "policies", "scribing")
    return {
        **{key: real[key] for key in kept},
        "term": {**real["term"], "start": _START.isoformat(), "end": end},
        "meetings": [{"day": day, **hours} for day in _WEEKDAYS],
        "files": [{"folder": "notes", "base": "https://example.org/notes/"}],
        "bibliography": {"topics": [{"id": name, "title": name.title()} for name in TOPICS]},
        "resources": [{"paper": key, "kind": "paper"} for key in keys[-30:]],
        "modules": [{"id": name, "title": f"Part {name[1:]}"} for name in modules],
        "sessions": sessions,
    }


def read_configuration(folder: Path = ROOT) -> dict[str, Any]:
    """Return what ``mkdocs.yml`` in a course's folder says, its tags resolved."""
    with (folder / "mkdocs.yml").open(encoding="utf-8") as file:
        return yaml_load(file)


def _configuration(size: Size) -> str:
    configuration = read_configuration()
    if size.papers > SPLIT_ABOVE:
        nav = configuration["nav"]
        nav[:] = [{"Papers": "papers/index.md"} if "Papers" in item else item for item in nav]
    return yaml.safe_dump(configuration, sort_keys=False, allow_unicode=True)


def _write_prose(random: Random, folder: Path, names: list[str]) -> None:
    for name in names:
        links = tuple(f"{other}.md" for other in random.sample(names, 2))
        (folder / f"{name}.md").write_text(lecture(random, links), "utf-8")

"""Archived editions beside the current site: each built by a host of its own, and kept.

A build costs seconds and an archive seldom changes, so what was built is kept in the cache until
something that it was made of is another. One that cannot be built stays as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from coursewright.archive import VARIABLE, Archive, edition_name
from coursewright.clock import VARIABLE as CLOCK
from coursewright.load import CACHE, EDITIONS
from coursewright.model.course import Course, EarlierEdition
from coursewright.swap import remove, write_whole

_OURS = Path(str(files("coursewright")))
_MADE_BY = ("coursewright", "mkdocs", "mkdocs-material", "mkdocs-jupyter")
_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class _Running:
    """A host at work on an edition."""

    archive: Archive
    process: subprocess.Popen[bytes]
    key: str


@dataclass(slots=True)
class ArchiveBuilds:
    """The builds of one course's archived editions."""

    course: Course
    host: Sequence[str]
    """The command of a host with its configuration; a build is to be made of it."""
    configuration: tuple[Path, ...]
    """Files and folders, besides the edition's own, that its look follows from."""
    running: list[_Running] = field(default_factory=list)
    ready: list[str] = field(default_factory=list)

    @property
    def _cache(self) -> Path:
        return self.course.root.absolute() / CACHE / EDITIONS

    def start(self, pages: Collection[str], address: str) -> None:
        """Begin to build what is not kept; ``pages`` are those of the current edition.

        ``address`` is that of the whole site, as far as it is known.
        """
        for edition in self.course.earlier:
            facts, term = edition.course.schedule.course, edition.name
            current = self.course.schedule.term.name
            archive = Archive(
                edition.slug, edition_name(facts.code, term), term, current, tuple(sorted(pages))
            )
            moment = self._moment(edition)
            key = self._key(archive, moment, address)
            kept = self._cache / f"{edition.slug}.key"
            if (self._cache / edition.slug).is_dir() and _text(kept) == key:
                self.ready.append(edition.slug)
            else:
                self.running.append(self._begin(archive, moment, key))

    def _moment(self, edition: EarlierEdition) -> datetime:
        """Return the moment to build for: of a term that is over nothing changes within a day."""
        today = edition.course.today
        if today <= edition.course.schedule.term.end:
            return self.course.now
        return datetime.combine(today, time.min, edition.course.timezone)

    def _begin(self, archive: Archive, moment: datetime, key: str) -> _Running:
        self._cache.mkdir(parents=True, exist_ok=True)
        about = self._cache / f"{archive.slug}.json"
        archive.save(about)
        environment = {**os.environ, VARIABLE: str(about), CLOCK: moment.isoformat()}
        target = str(self._cache / archive.slug)
        with self._log(archive).open("wb") as log:
            process = subprocess.Popen(
                [*self.host, "--site-dir", target],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return _Running(archive, process, key)

    def _log(self, archive: Archive) -> Path:
        return self._cache / f"{archive.slug}.log"

    def finish(self, site: Path, old: Path) -> Iterator[str]:
        """Put the archives into ``site``; yield what went wrong with one of them.

        ``old`` is the site that is replaced: an archive that was never built here comes from it.
        """
        for item in self.running:
            slug = item.archive.slug
            try:
                failed = item.process.wait(_SECONDS) != 0
            except subprocess.TimeoutExpired:
                item.process.kill()
                failed = True
            if failed:
                lines = _text(self._log(item.archive)).strip().splitlines()
                yield f"the edition '{slug}' was not built and stays as it was: {_last(lines)}"
            else:
                write_whole(self._cache / f"{slug}.key", item.key.encode())
        for edition in self.course.earlier:
            if not self._put(site / edition.slug, old / edition.slug):
                yield f"the edition '{edition.slug}' is not on the site: nothing of it was kept"
        self.running.clear()

    def _put(self, target: Path, old: Path) -> bool:
        """Copy a kept edition to ``target``; another build may be replacing it just now."""
        for source in (self._cache / target.name, self._cache / target.name, old):
            if source == target or not (source / "index.html").is_file():
                continue
            try:
                shutil.copytree(source, target)
            except OSError:
                remove(target)
            else:
                return True
        return (target / "index.html").is_file()

    def stop(self) -> None:
        """End what is still at work."""
        for item in self.running:
            item.process.kill()
            item.process.wait()
        self.running.clear()

    def _key(self, archive: Archive, moment: datetime, address: str) -> str:
        """Return what tells whether the edition would come out as it did the last time."""
        digest = hashlib.sha256()
        facts = [repr(archive), moment.isoformat(), address, *map(_version, _MADE_BY), *self.host]
        digest.update(json.dumps(facts).encode())
        for path in _files((archive.root(self.course.root), *self.configuration)):
            digest.update(f"\0{path}\0".encode("utf-8", "surrogateescape"))
            digest.update(path.read_bytes())
        for path in _files((_OURS,)):
            status = path.stat()
            digest.update(f"\0{path}\0{status.st_size}\0{status.st_mtime_ns}".encode())
        return digest.hexdigest()


def host_command(host: str, configuration: str) -> list[str]:
    """Return the command of a host (``mkdocs``) that builds by a configuration, and says little."""
    return [sys.executable, "-m", host, "build", "--quiet", "--config-file", configuration]


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            made = {".cache", "__pycache__", "node_modules"} & set(path.parts)
            if path.is_file() and not made:
                yield path


def _version(package: str) -> str:
    return f"{package} {version(package)}"


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.is_file() else ""


def _last(lines: Sequence[str]) -> str:
    return lines[-1] if lines else "it ended without a word"

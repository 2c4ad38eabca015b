"""Bodies of notebook pages, kept between builds: rendering one takes longer than the rest of it.

A cache can only save time: what is missing, damaged or made of anything else is a miss.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from coursewright.diagnostics import Diagnostic, Label, Severity, Span
from coursewright.notebooks.body import CleanBody
from coursewright.notebooks.headings import Heading
from coursewright.swap import write_in_cache

ENTRY = "body.json"
_RENDERERS = ("mkdocs-jupyter", "nbconvert", "beautifulsoup4", "nh3", "pygments")


@dataclass(frozen=True, slots=True)
class KeptBody:
    """The body of a notebook page with all that belongs to it."""

    html: str
    headings: tuple[Heading, ...]
    assets: Mapping[str, str]
    """Files beside the page, by their names relative to its folder, with their SHA-256."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def title(self) -> str:
        """The text of the first heading, or ``""``."""
        return self.headings[0].text if self.headings else ""


@dataclass(frozen=True, slots=True)
class Bodies:
    """A folder with the last body of each demo."""

    folder: Path

    def find(self, demo: str, key: str) -> KeptBody | None:
        """Return the body that was made from what ``key`` stands for, or None."""
        try:
            text = (self.folder / demo / ENTRY).read_text("utf-8")
            head, _, payload = text.partition("\n")
            body = _read(payload) if head == _seal(key, payload) else None
            if body and all(self._hash(demo, name) == it for name, it in body.assets.items()):
                return body
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return None

    def path(self, demo: str, asset: str) -> Path:
        """Return where a file of the body is kept."""
        return self.folder / demo / asset

    def _hash(self, demo: str, asset: str) -> str:
        return sha256(self.path(demo, asset).read_bytes()).hexdigest()

    def keep(
        self,
        demo: str,
        key: str,
        body: CleanBody,
        files: Mapping[str, bytes],
        found: Iterable[Diagnostic],
    ) -> None:
        """Keep a body; ``files`` are those that it shows, ``found`` what is wrong with it."""
        for name, content in files.items():
            write_in_cache(self.folder, f"{demo}/{name}", content)
        data = {
            "html": body.html,
            "headings": [asdict(heading) for heading in body.headings],
            "assets": {name: sha256(content).hexdigest() for name, content in files.items()},
            "diagnostics": [asdict(item) for item in found],
        }
        payload = json.dumps(data, ensure_ascii=False)
        write_in_cache(self.folder, f"{demo}/{ENTRY}", f"{_seal(key, payload)}\n{payload}".encode())


def body_key(*parts: str) -> str:
    """Return the key of a body made from these texts by the code that runs now."""
    return sha256("\0".join([_code(), *parts]).encode("utf-8", "surrogatepass")).hexdigest()


def _seal(key: str, payload: str) -> str:
    return sha256(f"{key}\n{payload}".encode()).hexdigest()


@cache
def _code() -> str:
    """Return a hash of what renders: ours, whose version stands still while it is written."""
    packages = Path(__file__).parents[1]
    ours = [path for name in ("notebooks", "math") for path in (packages / name).glob("*.*")]
    parts = [path.read_bytes() for path in sorted(ours)]
    versions = [version(name).encode() for name in _RENDERERS]
    return sha256(b"\0".join([*parts, *versions])).hexdigest()


def _read(payload: str) -> KeptBody:
    data = json.loads(payload)
    return KeptBody(
        html=data["html"],
        headings=tuple(Heading(**heading) for heading in data["headings"]),
        assets=data["assets"],
        diagnostics=tuple(_diagnostic(item) for item in data["diagnostics"]),
    )


def _diagnostic(data: Mapping[str, object]) -> Diagnostic:
    known: dict[str, object] = dict(data)
    related: list[dict[str, dict[str, int]]] = known.pop("related")  # type: ignore[assignment]
    labels = tuple(Label(Span(**label["span"]), str(label["text"])) for label in related)  # type: ignore[arg-type]
    known |= {"severity": Severity(str(known["severity"])), "related": labels}
    return Diagnostic(**{**known, "span": Span(**known["span"])})  # type: ignore[arg-type]

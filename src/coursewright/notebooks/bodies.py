"""Bodies of notebook pages, kept between builds: rendering one takes longer than the rest of it.

A cache can only save time: what is missing, damaged or made of anything else is a miss.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from coursewright.notebooks.body import CleanBody
from coursewright.notebooks.headings import Heading
from coursewright.notebooks.stored import sealed, unsealed
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
            payload = unsealed((self.folder / demo / ENTRY).read_text("utf-8"), key)
            body = _read(payload) if payload else None
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

    def keep(self, demo: str, key: str, body: CleanBody, files: Mapping[str, bytes]) -> None:
        """Keep a body; ``files`` are those that it shows."""
        for name, content in files.items():
            write_in_cache(self.folder, f"{demo}/{name}", content)
        data = {
            "html": body.html,
            "headings": [asdict(heading) for heading in body.headings],
            "assets": {name: sha256(content).hexdigest() for name, content in files.items()},
        }
        payload = json.dumps(data, ensure_ascii=False)
        write_in_cache(self.folder, f"{demo}/{ENTRY}", sealed(key, payload).encode())


@cache
def renderers() -> tuple[str, ...]:
    """Return the versions of what has a part in the making of a body."""
    return tuple(map(version, _RENDERERS))


def body_key(content: str) -> str:
    """Return the key of a body made from a notebook whose key is ``content``."""
    return sha256("\0".join([content, *renderers()]).encode()).hexdigest()


def _read(payload: str) -> KeptBody:
    data = json.loads(payload)
    return KeptBody(
        html=data["html"],
        headings=tuple(Heading(**heading) for heading in data["headings"]),
        assets=data["assets"],
    )

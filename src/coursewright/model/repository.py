"""The public repository of a course, by the address that its host shows of it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from coursewright.model.values import fail

_PART = r"[A-Za-z0-9_.-]+"
_ADDRESS = re.compile(
    rf"(?P<site>https://[a-z0-9.-]+)/(?P<name>{_PART}(?:/{_PART})*?/[A-Za-z0-9_.-]+?)(?:\.git)?"
    rf"(?:/(?:-/)?tree/(?P<branch>{_PART})(?P<folder>(?:/{_PART})*))?/?"
)
_CLONED = re.compile(r"(?:https?://|ssh://)?(?:git@)?(?P<host>[a-z0-9.-]+\.[a-z]+)[:/](?P<rest>.+)")
_EDITORS = {"https://github.com": "edit", "https://gitlab.com": "-/edit"}
"""Where a host has its editor, below the address of a repository."""
_OWN_DOTS = frozenset({".", ".."})

EXAMPLE = "https://github.com/owner/name"


def read_repository(text: object) -> str:
    """Read the address of a repository, of one of its branches, or of a folder on a branch."""
    written = text if isinstance(text, str) else ""
    if not _parts(written):
        hint = f"write its address: {EXAMPLE}; a branch may follow, and a folder: /tree/main/course"
        found = _CLONED.fullmatch(written)
        guess = f"https://{found['host']}/{found['rest'].removesuffix('.git')}" if found else ""
        hint = f"did you mean '{guess}'?" if _parts(guess) else hint
        fail("S003", f"'{text}' is not the address of a repository", hint)
    return written


Repository = Annotated[
    str,
    BeforeValidator(read_repository),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^https://[a-z0-9.-]+/{_PART}(/{_PART})+/?$",
            "examples": [EXAMPLE, f"{EXAMPLE}/tree/main/course"],
        }
    ),
]


def edit_address(repository: str, below: str) -> str:
    """Return where the host opens its editor on files below a folder of the course: ``docs/``.

    Nothing where the host is none that we know. Without a branch it is ``main``.
    """
    found = _parts(repository)
    editor = _EDITORS.get(found["site"]) if found else None
    if not found or not editor:
        return ""
    branch = found["branch"] or "main"
    return f"{found['site']}/{found['name']}/{editor}/{branch}{found['folder'] or ''}/{below}"


def _parts(text: str) -> re.Match[str] | None:
    """Return the parts of an address of a repository; None where it is none."""
    found = _ADDRESS.fullmatch(text)
    if not found or _OWN_DOTS.intersection(text.split("/")):
        return None
    is_github = found["site"] == "https://github.com"
    return found if not is_github or found["name"].count("/") == 1 else None

"""Private text taken out of what a run leaves: it is about to be published."""

from __future__ import annotations

import getpass
import os
import re
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TOKENS = re.compile(
    r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|sk-[A-Za-z0-9_-]{20,}"
    r"|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|xox[abprs]-[\w-]{10,}|hf_[A-Za-z0-9]{30,}"
    r"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
)
_ADDRESS = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b"
)
_HOME = re.compile(
    r"(?:/home|/Users)/[\w.@-]+|/root(?=[/\s'\"]|$)|[A-Za-z]:\\{1,2}Users\\{1,2}[\w.@-]+"
)
_SECRET_NAME = re.compile(r"TOKEN|SECRET|PASSW|API_?KEY|CREDENTIAL", re.IGNORECASE)
_COMMON = frozenset(
    {"root", "user", "users", "admin", "ubuntu", "debian", "runner", "jovyan", "localhost", "local"}
    | {"docker", "build", "builder", "student", "test", "home", "host", "linux", "python", "main"}
)
"""Names of machines and users that are words, and tell nothing."""
_SHORTEST_NAME = 4
_SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True)
class Scrubber:
    """Replaces what is private, and remembers of which kinds there was some."""

    patterns: tuple[tuple[re.Pattern[str], str, str], ...]
    found: dict[str, None] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """Return the text without what is private."""
        for pattern, instead, kind in self.patterns:
            text, count = pattern.subn(instead, text)
            if count:
                self.found[kind] = None
        return text

    def value(self, value: object) -> object:
        """Return a value of JSON with each text in it scrubbed, keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.value(item) for key, item in value.items()}
        return value

    def file(self, data: bytes) -> bytes:
        """Return a file without what is private, where it is text."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return data
        return self.text(text).encode()


def scrubber(folder: str, environment: Mapping[str, str] | None = None) -> Scrubber:
    """Return what scrubs results of a run in the temporary ``folder`` on this machine."""
    environment = os.environ if environment is None else environment
    return Scrubber(tuple(_patterns(folder, environment)))


def _patterns(
    folder: str, environment: Mapping[str, str]
) -> Iterator[tuple[re.Pattern[str], str, str]]:
    yield _word(rf"{re.escape(folder)}/?"), "", "the folder of the run"
    home = environment.get("HOME", "")
    if len(home) > len("/x"):
        yield re.compile(re.escape(home) + r"(?=[/\s'\"]|$)"), "~", "a home folder"
    yield _HOME, "~", "a home folder"
    for value in _secrets(environment):
        yield re.compile(re.escape(value)), "[secret]", "a secret of the environment"
    yield _TOKENS, "[token]", "a token"
    yield _ADDRESS, "[e-mail]", "an e-mail address"
    for name, kind in _names():
        if len(name) >= _SHORTEST_NAME and name.lower() not in _COMMON:
            yield _word(rf"(?<![\w-]){re.escape(name)}(?![\w-])"), f"[{kind}]", f"the {kind}"


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _secrets(environment: Mapping[str, str]) -> Iterator[str]:
    for name, value in environment.items():
        if _SECRET_NAME.search(name) and len(value) >= _SHORTEST_SECRET:
            yield value


def _names() -> Iterator[tuple[str, str]]:
    host = socket.gethostname()
    yield host, "name of the machine"
    yield host.partition(".")[0], "name of the machine"
    try:
        yield getpass.getuser(), "name of the user"
    except (KeyError, OSError):
        return

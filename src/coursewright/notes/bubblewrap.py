"""A sandbox of namespaces, made by bubblewrap from the programs of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from coursewright.notes.room import INSIDE, MEGABYTE, TEMPORARY_MEGABYTES, Limits, Shut

_PROGRAM: Final = "bwrap"
PROBE_SECONDS: Final = 60
SEEN: Final = ("/usr/", "/bin/")
"""Below these folders the programs lie that can be run."""
_READ_ONLY: Final = ("/usr", "/etc/texmf", "/etc/fonts", "/etc/alternatives", "/var/lib/texmf")
_LINKS: Final = (("usr/bin", "/bin"), ("usr/lib", "/lib"), ("usr/lib64", "/lib64"))


class Bubblewrap:
    """Runs this machine's own programs, which see /usr and the folder, and no network."""

    def why_not(self, programs: Sequence[str]) -> str:
        """Return why these programs cannot be run in it; empty where they can be."""
        absent = [program for program in programs if shutil.which(program, path=_path()) is None]
        if absent:
            return f"not installed below {SEEN[0]}: {', '.join(absent)}"
        if shutil.which(_PROGRAM) is None:
            return "bubblewrap ('bwrap') is not installed: install the package bubblewrap"
        try:
            done = subprocess.run(
                [*_walls(Path("/tmp"), {}, writable=False), "/bin/true"],  # noqa: S108 - a probe
                capture_output=True,
                timeout=PROBE_SECONDS,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            return f"bubblewrap cannot be started: {error}"
        said = done.stderr.decode(errors="replace").strip()
        return "" if done.returncode == 0 else f"bubblewrap does not work here: {said[:200]}"

    def shut(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        limits: Limits,
        writable: bool,  # noqa: FBT001 - as it is written or not
    ) -> Shut:
        """Return how ``command`` is run with nothing but ``folder``."""
        del limits
        walls = _walls(folder, environment, writable=writable)
        return Shut([*walls, *command], address_space=True)


def _path() -> str:
    """Return the folders of PATH that can be seen inside."""
    return os.pathsep.join(it for it in os.get_exec_path() if f"{it}/".startswith(SEEN))


def _walls(folder: Path, environment: Mapping[str, str], *, writable: bool) -> list[str]:
    walls = [_PROGRAM, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in {"PATH": _path(), "HOME": INSIDE, **environment}.items():
        walls += ["--setenv", name, value]
    for path in _READ_ONLY:
        if Path(path).exists():
            walls += ["--ro-bind", path, path]
    for target, link in _LINKS:
        walls += ["--symlink", target, link]
    size = str(TEMPORARY_MEGABYTES * MEGABYTE)
    walls += ["--proc", "/proc", "--dev", "/dev", "--size", size, "--tmpfs", "/tmp"]  # noqa: S108
    bind = "--bind" if writable else "--ro-bind"
    return [*walls, bind, str(folder), INSIDE, "--chdir", INSIDE]

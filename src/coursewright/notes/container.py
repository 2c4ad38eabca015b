"""A sandbox of a container, by podman or docker: where bubblewrap or TeX itself is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Final

from coursewright.notes.room import INSIDE, MEGABYTE, TEMPORARY_MEGABYTES, Limits, Shut

IMAGE: Final = "COURSEWRIGHT_TEX_IMAGE"
"""The environment's word on the image: one that has latexmk, pdflatex, and for drawings poppler."""
ENGINES: Final = ("podman", "docker")
PROBE_SECONDS: Final = 60
_FAILED: Final = 125
"""The exit status of ``run`` where the engine itself fails (podman-run(1), docker run)."""
_NOBODY: Final = 65534
_PROCESSES: Final = 64


class Container:
    """Runs the programs of an image that is on this machine already; none is ever pulled."""

    def why_not(self, programs: Sequence[str]) -> str:
        """Return why these programs cannot be run in it; empty where they can be."""
        engine = _engine()
        if engine is None:
            return "and there is no container engine in its place (podman, docker)"
        image = os.environ.get(IMAGE, "")
        if not image:
            return f"for a container of {engine}, {IMAGE} has to name an image that has TeX"
        tested = " && ".join(f"command -v {program}" for program in programs)
        walls = _walls(engine, f"coursewright-probe-{token_hex(8)}", Limits(), {})
        try:
            done = subprocess.run(
                [*walls, "--entrypoint", "/bin/sh", image, "-c", tested or "true"],
                capture_output=True,
                timeout=PROBE_SECONDS,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            return f"{engine} cannot be started: {error}"
        if done.returncode == _FAILED:
            said = done.stderr.decode(errors="replace").strip()
            return f"{engine} cannot use the image '{image}' (is it pulled?): {said[:200]}"
        missing = f"the image '{image}' lacks one of: {', '.join(programs)}"
        return missing if done.returncode else ""

    def shut(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        limits: Limits,
        writable: bool,  # noqa: FBT001 - as it is written or not
    ) -> Shut:
        """Return how ``command`` is run with nothing but ``folder``."""
        engine, name = _engine() or ENGINES[0], f"coursewright-{token_hex(8)}"
        if os.getuid() == 0:
            _give_away(folder)
        # Z lets SELinux see the copy, where there is any.
        mount = f"{folder}:{INSIDE}:{'rw' if writable else 'ro'},Z"
        words = [*_walls(engine, name, limits, environment), "--volume", mount]
        words += ["--workdir", INSIDE, "--entrypoint", command[0], os.environ.get(IMAGE, "")]
        return Shut(
            [*words, *command[1:]],
            address_space=False,
            clear=lambda: _remove(engine, name),
            broken=_FAILED,
        )


def _engine() -> str | None:
    return next((engine for engine in ENGINES if shutil.which(engine)), None)


def _walls(engine: str, name: str, limits: Limits, environment: Mapping[str, str]) -> list[str]:
    user = f"{os.getuid() or _NOBODY}:{os.getgid() or _NOBODY}"
    memory = f"{limits.megabytes}m"
    size = limits.file_megabytes * MEGABYTE
    words = [engine, "run", "--rm", "--name", name, "--pull", "never", "--network", "none"]
    words += ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
    words += ["--memory", memory, "--memory-swap", memory, "--pids-limit", str(_PROCESSES)]
    words += ["--ulimit", f"cpu={limits.seconds}:{limits.seconds + 1}", "--ulimit", "core=0:0"]
    words += ["--ulimit", f"fsize={size}:{size}", "--log-driver", "none", "--user", user]
    if engine == "podman" and os.getuid():
        # Else the user of a rootless container is not the one whom the copy belongs to.
        words += ["--userns", "keep-id"]
    words += ["--tmpfs", f"/tmp:rw,nosuid,nodev,noexec,size={TEMPORARY_MEGABYTES}m"]  # noqa: S108
    for key, value in {"HOME": INSIDE, **environment}.items():
        words += ["--env", f"{key}={value}"]
    return words


def _give_away(folder: Path) -> None:
    """Let the copy belong to the user of the container, who is never root."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, _NOBODY, _NOBODY, follow_symlinks=False)


def _remove(engine: str, name: str) -> None:
    """End a container that its client has left; one that ended by itself is gone already."""
    try:
        subprocess.run(
            [engine, "rm", "--force", name],
            capture_output=True,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return

"""GPUs of this machine, as ``nvidia-smi`` lists them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

_QUERY = "index,name,memory.total,memory.used,uuid"
_TIMEOUT = 60.0
_FIELDS = 5
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Device:
    """A GPU; memory in bytes, ``used`` by anybody."""

    index: str
    name: str
    total: float
    used: float
    uuid: str = ""


def find_devices() -> tuple[Device, ...]:
    """Return the GPUs that ``nvidia-smi`` knows and ``CUDA_VISIBLE_DEVICES`` leaves visible.

    Without the program, or where it finds no driver, there are none.
    """
    program = shutil.which("nvidia-smi")
    if program is None:
        return ()
    command = [program, f"--query-gpu={_QUERY}", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    found = [_device(line) for line in done.stdout.splitlines()]
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    wanted = None if visible is None else [part.strip() for part in visible.split(",")]
    return tuple(one for one in found if one and (wanted is None or _is_named(one, wanted)))


def _is_named(device: Device, wanted: Sequence[str]) -> bool:
    """Tell whether a GPU is among those named, by index or by the start of its UUID."""
    by_uuid = (name for name in wanted if name.startswith("GPU-"))
    return device.index in wanted or any(device.uuid.startswith(name) for name in by_uuid)


def memory_used() -> dict[str, float]:
    """Return the bytes that are taken on each GPU, by its index; none where nobody can tell."""
    return {device.index: device.used for device in find_devices()}


def _device(line: str) -> Device | None:
    fields = [field.strip() for field in line.split(",")]
    if len(fields) != _FIELDS or not fields[0].isdigit():
        return None
    index, name, total, used, uuid = fields
    return Device(index, name, _mebibytes(total), _mebibytes(used), uuid)


def _mebibytes(text: str) -> float:
    # A GPU whose memory the driver does not tell says '[N/A]'.
    return float(text) * _MIB if text.isdigit() else 0.0

"""Zip files with the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that the format can hold; a real one would change the bytes."""
_UNIX = 3
_PLAIN_FILE = 0o100644


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files, by their names: sorted, without times, readable by all.

    They are stored and not compressed, since two versions of zlib compress differently.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = _UNIX
            info.external_attr = _PLAIN_FILE << 16
            archive.writestr(info, files[name])
    return buffer.getvalue()

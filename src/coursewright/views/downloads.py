"""Files to take away: the scribes' template as a zip, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from coursewright.views.page import Asset

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that the format can hold; a real one would change the bytes."""
_FOLDER = "scribe-notes"
_FOR_SCRIBES = (".cls", ".tex", ".bib", ".md", ".png", ".pdf", ".svg")


def template_assets(template: Mapping[str, bytes]) -> Iterator[Asset]:
    """Yield the zip of what scribes start from, and the compiled template.

    ``template`` maps names below ``scribe_templates`` to contents.
    """
    if "notes.tex" in template:
        yield Asset("scribing/template.zip", _zipped(template))
    if "notes.pdf" in template:
        yield Asset("scribing/template.pdf", template["notes.pdf"])


def _zipped(template: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(template):
            if name.endswith(_FOR_SCRIBES) and not name.startswith("tools/"):
                info = zipfile.ZipInfo(f"{_FOLDER}/{name}", _EPOCH)
                info.external_attr = 0o644 << 16
                archive.writestr(info, template[name])
    return buffer.getvalue()

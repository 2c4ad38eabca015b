"""Compiled templates kept beside the compiled modules: in the Python environment, not in a course.

They are code. A course's folder may come from anyone, so nothing there is ever run as such.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from pickle import UnpicklingError

import jinja2
from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

_OTHERS_MAY_WRITE = 0o022


def compiled_templates(prefix: Path | None = None) -> BytecodeCache | None:
    """Return the store of the environment at ``prefix``, or None where there can be none.

    There is one where the folder belongs to who runs this, and nobody else may write to it.
    """
    shared = (prefix or Path(sys.prefix)) / "share" / "coursewright"
    folder = shared / f"templates-{jinja2.__version__}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = folder.stat()
    except OSError:
        return None
    owned = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
    usable = owned and not facts.st_mode & _OTHERS_MAY_WRITE and os.access(folder, os.W_OK)
    return _Store(str(folder)) if usable else None


@cache
def keep_templates_of_notebooks() -> None:
    """Let nbconvert keep its templates, too.

    It makes an environment for each notebook and compiles every template in each of them anew,
    which is a third of the time that a notebook takes, and it has no option for that.
    """
    # Whoever shows no notebook need not wait for it.
    from nbconvert.exporters.templateexporter import TemplateExporter  # noqa: PLC0415

    made = TemplateExporter._create_environment  # noqa: SLF001

    def with_store(exporter: TemplateExporter) -> Environment:
        environment: Environment = made(exporter)  # type: ignore[no-untyped-call]
        environment.bytecode_cache = compiled_templates()
        return environment

    TemplateExporter._create_environment = with_store  # type: ignore[method-assign]  # noqa: SLF001


class _Store(FileSystemBytecodeCache):
    """A store in which something damaged, and a full disk, cost only time."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, or leave it empty."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, TypeError, UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket, if there is room for it."""
        with suppress(OSError):
            super().dump_bytecode(bucket)

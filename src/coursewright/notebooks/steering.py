"""What steers a kernel: its environment, its seeds, and the values of its parameters."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable
from pathlib import Path

from coursewright.notebooks.document import Cell
from coursewright.notebooks.job import Job

_PASSED = re.compile(
    r"PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|VIRTUAL_ENV|LD_LIBRARY_PATH|XDG_CACHE_HOME|SSL_CERT_\w+"
    r"|(?:HTTPS?|NO|ALL)_PROXY|NVIDIA_\w+|CUDA_(?!VISIBLE)\w+",
    re.IGNORECASE,
)
"""What of the environment a notebook sees: no tokens, and nothing that would alter its results."""

_THREADS = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM", "BLIS")
_SEEDED = {"numpy": "numpy.random.seed({0})", "torch": "torch.manual_seed({0})"}
_UNSAID = frozenset({"IPython", "ipykernel"})


def environment(folder: Path, gpu: str) -> dict[str, str]:
    """Return the environment of a kernel that runs in ``folder`` and sees the GPU ``gpu``.

    Hashes, threads, dates and styles of figures are set, so that the same code gives the same
    bytes, on one machine and with the same versions.
    """
    style = folder.parent / "matplotlibrc"
    style.write_text("svg.hashsalt: coursewright\n", "utf-8")
    return {
        **{name: value for name, value in os.environ.items() if _PASSED.fullmatch(name)},
        **{f"{name}_NUM_THREADS": "1" for name in _THREADS},
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "SOURCE_DATE_EPOCH": "0",
        "MATPLOTLIBRC": str(style),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "IPYTHONDIR": str(folder.parent / "ipython"),
        "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
        # The order in which nvidia-smi counts; CUDA's own puts the fastest GPU first.
        "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
        "CUDA_VISIBLE_DEVICES": gpu,
    }


def prelude_code(job: Job) -> str:
    """Return code that seeds the generators which a notebook might use without a seed."""
    lines = ["def __coursewright():", "    import random", f"    random.seed({job.seeds[0]})"]
    for name, call in _SEEDED.items():
        if name in job.packages:
            lines += [f"    import {name}", "    " + call.format(job.seeds[0])]
    return "\n".join([*lines, "__coursewright()", "del __coursewright"])


def parameters_code(job: Job, cell: Cell) -> str:
    """Return code that sets those names of the cell tagged ``parameters`` that a run decides.

    They are ``scale``, ``seed``, ``seeds`` and ``device``; a name that the cell does not assign is
    none of its parameters.
    """
    values = {
        "scale": job.scale,
        "seed": job.seeds[0],
        "seeds": list(job.seeds),
        "device": "cuda" if job.on_gpu else "cpu",
    }
    assigned = assigned_names(cell.source)
    return "\n".join(f"{name} = {value!r}" for name, value in values.items() if name in assigned)


def assigned_names(code: str) -> frozenset[str]:
    """Return the plain names that code assigns; none where Python cannot parse it."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return frozenset()
    stored = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return frozenset(node.id for node in stored if isinstance(node.ctx, ast.Store))


def versions_code(packages: Iterable[str]) -> str:
    """Return an expression for the versions of Python and of what was really imported.

    It gives a dict of the distributions' names to their versions.
    """
    names = sorted(set(packages) - _UNSAID)
    return f"__import__('coursewright.notebooks.provenance', fromlist=['x']).versions({names!r})"

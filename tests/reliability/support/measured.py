"""A command with what it took: ``python measured.py WORD...`` prints its peak memory at the end.

The last line of the standard error is the largest resident size of the command's processes, in
kilobytes; the status is the command's.
"""

from __future__ import annotations

import resource
import subprocess
import sys


def main() -> int:
    """Run the command, and say what it took."""
    status = subprocess.run(sys.argv[1:], check=False).returncode
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    sys.stderr.write(f"{peak // 1024 if sys.platform == 'darwin' else peak}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())

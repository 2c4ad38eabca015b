"""One set of notes through the whole way, in a process of its own that can be measured."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from coursewright.math.engine import MathEngine
from coursewright.notes.page.setting import set_notes
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.read import read_notes


def main() -> None:
    """Convert the folder that is named, and print what came of it as JSON."""
    folder = Path(sys.argv[1])
    notes = read_notes(folder, name="notes")
    with MathEngine() as engine:
        done = set_notes(notes, Surroundings(engine, scratch=folder))
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    said = {
        "html": done.html,
        "codes": [problem.code for problem in [*notes.problems, *done.problems]],
        "seconds": sum(it.ru_utime + it.ru_stime for it in used),
        "kilobytes": max(_own_peak(), used[1].ru_maxrss),
    }
    sys.stdout.write(json.dumps(said))


def _own_peak() -> int:
    """Return this process's peak of resident memory in kB; ``ru_maxrss`` holds its parent's too."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    main()

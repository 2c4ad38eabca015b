"""What every test shares: how hypothesis searches, and a loud word on what was not tested."""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter

import pytest
from hypothesis import settings

from tests.support.properties import TOO_SLOW

# Neither a deadline nor the time that a search takes fails a property: a loaded machine is no
# bug. CI takes the same examples each time, so that a red check is the change's doing; at a
# desk the search goes on, and `make test-long` is a long one.
for _name, _more in (
    ("desk", {}),
    ("ci", {"derandomize": True, "print_blob": True}),
    ("long", {"max_examples": int(os.environ.get("EXAMPLES", "10000")), "print_blob": True}),
):
    settings.register_profile(_name, deadline=None, suppress_health_check=TOO_SLOW, **_more)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

# Sites that tests build have no PDFs of notes, which would take TeX seconds each.
os.environ.setdefault("COURSEWRIGHT_PDF", "0")

# What a person's own configuration of git says of their work, not of the repositories of tests.
_NO_HABITS = {"commit.gpgSign": "false", "core.autocrlf": "false", "core.hooksPath": os.devnull}
_said = int(os.environ.get("GIT_CONFIG_COUNT", "0"))
for _number, (_key, _value) in enumerate(_NO_HABITS.items(), _said):
    os.environ[f"GIT_CONFIG_KEY_{_number}"] = _key
    os.environ[f"GIT_CONFIG_VALUE_{_number}"] = _value
os.environ["GIT_CONFIG_COUNT"] = str(_said + len(_NO_HABITS))

# What a shell starts in the background has Control-C ignored, and so has all that it starts;
# with a handler, what tests start has the default again (execve(2)).
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a GPU where there is none."""
    if shutil.which("nvidia-smi"):
        return
    for item in items:
        if item.get_closest_marker("gpu"):
            item.add_marker(pytest.mark.skip(reason="no NVIDIA GPU on this machine"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name, after the results, what this machine could not test, and why."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if not reasons:
        return
    terminalreporter.section("NOT TESTED", sep="!", yellow=True, bold=True)
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count} test{'s' if count > 1 else ''}: {reason}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test was skipped, in the words of whoever skipped it."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")

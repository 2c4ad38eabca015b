"""The feed by the rules of RFC 4287, and what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from coursewright.math.engine import MathEngine
from coursewright.site import Site, build_site
from tests.history.support.repository import Repository, clone, lecture, moment, repository
from tests.site.support.course import DAY, INVENTED, LATER, PAPERS, copy_course, page_of, site_of
from tests.site.support.markup import faults_of

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/course/"
NOW = moment("2018-01-24 12:00")
TWO = "sessions:\n" + lecture("a", "2018-01-10") + lecture("b", "2018-01-24")
MOVED = TWO.replace("01-24", "01-25")
ANNOUNCEMENT = "docs/announcements/2018-01-23-new-room.md"


def feed_of(site: Site) -> ET.Element:
    """Return the feed of a site."""
    return ET.fromstring(feed_bytes(site))  # noqa: S314  (our own)


def feed_bytes(site: Site) -> bytes:
    """Return the feed of a site as it is written."""
    return next(asset.data for asset in site.assets if asset.uri == "feed.xml")


def said(element: ET.Element, name: str) -> str:
    """Return the text of a child that is there exactly once."""
    (child,) = element.findall(ATOM + name)
    return child.text or ""


@pytest.fixture
def course(tmp_path: Path) -> Repository:
    """A course with an announcement, three commits on two days, and one undone on the first."""
    made = repository(tmp_path / "course")
    made.commit("2018-01-02 10:00", TWO)
    made.commit("2018-01-12 10:00", TWO.replace("01-24", "01-26"))
    made.commit("2018-01-12 12:00", MOVED)
    text = "---\ntitle: A < B & C\n---\nSee [lecture 1](../lectures/a.md) for $x^2$.\n"
    made.commit("2018-01-20 10:00", MOVED + lecture("c", "2018-01-31"), **{ANNOUNCEMENT: text})
    return made


def faults(feed: ET.Element) -> Iterator[str]:
    """Yield what RFC 4287 forbids (4.1.1, 4.1.2, 4.2.6, 4.2.7)."""
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        yield from _faults_of_element(element)
    ids = [said(element, "id") for element in (feed, *entries)]
    if len(set(ids)) != len(ids):
        yield "an id twice"
    if not feed.findall(f"{ATOM}author/{ATOM}name"):
        yield "no author"
    if [link.get("rel") for link in feed.findall(f"{ATOM}link")].count("self") != 1:
        yield "not one link to itself"
    for content in feed.iter(f"{ATOM}content"):
        assert content.get("type") == "html"
        yield from faults_of(f"<h1>Title</h1>{content.text}")


def _faults_of_element(element: ET.Element) -> Iterator[str]:
    if element.tag not in {f"{ATOM}feed", f"{ATOM}entry"}:
        yield "no feed"
    for name in ("id", "title", "updated"):
        if len(element.findall(ATOM + name)) != 1:
            yield f"not one {name}"
    if not re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", said(element, "id")):
        yield "an id that is no name for good"
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said(element, "updated")):
        yield "a moment of another form"
    if not any(link.get("rel") == "alternate" for link in element.findall(f"{ATOM}link")):
        yield "no alternate, which an entry without a summary needs"


def test_it_keeps_the_rules_of_the_format(
    course: Repository, tmp_path: Path, engine: MathEngine
) -> None:
    invented = copy_course(INVENTED, tmp_path / "invented")
    for site in (
        site_of(course.folder, engine, NOW),
        site_of(invented, engine, DAY),
        site_of(invented, engine, LATER),
    ):
        assert list(faults(feed_of(site))) == []


def test_it_tells_changes_of_a_day_together_and_announcements(
    course: Repository, engine: MathEngine
) -> None:
    feed = feed_of(site_of(course.folder, engine, NOW))
    entries = feed.findall(f"{ATOM}entry")
    assert [said(entry, "title") for entry in entries] == [
        "A < B & C",
        "Changes of Saturday 20 January 2018",
        "Changes of Friday 12 January 2018",
    ]
    assert [said(entry, "updated") for entry in entries] == [
        "2018-01-23T05:00:00Z",
        "2018-01-20T10:00:00Z",
        "2018-01-12T12:00:00Z",
    ]
    assert said(feed, "updated") == "2018-01-23T05:00:00Z"
    link = '<a href="./lectures/b/">Lecture 2</a>'
    assert said(entries[2], "content") == (
        f"<ul><li>{link} moved from Wed 24 to Thu 25 January.</li></ul>"
    )
    assert "<math" in said(entries[0], "content")
    assert 'href="./lectures/a/"' in said(entries[0], "content")


def test_links_are_whole_where_the_address_of_the_site_is_known(
    course: Repository, engine: MathEngine
) -> None:
    feed = feed_of(build_site(course.folder, NOW, engine, SITE))
    links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    texts = "".join(content.text or "" for content in feed.iter(f"{ATOM}content"))
    links += re.findall(r'href="([^"]*)"', texts)
    assert len(links) > 5
    assert [link for link in links if not link.startswith(SITE)] == []
    assert f"{SITE}feed.xml" in links


def test_ids_stay_when_the_site_moves_and_when_a_day_goes_on(
    course: Repository, engine: MathEngine
) -> None:
    before = feed_of(site_of(course.folder, engine, NOW))
    course.commit("2018-01-20 14:00", MOVED + lecture("c", "2018-02-01"))
    after = feed_of(site_of(course.folder, engine, NOW))
    ids = [
        [said(entry, "id") for entry in feed.findall(f"{ATOM}entry")] for feed in (before, after)
    ]
    assert ids[0] == ids[1]
    assert said(after.findall(f"{ATOM}entry")[1], "updated") == "2018-01-20T14:00:00Z"


def test_what_is_withheld_today_is_in_no_old_entry(course: Repository, engine: MathEngine) -> None:
    titled = lecture("c", "2018-01-31").replace("On c", "SECRET")
    course.commit("2018-01-21 10:00", MOVED + titled)
    assert b"SECRET" in feed_bytes(site_of(course.folder, engine, NOW))
    course.write(MOVED + titled + "    state: hidden\n")
    site = site_of(course.folder, engine, NOW)
    assert b"SECRET" not in feed_bytes(site)
    assert b"On c" not in feed_bytes(site)
    assert "SECRET" not in page_of(site, "index.md")


def test_a_paper_that_only_a_hidden_session_reads_is_not_told_of(
    course: Repository, engine: MathEngine
) -> None:
    paper = "@book{hush2018quiet,\n  author = {Hester Hush},\n  title = {T},\n  year = {2018},\n}\n"
    reads = lecture("c", "2018-01-31", "readings:", "  - paper: hush2018quiet")
    files = {"papers.bib": PAPERS + paper}
    course.commit("2018-01-21 10:00", MOVED + reads, **files)
    assert b"Hush 2018" in feed_bytes(site_of(course.folder, engine, NOW))
    course.write(MOVED + reads + "    release: 2018-03-01\n", **files)
    assert b"Hush 2018" not in feed_bytes(site_of(course.folder, engine, NOW))


SHEET = """\
materials:
      - type: notes
        url: https://example.org/sheet
        release: 2018-01-22
"""


def test_a_release_is_told_on_its_day(tmp_path: Path, engine: MathEngine) -> None:
    made = repository(tmp_path / "course")
    made.commit("2018-01-02 10:00", TWO)
    made.commit("2018-01-12 10:00", TWO + lecture("c", "2018-01-31", SHEET.rstrip()))
    early = feed_of(site_of(made.folder, engine, moment("2018-01-21 12:00")))
    assert "notes" not in "".join(early.itertext())
    newest = feed_of(site_of(made.folder, engine, NOW)).findall(f"{ATOM}entry")[0]
    assert said(newest, "updated") == "2018-01-22T05:00:00Z"
    assert ">lecture 3</a>: notes." in said(newest, "content")


def test_home_tells_the_last_changes(course: Repository, engine: MathEngine) -> None:
    home = page_of(site_of(course.folder, engine, NOW), "index.md")
    assert 'New: <a href="./lectures/c/">lecture 3</a>, “On c”, on Wed 31 January.' in home
    assert '<a href="./lectures/b/">Lecture 2</a> moved from Wed 24 to Thu 25 January.' in home


def test_a_clone_makes_the_same_bytes(
    course: Repository, tmp_path: Path, engine: MathEngine
) -> None:
    other = clone(course, tmp_path / "elsewhere")
    sites = [site_of(folder, engine, NOW) for folder in (course.folder, other.folder)]
    first, second = ({asset.uri: asset.data for asset in site.assets} for site in sites)
    assert first == second


def test_without_history_there_are_announcements_still(engine: MathEngine, tmp_path: Path) -> None:
    folder = copy_course(INVENTED, tmp_path / "course")
    (folder / "docs" / "announcements").mkdir(exist_ok=True)
    (folder / ANNOUNCEMENT).write_text("---\ntitle: News\n---\nBring \x85 water.\n", "utf-8")
    feed = feed_of(site_of(folder, engine, LATER))
    assert "News" in [said(entry, "title") for entry in feed.findall(f"{ATOM}entry")]
    assert not any("Changes" in said(entry, "title") for entry in feed.findall(f"{ATOM}entry"))
    assert datetime.fromisoformat(said(feed, "updated")) <= LATER


def test_what_is_for_the_staff_alone_is_not_in_the_feed(
    course: Repository, engine: MathEngine
) -> None:
    held = "\n<!-- staff -->\nSECRET-STAFF\n<!-- /staff -->\n"
    later = "\n<!-- release 2018-03-01 -->\nSECRET-LATER\n<!-- /release -->\n"
    text = f"---\ntitle: Both\n---\nOpen.\n{held}{later}"
    course.write(MOVED, **{ANNOUNCEMENT: text})
    data = feed_bytes(site_of(course.folder, engine, NOW))
    assert b"Open." in data
    assert b"SECRET" not in data


NOTES = "docs/notes/a/notes.tex"
WRITTEN = r"""\documentclass{article}
\begin{document}
Some words.
\end{document}
"""


def _changes_of(site: Site) -> dict[str, str]:
    entries = feed_of(site).findall(f"{ATOM}entry")
    return {
        said(entry, "title"): re.sub("<[^>]+>", "", said(entry, "content"))
        for entry in entries
        if said(entry, "title").startswith("Changes")
    }


def test_notes_that_came_are_told_on_their_day(course: Repository, engine: MathEngine) -> None:
    course.commit("2018-01-21 10:00", MOVED, **{NOTES: WRITTEN})
    course.commit("2018-01-22 10:00", MOVED, **{NOTES: WRITTEN.replace("Some", "More")})
    course.commit("2018-01-30 10:00", MOVED, **{NOTES.replace("/a/", "/b/"): WRITTEN})
    site = build_site(course.folder, NOW, engine)
    told = _changes_of(site)
    assert "New notes: Lecture 1, “On a”." in told["Changes of Sunday 21 January 2018"]
    assert sum(text.count("New notes") for text in told.values()) == 1
    home = page_of(site, "index.md")
    assert re.search('New notes: <a href="[^"]*lectures/a/notes/">Lecture 1</a>, “On a”.', home)


def test_notes_that_cannot_be_published_are_no_news(course: Repository, engine: MathEngine) -> None:
    course.commit("2018-01-21 10:00", MOVED, **{NOTES: WRITTEN.replace(r"\end{document}", "{")})
    assert "New notes" not in str(_changes_of(build_site(course.folder, NOW, engine)))


def test_a_clone_that_does_not_know_when_notes_came_does_not_say_it(
    course: Repository, engine: MathEngine, tmp_path: Path
) -> None:
    course.commit("2018-01-21 10:00", MOVED, **{NOTES: WRITTEN})
    course.commit("2018-01-22 10:00", MOVED, **{NOTES.replace("/a/", "/b/"): WRITTEN})
    shallow = clone(course, tmp_path / "shallow", "--depth=2")
    told = str(_changes_of(build_site(shallow.folder, NOW, engine)))
    assert "New notes: Lecture 1" not in told
    assert "New notes: Lecture 2" in told

"""The HTML that mkdocs-jupyter made of a notebook, turned into the site's own plain markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4.element import NavigableString, PreformattedString, Tag

from coursewright.notebooks.figures import Asset
from coursewright.notebooks.hazards import Place, keep_pictures, parse
from coursewright.notebooks.headings import Heading, number_headings
from coursewright.notebooks.sanitise import PYGMENTS_CLASSES, clean_html
from coursewright.notebooks.trusted import clean_trusted

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_MACHINERY = frozenset({"style", "script", "link", "clipboard-copy"})
_MACHINERY_CLASSES = (
    "zeroclipboard-container",
    "clipboard-copy-txt",
    "jp-Collapser",
    "celltoolbar",
    "jp-InputPrompt",
    "jp-OutputPrompt",
)
_FRAMES = ("jp-", "CodeMirror", "jupyter-wrapper", "highlight-ipynb")
_FOLD = {"class": "cw-fold", "data-search-exclude": ""}
_TEXT_KEPT = frozenset({"pre", "code", "text", "tspan"})


@dataclass(frozen=True, slots=True)
class CleanBody:
    """The body of a notebook page.

    ``assets`` are files that the body shows, named relative to the page's folder; ``headings``
    are in the order of the page. The title is the text of the first heading, for the tab.
    """

    html: str
    assets: tuple[Asset, ...]
    headings: tuple[Heading, ...]

    @property
    def title(self) -> str:
        """The text of the first heading, or ``""``."""
        return self.headings[0].text if self.headings else ""


def clean_body(html: str, *, trusted: bool = False) -> CleanBody:
    """Return the body without scripts, styles, prompts and the frames of JupyterLab.

    Headings get plain text and ids, code and outputs can be reached by keyboard, tables have
    proper headers, pictures are files, and only what the allow-list names is left. Cleaning
    twice changes nothing more. The looks of a ``trusted`` notebook stay: see ``clean_trusted``.
    What an author is told of what is left out was said by ``prepare_notebook``.
    """
    cleaned = clean_trusted if trusted else clean_html
    tree = parse(html)
    assets = {asset.name: asset for asset in _pictures(tree)}
    for element in [*_machinery(tree), *tree.find_all(string=_is_comment)]:
        element.extract()
    for step in _STEPS:
        step(tree)
    # What the allow-list takes out leaves blanks behind: tidy what remains, then list it.
    tree = parse(cleaned(str(tree)))
    _tidy(tree)
    headings = number_headings(tree)
    clean = cleaned(str(tree)).strip() + "\n"
    return CleanBody(clean, tuple(assets.values()), headings)


def _machinery(tree: BeautifulSoup) -> Iterator[Tag]:
    """Yield what makes JupyterLab work and says nothing."""
    yield from (element for element in tree.find_all(name=True) if element.name in _MACHINERY)
    yield from _of_class(tree, *_MACHINERY_CLASSES)
    yield from (link for link in _of_class(tree, "anchor-link") if link.name == "a")


def _of_class(tree: Tag, *names: str) -> list[Tag]:
    """Return the elements of one of these classes; a selector would take four times as long."""
    wanted = frozenset(names)
    return [
        one for one in tree.find_all(name=True) if not wanted.isdisjoint(one.get("class") or ())
    ]


def _is_comment(text: object) -> bool:
    return isinstance(text, PreformattedString)


def _pictures(tree: BeautifulSoup) -> list[Asset]:
    """Take the pictures of Markdown cells out; what is wrong with them was said before."""
    return list(keep_pictures(tree, lambda _: Place("", 1), lambda _: None))


def _code(tree: BeautifulSoup) -> None:
    """Make each block of code one labelled, focusable box; leave out the empty ones."""
    number = 0
    for block in _of_class(tree, "highlight-ipynb", "highlight"):
        pre = block.find("pre")
        if pre is None or not pre.get_text().strip():
            block.decompose()
            continue
        number += 1
        _bare_tokens(pre)
        if pre.find("code") is None:
            inner = tree.new_tag("code")
            for child in list(pre.contents):
                inner.append(child)
            pre.append(inner)
        pre.attrs = {"tabindex": "0", "role": "group", "aria-label": f"Code {number}"}
        block.attrs = {"class": "cw-code highlight"}
        _fold(tree, block)


def _bare_tokens(pre: Tag) -> None:
    """Take the marks off tokens that have no colour of their own, and the last line's end."""
    for token in pre.find_all("span"):
        if not PYGMENTS_CLASSES.intersection(token.get("class") or ()):
            token.unwrap()
    pre.smooth()
    last = list(pre.strings)[-1]
    last.replace_with(NavigableString(last.rstrip("\n")))


def _fold(tree: BeautifulSoup, block: Tag) -> None:
    """Fold a block of code where its cell is tagged hide-input."""
    cell = block.find_parent(class_="celltag_hide-input")
    if cell is not None:
        fold, summary = tree.new_tag("details", attrs=_FOLD), tree.new_tag("summary")
        summary.string = "Code"
        block.wrap(fold)
        fold.insert(0, summary)


def _outputs(tree: BeautifulSoup) -> None:
    """Make each output a box of its own; plain text can be reached by keyboard."""
    for output in _of_class(tree, "jp-OutputArea-output"):
        failed = output.get("data-mime-type") == "application/vnd.jupyter.stderr"
        output.attrs = {"class": "cw-output cw-output-error" if failed else "cw-output"}
        for pre in output.find_all("pre"):
            pre.attrs = {"tabindex": "0", "role": "group", "aria-label": "Output"}


def _tables(tree: BeautifulSoup) -> None:
    """Give headers their scope, and let wide tables scroll by keyboard."""
    for table in tree.find_all("table"):
        for cell in table.find_all("th"):
            if not cell.get_text().strip():
                cell.name = "td"
            else:
                cell["scope"] = "col" if cell.find_parent("thead") else "row"
        parent = table.parent
        if parent is not None and "cw-scroll" not in (parent.get("class") or ()):
            label = {"class": "cw-scroll", "tabindex": "0", "role": "group", "aria-label": "Table"}
            table.wrap(tree.new_tag("div", attrs=label))


def _unframe(tree: BeautifulSoup) -> None:
    """Take JupyterLab's boxes off, so that headings stand at the top as search wants them."""
    for box in tree.find_all("div"):
        if any(name.startswith(_FRAMES) for name in box.get("class") or ()):
            box.unwrap()


def _tidy(tree: BeautifulSoup) -> None:
    """Leave one line break where there were many blanks."""
    tree.smooth()
    for text in tree.find_all(string=True):
        if text.isspace() and "\n" in text and not text.find_parent(_TEXT_KEPT):
            text.replace_with(NavigableString("\n"))


_STEPS: tuple[Callable[[BeautifulSoup], None], ...] = (
    _code,
    _outputs,
    _tables,
    _unframe,
)

"""Names that a paper has in the world: DOI, arXiv number, ISBN, and the links made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import quote, urlsplit

from coursewright.sources.bibtex_entry import BibEntry

LinkKind = Literal["arXiv", "PDF", "link", "DOI"]

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s{}]+")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
# Of five digits since 2015.
_NEW = r"(?:\d\d(?:0[1-9]|1[0-2])\.\d{5}|(?:0\d|1[0-4])(?:0[1-9]|1[0-2])\.\d{4})"
_OLD = r"[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_ARXIV = re.compile(rf"((?:{_NEW})|(?:{_OLD}))(?:v[1-9]\d*)?", re.IGNORECASE)
_ARXIV_PREFIX = re.compile(
    r"^(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*|abs/)", re.IGNORECASE
)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
_ARXIV_MENTION = re.compile(
    rf"arxiv(?:\s+preprint)?[:\s]+(?:arxiv:)?({_NEW}|{_OLD})", re.IGNORECASE
)
_ESCAPED = re.compile(r"\\([%_#&~$])(?:\{\})?")
_WRAPPED = re.compile(r"\\url\{(.*)\}")
_UNFIT = re.compile(r"[\s\x00-\x20\x7f-\x9f<>\"{}|\\^`\u200b-\u200f\u2028-\u202e\u2066-\u2069]")

_ISBN_REMARK = re.compile(r"\([^()]*\)")
_ISBN_BREAK = re.compile(r"[,;]")
_ISBN_DASHES = re.compile(r"[\s\u2010-\u2015-]")
_ISBN_10 = re.compile(r"[0-9]{9}[0-9X]")
_ISBN_13 = re.compile(r"97[89][0-9]{10}")


class Link(NamedTuple):
    """A place where a paper can be had."""

    kind: LinkKind
    url: str
    """An http or https address."""


def normal_doi(text: str) -> str | None:
    r"""Return a DOI bare and in small letters: ``10.1561/2200000050``; None if it is not one.

    DOIs do not tell capitals from small letters, so two of them are compared in this form.
    """
    doi = _bare_doi(text)
    return doi.lower() if doi else None


def _bare_doi(text: str) -> str | None:
    bare = _DOI_PREFIX.sub("", _unescaped(text)).rstrip(".,;")
    return bare if _DOI.fullmatch(bare) else None


def normal_arxiv(text: str) -> str | None:
    """Return an arXiv number without version and prefix: ``1509.01240``, ``math/0309136``.

    None if it is not one. The subject class of old numbers (``math.GT/``) is dropped, as arXiv
    does.
    """
    bare = _ARXIV_PREFIX.sub("", _unescaped(text))
    bare = _ARXIV_DOI.sub("", bare).partition("?")[0].removesuffix(".pdf")
    found = _ARXIV.fullmatch(bare)
    if not found:
        return None
    archive, slash, number = found[1].lower().partition("/")
    return f"{archive.partition('.')[0]}/{number}" if slash else archive


def claims_arxiv(fields: Mapping[str, str]) -> bool:
    """Tell whether ``eprint`` is meant as an arXiv number."""
    kind = fields.get("archiveprefix") or fields.get("eprinttype", "")
    return "arxiv" in f"{kind} {fields.get('eprint', '')}".lower()


def arxiv_of(fields: Mapping[str, str]) -> str | None:
    """Return the arXiv number that an entry's fields give, wherever it stands in them."""
    kind = (fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv").lower()
    if "arxiv" in kind and fields.get("eprint"):
        number = normal_arxiv(fields["eprint"])
        if number:
            return number
    for name in ("url", "doi", "volume"):
        value = _unescaped(fields.get(name, ""))
        if _ARXIV_PREFIX.match(value) or _ARXIV_DOI.search(value):
            number = normal_arxiv(_DOI_PREFIX.sub("", value))
            if number:
                return number
    for name in ("journal", "howpublished", "note"):
        found = _ARXIV_MENTION.search(fields.get(name, ""))
        if found:
            return normal_arxiv(found[1])
    return None


def safe_address(text: str) -> str | None:
    r"""Return a web address that may be linked: http or https, with a host; else None.

    ``\url{…}`` and LaTeX's backslashes before ``_ % # & ~`` are taken off.
    """
    url = _unescaped(text)
    if not url or _UNFIT.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and host else None


def is_isbn(text: str) -> bool:
    """Tell whether an ISBN of 10 or 13 digits ends in the right check digit.

    Of several, set apart by commas or semicolons, each has to; a remark in brackets is passed over.
    """
    parts = _ISBN_BREAK.split(_ISBN_REMARK.sub("", text))
    return all(_checks_out(_ISBN_DASHES.sub("", part).upper()) for part in parts)


def _checks_out(digits: str) -> bool:
    if _ISBN_10.fullmatch(digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(w * v for w, v in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    if _ISBN_13.fullmatch(digits):
        return sum(int(d) * (3 if place % 2 else 1) for place, d in enumerate(digits)) % 10 == 0
    return False


_PLACES = (
    *("archiveprefix", "eprinttype", "eprint", "url", "doi"),
    *("volume", "journal", "howpublished", "note"),
)
"""The fields that say where a paper can be had."""


def paper_links(entry: BibEntry) -> tuple[Link, ...]:
    """Return where a paper can be had, best first, each kind at most once.

    arXiv and its PDF come first, then the address that the entry gives (``PDF`` if it is one and
    arXiv has none), then the DOI. An address that only repeats one of these is left out.
    """
    return _links(*(entry.fields.get(name, "") for name in _PLACES))


@lru_cache(maxsize=1 << 14)
def _links(*values: str) -> tuple[Link, ...]:
    fields = dict(zip(_PLACES, values, strict=True))
    links: list[Link] = []
    number, doi = arxiv_of(fields), _bare_doi(fields["doi"])
    url = safe_address(fields["url"])
    if number:
        links.append(Link("arXiv", f"https://arxiv.org/abs/{number}"))
        links.append(Link("PDF", f"https://arxiv.org/pdf/{number}"))
    if url and normal_arxiv(url) is None and (doi is None or normal_doi(url) != doi.lower()):
        is_pdf = not number and urlsplit(url).path.lower().endswith(".pdf")
        links.append(Link("PDF" if is_pdf else "link", url))
    if doi and not _ARXIV_DOI.match(doi):
        links.append(Link("DOI", f"https://doi.org/{quote(doi, safe='/:;()._-')}"))
    return tuple(links)


def _unescaped(text: str) -> str:
    bare = text.strip()
    wrapped = _WRAPPED.fullmatch(bare)
    return _ESCAPED.sub(r"\1", wrapped[1] if wrapped else bare)

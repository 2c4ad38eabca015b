"""DOI, arXiv, ISBN, and the only addresses that leave the bibliography."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.sources.bibtex import read_bibtex
from coursewright.sources.identifiers import (
    is_isbn,
    normal_arxiv,
    normal_doi,
    paper_links,
    safe_address,
)


def links(fields: str) -> list[tuple[str, str]]:
    (entry,) = read_bibtex(f"@misc{{a, {fields}}}", "papers.bib", lambda _: None).values()
    return [(link.kind, link.url) for link in paper_links(entry)]


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1561/2200000050", "10.1561/2200000050"),
        ("https://doi.org/10.1017/CBO9780511804441", "10.1017/cbo9780511804441"),
        ("http://dx.doi.org/10.1016/0041-5553(64)90137-5", "10.1016/0041-5553(64)90137-5"),
        ("DOI: 10.1051/ps:2005018.", "10.1051/ps:2005018"),
        ("10.1007/978-3\\_4", "10.1007/978-3_4"),
        ("1561/2200000050", None),
        ("10.1/x", None),
        ("10.1561/with space", None),
        ("", None),
    ],
)
def test_a_doi_has_one_form(text: str, doi: str | None) -> None:
    assert normal_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1509.01240", "1509.01240"),
        ("arXiv:1405.4980v2", "1405.4980"),
        ("https://arxiv.org/pdf/1606.04838v1.pdf", "1606.04838"),
        ("http://www.arxiv.org/abs/1412.0233", "1412.0233"),
        ("math/0309136", "math/0309136"),
        ("math.GT/0309136v1", "math/0309136"),
        ("cond-mat/9901001", "cond-mat/9901001"),
        ("10.48550/arXiv.1701.07875", "1701.07875"),
        ("1513.01240", None),
        ("1509.124", None),
        ("https://example.org/1509.01240", None),
    ],
)
def test_an_arxiv_number_has_one_form(text: str, number: str | None) -> None:
    assert normal_arxiv(text) == number


@pytest.mark.parametrize(
    ("isbn", "right"),
    [
        ("978-0-521-83378-3", True),
        ("978-0-521-83378-6", False),
        ("0-306-40615-2", True),
        ("0-306-40615-3", False),
        ("0-8044-2957-X", True),
        ("978-0-521-83378-3 (print), 0-306-40615-2", True),
        ("12345", False),
    ],
)
def test_the_check_digit_of_an_isbn(isbn: str, right: bool) -> None:  # noqa: FBT001
    assert is_isbn(isbn) is right


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/x",
        "www.example.org",
        "https://",
        "https://[::1",
        "https://example.org:port/",
        "https://example.org/a b",
        'https://example.org/"onmouseover="alert(1)',
        "https://example.org/\u202efdp.exe",
        "http:\\\\example.org",
    ],
)
def test_no_other_address_is_linked(url: str) -> None:
    assert safe_address(url) is None


@given(st.text(max_size=40) | st.from_regex(r"https?:[/\\]{0,3}.{0,20}", fullmatch=True))
def test_whatever_is_linked_is_http_with_a_host_and_without_markup(url: str) -> None:
    safe = safe_address(url)
    if safe is not None:
        parts = urlsplit(safe)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert not set(safe) & set(" \t\n\"'<>`") - {"'"}


def test_links_come_best_first_and_each_kind_once() -> None:
    assert links(
        "eprint = {1405.4980}, archiveprefix = {arXiv}, doi = {10.1561/2200000050},"
        "url = {https://arxiv.org/abs/1405.4980}"
    ) == [
        ("arXiv", "https://arxiv.org/abs/1405.4980"),
        ("PDF", "https://arxiv.org/pdf/1405.4980"),
        ("DOI", "https://doi.org/10.1561/2200000050"),
    ]
    assert links("eprint = {1406.2661}, url = {https://papers.example.org/5423.pdf}") == [
        ("arXiv", "https://arxiv.org/abs/1406.2661"),
        ("PDF", "https://arxiv.org/pdf/1406.2661"),
        ("link", "https://papers.example.org/5423.pdf"),
    ]
    assert links("url = {\\url{http://example.org/a\\_b.pdf?c=1\\&d=2}}") == [
        ("PDF", "http://example.org/a_b.pdf?c=1&d=2")
    ]
    assert links("doi = {10.1017/CBO97}, url = {https://doi.org/10.1017/cbo97}") == [
        ("DOI", "https://doi.org/10.1017/CBO97")
    ]
    assert links("doi = {10.1002/(SICI)1<2::AID-X>3.0.CO;2-#}") == [
        ("DOI", "https://doi.org/10.1002/(SICI)1%3C2::AID-X%3E3.0.CO;2-%23")
    ]


@pytest.mark.parametrize(
    "fields",
    [
        "url = {https://arxiv.org/abs/1701.07875v3}",
        "doi = {10.48550/arXiv.1701.07875}",
        "journal = {arXiv preprint arXiv:1701.07875}",
        "journal = {CoRR}, volume = {abs/1701.07875}",
        "eprint = {arXiv:1701.07875}",
        "eprint = {1701.07875}, eprinttype = {arxiv}",
    ],
)
def test_an_arxiv_number_is_found_wherever_people_put_it(fields: str) -> None:
    assert links(fields)[:2] == [
        ("arXiv", "https://arxiv.org/abs/1701.07875"),
        ("PDF", "https://arxiv.org/pdf/1701.07875"),
    ]


def test_what_is_wrong_makes_no_link() -> None:
    assert links("doi = {10.1}, url = {javascript:alert(1)}, eprint = {abc}") == []

"""Addresses of a repository: as its host shows them, and where the host edits its files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from coursewright.model.repository import edit_address, read_repository
from coursewright.views.links import colab_address

GITHUB = "https://github.com/somebody/plants"
ADDRESSES = {
    GITHUB: f"{GITHUB}/edit/main/docs/",
    f"{GITHUB}/": f"{GITHUB}/edit/main/docs/",
    f"{GITHUB}.git": f"{GITHUB}/edit/main/docs/",
    f"{GITHUB}/tree/winter": f"{GITHUB}/edit/winter/docs/",
    f"{GITHUB}/tree/main/bot/204/": f"{GITHUB}/edit/main/bot/204/docs/",
    "https://gitlab.com/us/them/plants": "https://gitlab.com/us/them/plants/-/edit/main/docs/",
    "https://gitlab.com/us/plants/-/tree/x": "https://gitlab.com/us/plants/-/edit/x/docs/",
    "https://git.somewhere.edu/us/plants": "",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_repository_says_where_its_files_are_edited(address: str) -> None:
    assert edit_address(read_repository(address), "docs/") == ADDRESSES[address]


def test_colab_opens_what_github_has_and_nothing_else() -> None:
    file = "demos/coil/results/coil-colab.ipynb"
    colab = "https://colab.research.google.com/github/somebody/plants/blob"
    opened = {
        address: colab_address(edit_address(address, "docs/"), file)
        for address in ADDRESSES
        if colab_address(edit_address(address, "docs/"), file)
    }
    assert set(opened) == {address for address in ADDRESSES if address.startswith(GITHUB)}
    assert opened[GITHUB] == f"{colab}/main/docs/{file}"
    assert opened[f"{GITHUB}/tree/main/bot/204/"] == f"{colab}/main/bot/204/docs/{file}"
    assert colab_address("", file) == ""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("git@github.com:somebody/plants.git", GITHUB),
        ("ssh://git@github.com/somebody/plants", GITHUB),
        ("github.com/somebody/plants", GITHUB),
        ("http://github.com/somebody/plants", GITHUB),
    ],
)
def test_what_one_clones_from_is_set_right(written: str, meant: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read_repository(written)
    assert refused.value.context == {"help": f"did you mean '{meant}'?"}


@pytest.mark.parametrize(
    "written",
    [
        "https://github.com/somebody",
        "https://github.com/somebody/plants/blob/main/README.md",
        "https://github.com/../plants",
        "https://github.com/somebody/plants?x",
        "plants",
        "",
        7,
    ],
)
def test_what_is_no_repository_is_refused_with_an_example(written: object) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read_repository(written)
    assert "https://github.com/owner/name" in str(refused.value.context)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert edit_address(read_repository(text), "docs/").startswith(("https://", ""))
    except PydanticCustomError:
        assert edit_address(text, "docs/") == ""

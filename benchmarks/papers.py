"""A made-up ``papers.bib``, with the accents and formulas that real ones have."""

from __future__ import annotations

from random import Random

from benchmarks.words import title

TOPICS = ("optimization", "generalization", "generative", "information", "landscape")
_NAMES = (
    "Ada Moreau",
    "Luis Ortega",
    "Wei Zhang",
    "Mina Park",
    "Jonas Weber",
    "Priya Nair",
    "Tom{\\'a}s Novak",
    "Emil S{\\o}rensen",
    "Chlo{\\'e} Tremblay",
    'Karl G{\\"o}tz',
    "Anna Kowalska",
    "Yuki Tanaka",
)
_ARTICLE = """\
@article{{{key},
  author = {{{authors}}},
  title = {{{title}}},
  journal = {{Journal of {journal}}},
  year = {{{year}}},
  volume = {{{volume}}},
  pages = {{{first}--{last}}},
  {link},
  keywords = {{{topic}}},
}}
"""


def bibliography(random: Random, count: int) -> tuple[str, list[str]]:
    """Return the text of a BibTeX file with ``count`` articles, and their keys."""
    keys = [f"author{1990 + number % 29}paper{number}" for number in range(count)]
    return "\n".join(_article(random, number, key) for number, key in enumerate(keys)), keys


def _article(random: Random, number: int, key: str) -> str:
    first = random.randint(1, 900)
    heading = title(random, 8)
    return _ARTICLE.format(
        key=key,
        authors=" and ".join(random.sample(_NAMES, random.randint(1, 5))),
        title=f"{heading} in $\\ell_{{{number % 9}}}$" if number % 10 == 0 else heading,
        journal=title(random, 2),
        year=1990 + number % 29,
        volume=random.randint(1, 60),
        first=first,
        last=first + random.randint(4, 40),
        link=_link(number),
        topic=random.choice(TOPICS),
    )


def _link(number: int) -> str:
    if number % 2:
        return f"doi = {{10.5555/made.up.{number}}}"
    month = f"{1 + number % 24:02}{1 + number % 12:02}"
    return f"eprint = {{{month}.{number:05}}},\n  archiveprefix = {{arXiv}}"

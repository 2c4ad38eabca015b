"""Seeded text of about the shape of lecture notes: words, sentences and formulas."""

from __future__ import annotations

from random import Random

_TEXT = (
    "gradient descent converges bound risk sample margin kernel network layer noise step rate "
    "convex smooth minimum saddle point function class distribution prior posterior stability "
    "capacity norm matrix spectrum random feature expectation variance estimator lower upper "
    "oracle query method momentum average iterate objective constraint measure distance game "
    "the of a in and that with for which under then so an is on from by as"
)
WORDS = _TEXT.split()

INLINE = (
    r"\lVert {x}_{{{i}}} \rVert_2 \le {c}",
    r"\mathbb{{E}}[{x}_{{{i}}}] = {c}\mu",
    r"{x} \in \mathbb{{R}}^{{{i}}}",
    r"\kappa_{{{i}}} = L / ({c}\mu)",
    r"O(1/\sqrt{{{c}t}}) + {x}_{{{i}}}",
)
DISPLAY = (
    r"{x}_{{t+1}} = {x}_t - \frac{{\eta}}{{{c}}} \nabla f_{{{i}}}({x}_t)",
    (
        r"\Pr\Bigl[\sup_{{h \in \mathcal{{H}}}} |R(h) - \hat R_{{{i}}}(h)| > \varepsilon\Bigr] "
        r"\le {c}|\mathcal{{H}}|\, e^{{-2{i}\varepsilon^2}}"
    ),
    (
        r"\begin{{aligned}} f({x}_{{{i}}}) - f^\star &\le \frac{{L\lVert {x}_0 - {x}^\star"
        r" \rVert^2}}{{2{c}t}} \\ &\le \frac{{{c}}}{{{i}}} \end{{aligned}}"
    ),
    r"\sum_{{k=1}}^{{{i}}} \binom{{{i}}}{{k}} {x}^k (1-{x})^{{{i}-k}} = 1 - (1-{x})^{{{i}}}",
)
FORMULAS = 8
"""Formulas of a lecture: half of them in a line, half on lines of their own."""
PARAGRAPHS = 8
PARAGRAPH = 75


def sentence(random: Random, length: int) -> str:
    """Return ``length`` words that begin with a capital and end with a full stop."""
    return " ".join(random.choices(WORDS, k=length)).capitalize() + "."


def title(random: Random, length: int = 5) -> str:
    """Return a heading of ``length`` words."""
    return sentence(random, length).removesuffix(".")


def formula(random: Random, patterns: tuple[str, ...]) -> str:
    """Return TeX without its delimiters; few come twice in a course."""
    letter = random.choice("xyzuvwabg")
    return random.choice(patterns).format(
        x=letter, i=random.randint(2, 999), c=random.randint(2, 99)
    )


def lecture(random: Random, links: tuple[str, ...]) -> str:
    """Return about 600 words in eight paragraphs, three headings, eight formulas, and links."""
    parts: list[str] = []
    for number in range(PARAGRAPHS):
        if number % 3 == 0:
            parts.append(f"## {title(random)}")
        link = links[number] if number < len(links) else ""
        parts.append(_paragraph(random, link, even=number % 2 == 0))
        if number < FORMULAS // 2:
            parts.append(f"$$\n{formula(random, DISPLAY)}\n$$")
    return "\n\n".join(parts) + "\n"


def _paragraph(random: Random, link: str, *, even: bool) -> str:
    texts = [sentence(random, PARAGRAPH // 5) for _ in range(5)]
    if link:
        texts[1] = f"As in [{title(random, 3).lower()}]({link}), {texts[1].lower()}"
    if even:
        texts[3] = f"Here ${formula(random, INLINE)}$, and **{title(random, 2).lower()}**."
    return " ".join(texts)

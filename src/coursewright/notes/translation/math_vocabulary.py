r"""What formulas may hold besides what the engine knows, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _named(text: str) -> frozenset[str]:
    return frozenset(f"\\{name}" for name in text.split())


MATH_ENVIRONMENTS: Final[Mapping[str, str]] = {
    "math": "",
    "displaymath": "equation*",
    "equation": "equation",
    "equation*": "equation*",
    "dmath": "equation",
    "dmath*": "equation*",
    "multline": "multline",
    "multline*": "multline*",
    "align": "align",
    "align*": "align*",
    "flalign": "align",
    "flalign*": "align*",
    "alignat": "alignat",
    "alignat*": "alignat*",
    "xalignat": "alignat",
    "gather": "gather",
    "gather*": "gather*",
    "eqnarray": "align",
    "eqnarray*": "align*",
    "IEEEeqnarray": "align",
    "IEEEeqnarray*": "align*",
    "empheq": "equation",
}
"""Environments of formulas, by what they are set as."""
THREE_COLUMNS: Final = frozenset({"eqnarray", "eqnarray*", "IEEEeqnarray", "IEEEeqnarray*"})
MANY_ROWS: Final = frozenset({"align", "alignat", "gather"})

_ACCENTS: Final = ("Hat", "Check", "Tilde", "Acute", "Grave", "Dot", "Ddot", "Breve", "Bar", "Vec")
_GREEK: Final = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi"),
    "omega",
)
MATH_MACROS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("\\mbox", "\\hbox", "\\textnormal@"), "\\text{#1}"),
    "\\nicefrac": "{#1}/{#2}",
    "\\sfrac": "{#1}/{#2}",
    "\\hdots": "\\ldots",
    "\\textsuperscript": "^{\\text{#1}}",
    "\\textsubscript": "_{\\text{#1}}",
    "\\qedsymbol": "\\square",
    "\\bbone": "\\mathbb{1}",
    "\\mathlarger": "#1",
    "\\lefteqn": "#1",
    "\\mathbold": "\\mathbf{#1}",
    "\\pmb": "\\boldsymbol{#1}",
    "\\vspace": "{}",
    "\\slashed": "\\not{#1}",
    "\\mathbbmss": "\\mathbb{#1}",
    "\\scalebox": "#2",
    "\\scalemath": "#2",
    "\\adjustlimits": "",
    "\\emph": "\\textit{#1}",
    "\\textsl": "\\textit{#1}",
    **{f"\\{name}": f"\\{name.lower()}{{#1}}" for name in _ACCENTS},
    **{f"\\{name}up": f"\\up{name}" for name in _GREEK},
    "\\mspace": "\\mkern#1",
    "\\alt": "\\lesssim",
    "\\agt": "\\gtrsim",
    "\\abs": "\\left|#1\\right|",
    "\\norm": "\\left\\|#1\\right\\|",
    "\\set": "\\left\\{#1\\right\\}",
    "\\ceil": "\\left\\lceil#1\\right\\rceil",
    "\\floor": "\\left\\lfloor#1\\right\\rfloor",
    **dict.fromkeys(("\\independent", "\\indep", "\\Perp"), "\\perp\\!\\!\\!\\perp"),
    "\\defeq": "\\coloneqq",
    "\\eqdef": "\\eqqcolon",
    "\\adots": "\\iddots",
    "\\ointop": "\\oint",
    "\\faktor": "{#1}/{#2}",
    **dict.fromkeys(("\\openone", "\\bbmone"), "\\mathbb{1}"),
    "\\bslash": "\\backslash",
    "\\textdegree": "{}^\\circ",
    "\\celsius": "{}^\\circ\\mathrm{C}",
    "\\mathdollar": "\\$",
    "\\slash": "/",
    "\\case": "\\tfrac{#1}{#2}",
    "\\powerset": "\\mathcal{P}",
    "\\@@over": "\\over",
    "\\LaTeXe": "\\LaTeX 2_{\\varepsilon}",
    "\\dif": "\\mathrm{d}",
    "\\diff": "\\mathrm{d}",
    "\\Diff": "\\mathrm{D}",
    **dict.fromkeys(("\\toprule", "\\midrule", "\\bottomrule"), "\\hline"),
}
"""Commands of common packages that the engine for formulas lacks."""
MATH_DROPPED: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        _named(
            "hfill vfill medskip smallskip bigskip noindent strut mathstrut normalfont qedhere qed "
            "centering displaybreak allowdisplaybreaks newline par small footnotesize scriptsize "
            "normalsize large tiny boldmath nobreak allowbreak break protect hfil bgroup egroup "
            "upshape rmfamily mdseries selectfont unskip leavevmode itshape bfseries ttfamily "
            "scshape sffamily slshape em sc"
        ),
        "",
    ),
    **dict.fromkeys(_named("vspace footnote footnotemark todo index linebreak hskip@"), "*om"),
    "\\setlength": "mm",
    "\\resizebox": "mm",
    "\\leftroot": "m",
    "\\uproot": "m",
    "\\nomenclature": "omm",
    "\\cmidrule": "omm@",
    "\\hyperlink@": "m",
    "\\arraycolsep": "",
}
"""What means nothing inside a formula, with its arguments."""

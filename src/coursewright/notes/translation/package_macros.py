r"""What packages that notes often load define for formulas, written with what a page knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Final

from coursewright.sources.latex_definitions import Definitions, Macro, collect_definitions
from coursewright.sources.latex_tokens import LatexSource, read_tokens

_PHYSICS: Final = r"""
\NewDocumentCommand{\abs}{s m}{\left|#2\right|}
\NewDocumentCommand{\norm}{s m}{\left\|#2\right\|}
\NewDocumentCommand{\order}{s m}{\mathcal{O}\left(#2\right)}
\NewDocumentCommand{\eval}{s m}{\left.#2\right|}
\NewDocumentCommand{\comm}{s m m}{\left[#2,#3\right]}
\NewDocumentCommand{\acomm}{s m m}{\left\{#2,#3\right\}}
\let\commutator\comm \let\anticommutator\acomm \let\pb\acomm \let\poissonbracket\acomm
\NewDocumentCommand{\qty}{s g d() d[]}{%
  \IfValueT{#2}{\left\{#2\right\}}\IfValueT{#3}{\left(#3\right)}\IfValueT{#4}{\left[#4\right]}}
\let\quantity\qty
\NewDocumentCommand{\vb}{s m}{\mathbf{#2}}
\NewDocumentCommand{\va}{s m}{\vec{\mathbf{#2}}}
\NewDocumentCommand{\vu}{s m}{\hat{\mathbf{#2}}}
\newcommand{\vdot}{\cdot} \newcommand{\cross}{\times}
\newcommand{\grad}{\nabla} \newcommand{\curl}{\nabla\times} \newcommand{\laplacian}{\nabla^2}
\newcommand{\div}{\nabla\cdot}
\NewDocumentCommand{\dd}{o g d()}{%
  \mathrm{d}\IfValueT{#1}{^{#1}}\IfValueT{#2}{#2}\IfValueT{#3}{(#3)}}
\newcommand{\cw@dv}[4]{\frac{#1\IfValueT{#2}{^{#2}}#3}{#1 #4\IfValueT{#2}{^{#2}}}}
\NewDocumentCommand{\dv}{s o m g d()}{\IfValueTF{#4}{\cw@dv{\mathrm{d}}{#2}{#3}{#4}}{%
  \cw@dv{\mathrm{d}}{#2}{}{#3}\IfValueT{#5}{\left(#5\right)}}}
\NewDocumentCommand{\pdv}{s o m g g d()}{\IfValueTF{#5}{%
  \frac{\partial^2 #3}{\partial #4\,\partial #5}}{\IfValueTF{#4}{\cw@dv{\partial}{#2}{#3}{#4}}{%
  \cw@dv{\partial}{#2}{}{#3}\IfValueT{#6}{\left(#6\right)}}}}
\NewDocumentCommand{\fdv}{s o m g d()}{\IfValueTF{#4}{\cw@dv{\delta}{#2}{#3}{#4}}{%
  \cw@dv{\delta}{#2}{}{#3}\IfValueT{#5}{\left(#5\right)}}}
\let\derivative\dv \let\partialderivative\pdv \let\functionalderivative\fdv
\newcommand{\variation}{\delta} \newcommand{\var}{\delta}
\NewDocumentCommand{\bra}{s m}{\left\langle#2\right|}
\NewDocumentCommand{\ket}{s m}{\left|#2\right\rangle}
\NewDocumentCommand{\braket}{s m g}{\left\langle#2\IfValueT{#3}{\middle|#3}\right\rangle}
\let\innerproduct\braket \let\ip\braket
\NewDocumentCommand{\ketbra}{s m g}{%
  \left|#2\right\rangle\!\left\langle\IfValueTF{#3}{#3}{#2}\right|}
\let\dyad\ketbra \let\op\ketbra \let\outerproduct\ketbra
\NewDocumentCommand{\ev}{s s m g}{%
  \left\langle\IfValueTF{#4}{#4\middle|#3\middle|#4}{#3}\right\rangle}
\let\expval\ev \let\expectationvalue\ev
\NewDocumentCommand{\mel}{s s m m m}{\left\langle#3\middle|#4\middle|#5\right\rangle}
\let\matrixel\mel \let\matrixelement\mel
\newcommand{\Tr}{\operatorname{Tr}} \newcommand{\tr}{\operatorname{tr}}
\newcommand{\rank}{\operatorname{rank}} \newcommand{\erf}{\operatorname{erf}}
\newcommand{\Res}{\operatorname{Res}} \newcommand{\pv}{\mathcal{P}}
\newcommand{\flatfrac}[2]{\left.#1\middle/#2\right.}
\NewDocumentCommand{\qq}{s m}{\quad\text{#2}\quad}
\newcommand{\qif}{\quad\text{if}\quad} \newcommand{\qand}{\quad\text{and}\quad}
\newcommand{\qor}{\quad\text{or}\quad} \newcommand{\qthen}{\quad\text{then}\quad}
\newcommand{\qfor}{\quad\text{for}\quad} \newcommand{\qin}{\quad\text{in}\quad}
\newcommand{\qall}{\quad\text{all}\quad} \newcommand{\qsince}{\quad\text{since}\quad}
\newcommand{\qlet}{\quad\text{let}\quad} \newcommand{\qwith}{\quad\text{with}\quad}
\newcommand{\qcomma}{,\quad}
\NewDocumentCommand{\mqty}{s g d() d[]}{%
  \IfValueT{#2}{\begin{matrix}#2\end{matrix}}\IfValueT{#3}{\begin{pmatrix}#3\end{pmatrix}}%
  \IfValueT{#4}{\begin{bmatrix}#4\end{bmatrix}}}
\newcommand{\pmqty}[1]{\begin{pmatrix}#1\end{pmatrix}}
\newcommand{\bmqty}[1]{\begin{bmatrix}#1\end{bmatrix}}
\newcommand{\vmqty}[1]{\begin{vmatrix}#1\end{vmatrix}}
\let\matrixquantity\mqty
"""
_SIUNITX: Final = r"""
\NewDocumentCommand{\num}{o m}{#2}
\NewDocumentCommand{\si}{o m}{\mathrm{#2}}
\NewDocumentCommand{\SI}{o m o m}{#2\,\mathrm{#4}}
\NewDocumentCommand{\unit}{o m}{\mathrm{#2}}
\NewDocumentCommand{\qty}{o m m}{#2\,\mathrm{#3}}
\NewDocumentCommand{\ang}{o m}{#2^\circ}
\newcommand{\per}{/} \newcommand{\squared}{^2} \newcommand{\cubed}{^3}
\newcommand{\tothe}[1]{^{#1}} \newcommand{\square}{^2} \newcommand{\of}[1]{_{\text{#1}}}
"""
_UNITS: Final = {
    "meter": "m",
    "metre": "m",
    "second": "s",
    "gram": "g",
    "kilogram": "kg",
    "ampere": "A",
    "kelvin": "K",
    "mole": "mol",
    "candela": "cd",
    "hertz": "Hz",
    "newton": "N",
    "pascal": "Pa",
    "joule": "J",
    "watt": "W",
    "coulomb": "C",
    "volt": "V",
    "farad": "F",
    "ohm": "\\Omega ",
    "tesla": "T",
    "weber": "Wb",
    "henry": "H",
    "liter": "l",
    "litre": "l",
    "minute": "min",
    "hour": "h",
    "day": "d",
    "bit": "bit",
    "byte": "B",
    "percent": "\\%",
    "electronvolt": "eV",
    "radian": "rad",
    "degreeCelsius": "{}^\\circ C",
    "bar": "bar",
    "pico": "p",
    "nano": "n",
    "micro": "\\mu ",
    "milli": "m",
    "centi": "c",
    "deci": "d",
    "kilo": "k",
    "mega": "M",
    "giga": "G",
    "tera": "T",
    "cm": "cm",
    "km": "km",
    "kg": "kg",
}
_COMMATH: Final = r"""
\newcommand{\dif}{\mathrm{d}} \newcommand{\Dif}{\mathrm{D}}
\NewDocumentCommand{\od}{O{} m m}{\frac{\mathrm{d}^{#1}#2}{\mathrm{d}#3^{#1}}}
\NewDocumentCommand{\pd}{O{} m m}{\frac{\partial^{#1}#2}{\partial#3^{#1}}}
\NewDocumentCommand{\del}{o m}{\left(#2\right)}
\NewDocumentCommand{\cbr}{o m}{\left\{#2\right\}}
\NewDocumentCommand{\sbr}{o m}{\left[#2\right]}
\NewDocumentCommand{\abs}{o m}{\left|#2\right|}
\NewDocumentCommand{\norm}{o m}{\left\|#2\right\|}
\NewDocumentCommand{\set}{o m}{\left\{#2\right\}}
\NewDocumentCommand{\intcc}{o m}{\left[#2\right]}
\NewDocumentCommand{\intoo}{o m}{\left(#2\right)}
"""
_PACKAGES: Final[Mapping[str, str]] = {
    "physics": _PHYSICS,
    "siunitx": _SIUNITX
    + "".join(f"\\newcommand{{\\{name}}}{{{sign}}}\n" for name, sign in _UNITS.items()),
    "commath": _COMMATH,
}


def package_macros(packages: Collection[str]) -> dict[str, Macro]:
    """Return what the packages that are known here define for formulas, by name."""
    found: dict[str, Macro] = {}
    for name in sorted(_PACKAGES.keys() & set(packages), reverse=True):
        found |= _defined(name).macros
    return found


@cache
def _defined(package: str) -> Definitions:
    return collect_definitions(read_tokens(LatexSource("", _PACKAGES[package]), package=True))

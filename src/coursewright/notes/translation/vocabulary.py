r"""The commands and environments of LaTeX that a page knows, and what becomes of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _named(text: str) -> frozenset[str]:
    return frozenset(f"\\{name}" for name in text.split())


PASSED: Final = (
    _named(
        "emph textbf textit textsl textsc texttt textsf textrm textmd textup textnormal underline "
        "uline sout st textsuperscript textsubscript "
        "bf it em sl sc tt sf rm bfseries itshape slshape scshape ttfamily sffamily rmfamily "
        "upshape mdseries normalfont "
        "ldots dots textellipsis S P dag ddag copyright pounds euro texteuro textregistered "
        "texttrademark textcopyright textdegree textbullet textendash textemdash "
        "textquotedblleft textquotedblright textquoteleft textquoteright "
        "ae AE oe OE aa AA o O l L ss i j dh th DH TH LaTeX TeX BibTeX slash "
        "textbackslash textasciitilde textasciicircum textless textgreater textbar textunderscore "
        "c v u H r d b k t "
        "multicolumn multirow hline toprule midrule bottomrule cmidrule cline "
        "SI si num ang qty unit enquote quad qquad"
    )
    | {f"\\{sign}" for sign in "'`^\"~=.&%$#_{}, -/@;:!"}
    | {"\\ "}
)
"""Commands that pandoc understands; their arguments are read as any text."""

DROPPED: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        _named(
            "noindent indent centering raggedright raggedleft clearpage cleardoublepage newpage "
            "pagebreak nopagebreak linebreak nolinebreak maketitle tableofcontents listoffigures "
            "listoftables hfill vfill hfil hss vss null strut tiny scriptsize footnotesize small "
            "normalsize large Large LARGE huge Huge flushbottom raggedbottom sloppy fussy "
            "allowdisplaybreaks displaybreak smallskip qed qedhere QED onehalfspacing "
            "doublespacing singlespacing boldmath unboldmath frenchspacing frontmatter mainmatter "
            "backmatter par@ hrulefill dotfill appendixpage bgroup egroup begingroup endgroup "
            "selectfont footnotemark today checked protect obeylines printindex makeindex "
            "hbox vbox vtop unskip nobreak allowbreak break balance onecolumn twocolumn"
        ),
        "",
    ),
    **dict.fromkeys(
        _named(
            "vspace hspace label@ pagestyle thispagestyle pagenumbering vskip@ index thanks author "
            "date markright setstretch linespread bibliographystyle graphicspath hypersetup "
            "captionsetup usetikzlibrary pgfplotsset sisetup lstset geometry setlist color "
            "theoremstyle usepackage RequirePackage PassOptionsToPackage includeonly scribes "
            "instructor newlength newsavebox phantomsection@ nocite@ hyphenation titlespacing@ "
            "marginpar reversemarginpar@ lstdefinestyle@ crefdefaultlabelformat urlstyle tikzset "
            "ProvidesPackage ProvidesClass NeedsTeXFormat theoremheaderfont theorembodyfont "
            "newtheoremstyle@ nolistsep@ enlargethispage phantom hphantom vphantom pdfbookmark@ "
            "doparttoc@ algsetup SetKwComment@ DontPrintSemicolon@ setcitestyle bibpunct "
            "DeclareUnicodeCharacter@ AtBeginDocument AtEndDocument todototoc@ listoftodos@ todo "
            "missingfigure"
        ),
        "*om",
    ),
    **dict.fromkeys(
        _named(
            "setlength addtolength setcounter@ addcontentsline markboth fontsize rule definecolor "
            "crefname Crefname newfont DeclareGraphicsExtensions@ lstdefinelanguage fancyhead@ "
            "settowidth renewcommand@ SetKw SetKwInOut SetKwInput SetKwData SetKwFunction "
            "newcites titleformat@ DeclareOption setbeamertemplate usebox@ sbox@ savebox@ "
            "newlist setlistdepth@ declaretheoremstyle@ DeclareMathSymbol@ DeclareMathAlphabet@ "
            "thickhline@ pgfmathsetmacro@ fancypagestyle"
        ),
        "*omm",
    ),
    **dict.fromkeys(_named("fancyhead fancyfoot lhead chead rhead lfoot cfoot rfoot"), "om"),
    "\\addtocontents": "mm",
    "\\newtheoremstyle": "mmmmmmmmm",
    "\\declaretheoremstyle": "om",
    "\\lstdefinestyle": "mm",
    "\\titlespacing": "*mmmm",
    "\\titleformat": "*momommo",
    "\\phantomsection": "",
    "\\DeclareMathSymbol": "mmmm",
    "\\DeclareMathAlphabet": "mmmmm",
    "\\DeclareUnicodeCharacter": "mm",
    "\\SetKwComment": "mmm",
    "\\DontPrintSemicolon": "",
    "\\pdfbookmark": "omm",
    "\\catcode": "",
    "\\hrule": "",
    "\\vskip": "",
    "\\hskip": "",
    "\\kern": "",
}
"""Commands that say nothing on a page, with the arguments that go with them."""

UNWRAPPED: Final[Mapping[str, str]] = {
    **dict.fromkeys(_named("text mbox fbox framebox makebox framebox hl"), "oom"),
    **dict.fromkeys(
        _named("parbox textcolor colorbox raisebox scalebox rotatebox minipage@"), "omM"
    ),
    **dict.fromkeys(_named("resizebox fcolorbox"), "*mmM"),
    "\\texorpdfstring": "Mm",
    "\\hypertarget": "mM",
    "\\hyperlink": "mM",
    "\\pdftooltip": "Mm",
    "\\footnotetext": "om",
    "\\replace": "M",
    "\\centerline": "M",
    "\\leftline": "M",
    "\\textcolor": "omM",
    "\\emphasis": "M",
    "\\uppercase": "M",
    "\\MakeUppercase": "M",
    "\\subcaption": "M",
    "\\title@": "M",
    "\\subparagraph@": "M",
}
"""Commands of which only an argument, ``M``, is shown."""
UNWRAPPED_ONE: Final = _named("text mbox fbox framebox makebox hl")

SPACES: Final[Mapping[str, str]] = {
    "\\par": "\n\n",
    "\\bigskip": "\n\n",
    "\\medskip": "\n\n",
    "\\newline": "\\\\ ",
    "\\enspace": " ",
    "\\thinspace": " ",
    "\\negthinspace": "",
    "\\hdots": "\\ldots{}",
    "\\textendash": "--",
    "\\textemdash": "---",
    "\\lq": "`",
    "\\rq": "'",
    "\\nobreakspace": "~",
    "\\space": " ",
    "\\textquotesingle": "'",
    "\\colon": ":",
    "\\checkmark": "✓",
    "\\textasteriskcentered": "*",
    "\\lbrack": "[",
    "\\rbrack": "]",
    "\\lbrace": "\\{",
    "\\rbrace": "\\}",
    "\\textquotedbl": '"',
    "\\*": "",
    "\\<": "",
    "\\>": "",
    "\\+": "",
    "\\|": "|",
}
"""Commands that stand for something plain."""

WRAPPERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("center", "flushleft", "flushright", "document", "small", "footnotesize", "large"),
            *("singlespace", "doublespace", "onehalfspace", "landscape", "sloppypar", "samepage"),
            *("appendices", "titlepage", "scriptsize", "normalsize", "tiny", "raggedright"),
            *("centering", "adjustbox@", "frame", "par", "subappendices", "threeparttable"),
        ),
        "",
    ),
    **dict.fromkeys(("minipage", "varwidth"), "ooom"),
    **dict.fromkeys(("spacing", "multicols", "multicols*", "adjustbox", "columns@"), "m"),
    **dict.fromkeys(("adjustwidth", "adjustwidth*", "changemargin"), "mm"),
    "list": "mm",
    "columns": "o",
    "column": "om",
    "tablenotes": "o",
}
"""Environments that only lay out, with the arguments that go with them."""

FRAMES: Final[Mapping[str, str]] = {
    "abstract": "",
    "framed": "",
    "mdframed": "o",
    "tcolorbox": "o",
    "shaded": "",
    "shaded*": "",
    "boxed": "",
    "leftbar": "",
    "snugshade": "",
    "summary": "",
    "keywords": "",
}
"""Environments that set something apart."""

PASSED_ENVIRONMENTS: Final = frozenset({"quote", "quotation", "verse"})
LISTS: Final = frozenset({"itemize", "enumerate", "description", "compactitem", "compactenum"}) | {
    *(
        "inparaenum",
        "inparaitem",
        "itemize*",
        "enumerate*",
        "compactdesc",
        "easylist",
        "asparaenum",
    ),
}
TABULARS: Final[Mapping[str, int]] = {
    "tabular": 0,
    "tabular*": 1,
    "tabularx": 1,
    "tabulary": 1,
    "longtable": 0,
    "supertabular": 0,
    "xtabular": 0,
}
"""Tables, with the number of arguments before their columns."""

FLOATS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("figure", "figure*", "SCfigure"), ("figure", "o")),
    "wrapfigure": ("figure", "omom"),
    "floatingfigure": ("figure", "om"),
    "marginfigure": ("figure", "o"),
    **dict.fromkeys(("table", "table*", "sidewaystable"), ("table", "o")),
    "sidewaysfigure": ("figure", "o"),
    "wraptable": ("table", "omom"),
    **dict.fromkeys(("algorithm", "algorithm*", "algorithm2e"), ("algorithm", "o")),
    "listing": ("listing", "o"),
}
"""Floats: the counter of their captions, and their arguments."""

DRAWINGS: Final = frozenset({"tikzpicture", "tikzcd", "pgfpicture", "picture", "circuitikz"}) | {
    *("forest", "pspicture", "asy"),
}

THEOREM_NAMES: Final = frozenset(
    one[1:]
    for one in _named(
        "theorem lemma proposition corollary claim fact definition assumption example remark "
        "conjecture exercise problem question observation property notation note thm lem prop "
        "cor defn rem solution"
    )
)
"""Names that say what they are even where the class that defines them is not here."""

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
    "\\underline@": "",
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
    "\\hspace@": "*m",
}
"""What means nothing inside a formula, with its arguments."""

REFERENCES: Final[Mapping[str, tuple[str, bool]]] = {
    "\\ref": ("ref", True),
    "\\eqref": ("eqref", True),
    "\\cref": ("named", True),
    "\\Cref": ("named", True),
    "\\autoref": ("named", True),
    "\\Autoref": ("named", True),
    "\\vref": ("ref", True),
    "\\nameref": ("nameref", True),
    "\\pageref": ("pageref", True),
    "\\cpageref": ("pageref", True),
    "\\labelcref": ("ref", True),
    "\\thmref": ("named", True),
    "\\lemref": ("named", True),
    "\\subref": ("ref", True),
    "\\crefrange": ("named", True),
    "\\Crefrange": ("named", True),
}

CITATIONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        _named("cite citep parencite autocite footcite citealp citealt Citep supercite fullcite"),
        "paren",
    ),
    **dict.fromkeys(_named("citet textcite Citet citealt@ Textcite cites@"), "text"),
    **dict.fromkeys(_named("citeauthor Citeauthor citefullauthor"), "author"),
    **dict.fromkeys(_named("citeyear citeyearpar citedate"), "year"),
}

SECTION_COMMANDS: Final[Mapping[str, int]] = {
    "\\part": -1,
    "\\chapter": 0,
    "\\section": 1,
    "\\subsection": 2,
    "\\subsubsection": 3,
    "\\paragraph": 4,
    "\\subparagraph": 5,
}

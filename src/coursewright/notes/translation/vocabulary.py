r"""The commands of LaTeX that a page knows in its text, and what becomes of each."""

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

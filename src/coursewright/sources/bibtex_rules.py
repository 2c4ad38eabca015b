"""What can be wrong in a BibTeX file: a manual page for each kind of problem."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity

SYNTAX = Rule(
    "B001",
    Severity.ERROR,
    """An entry cannot be read to its end.

    A comma, an equals sign or a value is missing. The fields above the place are kept, the rest
    of the entry is not, and reading goes on with the next entry.

    Bad:
        title = {Stability and Generalization}
        year  = {2002},
    Good:
        title = {Stability and Generalization},
        year  = {2002},
    """,
)
UNCLOSED = Rule(
    "B002",
    Severity.ERROR,
    """A closing brace is missing.

    An entry ends where its braces balance; without one of them it would swallow the entries that
    follow. Reading goes on at the next line that begins with '@' and a word.

    Bad:
        @book{boyd2004convex,
          title = {Convex Optimization,
        }
    Good:
        @book{boyd2004convex,
          title = {Convex Optimization},
        }
    """,
)
NO_KEY = Rule(
    "B003",
    Severity.ERROR,
    """An entry has no key.

    The schedule names a paper by its key; an entry without one can never be used, and is left out.

    Bad:
        @article{title = {Why Momentum Really Works}}
    Good:
        @article{goh2017why, title = {Why Momentum Really Works}}
    """,
)
KEY_CHARACTERS = Rule(
    "B004",
    Severity.ERROR,
    """A key holds a character that LaTeX or a web address cannot carry.

    Keys become parts of addresses and arguments of citations. Letters, digits and - _ . : + / are
    safe in both.

    Bad:
        @article{what's#new, ...}
    Good:
        @article{whats-new, ...}
    """,
)
DUPLICATE_KEY = Rule(
    "B005",
    Severity.ERROR,
    """Two entries have the same key.

    A reading that names the key could mean either. The first entry stays. BibTeX does not tell
    capitals from small letters, so keys that differ only in them count as the same.

    Bad:
        @article{zhang2017, ...}  @misc{Zhang2017, ...}
    Good:
        @article{zhang2017understanding, ...}  @misc{zhang2017yellowfin, ...}
    """,
)
DUPLICATE_FIELD = Rule(
    "B006",
    Severity.WARNING,
    """A field stands twice in one entry.

    The first one stays, as it does in BibTeX; the other is not read.

    Bad:
        year = {2016}, year = {2017},
    Good:
        year = {2017},
    """,
)
UNDEFINED_STRING = Rule(
    "B007",
    Severity.ERROR,
    """A value names an abbreviation that no @string defines.

    A word without braces stands for a text that an '@string' above gives. Without it the value is
    empty.

    Bad:
        journal = jmlr,
    Good:
        journal = {Journal of Machine Learning Research},
    """,
)
MISSING_FIELD = Rule(
    "B008",
    Severity.WARNING,
    """An entry lacks an author or editor, a title, or a year.

    Readers look for a text by these three, and citations are made of them.

    Bad:
        @misc{irpan2017read, title = {Read-through}}
    Good:
        @misc{irpan2017read, author = {Alex Irpan}, title = {Read-through}, year = {2017}}
    """,
)
YEAR = Rule(
    "B009",
    Severity.WARNING,
    """A year is not a year of four digits.

    Citations show it, and lists are put in order by it.

    Bad:
        year = {20018},
    Good:
        year = {2018},
    """,
)
ENTRY_TYPE = Rule(
    "B010",
    Severity.WARNING,
    """The type of an entry is not known.

    BibTeX styles decide by the type what to print; of an unknown one they print little.

    Bad:
        @inproceeding{hardt2016train, ...}
    Good:
        @inproceedings{hardt2016train, ...}
    """,
)
NAMES = Rule(
    "B011",
    Severity.WARNING,
    """A list of names cannot be taken apart.

    Names are joined by ' and '. A name holds at most two commas: 'King, Jr, Martin Luther'.

    Bad:
        author = {Hardt, M., Recht, B., Singer, Y.},
    Good:
        author = {Hardt, M. and Recht, B. and Singer, Y.},
    """,
)
DOI = Rule(
    "B012",
    Severity.WARNING,
    """A DOI does not have the form of one.

    A DOI begins with '10.', digits and a slash. The link that would be made of it leads nowhere,
    so none is made.

    Bad:
        doi = {1561/2200000050},
    Good:
        doi = {10.1561/2200000050},
    """,
)
ARXIV = Rule(
    "B013",
    Severity.WARNING,
    """An arXiv identifier does not have the form of one.

    Since April 2007 it is the year and month, a dot, and four or five digits; before, an archive,
    a slash and seven digits. No link is made of anything else.

    Bad:
        eprint = {1509.124}, archiveprefix = {arXiv},
    Good:
        eprint = {1509.01240}, archiveprefix = {arXiv},
    """,
)
ISBN = Rule(
    "B014",
    Severity.WARNING,
    """The check digit of an ISBN is wrong.

    The last digit follows from the others; where it does not, a digit was mistyped.

    Bad:
        isbn = {978-0-521-83378-6},
    Good:
        isbn = {978-0-521-83378-3},
    """,
)
ADDRESS = Rule(
    "B015",
    Severity.ERROR,
    """A web address is not one that may be linked.

    Only http and https addresses with a host become links; a browser would run 'javascript:', and
    'file:' names somebody's own disk. No link is made of anything else.

    Bad:
        url = {www.example.org/paper.pdf},
    Good:
        url = {https://www.example.org/paper.pdf},
    """,
)
NO_ENTRIES = Rule(
    "B016",
    Severity.WARNING,
    """The file holds no entry.

    The page of papers would be empty, and no reading could name a paper.

    Bad:
        a papers.bib with nothing but a remark
    Good:
        a papers.bib with at least one '@article{key, ...}'
    """,
)
STRAY = Rule(
    "B017",
    Severity.WARNING,
    """Text outside the entries looks like a part of one, or like one.

    A brace too many closes an entry early; an entry without its '@' is none. BibTeX takes what
    stands between entries for a remark, so none of it is read.

    Bad:
        title = {Convex Optimization}},
        year  = {2004},
    Good:
        title = {Convex Optimization},
        year  = {2004},
    """,
)
TOO_MANY = Rule(
    "B018",
    Severity.ERROR,
    """There are more problems in the file than are of use to list.

    Most likely one mistake near the top makes the others, or the file is not BibTeX.

    Bad:
        papers.bib with the text of a web page in it
    Good:
        papers.bib with BibTeX entries
    """,
)
FIELD_NAME = Rule(
    "B019",
    Severity.WARNING,
    """The name of a field looks like a slip.

    A field that is not known is passed over, and what it says is on no page: without its
    'keywords' a paper stands under no topic.

    Bad:
        keywrods = {generalization},
    Good:
        keywords = {generalization},
    """,
)
PAGES = Rule(
    "B020",
    Severity.WARNING,
    """Pages run backwards, or are more than a book has.

    Two digits have changed places, or two numbers have.

    Bad:
        pages = {423--391},
    Good:
        pages = {391--423},
    """,
)
SAME_TEXT = Rule(
    "B021",
    Severity.WARNING,
    """Two entries have one DOI, or one number in arXiv.

    Either a text is there twice, and its uses are shown in two places, or one of the two leads to
    the wrong text.

    Bad:
        eprint = {1703.11008} in two entries
    Good:
        eprint = {1703.11008} in one of them
    """,
)
FORMULA = Rule(
    "B022",
    Severity.WARNING,
    """A formula in a title is not closed.

    The title would be shown with a dollar in it.

    Bad:
        title = {Learning $k-wise parities},
    Good:
        title = {Learning $k$-wise parities},
    """,
)
BIBTEX_RULES = (
    SYNTAX,
    UNCLOSED,
    NO_KEY,
    KEY_CHARACTERS,
    DUPLICATE_KEY,
    DUPLICATE_FIELD,
    UNDEFINED_STRING,
    MISSING_FIELD,
    YEAR,
    ENTRY_TYPE,
    NAMES,
    DOI,
    ARXIV,
    ISBN,
    ADDRESS,
    NO_ENTRIES,
    STRAY,
    TOO_MANY,
    FIELD_NAME,
    PAGES,
    SAME_TEXT,
    FORMULA,
)

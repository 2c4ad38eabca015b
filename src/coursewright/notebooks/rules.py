"""What can be wrong with a notebook or with its kept results: one rule for each kind."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity

ALTERED = Rule(
    "N001",
    Severity.ERROR,
    """A kept result was altered after its run

    Results of a demo are kept beside it, and its passport records the SHA-256 of each file.
    A file that no longer matches was edited by hand, cut short or merged wrongly, so its
    numbers may be nobody's. Run the demo again, or take the file back from the history.

    Bad:
        a digit corrected by hand in results/numbers.json
    Good:
        the experiment corrected, and the demo run again
    """,
)

NO_PASSPORT = Rule(
    "N002",
    Severity.WARNING,
    """A demo has no passport

    The passport says when, on what and from which code a result was computed. Without it
    nobody can tell whether the figures belong to the code, so the page is left out.

    Bad:
        results/momentum.ipynb without results/passport.json
    Good:
        both, written by the same run
    """,
)

BROKEN_PASSPORT = Rule(
    "N003",
    Severity.ERROR,
    """A passport cannot be read

    The file is no JSON object, or a value in it is missing or of the wrong kind. Passports
    are written by the run of a demo and not by hand: run the demo again.

    Bad:
        "seed": "zero"
    Good:
        "seed": 0
    """,
)

MISSING_FILE = Rule(
    "N004",
    Severity.ERROR,
    """A file named by a passport is not there

    Every file that the passport lists must stand in its folder: no link, and no path that
    leads out of it. Add the file to the repository, or run the demo again.

    Bad:
        "results": {"../../notes.txt": "…"}
    Good:
        "results": {"numbers.json": "…"}
    """,
)

STALE = Rule(
    "N005",
    Severity.WARNING,
    """A result is older than its code

    A source of the demo has changed since the run, so figures and text may disagree. The
    page says so to its readers until the demo is run again.

    Bad:
        experiment.py edited, results/ left as it was
    Good:
        the demo run after the edit, both committed together
    """,
)

UNREADABLE = Rule(
    "N006",
    Severity.ERROR,
    """A notebook cannot be read

    The file is no Jupyter notebook of format 4: its JSON is broken, it holds no list of
    cells, or it is larger than 64 MB. The page is left out.

    Bad:
        a notebook with the marks of a merge conflict in it
    Good:
        the notebook as the run wrote it
    """,
)

RAISED = Rule(
    "N007",
    Severity.ERROR,
    """A cell raised an error

    Everything below such a cell is doubtful, and students meet a traceback. Where the error
    is the lesson, tag the cell 'raises-exception'.

    Bad:
        a cell that ends in ZeroDivisionError
    Good:
        the same cell with the tag 'raises-exception', and a sentence that says why
    """,
)

NO_ALT = Rule(
    "N008",
    Severity.WARNING,
    """A figure has no description

    Who cannot see a figure reads its description, and so does who prints or searches. Say
    what the figure shows, with the number that matters.

    Bad:
        plt.show()
    Good:
        #| alt: Loss against steps: momentum needs 87, gradient descent 612.
        plt.show()
    """,
)

BROKEN_FIGURE = Rule(
    "N009",
    Severity.ERROR,
    """A figure cannot be shown

    The kept picture is no PNG, JPEG or SVG, is damaged, or is larger than 4 MB. It is left
    out of the page.

    Bad:
        a PNG whose data was cut in the middle
    Good:
        the figure drawn again by a run of the demo
    """,
)

CUT = Rule(
    "N010",
    Severity.WARNING,
    """A long output was cut

    A page is read on a phone. Of a very long output only the beginning is shown, with a line
    that says so. Print less: the last rows, or a summary.

    Bad:
        print(history)
    Good:
        print(history[-5:])
    """,
)

REMOVED = Rule(
    "N011",
    Severity.WARNING,
    """Something was removed from a notebook

    Scripts, forms, frames, widgets, pasted attachments and pictures from other sites do not
    reach a page: they could act in the reader's name or tell others who reads. Keep
    pictures as files of the course, and say in words what a widget did.

    Bad:
        ![loss](attachment:loss.png)
    Good:
        ![loss against steps](loss.png)
    """,
)

MACHINE_PATH = Rule(
    "N012",
    Severity.WARNING,
    """An output names a folder of somebody's machine

    Paths such as /home/NAME tell who ran the notebook and mean nothing to a reader. On the
    page the folder is written '~'.

    Bad:
        print(path)
    Good:
        print(path.name)
    """,
)

HEAVY = Rule(
    "N013",
    Severity.WARNING,
    """A notebook page is heavy

    The page has more than 60 kB of HTML, which is slow on a phone. Large tables, long outputs
    and figures with thousands of points are the usual reasons.

    Bad:
        a scatter plot of 50 000 points drawn as SVG
    Good:
        the same plot with rasterized=True
    """,
)

NOTEBOOK_RULES = (
    ALTERED,
    NO_PASSPORT,
    BROKEN_PASSPORT,
    MISSING_FILE,
    STALE,
    UNREADABLE,
    RAISED,
    NO_ALT,
    BROKEN_FIGURE,
    CUT,
    REMOVED,
    MACHINE_PATH,
    HEAVY,
)
"""All rules of notebooks, in the order of their codes."""

"""What can be wrong with an executed notebook that is to be a page."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity

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

    Its texts, code and outputs have more than 60 kB, which is slow on a phone. Large tables, long
    outputs and figures with thousands of points are the usual reasons.

    Bad:
        a scatter plot of 50 000 points drawn as SVG
    Good:
        the same plot with rasterized=True
    """,
)

PAGE_RULES = (
    UNREADABLE,
    RAISED,
    NO_ALT,
    BROKEN_FIGURE,
    CUT,
    REMOVED,
    MACHINE_PATH,
    HEAVY,
)

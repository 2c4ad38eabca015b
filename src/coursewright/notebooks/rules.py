"""What can be wrong with a notebook or with its kept results: one rule for each kind."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity

ALTERED = Rule(
    "N001",
    Severity.WARNING,
    """A kept result was altered after its run

    Results of a demo are kept beside it, and its passport records the SHA-256 of each file.
    A file that no longer matches was edited by hand, cut short or merged wrongly, so its
    numbers may be nobody's: the result counts as missing, its page says so, and
    'coursewright run --check' fails. Run the demo again, or take the file back from the history.

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
    Severity.WARNING,
    """A passport cannot be read

    The file is no JSON object, or a value in it is missing or of the wrong kind. Passports
    are written by the run of a demo and not by hand: run the demo again.

    Bad:
        "seeds": "zero"
    Good:
        "seeds": [0]
    """,
)

MISSING_FILE = Rule(
    "N004",
    Severity.WARNING,
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

    Code cells, modules, data or parameters of the demo have changed since the run, so figures
    and code may disagree. The page says so to its readers until the demo is run again;
    'coursewright run --why' tells what changed, and since which commit. Prose may be edited freely.

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

    Its texts, code and outputs have more than 60 kB, which is slow on a phone. Large tables, long
    outputs and figures with thousands of points are the usual reasons.

    Bad:
        a scatter plot of 50 000 points drawn as SVG
    Good:
        the same plot with rasterized=True
    """,
)

NO_SOURCE = Rule(
    "N014",
    Severity.WARNING,
    """A demo has no notebook

    Its folder holds neither NAME.py nor NAME.ipynb, where NAME is the id of the demo. There is
    nothing to run, and nobody can tell whether a kept result still belongs to its code.

    Bad:
        docs/demos/momentum/notebook.py
    Good:
        docs/demos/momentum/momentum.py
    """,
)

DIED = Rule(
    "N015",
    Severity.ERROR,
    """The kernel of a demo died

    The process that ran the notebook ended in the middle of a cell: a crash of a library, an
    exit in the code, or the machine had no memory left. The last good result stays as it was.

    Bad:
        os._exit(1)
    Good:
        raise SystemExit
    """,
)

TOO_LONG = Rule(
    "N016",
    Severity.ERROR,
    """A demo ran longer than its budget

    The run was ended; the last good result stays as it was. A light demo may take five minutes and
    a heavy one two hours, unless 'time' in the schedule says otherwise.

    Bad:
        while not converged: step()
    Good:
        for _ in range(1000): step()
    """,
)

TOO_LARGE = Rule(
    "N017",
    Severity.ERROR,
    """A demo held more memory than its budget

    The run was ended before it could starve the machine; the last good result stays as it was. A
    light demo may hold 4 GB and a heavy one 16 GB, unless 'memory' in the schedule says otherwise.

    Bad:
        np.ones((100_000, 100_000))
    Good:
        the same sum, block by block
    """,
)

TOO_MUCH_OUTPUT = Rule(
    "N018",
    Severity.ERROR,
    """A demo printed or kept far too much

    The outputs of a notebook, and the files that it leaves in 'results/', are committed and
    fetched by readers: 16 MB of each are the limit. The run was ended; the last good result stays.

    Bad:
        a line printed for each of a million steps
    Good:
        a line printed for each thousandth
    """,
)

NOT_INSTALLED = Rule(
    "N019",
    Severity.WARNING,
    """A demo cannot run here: packages are missing

    The notebook imports packages that this environment does not have, so what is kept is shown
    as it is. Install them, or run the demo where they are.

    Bad:
        a build of the site without matplotlib, after an edit of the experiment
    Good:
        the demo run where its packages are, and its result committed with the edit
    """,
)

SCRUBBED = Rule(
    "N020",
    Severity.WARNING,
    """Something private was taken out of a result

    Tokens, e-mail addresses, the names of the machine and of its user, and paths of home folders
    are replaced before a result is kept, since it will be published. Better do not print them.

    Bad:
        print(os.environ)
    Good:
        print(config.name)
    """,
)

REDUCED = Rule(
    "N021",
    Severity.NOTE,
    """A heavy demo was run at its reduced scale

    The page says so. Run it with --gpu where a GPU is, and commit the full result.

    Bad:
        a claim about the full experiment above figures of the small one
    Good:
        the full result, or words that fit the small one
    """,
)

OTHER_VERSIONS = Rule(
    "N022",
    Severity.NOTE,
    """A result was made with other versions than those here

    That is no fault: a result stays good when a lock is bumped. Light demos are run again by
    'build' and 'run'; results of a GPU are kept until their code changes.

    Bad:
        an expensive result thrown away for a patch release
    Good:
        the same result, with its versions in its passport
    """,
)

NO_GPU = Rule(
    "N023",
    Severity.ERROR,
    """A GPU was asked for, and none can be used

    '--gpu', COURSEWRIGHT_GPU=1 and 'gpu: true' run heavy demos at full scale, which needs a GPU
    with as much memory as the demo's budget. Nothing was run and no result was touched.

    Bad:
        coursewright run --gpu, on a laptop without one
    Good:
        coursewright run --scale test, or --scheduler with an address of workers with GPUs
    """,
)

NO_PARAMETERS = Rule(
    "N024",
    Severity.ERROR,
    """A heavy demo has no cell tagged 'parameters'

    The engine sets 'scale' and 'device' there: at their written values the notebook runs small,
    for a reader on a laptop. Without that cell a full result could not be asked for.

    Bad:
        result = run("test", seed=0, device="cpu")
    Good:
        # %% tags=["parameters"]
        scale, seed, device = "test", 0, "cpu"
    """,
)

NOT_KEPT = Rule(
    "N025",
    Severity.ERROR,
    """A result could not be kept

    The disk refused, or something else stands where the results belong. What was there is
    untouched.

    Bad:
        a symbolic link in the place of docs/demos/momentum/results
    Good:
        a plain folder, or none
    """,
)

NO_COLAB = Rule(
    "N026",
    Severity.NOTE,
    """A demo is too large for a notebook that runs by itself

    Beside each result stands a copy of its notebook that brings the modules and the data of the
    demo, for readers who want to run it: 'Open in Colab' on its page leads there. With more
    than 2 MB of them there is none.

    Bad:
        data:
          - photographs
    Good:
        data:
          - photographs/thumbnails
    """,
)

OLD_COLAB = Rule(
    "N027",
    Severity.NOTE,
    """The notebook that runs by itself is missing, or older than the prose

    It stands beside the result and is opened from the repository. Nothing has to run for it:
    'coursewright build' and 'coursewright run' write it, to be committed with the edit.

    Bad:
        results/momentum-colab.ipynb with the text of last year
    Good:
        the one that the build after the last edit wrote
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
    NO_SOURCE,
    DIED,
    TOO_LONG,
    TOO_LARGE,
    TOO_MUCH_OUTPUT,
    NOT_INSTALLED,
    SCRUBBED,
    REDUCED,
    OTHER_VERSIONS,
    NO_GPU,
    NO_PARAMETERS,
    NOT_KEPT,
    NO_COLAB,
    OLD_COLAB,
)
"""All rules of notebooks, in the order of their codes."""

"""What can keep a demo from being run, or its result from being kept."""

from __future__ import annotations

from coursewright.diagnostics import Rule, Severity

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

RUN_RULES = (
    NO_SOURCE,
    DIED,
    TOO_LONG,
    TOO_LARGE,
    TOO_MUCH_OUTPUT,
    NOT_INSTALLED,
    SCRUBBED,
    NO_GPU,
    NO_PARAMETERS,
    NOT_KEPT,
)

"""What can be wrong with a kept result, or is to be said of it."""

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

RESULT_RULES = (
    ALTERED,
    NO_PASSPORT,
    BROKEN_PASSPORT,
    MISSING_FILE,
    STALE,
    REDUCED,
    OTHER_VERSIONS,
    NO_COLAB,
    OLD_COLAB,
)

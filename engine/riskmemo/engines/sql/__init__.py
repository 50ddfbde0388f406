"""The engine `sql`: the same typed tree as SQL, for many cases at once.

`expressions` says what a node of the tree is in SQL, `queries` what patterns, conditions and
absences are, `strata` how derived kinds are made, `rules` what a match is. `existence` and `cells`
decide the rules that only ask whether facts exist, by `bits`; `shapes` and `folding` look for the
others together and fold them by case. `counting`, `scores` and `means` are the score tree, `panel`
the statements in order. `dialects` holds what databases spell differently. Only `duck` and
`connections` run anything: a few cases in memory, in DuckDB.
"""

from collections.abc import Iterable
from importlib.util import find_spec

from riskmemo.errors import InvalidInput, Mistake
from riskmemo.language.program import Program
from riskmemo.model.facts import Answer, Fact, Setting

NAME = "sql"
NEEDED = ("duckdb", "sqlglot")


def missing() -> str | None:
    """The first library that the engine needs and that is not installed."""
    return next((name for name in NEEDED if find_spec(name) is None), None)


def answer(program: Program, facts: Iterable[Fact], setting: Setting) -> Answer:
    """Everything a program finds in the facts, exactly as the definition has it.

    Raises `EvaluationRefused` past the limits, `InvalidInput` where a library is not installed.
    """
    lacking = missing()
    if lacking:
        message = f"the engine `sql` needs `{lacking}`, which is not installed"
        raise InvalidInput(
            Mistake("extra-missing", message, help="type `pip install 'riskmemo[batch]'`")
        )
    from riskmemo.engines.sql import duck  # noqa: PLC0415 - loaded only where it runs

    return duck.answer(program, facts, setting)

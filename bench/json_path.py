"""riskmemo from the JSON text of a case to the JSON text of its assessment."""

from collections.abc import Iterable, Sequence
from functools import partial

import orjson

import riskmemo
from bench.contestant import Contestant, Run
from bench.json_cases import full
from bench.ours import program
from bench.workload import Rows
from riskmemo.model import Case


def _assess(engine: str | None) -> Run:
    ruleset = program()

    def run(text: str) -> str:
        case = Case.model_validate_json(text)
        return riskmemo.assess(case, ruleset, engine=engine, analyses="none").model_dump_json()

    return partial(map, run)


def _screen() -> Run:
    ruleset = program()

    def run(text: str) -> str:
        return riskmemo.screen(Case.model_validate_json(text), ruleset).model_dump_json()

    return partial(map, run)


def _assessed(texts: Iterable[str]) -> Iterable[float]:
    """The score in the base scenario."""
    for text in texts:
        yield orjson.loads(text)["scenarios"][0]["scores"]["risk"]["value"]


def _screened(texts: Iterable[str]) -> Iterable[float]:
    for text in texts:
        yield orjson.loads(text)["scenarios"]["base"]["risk"]["value"]


def _full(given: Sequence[Rows]) -> list[str]:
    return [*map(full, given)]


JSON = (
    Contestant("riskmemo, `screen`", _full, _screen, _screened, evidence="scores, matches, gaps"),
    *(
        Contestant(
            f"riskmemo, `assess`, {told}", _full, partial(_assess, engine), _assessed,
            evidence="full assessment", every=5,
        )
        for told, engine in (("computed twice", None), ("by `compiled` alone", "compiled"))
    ),
)  # fmt: skip

"""riskmemo from the JSON text of a case to the JSON text of its assessment."""

from collections.abc import Iterable
from functools import partial

import orjson

import riskmemo
from bench.contestant import Contestant, Run
from bench.json_cases import full
from bench.ours import program
from riskmemo.model import Case


def _assess(engine: str | None) -> Run:
    ruleset = program()

    def run(text: str) -> str:
        case = Case.model_validate_json(text)
        return riskmemo.render(riskmemo.assess(case, ruleset, engine=engine), "json")

    return partial(map, run)


def _points(texts: Iterable[str]) -> Iterable[float]:
    """The score in the base scenario."""
    for text in texts:
        yield orjson.loads(text)["scenarios"][0]["scores"]["risk"]["value"]


def _row(name: str, engine: str | None) -> Contestant:
    return Contestant(
        name, lambda given: [*map(full, given)], lambda: _assess(engine), _points,
        evidence="full assessment", every=5,
    )  # fmt: skip


JSON = (
    _row("riskmemo, `Case.model_validate_json`, `assess`, `render`", None),
    _row('riskmemo, the same with `engine="compiled"`', "compiled"),
)

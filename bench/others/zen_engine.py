"""zen-engine: a JSON decision model, its expressions compiled to bytecode in Rust.

The 40 rules are one expression, compiled once. `ZenDecision.evaluate` is left out: in 2.1.3 it
takes five times as long as the compiled expression for the same answer.
"""

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import orjson
import zen

from bench.contestant import Contestant, Run, dicts
from bench.json_cases import compact
from bench.workload import THRESHOLDS, Rows


def _threshold(text: str) -> str:
    name, sign, limit = text.split()
    return f"@value.{name} != null and @value.{name} {sign} {limit}"


RULES = [
    *map(_threshold, THRESHOLDS),
    "some(@tie, #.status == 'in_force')",
    "some(@tie, #.level >= 4)",
    "some(@tie, #.status == 'signed' and #.level > 2)",
    "some(@tie, #.partner in ['KAZ', 'UZB'] and #.level >= 2)",
    "some(@tie, #.status != 'announced' or #.level >= 5)",
    "none(@tie, #.status == 'announced')",
    "none(@tie, #.level < 1)",
    "none(@tie, #.partner == 'TKM')",
    "none(@tie, #.status == 'signed' and #.level < 2)",
    "none(@tie, #.level > 4)",
    "some(@kin as k, k.share >= 0.03 and some(@tie, #.partner == k.state))",
    "some(@tie as t, t.status == 'in_force' and some(@kin, #.state == t.partner))",
    "some(@tie as t, t.level >= 3 and some(@kin, #.share >= 0.01 and #.state == t.partner))",
    "some(@sensitivity as s, s.issue == 'border' and some(@tie, #.partner == s.state))",
    "some(@tie as t, some(@sensitivity, #.state == t.partner and #.level > t.level))",
    (
        "some(@tie as t, t.status == 'signed'"
        " and some(@sensitivity, #.state == t.partner and #.level >= 2))"
    ),
    "some(@kin as k, k.share > 0.05 and some(@sensitivity, #.state == k.state))",
    (
        "some(@sensitivity as s, s.level >= 3"
        " and some(@kin, #.state == s.state) and some(@tie, #.partner == s.state))"
    ),
    (
        "some(@sensitivity as s, s.issue == 'minority'"
        " and some(@kin, #.state == s.state) and some(@tie, #.partner == s.state))"
    ),
    (
        "some(@tie as t, some(@kin, #.state == t.partner)"
        " and some(@sensitivity, #.state == t.partner and t.level + #.level > 6))"
    ),
    "some(@tie as t, none(@sensitivity, #.state == t.partner))",
    "some(@tie as t, none(@kin, #.state == t.partner and #.share > 0.02))",
    "some(@kin as k, none(@tie, #.partner == k.state and #.status == 'in_force'))",
    "some(@sensitivity as s, none(@tie, #.partner == s.state and #.level > 2))",
    "some(@kin as k, none(@sensitivity, #.state == k.state and #.issue == 'minority'))",
]
"""`@` stands before what is read of the case, which may itself be one of many."""


def total(of: str = "") -> str:
    """The sum of points as one expression, over the context or over the case of a name in it."""
    return " + ".join(f"({rule} ? 2 : 0)" for rule in RULES).replace("@", of)


def model(mode: str) -> dict[str, Any]:
    """A decision of one expression node, which takes one case (`single`) or all (`loop`)."""
    over = {"inputField": "cases", "outputPath": "cases"} if mode == "loop" else {}
    expressions = [{"id": "points", "key": "points", "value": total()}]
    content = {"expressions": expressions, "executionMode": mode, "passThrough": False, **over}
    nodes = [
        ("in", "inputNode", {}),
        ("rules", "expressionNode", content),
        ("out", "outputNode", {}),
    ]
    return {
        "nodes": [
            {"id": name, "name": name, "type": kind, "content": each, "position": {"x": 0, "y": 0}}
            for name, kind, each in nodes
        ],
        "edges": [
            {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
            for one, other in (("in", "rules"), ("rules", "out"))
        ],
    }


def _engine() -> zen.ZenEngine:
    return zen.ZenEngine({"loader": {"type": "static", "content": {"risk": model("single")}}})


def _expression() -> Run:
    return partial(map, zen.compile_expression(total()).evaluate)


def _by_key() -> Run:
    return partial(map, partial(_engine().evaluate, "risk"))


def _texts() -> Run:
    evaluate = zen.compile_expression(total()).evaluate
    return partial(map, lambda text: orjson.dumps({"points": evaluate(text)}))


def _map() -> Run:
    evaluate = zen.compile_expression(f"map(cases as case, {{points: {total('case.')}}})").evaluate
    return lambda text: [orjson.dumps(evaluate(text))]


def _loop() -> Run:
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(model("loop"))))
    return lambda text: [orjson.dumps(decision.evaluate(text)["result"]["cases"])]


def _batch() -> Run:
    engine = _engine()

    def run(texts: Sequence[str]) -> Iterable[bytes]:
        requests: list[Any] = [{"key": "risk", "context": text} for text in texts]
        return [orjson.dumps([each["data"]["result"] for each in engine.evaluate_batch(requests)])]

    return run


def _each(given: Sequence[Rows]) -> list[str]:
    return [*map(compact, given)]


def _together(given: Sequence[Rows]) -> str:
    return f'{{"cases":[{",".join(_each(given))}]}}'


def _points(texts: Iterable[bytes]) -> Iterable[float]:
    """The points in texts about one case or a list of them."""
    for text in texts:
        read = orjson.loads(text)
        yield from (each["points"] for each in (read if isinstance(read, list) else [read]))


SINGLE = (
    Contestant("zen-engine, compiled expression", dicts, _expression),
    Contestant(
        "zen-engine, `ZenEngine.evaluate`", dicts, _by_key,
        points=lambda results: (each["result"]["points"] for each in results),
    ),
)  # fmt: skip
JSON = (
    Contestant("zen-engine, compiled expression, a text a case", _each, _texts, _points),
    Contestant("zen-engine, `map` over one text of all cases", _together, _map, _points),
    Contestant("zen-engine, loop node over one text of all cases", _together, _loop, _points),
    Contestant("zen-engine, `evaluate_batch` of texts", _each, _batch, _points),
)

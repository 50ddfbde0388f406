"""Random rulesets of which parameters, points and weights are uncertain, and panels in memory."""

import io
from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any

import pyarrow
from pyarrow import parquet

from riskmemo.batch.from_cases import as_parquet, panel_of
from riskmemo.errors import InvalidInput
from riskmemo.language.program import Program
from riskmemo.model.case import Case
from riskmemo.model.vocabulary import Vocabulary
from tests.building import case as built
from tests.fuzzing.drawing import Numbered, seeded
from tests.fuzzing.written import WrittenRuleset

Data = dict[str, Any]
UNWEIGHTED = {"max", "min", "noisy_or"}


def uncertain_program(made: Numbered) -> Program:
    """A random ruleset with bands, in which whatever may be uncertain often is."""
    random = seeded("uncertain", made.seed, made.number)
    while True:
        parts = deepcopy(dict(made.drawn.ruleset.parts))
        _with_ranges(random, parts)
        try:
            return WrittenRuleset(made.drawn.ruleset.kinds, parts).typed()
        except InvalidInput:
            continue  # a range that does not fit what the number is for: another is tried


def _with_ranges(random: Random, parts: Data) -> None:
    parameters = parts.get("parameters", {})
    for name, value in parameters.items():
        if random.random() < 0.6:
            doc = {"value": value, "doc": "A number."}
            parameters[name] = {**doc, "range": _range(random, value)}
    for rule in parts.get("rules", {}).values():
        given = rule.get("contributes")
        if given and random.random() < 0.5:
            given["range"] = _range(random, given["points"])
    for node in parts["scores"].values():
        weighted = "of" in node and node["combine"] not in UNWEIGHTED
        if weighted and random.random() < 0.7:
            children = [child for child in node["of"] if random.random() < 0.6]
            node["ranges"] = {child: _range(random, node["of"][child]) for child in children}
        node["bands"] = random.choice(["levels", "dated"])
    parts["bands"] = _bands(parts.get("scale", {"min": 0, "max": 100}))


def _range(random: Random, value: float) -> Data:
    """A range with the value in it, in one of the forms."""
    half = abs(value) / 2 or 1.0
    low, high = value - half * random.choice([0.5, 1, 2.5]), value + half
    match random.choice(["interval", "triangular", "normal", "reported", "reported", "reported"]):
        case "interval":
            return {"interval": [low, high]}
        case "triangular":
            return {"triangular": {"low": low, "mode": value, "high": high}}
        case "normal":
            return {"normal": {"mean": value, "sd": half}}
        case _:
            others = [value + 1, value * 2, value + 3, value - 1, low]
            return {"reported": [value, *random.sample(others, random.randint(1, 3))]}


def _bands(scale: Data) -> Data:
    """Three bands, and others from a day on that some cases lie before."""
    low, high = scale["min"], scale["max"]
    third = (high - low) / 3
    levels = [{"label": label, "begins": low + n * third} for n, label in enumerate("abc")]
    moved = [{**each, "begins": each["begins"] + (third / 2 if n else 0)}
             for n, each in enumerate(levels)]  # fmt: skip
    later = {"effective_from": "2025-01-01", "boundary": "lower_band", "levels": moved}
    return {"levels": [{"levels": levels}], "dated": [{"levels": levels}, later]}


def random_cases(made: Numbered, count: int) -> list[Case]:
    """Cases for one random ruleset."""
    found = []
    for number in range(count):
        written = made.case(number)
        found.append(
            built(
                written.facts,
                id=f"case-{number}",
                as_of=written.as_of,
                horizon=max(written.horizon, written.as_of),
                subject=written.subject,
                searched=written.searched,
            )
        )
    return found


def panel_in_memory(cases: Sequence[Case], words: Vocabulary) -> dict[str, pyarrow.Table]:
    """The panel that cases make."""
    return {
        name: parquet.read_table(io.BytesIO(as_parquet(name, rows, words)))
        for name, rows in panel_of(cases, words).items()
    }

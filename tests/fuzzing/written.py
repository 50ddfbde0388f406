"""A ruleset and a case as plain data, and the typed program and facts that they stand for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from riskmemo.errors import InvalidInput
from riskmemo.language.program import Program
from riskmemo.model.facts import Fact, Setting, Value
from riskmemo.model.grading import Credibility, Reliability
from riskmemo.model.vocabulary import BUILT_IN_FIELDS, FieldType, Vocabulary
from tests.building import program, rule, vocabulary
from tests.fuzzing.cases import WrittenCase, day_of
from tests.fuzzing.rulesets import written_ruleset
from tests.fuzzing.vocabularies import Kinds, in_short
from tests.fuzzing.vocabularies import vocabulary as random_vocabulary

Data = Mapping[str, Any]


@dataclass(frozen=True)
class WrittenRuleset:
    """A vocabulary and the parts of a ruleset in the short form of worked examples."""

    kinds: Data
    parts: Data

    def typed(self) -> Program:
        """The typed program; raises `InvalidInput` where the loader refuses it."""
        rules = [rule(name, **parts) for name, parts in self.parts.get("rules", {}).items()]
        return program(vocabulary(self.kinds), **{**self.parts, "rules": rules})


@dataclass(frozen=True)
class Pair:
    """One ruleset with one case."""

    ruleset: WrittenRuleset
    case: WrittenCase


@dataclass(frozen=True)
class Drawn:
    """A random ruleset that the loader accepts, with how many were refused before it."""

    ruleset: WrittenRuleset
    program: Program
    kinds: Kinds
    rejected: int


def drawn(random: Random) -> Drawn:
    """A random ruleset over a random vocabulary."""
    rejected = 0
    while True:
        kinds = random_vocabulary(random)
        ruleset = WrittenRuleset(in_short(kinds), written_ruleset(random, kinds))
        try:
            return Drawn(ruleset, ruleset.typed(), kinds, rejected)
        except InvalidInput:
            rejected += 1


def setting_of(case: WrittenCase) -> Setting:
    """What expressions may ask of a case beside its facts."""
    return Setting(day_of(case.as_of), day_of(case.horizon), case.subject)


Reader = Callable[[Any], Value]


@lru_cache(maxsize=1024)
def _day(text: str) -> Value:
    return day_of(text)


def _same(value: Value) -> Value:
    return value


def _number(value: float) -> float:
    return float(value) + 0.0


READERS: Mapping[FieldType, Reader] = {
    **dict.fromkeys(FieldType, _same),
    FieldType.NUMBER: _number,
    FieldType.SHARE: _number,
    FieldType.DATE: _day,
}
GRADES = {
    f"{reliability.value}{credibility.value}": (reliability, credibility)
    for reliability in Reliability
    for credibility in Credibility
}


def facts_of(case: WrittenCase, words: Vocabulary) -> tuple[Fact, ...]:
    """The facts of a case, by id: what its loader would make of them, only faster."""
    readers: dict[str, list[tuple[str, Reader]]] = {
        name: [
            *((field, READERS[spec.type]) for field, spec in kind.fields.items()),
            *((field, _day) for field in BUILT_IN_FIELDS),
        ]
        for name, kind in words.kinds.items()
    }
    found = []
    for name in sorted(case.facts):
        row = case.facts[name]
        get = row.get
        values: dict[str, Value] = {}
        for field, read in readers[row["kind"]]:
            value = get(field)
            values[field] = None if value is None else read(value)
        grades = tuple(GRADES[each] for each in get("grade", ("A1",)))
        found.append(Fact(name, row["kind"], values, grades, evidence=frozenset((name,))))
    return tuple(found)

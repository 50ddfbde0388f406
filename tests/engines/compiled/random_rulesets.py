"""Random rulesets with everything the language has, and random facts for them."""

import datetime
from collections.abc import Mapping
from random import Random
from typing import Any

from riskmemo.errors import InvalidInput
from riskmemo.language.program import Program
from riskmemo.model.facts import Fact, Setting, Value
from riskmemo.model.grading import Credibility, Reliability
from tests.building import LEAF, program, rule, vocabulary
from tests.engines.compiled.random_text import COUNTRIES, STATUS, Expressions, Fields

BASE: Fields = {
    "tie": {"partner": "country", "status": "category", "cost": "number", "open": "bool"},
    "deal": {"partner": "country", "status": "category", "day": "date", "weight": "share"},
    "note": {"word": "text", "size": "number", "day": "date"},
    "kin": {"state": "country", "share": "share", "word": "text"},
    "act": {"organisation": "text", "place": "text", "size": "number", "against": "country"},
    "never": {"state": "country", "size": "number"},
    "claim": {"topic": "text", "size": "number"},
}
NATURES = {"kin": "identity", "act": "conduct", "claim": "claim"}
WORDS = vocabulary(
    {
        kind: {n: list(STATUS) if base == "category" else base for n, base in fields.items()}
        | ({"nature": NATURES[kind]} if kind in NATURES else {})
        for kind, fields in BASE.items()
    }
)
ALIASES = ("found", "facts", "by", "case", "maybe_t", "t", "names", "x", "y_1", "moved", "date_1")
SETTING = Setting(datetime.date(2025, 7, 21), datetime.date(2026, 7, 21), "MNG")
VALUES: Mapping[str, tuple[Value, ...]] = {
    "country": COUNTRIES,
    "category": STATUS,
    "number": (0.0, 1.0, -1.0, 0.5, 2.0, 1e-9, -3.25, 0.1, 0.3, 9007199254740992.0, 1e15 + 0.3),
    "share": (0.0, 0.25, 0.1, 1.0),
    "text": ("", "a", "B", "é", "名前", "'; x = 1 #", '"quoted"', "b\n"),
    "bool": (True, False),
    "date": tuple(
        datetime.date(*day)
        for day in [(2024, 2, 29), (2025, 7, 21), (1, 1, 1), (9999, 12, 31), (2024, 1, 31)]
    ),
}


class Rulesets:
    """Writes the parts of one ruleset."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.kinds: dict[str, Mapping[str, str]] = {
            kind: {**fields, "date": "date"} for kind, fields in BASE.items()
        }

    def program(self) -> Program:
        """Derived kinds over all kinds before them, rules, and a leaf over facts."""
        some = self.random.randint
        derive, rules = {}, []
        for number in range(some(0, 3)):
            kind = f"made_{number}"
            if self.random.random() < 0.5:
                derive[kind] = self.aggregate(kind)
            else:
                rules += self.derivations(kind)
        rules += [self.rule(f"rule-{number}") for number in range(some(1, 4))]
        value = {**LEAF, "from": "facts", "combine": "mean", **self.body(2), **self.value()}
        del value["unless"]
        return program(
            WORDS,
            parameters={"limit": 1.5, "tiny": 1e-12, "span": 7},
            hypotheses={"warning": {"title": "A warning", "claim": "C1"}},
            derive=derive,
            rules=rules,
            scores={"risk": LEAF, "value": value},
        )

    def value(self) -> dict[str, str]:
        """The value of a leaf, over what its body bound."""
        return {"value": Expressions(self.random, self.bound).number()}

    def body(self, most: int, claims: bool = False) -> dict[str, Any]:
        """Patterns, conditions and absences; `bound` is left with the fields of its aliases."""
        base = sorted(BASE.keys() - (set() if claims else {"claim"}))
        kinds = base + 3 * sorted(self.kinds.keys() - BASE.keys())
        count = self.random.choice([1, 1, 2, 2, 3, most][: most + 2])
        aliases = self.random.sample(ALIASES, k=min(count, most) + 2)
        match = {alias: self.random.choice(kinds) for alias in aliases[:-2]}
        self.bound = {alias: self.kinds[kind] for alias, kind in match.items()}
        text = Expressions(self.random, self.bound)
        where = [text.join() for _ in aliases[3:]]
        where += [text.condition() for _ in range(self.random.choice([0, 0, 1, 1, 2]))]
        unless = [
            self.absence(aliases[-self.random.choice([1, 1, 2]) :], kinds)
            for _ in range(self.random.choice([0, 0, 1, 1, 2]))
        ]
        return {"match": match, "where": where, "unless": unless}

    def absence(self, aliases: list[str], kinds: list[str]) -> dict[str, Any]:
        """An absence that sees the aliases outside."""
        match = {alias: self.random.choice(kinds) for alias in aliases}
        inner = {alias: self.kinds[kind] for alias, kind in match.items()}
        text = Expressions(self.random, {**self.bound, **inner})
        where = [text.join()] if self.random.random() < 0.7 else []
        return {"match": match, "where": [*where, *(text.condition() for _ in range(2))][:2]}

    def typed_value(self, text: Expressions) -> tuple[str, str]:
        """An expression and its type."""
        named = {(base, a, n) for a, each in self.bound.items() for n, base in each.items()}
        base, alias, name = self.random.choice(sorted(named))
        return self.random.choice(
            [
                (f"{alias}.{name}", base),
                (f"{alias}.{name}", base),
                (text.number(), "number"),
                (text.condition(), "bool"),
                (text.date(), "date"),
            ]
        )

    def aggregate(self, kind: str) -> dict[str, Any]:
        """An aggregate with one or two group fields and calls of several functions."""
        body = self.body(2)
        text = Expressions(self.random, self.bound)
        groups = {f"g{n}": self.typed_value(text) for n in range(self.random.choice([1, 1, 2]))}
        calls = {"n": ("count()", "number")}
        for name in ("sum", "mean", "min", "max", "count_distinct"):
            if self.random.random() < 0.4:
                calls[f"v_{name}"] = (f"{name}({text.number()} + 0)", "number")
        if self.random.random() < 0.4:
            calls["latest"] = (f"max({text.date()})", "date")
        self.kinds[kind] = {name: base for name, (_, base) in {**groups, **calls}.items()}
        return {
            **body,
            "group_by": {name: written for name, (written, _) in groups.items()},
            "fields": {name: written for name, (written, _) in calls.items()},
        }

    def derivations(self, kind: str) -> list[Mapping[str, Any]]:
        """One or two rules that derive a kind; the first says which fields it has."""
        body = self.body(3)
        text = Expressions(self.random, self.bound)
        fields = {f"f{n}": self.typed_value(text) for n in range(self.random.choice([1, 2, 3]))}
        written = [self.deriving(f"{kind}-a".replace("_", "-"), kind, body, fields)]
        if self.random.random() < 0.4:
            again = {"match": dict(body["match"]), "where": [text.condition()]}
            written.append(self.deriving(f"{kind}-b".replace("_", "-"), kind, again, fields))
        self.kinds[kind] = {name: base for name, (_, base) in fields.items()}
        return written

    def deriving(
        self, name: str, kind: str, body: dict[str, Any], fields: dict[str, tuple[str, str]]
    ) -> Mapping[str, Any]:
        """A rule that derives, and sometimes contributes."""
        derives = {"kind": kind, "fields": {n: written for n, (written, _) in fields.items()}}
        more = self.contribution() if self.random.random() < 0.4 else {}
        return rule(name, **body, derives=derives, **more)

    def contribution(self) -> dict[str, Any]:
        """Points at some strength."""
        points = self.random.choice([10, -4, 0.000001, 7.25])
        text = Expressions(self.random, self.bound)
        strength = self.random.choice([1, 0.3, text.number(), text.number(), text.number()])
        return {"contributes": {"to": "risk", "points": points, "strength": strength}}

    def rule(self, name: str) -> Mapping[str, Any]:
        """A rule that contributes, sometimes under the hypothesis."""
        claims = self.random.random() < 0.2
        body = self.body(4, claims)
        under: dict[str, Any] = {"hypothesis": "warning"} if claims else {}
        return rule(name, **body, **self.contribution(), **under)


def seeded(number: int) -> Random:
    """Random choices that are the same every time."""
    return Random(number)  # noqa: S311 - nothing secret


def random_program(random: Random) -> Program:
    """A random program that the checks of the language accept."""
    while True:
        try:
            return Rulesets(random).program()
        except InvalidInput:
            continue


def random_facts(random: Random, most: int = 4) -> list[Fact]:
    """Facts of most kinds; fields are often unknown, and some facts say the same."""
    kinds = [kind for kind in BASE if kind != "never" and random.random() < 0.85]
    kinds = [kind for kind in kinds for _ in range(random.randint(0, most))]
    return [_fact(random, f"F{number}", kind) for number, kind in enumerate(kinds)]


def _fact(random: Random, name: str, kind: str) -> Fact:
    unknown = random.choice([0.0, 0.1, 0.4])
    fields = {**BASE[kind], "date": "date", "until": "date"}
    values = {
        field: None if random.random() < unknown else random.choice(VALUES[base])
        for field, base in fields.items()
    }
    grades = [
        (random.choice(list(Reliability)), random.choice(list(Credibility)))
        for _ in range(random.randint(0, 2))
    ]
    return Fact(name, kind, values, tuple(grades), True, frozenset({name}))

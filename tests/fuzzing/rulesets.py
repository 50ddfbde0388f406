"""Random rulesets: derivations in strata, aggregates, contributions, hypotheses."""

from random import Random
from typing import Any

from riskmemo.language.types import DATE, NUMBER, TEXT, Base, Type
from tests.fuzzing.bodies import Bodies, Body
from tests.fuzzing.expressions import PARAMETERS, Expressions
from tests.fuzzing.scores import score_tree
from tests.fuzzing.vocabularies import Fields, Kind, Kinds

HYPOTHESES = ("warning", "hope")
Data = dict[str, Any]


class Rulesets:
    """Writes the parts of one ruleset over a vocabulary."""

    def __init__(self, random: Random, kinds: Kinds) -> None:
        self.random = random
        self.base = kinds
        self.kinds = dict(kinds)
        self.rules: Data = {}
        self.derive: Data = {}

    def parts(self) -> Data:
        """Derived kinds over all kinds before them, then rules, then the score tree."""
        tree = score_tree(self.random)
        self.leaves, self.lowest = tree.leaves, tree.lowest
        for number in range(self.random.choice([0, 1, 1, 2, 2, 3, 4])):
            name = f"made_{number}"
            if self.random.random() < 0.45:
                self._aggregate(name)
            else:
                self._derivations(name)
        for number in range(self.random.choice([1, 1, 2, 2, 3])):
            self._rule(f"rule-{number}")
        rivals = self._bearing() if self.random.random() < 0.2 else {}
        return {
            "parameters": dict(PARAMETERS),
            "hypotheses": {name: {"title": name, "claim": "C1"} for name in self._named()},
            **rivals,
            "derive": self.derive,
            "rules": self._shuffled(self.rules),
            "scale": {"min": tree.lowest, "max": tree.highest},
            "scores": tree.with_facts(Bodies(self.random, self.kinds)),
        }

    def _named(self) -> list[str]:
        """The hypotheses that rules name, now and then one more."""
        used = {rule.get("hypothesis") for rule in self.rules.values()}
        used |= {name for rule in self.rules.values() for name in rule.get("bears_on", ())}
        return [name for name in HYPOTHESES if name in used or self.random.random() < 0.02]

    def _shuffled(self, parts: Data) -> Data:
        items = list(parts.items())
        self.random.shuffle(items)
        return dict(items)

    def _allowed(self, hypothesis: str | None, *, claims: bool) -> list[str]:
        """The kinds that may be read in the base or under one hypothesis."""
        return [
            name
            for name, kind in self.kinds.items()
            if (claims or kind.nature != "claim") and kind.hypothesis in {None, hypothesis}
        ]

    def _body(self, most: int, hypothesis: str | None, *, claims: bool | None = None) -> Body:
        under = hypothesis is not None if claims is None else claims
        bodies = Bodies(self.random, self.kinds)
        return bodies.body(most, self._allowed(hypothesis, claims=under))

    def _hypothesis(self, share: float) -> str | None:
        return self.random.choice(HYPOTHESES) if self.random.random() < share else None

    def _aggregate(self, name: str) -> None:
        """An aggregate with one or two group fields and one to three calls."""
        body = self._body(2, self._hypothesis(0.1), claims=False)
        groups = {f"g{n}": body.text.any_value() for n in range(self.random.choice([1, 1, 2]))}
        calls = {"n": ("count()", NUMBER)} if self.random.random() < 0.5 else {}
        for place in range(self.random.choice([1, 1, 2, 3])):
            calls[f"v{place}"] = self._call(body.text)
        fields: Data = {n: each.type for n, each in groups.items()}
        fields |= {n: kind for n, (_, kind) in calls.items()}
        self.kinds[name] = Kind(
            fields, derived=True, sensitive=body.sensitive, hypothesis=body.hypothesis
        )
        self.derive[name] = {
            **body.written,
            "group_by": {n: each.text for n, each in groups.items()},
            "fields": {n: written for n, (written, _) in calls.items()},
        }

    def _call(self, text: Expressions) -> tuple[str, Type]:
        function = self.random.choice(["count_distinct", "sum", "mean", "min", "max"])
        if function == "count_distinct":
            return f"count_distinct({text.any_value().text})", NUMBER
        argument = text.number(text.unit(), 1)
        if function in {"min", "max"} and self.random.random() < 0.5:
            argument = text.date(1) if self.random.random() < 0.5 else text.of(TEXT)
            if argument.type.base is not Base.TEXT:
                argument = argument._replace(type=DATE)
        kind = argument.type
        if function == "sum" and kind.base is Base.SHARE:
            kind = NUMBER
        return f"{function}({argument.text})", kind

    def _derivations(self, name: str) -> None:
        """One to three rules that derive a kind; the first says which fields it has."""
        hypothesis = self._hypothesis(0.15)
        body = self._body(3, hypothesis)
        values = [body.text.any_value() for _ in range(self.random.choice([1, 2, 2, 3]))]
        fields = {f"f{place}": each.type for place, each in enumerate(values)}
        written = {f"f{place}": each.text for place, each in enumerate(values)}
        self._deriving(f"{name}-a", name, body, written, hypothesis)
        sensitive = body.sensitive
        for letter in "bc"[: self.random.choice([0, 0, 0, 1, 1, 2])]:
            again = self._body(2, hypothesis)
            found = self._same_fields(again.text, fields)
            if found is None:
                where = [body.text.condition().text]
                again, found = Body({**body.written, "where": where}, *_rest(body)), written
            self._deriving(f"{name}-{letter}", name, again, found, hypothesis)
            sensitive |= again.sensitive
        self.kinds[name] = Kind(fields, derived=True, sensitive=sensitive, hypothesis=hypothesis)

    def _same_fields(self, text: Expressions, fields: Fields) -> dict[str, str] | None:
        """Expressions of just these types; none where there is none for one of them."""
        found = {name: text.exactly(kind) for name, kind in fields.items()}
        return {n: e.text for n, e in found.items() if e} if all(found.values()) else None

    def _deriving(
        self, rule: str, kind: str, body: Body, fields: dict[str, str], hypothesis: str | None
    ) -> None:
        """A rule that derives, and sometimes contributes."""
        more: Data = {"derives": {"kind": kind, "fields": fields}}
        if self.random.random() < 0.35:
            more |= self._contribution(body.text)
        self._put(rule, body, more, hypothesis)

    def _rule(self, name: str) -> None:
        """A rule that contributes, sometimes under a hypothesis."""
        hypothesis = self._hypothesis(0.25)
        body = self._body(4, hypothesis)
        self._put(name, body, self._contribution(body.text), hypothesis)

    def _bearing(self) -> Data:
        """A rule that only says something of rival hypotheses, and their question."""
        marks = [self.random.choice(["consistent", "neutral", "inconsistent"]) for _ in HYPOTHESES]
        bears_on = dict(zip(HYPOTHESES, marks, strict=True))
        more: Data = {"contributes": None, "bears_on": bears_on}
        self._put("bearing", self._body(3, None), more, None)
        return {"competing": {"rivals": {"question": "Which?", "hypotheses": list(HYPOTHESES)}}}

    def _put(self, name: str, body: Body, more: Data, hypothesis: str | None) -> None:
        under = {"hypothesis": hypothesis} if hypothesis else {}
        self.rules[name.replace("_", "-")] = {**body.written, **more, **under}

    def _contribution(self, text: Expressions) -> Data:
        """Points at some strength."""
        random = self.random
        gives: Data = {
            "to": random.choice(self.leaves),
            "points": random.choice([10, 10, 25, -4, 0.000001, 7.25, 60, 0]),
        }
        if random.random() < 0.7:
            unit = text.unit()
            gives["strength"] = random.choice([text.number(unit).text, 0.3, "half", 1])
        combine = random.choice(["max", "max", "sum", "noisy_or"])
        if combine == "sum":
            gives |= {"per_rule": "sum", "cap": random.choice([15, 12.5, 0.000002, 1000])}
        if combine == "noisy_or" and gives["points"] >= 0 and self.lowest >= 0:
            gives["per_rule"] = "noisy_or"
        return {"contributes": gives}


def _rest(body: Body) -> tuple[Expressions, bool, str | None]:
    return body.text, body.sensitive, body.hypothesis


def written_ruleset(random: Random, kinds: Kinds) -> Data:
    """The parts of a random ruleset, as `tests.building.program` takes them, rules by name."""
    return Rulesets(random, kinds).parts()

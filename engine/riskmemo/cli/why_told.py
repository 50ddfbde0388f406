"""The tree of a score in words: titles first, ids behind them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from riskmemo.cli.strips import shown, signed
from riskmemo.cli.trees import Twig, drawn
from riskmemo.errors import visible
from riskmemo.model.base import Scalar
from riskmemo.model.why import (
    Computed,
    FactWhy,
    FindingWhy,
    MatchWhy,
    Reading,
    RowWhy,
    RuleWhy,
    ScoreWhy,
    SourceWhy,
    Tested,
    Why,
)


def told(why: Why, depth: int | None, width: int, *, boxes: bool) -> Iterator[str]:
    """The tree down to a depth (none: to its end), `width` columns wide."""
    top = why.scores[0]
    yield visible(f"why {top.title} is {_valued(top)}")
    scenario = "" if why.scenario == "base" else f"; scenario {why.scenario}: {why.scenario_title}"
    yield visible(f"case {why.case}, ruleset {why.ruleset}, known on {why.as_of}{scenario}")
    yield ""
    teller = _Teller(why)
    yield from drawn(cut(teller.score(top, ""), depth), width, boxes=boxes)


def cut(twig: Twig, depth: int | None) -> Twig:
    """The tree down to a depth."""
    if depth is None:
        return twig
    if depth == 0:
        hidden = f" ... ({len(twig.twigs)} below)" if twig.twigs else ""
        return Twig(twig.text + hidden, twig.below)
    return Twig(twig.text, twig.below, [cut(each, depth - 1) for each in twig.twigs])


class _Teller:
    """Tells each thing in full where it is met first, and by its id after that."""

    def __init__(self, why: Why) -> None:
        self.why = why
        self.scores = {each.id: each for each in why.scores}
        self.matches = {each.id: each for each in why.matches}
        self.findings = {each.id: each for each in why.findings}
        self.facts = {each.id: each for each in why.facts}
        self.met: set[str] = set()

    def score(self, score: ScoreWhy, gives: str) -> Twig:
        """A score, how it is worked out, and what it is made of."""
        text = f"{gives}{score.title} ({score.id}): {_valued(score)}"
        if self._again(f"score {score.id}"):
            return Twig(f"{text}, told above")
        parts = [self.score(self.scores[part.score], _gives(part.gives)) for part in score.scores]
        rules = [self._rule(rule) for rule in score.rules]
        rows = [self._row(row) for row in score.rows]
        return Twig(text, [*_worked_out(score, self.why.score)], [*parts, *rules, *rows])

    def _rule(self, rule: RuleWhy) -> Twig:
        under = f", counts only under {rule.hypothesis}" if rule.hypothesis else ""
        if rule.missing:
            taken = f", taken as {shown(rule.given, 6)}" if rule.given else ""
            text = f"?  {rule.title} ({rule.rule}): missing{taken}{under}"
            return Twig(text, ["no match, and information prevents one"])
        text = f"{_gives(rule.gives, rule.given)}{rule.title} ({rule.rule}){under}"
        return Twig(
            text, [*_joined(rule)], [self._match(self.matches[each]) for each in rule.matches]
        )

    def _match(self, match: MatchWhy) -> Twig:
        """A match: its points, its conditions, and the facts that satisfied them."""
        points = "" if match.contribution is None else f": {counted(match.contribution, 'point')}"
        kind = "match" if match.certain else "possible match"
        text = f"{kind} {match.id}{points}"
        if self._again(match.id):
            return Twig(f"{text}, told above")
        return Twig(text, [*_satisfied(match)], [*self._bound(match.facts)])

    def _derived(self, match: MatchWhy) -> Twig:
        """A match that derived something, told under what it derived."""
        text = f"by {match.title} ({match.id})"
        if self._again(match.id):
            return Twig(f"{text}, told above")
        return Twig(text, [*_satisfied(match)], [*self._bound(match.facts)])

    def _row(self, row: RowWhy) -> Twig:
        text = f"{_gives(row.gives)}row {row.id}: {computed(row.value)}"
        conditions = [condition(each) for each in row.conditions]
        return Twig(text, conditions, [*self._bound(row.facts)])

    def _bound(self, facts: Mapping[str, str]) -> Iterator[Twig]:
        for alias, name in facts.items():
            if name in self.facts:
                yield self._fact(alias, self.facts[name])
            else:
                yield self._finding(alias, self.findings[name])

    def _finding(self, alias: str, finding: FindingWhy) -> Twig:
        sure = "" if finding.certain else ", not certain"
        if self._again(finding.id):
            return Twig(f"{alias} = {finding.id}, told above")
        text = f"{alias} = {finding.id}{sure}: {_values(finding.values)}"
        calls = ", ".join(f"{field} = {call}" for field, call in finding.aggregate.items())
        below = [f"{finding.title}: {calls}"] if calls else []
        twigs = [self._derived(self.matches[each]) for each in finding.matches]
        twigs += [
            Twig(f"of {_readings(row.values)}", (), [*self._bound(row.facts)])
            for row in finding.rows
        ]
        return Twig(text, below, twigs)

    def _fact(self, alias: str, fact: FactWhy) -> Twig:
        read = {field: fact.values[field] for field in fact.read}
        text = f"{alias} = {fact.id} ({fact.title}): {_values(read)}"
        if self._again(fact.id):
            return Twig(f"{alias} = {fact.id} ({fact.title}), told above")
        says = f"{fact.speaker} says: {fact.says}" if fact.speaker else fact.says
        sources = [
            Twig(
                _source(
                    grade.source, grade.credibility, self.why.sources[grade.source], grade.locator
                )
            )
            for grade in fact.grades
        ]
        return Twig(text, [says], sources)

    def _again(self, name: str) -> bool:
        """Whether something was told before."""
        if name in self.met:
            return True
        self.met.add(name)
        return False


# --- in words -------------------------------------------------------------------------------------


def condition(tested: Tested) -> str:
    """A condition, whether it holds, and what it read."""
    sign = {True: "true", False: "FALSE", None: "unknown"}[tested.truth]
    read = f"  [{_readings(tested.values)}]" if tested.values else ""
    return f"{sign}: {tested.written}{read}"


def computed(number: Computed) -> str:
    """An expression, its value, and what it read."""
    read = f"  [{_readings(number.values)}]" if number.values else ""
    return f"{number.written} = {value(number.value)}{read}"


def value(given: Scalar) -> str:
    """A value as text; unknown says so."""
    if given is None:
        return "unknown"
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, float):
        return f"{int(given)}" if given.is_integer() else f"{given:.6g}"
    return str(given)


def counted(number: Decimal | int, what: str, several: str = "") -> str:
    """A number of things, as `1 point` and `2 points`."""
    return f"{shown(Decimal(number), 6)} {what if number == 1 else several or f'{what}s'}"


def _valued(score: ScoreWhy) -> str:
    number = shown(score.value, 6)
    return f"{number}, {score.band}" if score.band else number


def _worked_out(score: ScoreWhy, asked: str) -> Iterator[str]:
    raw = "" if score.raw is None else f" = {shown(score.raw, 6)}"
    joined = score.combine.replace("_", " ")
    yield f"{joined}: {score.working}{'' if score.working == shown(score.raw, 6) else raw}"
    if score.limited:
        end = score.cap if score.limited == "cap" else score.floor
        yield f"held at its {score.limited}, {shown(end, 6)}"
    if score.rounding and score.held != score.value:
        mode = score.rounding.value.replace("_", " ")
        yield f"rounded {mode} to {counted(score.digits or 0, 'digit')}: {shown(score.value, 6)}"
    if score.id != asked:
        weight = shown(score.nominal_weight * 100, 2)
        adds = shown(score.effective_weight, 6) if score.effective_weight is not None else "nothing"
        yield f"weighs {weight} % of {asked} as written; one point more adds {adds}"
    if score.coverage != 1:
        policy = f"what is missing: {score.missing}"
        yield f"{shown(score.coverage * 100, 1)} % could be evaluated; {policy}"
    if not score.adds and score.value is not None and (score.rules or score.scores):
        yield "the parts do not add up to it: the formula is no sum"


def _joined(rule: RuleWhy) -> Iterator[str]:
    """How the matches of a rule become what it gives."""
    if len(rule.matches) > 1:
        how = rule.per_rule.value.replace("_", " ")
        yield f"{len(rule.matches)} matches, {how}: {rule.working}"
    if rule.raw is not None and rule.raw != rule.given:
        yield f"held at the rule's cap, {shown(rule.cap, 6)}"


def _satisfied(match: MatchWhy) -> Iterator[str]:
    yield from (condition(each) for each in (*match.conditions, *match.absences))
    if match.strength and match.strength.written != "1":
        yield f"strength {computed(match.strength)}"
    if match.gate == "held":
        yield "the identity gate holds it at zero: no documented conduct graded C3 or better"
    if match.gate == "open":
        yield f"the identity gate is open: documented conduct in {', '.join(match.opened_by)}"


def _gives(gives: Decimal | None, otherwise: Decimal | None = None) -> str:
    """What a part gives; in brackets where the parts do not add."""
    if gives is not None:
        return f"{signed(gives, 6)}  "
    return "" if otherwise is None else f"({signed(otherwise, 6)})  "


def _values(values: Mapping[str, Scalar]) -> str:
    return ", ".join(f"{field} {value(each)}" for field, each in values.items()) or "no field read"


def _readings(readings: Sequence[Reading]) -> str:
    return ", ".join(f"{each.text} = {value(each.value)}" for each in readings) or "a row"


def _source(name: str, credibility: int, source: SourceWhy, locator: str | None) -> str:
    date = f", {source.date}" if source.date else ""
    where = f", {locator}" if locator else ""
    grade = f"{source.reliability}{credibility:d}"
    return f"{grade}  {source.publisher}: {source.title}{date}{where} ({name})"

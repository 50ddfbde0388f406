"""What waits for which unknown fields: gaps, and what depends on the unknown without being one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riskmemo.analysis.unknown.gaps import Explainer
from riskmemo.evaluate import Evaluation
from riskmemo.model.assessment import GapRecord
from riskmemo.model.facts import Fact
from riskmemo.model.grading import supports_identity_rule
from riskmemo.model.missing import MissingField
from riskmemo.model.ruleset import RuleCombine
from riskmemo.model.vocabulary import CONDUCT_NAMES


@dataclass(frozen=True, slots=True)
class Waiting:
    """A rule or a leaf over facts, and the fields that it lacks together."""

    rule: str | None
    leaf: str | None
    lacking: tuple[MissingField, ...]


def everything_waiting(found: Evaluation, gaps: Sequence[GapRecord]) -> Iterator[Waiting]:
    """Rules with gaps, leaves with unknown rows, gates without a name, findings that may be one."""
    for gap in gaps:
        yield Waiting(gap.rule, None, gap.missing)
    yield from _leaves(found)
    yield from _gates(found)
    yield from _findings(found)


def _leaves(found: Evaluation) -> Iterator[Waiting]:
    """Leaves over facts that have a row without a value."""
    leaves = found.program.leaves
    undecided = [leaf for leaf in leaves if None in found.answer.leaves.get(leaf.score, ())]
    if undecided:
        explainer = Explainer(found)
        for leaf in undecided:
            yield Waiting(None, leaf.score, tuple(dict.fromkeys(explainer.behind_rows(leaf))))


def _gates(found: Evaluation) -> Iterator[Waiting]:
    """Rules whose match the identity gate holds for want of a name.

    Conduct must name an organisation, a place and a date; where its grade is good enough and only
    a name is unknown, learning that opens the gate.
    """
    facts = {fact.id: fact for fact in found.facts}
    for match in found.answer.matches:
        typed, names = found.program.rule[match.rule], dict(match.facts)
        if match.gate is not False or not typed.rule.contributes:
            continue
        for fact in (facts[names[alias]] for alias in typed.conduct):
            unknown = [name for name in CONDUCT_NAMES if fact.values.get(name) is None]
            if unknown and any(supports_identity_rule(*grade) for grade in fact.grades):
                lacking = (MissingField(fact=fact.id, field=name) for name in unknown)
                yield Waiting(match.rule, None, tuple(lacking))


def _findings(found: Evaluation) -> Iterator[Waiting]:
    """Rules that add up matches of findings which may turn out to be one.

    Equal findings are one. One with an unknown field counts beside another as long as that is
    unknown; if they turn out equal, a rule that adds its matches up has one match less.
    """
    loose = {fact.id: fact for fact in _that_may_be_one(found.answer.findings)}
    if not loose:
        return
    explainer = Explainer(found)
    for match in found.answer.matches:
        contributes = found.program.rule[match.rule].rule.contributes
        if contributes is None or contributes.per_rule is RuleCombine.MAX:
            continue
        lacking = [
            source
            for _, name in match.facts
            if name in loose
            for field, value in loose[name].values.items()
            if value is None
            for source in explainer.sources(loose[name], field)
        ]
        if lacking:
            yield Waiting(match.rule, None, tuple(dict.fromkeys(lacking)))


def _that_may_be_one(findings: Sequence[Fact]) -> Iterator[Fact]:
    """Findings with an unknown field that agree with another in all that is known of both."""
    kinds: dict[str, list[Fact]] = {}
    for fact in findings:
        kinds.setdefault(fact.kind, []).append(fact)
    for fact in findings:
        if None in fact.values.values() and any(
            other is not fact and _agree(fact, other) for other in kinds[fact.kind]
        ):
            yield fact


def _agree(one: Fact, other: Fact) -> bool:
    return all(
        value is None or other.values[name] is None or value == other.values[name]
        for name, value in one.values.items()
    )

"""Drop one: what every score would be without one rule, or without one source."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from riskmemo.evaluate import Evaluation, evaluate_facts
from riskmemo.language.facts import Sources, TypedRow
from riskmemo.language.program import Program
from riskmemo.language.score_tree import above_each
from riskmemo.model.assessment import Effect
from riskmemo.model.facts import Fact
from riskmemo.model.points import to_points
from riskmemo.model.ruleset import BandTable, Ruleset
from riskmemo.model.vocabulary import Nature
from riskmemo.scoring.bands import band_of
from riskmemo.scoring.tree import Score, scores_of


def drop_rules(now: Evaluation, bands: Mapping[str, BandTable]) -> tuple[Effect, ...]:
    """The effect on the base scores of dropping each base rule that matched, gapped or is missing.

    Any other rule changes nothing when it is dropped.
    """
    inputs, before = now.inputs(), now.scores()
    seen = {match.rule for match in now.answer.matches} | {gap.rule for gap in now.answer.gaps}
    seen |= {each.rule.id for each in inputs.rules if each.missing}
    above, effects = above_each(now.program.ruleset), []
    for typed in now.program.rules:
        rule = typed.rule
        if rule.id not in seen or rule.hypothesis:
            continue
        if rule.derives:
            program = now.program.without_rule(rule.id)
            after = _again(replace(now, program=program), now.facts).scores()
        elif rule.contributes:
            others = tuple(each for each in inputs.rules if each.rule.id != rule.id)
            moved = above[rule.contributes.to]
            same = {name: score for name, score in before.items() if name not in moved}
            after = scores_of(now.program.ruleset, replace(inputs, rules=others), known=same)
        else:
            after = before
        effects.append(_effect(rule.id, before, after, now.program.ruleset, bands))
    return tuple(effects)


def _again(now: Evaluation, facts: tuple[Fact, ...]) -> Evaluation:
    """The same program and setting over other facts, by the last of the engines."""
    return evaluate_facts(now.program, facts, now.setting, now.searched, now.engines[-1:])


def drop_sources(
    rows: Iterable[TypedRow], sources: Sources, now: Evaluation, bands: Mapping[str, BandTable]
) -> tuple[Effect, ...]:
    """The effect on the base scores of dropping each source, and facts that had no other."""
    before, citing = now.scores(), _citing(rows)
    effects = []
    for source in sorted(citing):
        others = {name: each for name, each in sources.items() if name != source}
        then = {row.id: row.fact(others, now.setting.as_of) for row in citing[source]}
        facts = [(fact, then.get(fact.id, fact)) for fact in now.facts]
        after = before
        if any(_matters(fact, left, now.program) for fact, left in facts):
            after = _again(now, tuple(left for _, left in facts if left)).scores()
        effects.append(_effect(source, before, after, now.program.ruleset, bands))
    return tuple(effects)


def _matters(fact: Fact, left: Fact | None, program: Program) -> bool:
    """Whether losing a source can show: the fact is gone, or it is conduct graded otherwise.

    The identity gate asks for the grades of conduct; nothing asks for those of other facts.
    """
    if left is None:
        return True
    is_conduct = program.schemas[fact.kind].nature is Nature.CONDUCT
    return is_conduct and fact.grades != left.grades


def _citing(rows: Iterable[TypedRow]) -> dict[str, list[TypedRow]]:
    """Each source with the rows that cite it."""
    citing: dict[str, list[TypedRow]] = {}
    for row in rows:
        for source in dict.fromkeys(use.source for use in row.evidence.sources):
            citing.setdefault(source, []).append(row)
    return citing


def _effect(
    dropped: str,
    before: Mapping[str, Score],
    after: Mapping[str, Score],
    ruleset: Ruleset,
    bands: Mapping[str, BandTable],
) -> Effect:
    changes = {
        name: _change(before[name], after[name])
        for name in before
        if after[name].value != before[name].value
    }
    tables = {name: bands[node.bands] for name, node in ruleset.scores.items() if node.bands}
    pairs = {
        name: (_band(before[name], table), _band(after[name], table))
        for name, table in tables.items()
    }
    moved = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return Effect(dropped=dropped, changes=changes, bands=moved)


def _change(before: Score, after: Score) -> Decimal | None:
    if before.value is None or after.value is None:
        return None
    return to_points(after.value - before.value)


def _band(score: Score, table: BandTable) -> str | None:
    return None if score.value is None else band_of(score.value, table)

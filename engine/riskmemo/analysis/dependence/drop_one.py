"""Drop one: what every score would be without one rule, or without one source."""

from collections.abc import Iterable
from dataclasses import replace

from riskmemo.analysis.basis import Basis, Scores, effect_of
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.engines.compiled import Loaded, compiled, once
from riskmemo.evaluate import Evaluation, base_scores
from riskmemo.language.facts import TypedRow
from riskmemo.language.program import Program
from riskmemo.language.score_tree import above_each
from riskmemo.model.effects import Effect
from riskmemo.model.facts import Fact
from riskmemo.model.vocabulary import Nature
from riskmemo.scoring.bands import Tables
from riskmemo.scoring.tree import scores_of


def drop_rules(now: Evaluation, bands: Tables) -> tuple[Effect, ...]:
    """The effect on the base scores of dropping each base rule that could have one.

    Those are rules with a match or gap, rules that are missing, and rules that derive a kind of
    which nothing can be known. Any other rule changes nothing when it is dropped.
    """
    inputs, before, facts = now.inputs(), now.scores(), Loaded(now.facts)
    seen = {match.rule for match in now.answer.matches} | {gap.rule for gap in now.answer.gaps}
    seen |= {each.rule.id for each in inputs.rules if each.missing}
    seen |= {each.rule.id for kind in now.empty_kinds for each in now.program.derivers(kind)}
    above, effects = above_each(now.program.ruleset), []
    for typed in now.program.rules:
        rule = typed.rule
        if rule.id not in seen or rule.hypothesis:
            continue
        if rule.derives:
            program = now.program.scoring.without_rule(rule.id)
            after = base_scores(once(program), facts, now.setting, now.searched)
        elif rule.contributes:
            others = tuple(each for each in inputs.rules if each.rule.id != rule.id)
            moved = above[rule.contributes.to]
            same = {name: score for name, score in before.items() if name not in moved}
            after = scores_of(now.program.ruleset, replace(inputs, rules=others), known=same)
        else:
            after = before
        effects.append(effect_of(rule.id, before, after, now.program.ruleset, bands))
    return tuple(effects)


def drop_sources(basis: Basis) -> tuple[Effect, ...]:
    """The effect on the base scores of dropping each source, and facts that had no other."""
    now, sources, citing = basis.found, basis.case.sources, _citing(basis.rows)
    known = {fact.id: fact for fact in now.facts}
    effects = []
    for source in sorted(citing):
        others = {name: each for name, each in sources.items() if name != source}
        left = {
            row.id: row.fact(others, now.setting.as_of) for row in citing[source] if row.id in known
        }
        after: Scores = basis.now
        if any(_is_graded_otherwise(known[name], fact, now.program) for name, fact in left.items()):
            remaining = [left.get(name, fact) for name, fact in known.items()]
            loaded = Loaded(fact for fact in remaining if fact)
            after = base_scores(compiled(now.program.scoring), loaded, now.setting, now.searched)
        elif gone := frozenset(name for name, fact in left.items() if fact is None):
            after = basis.supposing.scores(Otherwise(without=gone))
        effects.append(basis.effect(source, after))
    return tuple(effects)


def _is_graded_otherwise(fact: Fact, left: Fact | None, program: Program) -> bool:
    """Whether a fact is conduct that loses a grade and stays on file.

    The identity gate asks for the grades of conduct; nothing asks for those of other facts.
    """
    is_conduct = program.schemas[fact.kind].nature is Nature.CONDUCT
    return is_conduct and left is not None and fact.grades != left.grades


def _citing(rows: Iterable[TypedRow]) -> dict[str, list[TypedRow]]:
    """Each source with the rows that cite it."""
    citing: dict[str, list[TypedRow]] = {}
    for row in rows:
        for source in dict.fromkeys(use.source for use in row.evidence.sources):
            citing.setdefault(source, []).append(row)
    return citing

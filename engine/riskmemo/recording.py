"""What an evaluation found, as the plain records of an assessment."""

import datetime
from collections.abc import Mapping

from riskmemo.evaluate import Evaluation
from riskmemo.language.facts import known_since, visible_citations
from riskmemo.language.program import Program, TypedRule
from riskmemo.language.score_tree import roots
from riskmemo.language.types import field_type
from riskmemo.model import assessment as record
from riskmemo.model.base import Scalar
from riskmemo.model.case import Case, Evidence
from riskmemo.model.facts import Fact, Match, Value
from riskmemo.model.grading import Grade
from riskmemo.model.points import to_points
from riskmemo.model.ruleset import Branch
from riskmemo.model.vocabulary import CLAIM_KIND, Nature
from riskmemo.resources import language_named
from riskmemo.scoring.bands import Tables, band_in
from riskmemo.scoring.tree import Score, scores_of
from riskmemo.scoring.weights import effective_weights, nominal_weights


def scenario_record(found: Evaluation, hypothesis: str | None, bands: Tables) -> record.Scenario:
    """The score tree in the base (`None`) or under one hypothesis."""
    ruleset = found.program.ruleset
    inputs = found.inputs(hypothesis)
    scores = scores_of(ruleset, inputs)
    nominal = nominal_weights(ruleset)
    effective = effective_weights(ruleset, inputs, nominal)
    reading = ruleset.hypotheses.get(hypothesis) if hypothesis else None
    return record.Scenario(
        id=hypothesis or record.BASE,
        title=reading.title if reading else "Base",
        claim=reading.claim if reading else None,
        scores={
            name: _score_record(name, score, found.program, bands, nominal[name], effective[name])
            for name, score in scores.items()
        },
    )


def _score_record(
    name: str,
    score: Score,
    program: Program,
    bands: Tables,
    nominal: Mapping[str, int],
    effective: Mapping[str, int],
) -> record.ScoreRecord:
    node = program.ruleset.scores[name]
    return record.ScoreRecord(
        id=name,
        title=node.title,
        polarity=node.polarity,
        value=None if score.value is None else to_points(score.value),
        digits=node.round.digits if node.round else None,
        band=band_in(bands, node.bands, score.value),
        raw=None if score.raw is None else to_points(score.raw),
        limited=score.limited,
        coverage=to_points(score.coverage),
        nominal_weight={root: to_points(weight) for root, weight in nominal.items()},
        effective_weight={root: to_points(weight) for root, weight in effective.items()},
        parts=tuple(
            record.RulePart(rule=rule, contribution=to_points(given), matches=count)
            for rule, given, count in score.parts
        ),
        children={child: to_points(round(weight * 1e6)) for child, weight in node.of.items()}
        if isinstance(node, Branch)
        else {},
    )


def ruleset_record(program: Program, bands: Tables) -> record.RulesetRecord:
    """What a memo tells of the ruleset."""
    ruleset = program.ruleset
    return record.RulesetRecord(
        id=ruleset.id,
        version=ruleset.version,
        title=ruleset.title,
        doc=ruleset.doc,
        language=language_named(ruleset.language),
        vocabulary=program.vocabulary.id,
        scale=ruleset.scale,
        bands=dict(bands),
        node_bands={name: node.bands for name, node in ruleset.scores.items() if node.bands},
        roots=roots(ruleset),
        hypotheses={name: each.title for name, each in ruleset.hypotheses.items()},
    )


def rule_record(typed: TypedRule, found: Evaluation) -> record.RuleRecord:
    """A rule, and what became of it."""
    rule = typed.rule
    return record.RuleRecord(
        id=rule.id,
        title=rule.title,
        rationale=rule.rationale,
        source=rule.source,
        says=rule.says,
        hypothesis=rule.hypothesis,
        to=rule.contributes.to if rule.contributes else None,
        points=to_points(round(rule.contributes.points * 1e6)) if rule.contributes else None,
        per_rule=rule.contributes.per_rule if rule.contributes else None,
        bears_on=rule.bears_on,
        uses_identity=typed.uses_identity,
        outcome=_outcome(typed, found),
    )


def _outcome(typed: TypedRule, found: Evaluation) -> record.Outcome:
    matches = [match for match in found.answer.matches if match.rule == typed.rule.id]
    if matches:
        return "held at zero" if all(match.gate is False for match in matches) else "matched"
    if any(gap.rule == typed.rule.id for gap in found.answer.gaps):
        return "gap"
    blind = not found.empty_kinds.isdisjoint(typed.rule.match.values())
    return "not evaluable" if blind else "no match"


def match_record(match: Match) -> record.MatchRecord:
    """A match, its points exact."""
    return record.MatchRecord(
        rule=match.rule,
        facts=dict(match.facts),
        evidence=tuple(sorted(match.evidence)),
        strength=None if match.strength is None else to_points(round(match.strength * 1e6)),
        contribution=None if match.contribution is None else to_points(match.contribution),
        gate={True: "open", False: "held", None: None}[match.gate],
    )


def finding_record(finding: Fact) -> record.FindingRecord:
    """A finding, its values as plain data."""
    return record.FindingRecord(
        id=finding.id,
        kind=finding.kind,
        values={name: _plain(value) for name, value in finding.values.items()},
        certain=finding.certain,
        evidence=tuple(sorted(finding.evidence)),
    )


def fact_records(case: Case, found: Evaluation) -> tuple[record.FactRecord, ...]:
    """Every fact visible at the cut-off, in the order of the case."""
    used = {name for match in found.answer.matches for name in match.evidence}
    typed = {fact.id: fact for fact in found.facts}
    indicators = [(row.id, row.says, row) for row in case.indicators]
    claims = [(name, claim.wording, claim) for name, claim in case.claims.items()]
    return tuple(
        _fact_record(typed[name], says, evidence, case, found.setting.as_of, name in used)
        for name, says, evidence in [*indicators, *claims]
        if name in typed
    )


def _fact_record(
    fact: Fact, says: str, evidence: Evidence, case: Case, as_of: datetime.date, used: bool
) -> record.FactRecord:
    return record.FactRecord(
        id=fact.id,
        kind=fact.kind,
        values={name: _plain(value) for name, value in fact.values.items()},
        known=known_since(evidence, case.sources) or as_of,
        says=says,
        grades=tuple(
            Grade(
                source=use.source,
                reliability=case.sources[use.source].reliability,
                credibility=use.credibility,
                locator=use.locator,
            )
            for use in visible_citations(evidence, case.sources, as_of)
        ),
        is_claim=fact.kind == CLAIM_KIND,
        used=used,
    )


def not_yet_known(case: Case, found: Evaluation) -> tuple[str, ...]:
    """Ids of what became known only after the cut-off."""
    visible = {fact.id for fact in found.facts}
    return tuple(
        name for name in (*(row.id for row in case.indicators), *case.claims) if name not in visible
    )


def kind_records(found: Evaluation) -> dict[str, record.KindRecord]:
    """The kinds that occur in the facts, the findings and the rules."""
    seen = {fact.kind for fact in (*found.facts, *found.answer.findings)} | found.searched
    seen |= {kind for typed in found.program.rules for kind in typed.rule.match.values()}
    return {kind: _kind_record(kind, found.program) for kind in sorted(seen)}


def _kind_record(kind: str, program: Program) -> record.KindRecord:
    schema, spec = program.schemas[kind], program.vocabulary.kinds.get(kind)
    fields = spec.fields if spec else {}
    return record.KindRecord(
        title=schema.title,
        nature=schema.nature,
        derived=schema.derived,
        fields={
            name: record.FieldRecord(
                type=field_type(declared),
                doc=fields[name].doc if name in fields else name,
                unit=declared.unit,
                nature=Nature.IDENTITY if name in schema.identity_fields else schema.nature,
            )
            for name, declared in schema.fields.items()
        },
        relation=spec.relation if spec else None,
    )


def _plain(value: Value) -> Scalar:
    return value.isoformat() if isinstance(value, datetime.date) else value

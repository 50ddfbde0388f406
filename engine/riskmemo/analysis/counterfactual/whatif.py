"""What would be if a case were otherwise: a changed case, evaluated, beside the case as it is."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from riskmemo.analysis.basis import Basis, Scores
from riskmemo.analysis.counterfactual.asked_changes import checked
from riskmemo.analysis.counterfactual.counterfactuals import plain
from riskmemo.analysis.counterfactual.rule_changes import points_given, rules_changed
from riskmemo.analysis.unknown.gaps import explain_gaps
from riskmemo.evaluate import Evaluation, evaluate
from riskmemo.loading.changed_cases import Setting, changed_case, read_addition
from riskmemo.model import what_if as record
from riskmemo.model.assessment import BASE, GapRecord
from riskmemo.model.base import Scalar
from riskmemo.model.counterfactual import RuleChange
from riskmemo.model.points import Points, to_points
from riskmemo.scoring.tree import Score

Settings = Mapping[tuple[str, str], Scalar | datetime.date]
"""(fact, field) to the value that it is set to; `None` is unknown."""


def whatif(
    basis: Basis,
    *,
    set: Settings | None = None,  # noqa: A002 - the word that is typed
    drop: Sequence[str] = (),
    add: Sequence[str | Path | Mapping[str, Any]] = (),
) -> record.WhatIf:
    """The difference that some changes of the case make, in every scenario.

    `set` gives other values to fields (`date` and `until` too), as they would be written in the
    case; `drop` leaves indicators or claims out; `add` names files with `indicators` and perhaps
    `sources`, or holds the same as plain data. Raises `InvalidInput` with every mistake.
    """
    after = changed(basis, set or {}, drop, add)
    before = {row.id: row for row in basis.rows}
    settings = set or {}
    return record.WhatIf(
        set=tuple(
            record.FieldChange(
                fact=fact,
                kind=before[fact].kind,
                field=field,
                before=plain(before[fact].values[field]),
                after=next(plain(r.values[field]) for r in after.rows if r.id == fact),
            )
            for fact, field in settings
        ),
        dropped=tuple(drop),
        added=tuple(row.id for row in after.rows if row.id not in before),
        scenarios=_scenarios(basis, after),
        rules=_rules(basis, after),
        gaps_opened=_gaps_only_in(after.found, basis.found),
        gaps_closed=_gaps_only_in(basis.found, after.found),
    )


def changed(
    basis: Basis,
    settings: Settings,
    drop: Sequence[str] = (),
    add: Sequence[str | Path | Mapping[str, Any]] = (),
) -> Basis:
    """The case after some changes, evaluated with the same ruleset at the same cut-off."""
    written = [
        Setting(fact, field, _written(value), line)
        for line, ((fact, field), value) in enumerate(settings.items(), start=1)
    ]
    checked(basis, written, drop)
    as_of = basis.found.setting.as_of
    case, rows = changed_case(
        basis.case,
        basis.found.program.vocabulary,
        settings=written,
        drop=drop,
        additions=[read_addition(each) for each in add],
        as_of=as_of,
    )
    found = evaluate(case, basis.found.program, as_of, rows=rows)
    return Basis(case, rows, found, basis.bands)


def _written(value: Scalar | datetime.date) -> Scalar:
    return value.isoformat() if isinstance(value, datetime.date) else value


# --- what differs ---------------------------------------------------------------------------------


def _scenarios(before: Basis, after: Basis) -> tuple[record.ScenarioChange, ...]:
    hypotheses = before.ruleset.hypotheses
    raised = {name: (_is_raised(before, name), _is_raised(after, name)) for name in hypotheses}
    return tuple(
        record.ScenarioChange(
            id=name or BASE,
            title=hypotheses[name].title if name else "Base",
            raised=raised[name] if name else (True, True),
            scores=_scores(before, after, name, raised[name] if name else (True, True)),
        )
        for name in (None, *(name for name in hypotheses if any(raised[name])))
    )


def _is_raised(basis: Basis, hypothesis: str) -> bool:
    return hypothesis in basis.found.raised


def _scores(
    before: Basis, after: Basis, hypothesis: str | None, raised: tuple[bool, bool]
) -> tuple[record.ScoreChange, ...]:
    now = before.found.scores(hypothesis) if raised[0] else {}
    then = after.found.scores(hypothesis) if raised[1] else {}
    return tuple(
        record.ScoreChange(
            score=name,
            title=node.title,
            value=(_points(now.get(name)), _points(then.get(name))),
            band=(_band(before, name, now), _band(before, name, then)),
        )
        for name, node in before.ruleset.scores.items()
    )


def _points(score: Score | None) -> Points | None:
    return None if score is None or score.value is None else to_points(score.value)


def _band(basis: Basis, name: str, scores: Scores) -> str | None:
    return basis.band(name, scores[name].value) if name in scores else None


def _rules(before: Basis, after: Basis) -> tuple[RuleChange, ...]:
    """Rules of every scenario, those of a hypothesis with what they give in their own."""
    return rules_changed(
        before.ruleset.rules, (_matches(before), _matches(after)), (_given(before), _given(after))
    )


def _matches(basis: Basis) -> Counter[str]:
    return Counter(match.rule for match in basis.found.answer.matches)


def _given(basis: Basis) -> dict[str, int]:
    given = points_given(basis.now)
    for name in basis.found.raised:
        given = {**points_given(basis.found.scores(name)), **given}
    return given


def _gaps_only_in(there: Evaluation, other: Evaluation) -> tuple[GapRecord, ...]:
    """The gaps of one evaluation that the other does not have, the facts behind them the same."""
    known = Counter(_behind(gap, other) for gap in explain_gaps(other))
    only = []
    for gap in explain_gaps(there):
        key = _behind(gap, there)
        if known[key]:
            known[key] -= 1
        else:
            only.append(gap)
    return tuple(only)


def _behind(gap: GapRecord, found: Evaluation) -> tuple[object, ...]:
    """A gap told by facts of the case: findings are numbered anew in each evaluation."""
    evidence = {finding.id: tuple(sorted(finding.evidence)) for finding in found.answer.findings}
    facts = tuple(sorted((alias, evidence.get(name, (name,))) for alias, name in gap.facts.items()))
    missing = tuple((evidence.get(each.fact, (each.fact,)), each.field) for each in gap.missing)
    return gap.rule, facts, gap.unknown, missing, gap.points

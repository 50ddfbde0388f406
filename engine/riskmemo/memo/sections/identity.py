"""How identity is used: what rules that read religion or ethnicity gave, and what they were denied.

Every number here is read from the scores; nothing is taken for granted.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from riskmemo.memo.audit import identity_rules, outcome, points_given
from riskmemo.memo.audit_words import audit_of
from riskmemo.memo.materials import Materials
from riskmemo.memo.scenarios import supposed
from riskmemo.memo.scores import tone_of_change
from riskmemo.memo.sections.identity_audit import DETAIL_ANCHOR, audit_in_short, audit_tests
from riskmemo.memo.sections.notices import IDENTITY_ANCHOR
from riskmemo.memo.view import (
    Block,
    Cell,
    Column,
    Paragraph,
    Row,
    Run,
    Runs,
    Section,
    Strong,
    Subheading,
    Table,
    Text,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.assessment import BASE, RuleRecord, Scenario


def identity(materials: Materials) -> Section | None:
    """The audit in short, and the points of rules that use identity.

    None where there is no audit and no such rule.
    """
    rules, audit = identity_rules(materials), audit_of(materials)
    blocks: list[Block] = list(audit_in_short(materials, audit)) if audit else []
    if rules:
        blocks.append(Paragraph(joined(_summary(materials), between=" ")))
    if not blocks:
        return None
    return Section(IDENTITY_ANCHOR, "", materials.say("Identity audit"), tuple(blocks))


def identity_in_detail(materials: Materials) -> Iterator[Block]:
    """What the audit was taken from, and each rule that uses identity with its outcome."""
    rules, audit = identity_rules(materials), audit_of(materials)
    tests = list(audit_tests(materials, audit)) if audit else []
    if tests or rules:
        yield Subheading(materials.say("Identity in detail"), DETAIL_ANCHOR)
        yield from tests
    if rules:
        yield Paragraph(joined([_gate(materials)]), role="note")
        yield _table(materials, rules)


# --- what was given -----------------------------------------------------------------------------


def _summary(materials: Materials) -> Iterator[Run | Runs]:
    given = points_given(materials, materials.assessment.base)
    if given:
        yield Strong(
            materials.say(
                "Rules that use religion or ethnicity gave points in the base scores: {points}.",
                points=_listed(materials, given),
            )
        )
    else:
        yield Strong(
            materials.say("No rule that uses religion or ethnicity gave a point in a base score.")
        )
    for scenario in materials.scenarios:
        yield from _more_in(materials, scenario, given)


def _gate(materials: Materials) -> str:
    return materials.say(
        "A rule that uses religion or ethnicity counts only where documented conduct of an"
        " organisation, with place and date and graded C3 or better, supports it; otherwise it is"
        " held at zero and listed as context."
    )


def _more_in(
    materials: Materials, scenario: Scenario, base: Mapping[str, Mapping[str, Decimal]]
) -> Iterator[Runs]:
    """What such rules give in the scenario of a claim and not in the base."""
    more = {
        score: {rule: points for rule, points in given.items() if rule not in base.get(score, {})}
        for score, given in points_given(materials, scenario).items()
    }
    more = {score: given for score, given in more.items() if given}
    if more:
        yield materials.wording.runs(
            "If {supposed} held, such rules would give {points}.",
            supposed=supposed(materials, scenario),
            points=_listed(materials, more),
        )


def _listed(materials: Materials, given: Mapping[str, Mapping[str, Decimal]]) -> str:
    """Points by score, as `+8 and −3 in Security`."""
    listing, change = materials.formats.listing, materials.formats.change
    return "; ".join(
        materials.say(
            "{points} in {score}",
            points=listing([change(points) for points in rules.values()]),
            score=materials.title(score),
        )
        for score, rules in given.items()
    )


# --- rule by rule -------------------------------------------------------------------------------


def _table(materials: Materials, rules: tuple[RuleRecord, ...]) -> Table:
    say = materials.say
    return Table(
        name="identity",
        caption=(),
        columns=(
            Column(say("Rule that uses identity")),
            Column(say("Outcome"), "short"),
            Column(say("Rests on")),
            Column(say("Score")),
            Column(say("Points"), "number"),
        ),
        rows=tuple(
            Row(
                (
                    Cell(materials.rule_name(rule.id)),
                    Cell(joined([outcome(materials, rule)])),
                    Cell(_evidence(materials, rule)),
                    Cell(joined([_score(materials, rule)])),
                    Cell((_points(materials, rule),)),
                )
            )
            for rule in rules
        ),
    )


def _evidence(materials: Materials, rule: RuleRecord) -> Runs:
    matches = materials.matches.get(rule.id, ())
    return materials.cite_evidence(name for match in matches for name in match.evidence) or joined(
        ["–"]
    )


def _score(materials: Materials, rule: RuleRecord) -> str:
    if rule.to is None:
        return materials.say("competing readings" if rule.bears_on else "feeds other rules")
    title = materials.title(rule.to)
    if rule.hypothesis:
        return materials.say("{score}, in its own scenario only", score=title)
    return title


def _points(materials: Materials, rule: RuleRecord) -> Run:
    """What the rule gave in the scenario in which it counts; nothing where it only derives."""
    if rule.to is None:
        return Text("–")
    counted = rule.hypothesis or BASE
    scenarios = {scenario.id: scenario for scenario in materials.assessment.scenarios}
    if counted not in scenarios:
        return Text("–")
    given = points_given(materials, scenarios[counted]).get(rule.to, {}).get(rule.id, Decimal(0))
    score = materials.assessment.base.scores[rule.to]
    return Toned(materials.formats.change(given), tone_of_change(score, given))

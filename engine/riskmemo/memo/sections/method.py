"""Annex B: how the scores were computed, with what, and how to compute them again."""

from collections.abc import Iterator
from decimal import Decimal

from riskmemo.memo.audit import outcome, purpose
from riskmemo.memo.formatting import SHOWN_DIGITS
from riskmemo.memo.materials import Materials
from riskmemo.memo.sections.record import record_of
from riskmemo.memo.view import (
    Block,
    Bullets,
    Cell,
    Column,
    Definitions,
    Paragraph,
    Row,
    Runs,
    Section,
    Subheading,
    Table,
)
from riskmemo.memo.wording import joined
from riskmemo.model.assessment import RuleRecord


def method_annex(materials: Materials) -> Section:
    """Method, record, weights, rules, and what is not covered."""
    say = materials.say
    blocks: list[Block] = [
        Paragraph(joined([_method(materials)])),
        Paragraph(joined([_rounding(materials)])),
        Definitions(tuple(record_of(materials))),
    ]
    blocks += _not_covered(materials)
    blocks += [Subheading(say("Rules")), _rules(materials)]
    return Section("method", "", say("Annex B · Method and record"), tuple(blocks), role="annex")


def _method(materials: Materials) -> str:
    computed = materials.assessment.computed
    engines = computed.engines
    text = materials.say(
        "The scores are computed; the sentences of the judgements are written by analysts. Facts"
        " known at the cut-off are passed to declarative rules. A rule that matches gives points to"
        " a dimension; dimensions combine into totals with the weights below. Opportunity and risk"
        " are never netted. A claim counts in its own scenario only."
    )
    if len(engines) > 1:
        agreed = materials.say(
            "It was computed once by each of {engines}, which agreed to the last digit.",
            engines=materials.formats.listing(engines),
        )
        return f"{text} {agreed}"
    one = materials.say("One engine computed it: {engine}.", engine=engines[0])
    if computed.alone:
        reason = materials.say(computed.alone).replace("`", "")
        one += " " + materials.say("A second one could not: {reason}.", reason=reason)
    return f"{text} {one}"


def _rounding(materials: Materials) -> str:
    return materials.say(
        "Contributions are held in millionths of a point, rounded half up once; sums, caps and"
        " means are exact from there on. This memo shows at most {digits} decimals of a number that"
        " the ruleset does not round; the JSON memo has them all.",
        digits=str(SHOWN_DIGITS),
    )


def _not_covered(materials: Materials) -> Iterator[Block]:
    given = materials.case.analysis.not_covered
    if given:
        yield Subheading(materials.say("Not covered"))
        yield Bullets(tuple(materials.prose(text) for text in given))


# --- rules --------------------------------------------------------------------------------------


def _rules(materials: Materials) -> Table:
    say = materials.say
    return Table(
        name="rules",
        caption=(),
        columns=(
            Column(say("Rule")),
            Column(say("Gives")),
            Column(say("Outcome")),
            Column(say("Why, and where its threshold comes from")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(materials.rule_name(rule.id)),
                    Cell(_gives(materials, rule)),
                    Cell(joined([outcome(materials, rule)])),
                    Cell(joined([rule.rationale, " ", _basis(materials, rule)])),
                ),
                anchor=f"rule-{rule.id}",
            )
            for rule in materials.rules.values()
        ),
    )


def _gives(materials: Materials, rule: RuleRecord) -> Runs:
    if rule.to is None:
        return joined([materials.say(purpose(rule))])
    points = materials.formats.change(rule.points or Decimal(0))
    text = materials.say("up to {points} in {score}", points=points, score=materials.title(rule.to))
    if rule.hypothesis:
        return joined([text, materials.say(", in its own scenario only")])
    return joined([text])


def _basis(materials: Materials, rule: RuleRecord) -> Runs:
    return joined([materials.say("Basis: {source}", source=rule.source.rstrip(".")), "."])

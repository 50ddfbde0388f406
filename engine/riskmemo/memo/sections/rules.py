"""Every rule of the ruleset: what it gives, what became of it, and why it is there."""

from collections.abc import Iterator
from decimal import Decimal

from riskmemo.memo.audit import outcome, purpose
from riskmemo.memo.materials import Materials
from riskmemo.memo.view import Block, Cell, Column, Row, Runs, Subheading, Table
from riskmemo.memo.wording import joined
from riskmemo.model.assessment import RuleRecord


def rules_in_full(materials: Materials) -> Iterator[Block]:
    """One table; nothing for a ruleset without rules."""
    if materials.rules:
        yield Subheading(materials.say("All rules"), "rules")
        yield _rules(materials)


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

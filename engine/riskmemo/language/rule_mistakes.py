"""Mistakes of rules beyond their expressions: names, contributions, misplaced claims."""

from collections.abc import Mapping

from riskmemo.errors import InvalidInput, Mistake, did_you_mean
from riskmemo.language.bodies import all_patterns
from riskmemo.language.program import Query
from riskmemo.language.scope import RESERVED, Mistakes, Path, Schema
from riskmemo.model.ruleset import Rule, Ruleset, RulesLeaf
from riskmemo.model.vocabulary import Nature
from riskmemo.resources import language_named


def check_language(ruleset: Ruleset, mistakes: Mistakes) -> None:
    """Report a language whose dates and countries no memo could write."""
    try:
        language_named(ruleset.language)
    except InvalidInput as refused:
        for mistake in refused.mistakes:
            mistakes.add(mistake.code, mistake.message, ("language",), mistake.help)


def check_rule_names(ruleset: Ruleset, mistakes: Mistakes) -> None:
    """Report reserved parameters, rules with the same id, and unknown hypotheses."""
    for name in ruleset.parameters:
        if name in RESERVED:
            message = f"`{name}` has a meaning of its own in expressions"
            mistakes.add("reserved-name", message, ("parameters", name), "choose another name")
    seen: dict[str, int] = {}
    for index, rule in enumerate(ruleset.rules):
        if rule.id in seen:
            mistakes.found.append(_same_id(rule, index, seen[rule.id], mistakes))
        seen.setdefault(rule.id, index)
        if rule.hypothesis and rule.hypothesis not in ruleset.hypotheses:
            mistakes.add(
                "unknown-hypothesis",
                f"there is no hypothesis `{rule.hypothesis}`",
                ("rules", index, "hypothesis"),
                did_you_mean(rule.hypothesis, ruleset.hypotheses),
            )


def _same_id(rule: Rule, index: int, first: int, mistakes: Mistakes) -> Mistake:
    earlier = mistakes.locate(("rules", first, "id"))
    return Mistake(
        "duplicate-id",
        f"two rules have the id `{rule.id}`",
        mistakes.locate(("rules", index, "id")),
        "give each rule its own id",
        (("the first", earlier),) if earlier else (),
    )


def check_contribution(ruleset: Ruleset, rule: Rule, mistakes: Mistakes, path: Path) -> None:
    """Report points that go to no leaf of rules."""
    leaves = [name for name, node in ruleset.scores.items() if isinstance(node, RulesLeaf)]
    if rule.contributes and rule.contributes.to not in leaves:
        mistakes.add(
            "unknown-leaf",
            f"`{rule.contributes.to}` is not a score `from: rules`",
            path,
            did_you_mean(rule.contributes.to, leaves),
        )


def check_claims(
    query: Query, rule: Rule | None, schemas: Mapping[str, Schema], mistakes: Mistakes, path: Path
) -> None:
    """Report claims outside a hypothesis, and what a hypothesis derives outside of it.

    `rule` is none for aggregates and leaves, which belong to no hypothesis of their own: a claim is
    never aggregated, and a leaf over facts never reads what a hypothesis derives.
    """
    hypothesis = rule.hypothesis if rule else None
    for alias, kind in all_patterns(query):
        schema = schemas.get(kind)
        if schema is None:
            continue
        place = (*path, "match", alias) if rule and alias in rule.match else path
        if schema.nature is Nature.CLAIM and hypothesis is None:
            mistakes.add(
                "claim-in-base",
                "a claim never counts in the base score",
                place,
                "match it in a rule with a `hypothesis:`, which counts in its own scenario",
            )
        if schema.hypothesis and schema.hypothesis != hypothesis and not _is_aggregate(path):
            mistakes.add(
                "hypothesis-leak",
                f"`{kind}` holds only under the hypothesis `{schema.hypothesis}`",
                place,
                f"read it only in rules with `hypothesis: {schema.hypothesis}`",
            )


def _is_aggregate(path: Path) -> bool:
    """An aggregate over what a hypothesis derives belongs to that hypothesis itself."""
    return path[0] == "derive"

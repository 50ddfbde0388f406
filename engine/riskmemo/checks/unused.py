"""What is defined and never used: parameters, hypotheses, derived kinds, leaves and bands."""

import re
from collections.abc import Iterator

from riskmemo.language.bodies import all_patterns
from riskmemo.language.program import Program
from riskmemo.language.scope import Mistakes
from riskmemo.model.ruleset import Absence, Aggregate, FactsLeaf, Rule, Ruleset, RulesLeaf


def check_unused(program: Program, mistakes: Mistakes) -> None:
    """Report every definition that changes nothing."""
    ruleset = program.ruleset
    mentioned = set(_words_of_expressions(ruleset))
    for name in ruleset.parameters:
        if name not in mentioned:
            _report(
                "unused-parameter", f"no expression uses `{name}`", ("parameters", name), mistakes
            )
    used = {rule.hypothesis for rule in ruleset.rules}
    used |= {name for question in ruleset.competing.values() for name in question.hypotheses}
    for name in ruleset.hypotheses:
        if name not in used:
            message = f"no rule and no question has the hypothesis `{name}`"
            _report("unused-hypothesis", message, ("hypotheses", name), mistakes)
    _check_kinds(program, mistakes)
    _check_scores(ruleset, mistakes)


def _report(code: str, message: str, path: tuple[str | int, ...], mistakes: Mistakes) -> None:
    mistakes.add(code, message, path, "use it, or take it away")


def _check_kinds(program: Program, mistakes: Mistakes) -> None:
    queries = [typed.query for typed in program.rules]
    queries += [aggregate.query for aggregate in program.aggregates]
    queries += [leaf.query for leaf in program.leaves]
    read = {kind for query in queries for _, kind in all_patterns(query)}
    for index, rule in enumerate(program.ruleset.rules):
        gives = rule.contributes is not None or rule.bears_on
        if rule.derives and not gives and rule.derives.kind not in read:
            message = f"nothing reads the kind `{rule.derives.kind}`"
            _report("unused-kind", message, ("rules", index, "derives", "kind"), mistakes)
    for kind in program.ruleset.derive:
        if kind not in read:
            _report("unused-kind", f"nothing reads the kind `{kind}`", ("derive", kind), mistakes)


def _check_scores(ruleset: Ruleset, mistakes: Mistakes) -> None:
    fed = {rule.contributes.to for rule in ruleset.rules if rule.contributes}
    for name, node in ruleset.scores.items():
        if isinstance(node, RulesLeaf) and name not in fed:
            _report("unused-score", f"no rule contributes to `{name}`", ("scores", name), mistakes)
    banded = {node.bands for node in ruleset.scores.values()}
    for name in ruleset.bands:
        if name not in banded:
            _report("unused-bands", f"no score uses the bands `{name}`", ("bands", name), mistakes)


def _words_of_expressions(ruleset: Ruleset) -> Iterator[str]:
    """Every word in an expression; `months(n)` is folded in the typed tree, so texts are read."""
    aggregates = ruleset.derive.values()
    absences = [a for body in ruleset.rules for a in body.unless]
    absences += [a for body in aggregates for a in body.unless]
    leaves = [node for node in ruleset.scores.values() if isinstance(node, FactsLeaf)]
    bodies: list[Rule | Aggregate | Absence | FactsLeaf]
    bodies = [*ruleset.rules, *aggregates, *absences, *leaves]
    texts: list[object] = [leaf.value for leaf in leaves]
    for body in bodies:
        texts += body.where
    for aggregate in ruleset.derive.values():
        texts += [*aggregate.group_by.values(), *aggregate.fields.values()]
    for rule in ruleset.rules:
        texts += [rule.contributes.strength] if rule.contributes else []
        texts += rule.derives.fields.values() if rule.derives else []
    for text in texts:
        yield from re.findall(r"[A-Za-z_]\w*", str(text))

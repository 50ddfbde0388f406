"""A ruleset as written becomes a typed program, or every mistake in it is reported."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError

from riskmemo.errors import InvalidInput
from riskmemo.language import strata
from riskmemo.language.aggregates import aggregate_call, aggregate_type
from riskmemo.language.bodies import all_patterns, scope_of, typed_query, uses_identity
from riskmemo.language.competing import check_competing
from riskmemo.language.program import Program, Query, TypedAggregate, TypedLeaf, TypedRule
from riskmemo.language.rule_mistakes import (
    check_claims,
    check_contribution,
    check_language,
    check_rule_names,
)
from riskmemo.language.ruleset_ranges import check_ruleset_ranges
from riskmemo.language.scope import (
    AnyField,
    Locate,
    Mistakes,
    Path,
    Schema,
    Scope,
    schema_of,
    unreadable_schema,
)
from riskmemo.language.score_tree import check_scores
from riskmemo.language.tree import Constant, Expression
from riskmemo.language.types import NUMBER, Base, Type
from riskmemo.language.typing import number, typed
from riskmemo.model.ruleset import Aggregate, FactsLeaf, Parameter, Rule, Ruleset
from riskmemo.model.vocabulary import Nature, Vocabulary

FULL_STRENGTH = Constant(1.0, NUMBER)


def typed_ruleset(
    ruleset: Ruleset, vocabulary: Vocabulary, locate: Locate = lambda _: None
) -> Program:
    """The typed program of a ruleset; raises `InvalidInput` with every mistake."""
    typer = _Typer(ruleset, vocabulary, Mistakes(locate))
    program = typer.program()
    if typer.mistakes.found:
        raise InvalidInput(typer.mistakes.found)
    return program


@dataclass(slots=True)
class _Typer:
    ruleset: Ruleset
    vocabulary: Vocabulary
    mistakes: Mistakes
    schemas: dict[str, Schema] = field(default_factory=dict)
    parameters: dict[str, float] = field(default_factory=dict)
    rules: dict[int, TypedRule] = field(default_factory=dict)
    aggregates: list[TypedAggregate] = field(default_factory=list)

    def program(self) -> Program:
        self.schemas = {k: schema_of(k, spec) for k, spec in self.vocabulary.kinds.items()}
        self.parameters = {
            name: float(each.value if isinstance(each, Parameter) else each) + 0.0
            for name, each in self.ruleset.parameters.items()
        }
        check_language(self.ruleset, self.mistakes)
        check_rule_names(self.ruleset, self.mistakes)
        check_competing(self.ruleset, self.mistakes)
        check_scores(self.ruleset, self.mistakes)
        order = self._order()
        for kind in order:
            self._derived_kind(kind)
        for index, rule in enumerate(self.ruleset.rules):
            if index not in self.rules:
                self._rule(index, rule)
        rules = tuple(self.rules[index] for index in sorted(self.rules))
        aggregates, leaves = tuple(self.aggregates), self._leaves()
        program = Program(
            self.ruleset, self.vocabulary, self.schemas, rules, aggregates, leaves, order
        )
        check_ruleset_ranges(program, self.mistakes)
        return program

    def _order(self) -> tuple[str, ...]:
        needed = strata.dependencies(self.ruleset)
        try:
            return strata.in_order(needed)
        except CycleError as error:
            self.mistakes.add(
                "cycle",
                f"a kind may not depend on itself: {strata.cycle_path(error)}",
                self._place_of_kind(error.args[1][0]),
                "derive from kinds of the vocabulary, or from kinds that do not lead back here",
            )
            looping = set(error.args[1])
            self.schemas |= {kind: unreadable_schema(kind) for kind in looping}
            return strata.in_order({k: kinds - looping for k, kinds in needed.items()})

    def _derivers(self, kind: str) -> list[tuple[int, Rule]]:
        every = enumerate(self.ruleset.rules)
        return [
            (index, rule) for index, rule in every if rule.derives and rule.derives.kind == kind
        ]

    def _place_of_kind(self, kind: str) -> Path:
        if kind in self.ruleset.derive:
            return ("derive", kind)
        return ("rules", self._derivers(kind)[0][0], "derives", "kind")

    def _derived_kind(self, kind: str) -> None:
        derivers = self._derivers(kind)
        if kind in self.vocabulary.kinds or (kind in self.ruleset.derive and derivers):
            self.mistakes.add(
                "kind-taken",
                f"the kind `{kind}` exists already",
                self._place_of_kind(kind),
                "derive a kind of another name",
            )
        if kind in self.ruleset.derive:
            self._aggregate(kind, self.ruleset.derive[kind])
        for index, rule in derivers:
            self._rule(index, rule)

    def _scope(self, match: Mapping[str, str], path: Path) -> Scope:
        return scope_of(match, self.schemas, self.parameters, self.mistakes, path)

    def _aggregate(self, kind: str, body: Aggregate) -> None:
        path = ("derive", kind)
        scope = self._scope(body.match, path)
        query = typed_query(body, scope, self.schemas, path)
        check_claims(query, None, self.schemas, self.mistakes, (*path, "match"))
        groups = {
            name: typed(text, scope, (*path, "group_by", name))
            for name, text in body.group_by.items()
        }
        calls = [
            aggregate_call(name, text, scope, (*path, "fields", name))
            for name, text in sorted(body.fields.items())
        ]
        for name in groups.keys() & body.fields.keys():
            self.mistakes.add(
                "duplicate-field",
                f"`{name}` is both in `group_by` and in `fields`",
                (*path, "fields", name),
                "give one of them another name",
            )
        arguments = {call.field: call.argument for call in calls if call.argument}
        self._no_periods(groups, (*path, "group_by"))
        self._no_periods(arguments, (*path, "fields"))
        fields = {name: each.type for name, each in groups.items()}
        fields |= {call.field: aggregate_type(call) for call in calls}
        identity = uses_identity(query, self.schemas, [*groups.values(), *arguments.values()])
        reading = self._hypothesis_read(query, path)
        self._declare(_derived(kind, body.title or kind, fields, identity, reading), path)
        self.aggregates.append(
            TypedAggregate(kind, query, tuple(sorted(groups.items())), tuple(calls))
        )

    def _hypothesis_read(self, query: Query, path: Path) -> str | None:
        """The hypothesis that an aggregate belongs to, because it reads what only holds there."""
        read = (self.schemas.get(kind) for _, kind in all_patterns(query))
        found = sorted({each.hypothesis for each in read if each and each.hypothesis})
        if len(found) > 1:
            self.mistakes.add(
                "hypothesis-leak",
                f"an aggregate reads under two hypotheses, `{found[0]}` and `{found[1]}`",
                (*path, "match"),
                "aggregate each hypothesis on its own",
            )
        return found[0] if found else None

    def _rule(self, index: int, rule: Rule) -> None:
        path: Path = ("rules", index)
        scope = self._scope(rule.match, path)
        query = typed_query(rule, scope, self.schemas, path)
        strength: Expression = FULL_STRENGTH
        if rule.contributes:
            strength = number(rule.contributes.strength, scope, (*path, "contributes", "strength"))
            check_contribution(self.ruleset, rule, self.mistakes, (*path, "contributes", "to"))
        written = rule.derives.fields if rule.derives else {}
        derives = {
            name: typed(text, scope, (*path, "derives", "fields", name))
            for name, text in written.items()
        }
        check_claims(query, rule, self.schemas, self.mistakes, path)
        identity = uses_identity(query, self.schemas, [strength, *derives.values()])
        if rule.derives:
            self._no_periods(derives, (*path, "derives", "fields"))
            fields = {name: each.type for name, each in derives.items()}
            new = _derived(rule.derives.kind, rule.title, fields, identity, rule.hypothesis)
            self._declare(new, (*path, "derives"))
        conduct = tuple(
            alias
            for alias, schema in sorted(scope.aliases.items())
            if schema.nature is Nature.CONDUCT
        )
        self.rules[index] = TypedRule(
            rule, query, tuple(sorted(derives.items())), strength, identity, conduct
        )

    def _no_periods(self, values: Mapping[str, Expression], path: Path) -> None:
        for name, value in values.items():
            if value.type.base is Base.PERIOD:
                self.mistakes.add("wrong-type", "a field cannot hold a period", (*path, name))

    def _declare(self, new: Schema, path: Path) -> None:
        """Make a derived kind known; another rule may derive the same kind with the same fields."""
        old = self.schemas.get(new.kind)
        if old is None or not old.derived:
            self.schemas[new.kind] = new
            return
        if isinstance(old.fields, AnyField):
            return
        if not _agree(old.fields, new.fields):
            self.mistakes.add(
                "fields-differ",
                f"another rule derives `{new.kind}` with other fields or types",
                path,
                "derive the same fields with the same types, or another kind",
            )
        elif old.hypothesis != new.hypothesis:
            self.mistakes.add(
                "hypothesis-leak",
                f"`{new.kind}` is derived inside and outside a hypothesis",
                path,
                "derive another kind under the hypothesis",
            )
        if new.is_identity and not old.is_identity:
            self.schemas[new.kind] = replace(new, title=old.title)

    def _leaves(self) -> tuple[TypedLeaf, ...]:
        nodes = self.ruleset.scores.items()
        return tuple(self._leaf(name, node) for name, node in nodes if isinstance(node, FactsLeaf))

    def _leaf(self, name: str, node: FactsLeaf) -> TypedLeaf:
        path = ("scores", name)
        scope = self._scope(node.match, path)
        query = typed_query(node, scope, self.schemas, path)
        value = number(node.value, scope, (*path, "value"))
        check_claims(query, None, self.schemas, self.mistakes, (*path, "match"))
        if uses_identity(query, self.schemas, [value]):
            self.mistakes.add(
                "identity-in-score",
                "a score never rests on identity alone",
                (*path, "match"),
                "write a rule that also matches documented conduct",
            )
        return TypedLeaf(name, query, value, node.combine)


def _derived(
    kind: str, title: str, fields: Mapping[str, Type], identity: bool, hypothesis: str | None
) -> Schema:
    nature = Nature.IDENTITY if identity else Nature.STRUCTURE
    marked = frozenset(fields if identity else ())
    return Schema(kind, title, dict(fields), nature, marked, derived=True, hypothesis=hypothesis)


def _agree(old: Mapping[str, Type], new: Mapping[str, Type]) -> bool:
    if old.keys() != new.keys():
        return False
    return all(Base.MISTAKE in {old[n].base, new[n].base} or old[n] == new[n] for n in old)

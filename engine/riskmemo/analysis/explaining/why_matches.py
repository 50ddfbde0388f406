"""Matches, and what they rest on: facts, findings, and the matches and rows that derived those."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import count

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.explaining.combinations import Combinations
from riskmemo.analysis.explaining.tested import as_written, computed, plain, readings, tested
from riskmemo.analysis.explaining.why_scores import match_parts
from riskmemo.language.meaning import Bindings, Truth, all_of, value_of
from riskmemo.language.program import Query, TypedAggregate, TypedLeaf, TypedRule
from riskmemo.language.tree import Expression, fields_of
from riskmemo.model.facts import Fact, Gap, Match, Value
from riskmemo.model.grading import supports_identity_rule
from riskmemo.model.points import to_micro, to_points
from riskmemo.model.ruleset import Absence, FactsLeaf
from riskmemo.model.vocabulary import CONDUCT_NAMES
from riskmemo.model.why import Computed, FindingWhy, GroupRow, MatchWhy, RowWhy, Tested
from riskmemo.scoring.tree import RuleInput

Key = tuple[tuple[str, Value], ...]


class Matches:
    """The matches and findings of one evaluation, by the ids under which they are told."""

    def __init__(self, basis: Basis) -> None:
        self.found, self.program = basis.found, basis.found.program
        self.setting = basis.found.setting
        every = [*self.found.facts, *self.found.answer.findings]
        self.fact: Mapping[str, Fact] = {fact.id: fact for fact in every}
        self.by_kind: dict[str, list[Fact]] = {kind: [] for kind in self.program.schemas}
        for fact in every:
            self.by_kind[fact.kind].append(fact)
        self.named = dict(_numbered(self.found.answer.matches, "#"))
        self.named |= dict(_numbered(self.found.answer.gaps, "?"))
        self.read: dict[str, set[str]] = {}
        """Base fact to the fields that something told here read."""

    # --- matches ----------------------------------------------------------------------------------

    def match(self, name: str, given: Mapping[str, int]) -> MatchWhy:
        """A match or gap by its id; `given` is what each gives to its rule, in micropoints."""
        found = self.named[name]
        typed = self.program.rule[found.rule]
        bound = {alias: self.fact[fact] for alias, fact in found.facts}
        is_match = isinstance(found, Match)
        gate = found.gate if isinstance(found, Match) else None
        contribution = found.contribution if isinstance(found, Match) else found.points
        return MatchWhy(
            id=name,
            rule=found.rule,
            title=typed.rule.title,
            certain=is_match,
            facts=dict(found.facts),
            conditions=self.conditions(typed, bound),
            absences=self.absences(typed, bound),
            strength=self.strength(typed, bound),
            contribution=None if contribution is None else to_points(contribution),
            gives=to_points(given[name]) if name in given else None,
            gate={True: "open", False: "held", None: None}[gate],
            opened_by=tuple(opening(typed, bound)) if gate else (),
        )

    def conditions(self, typed: TypedRule, bound: Bindings) -> tuple[Tested, ...]:
        """The conditions of a rule over some facts."""
        self._reads((*typed.query.where, typed.strength), bound)
        self._reads((each for _, each in typed.derives), bound)
        return tuple(
            tested(text, each, bound, self.setting)
            for text, each in zip(typed.rule.where, typed.query.where, strict=True)
        )

    def absences(self, typed: TypedRule, bound: Bindings) -> tuple[Tested, ...]:
        """The absences of a rule over some facts: true where nothing is in the way."""
        found = []
        for absence, query in zip(typed.rule.unless, typed.query.unless, strict=True):
            self._reads(query.where, bound)
            outer = dict.fromkeys(
                field for each in query.where for field in fields_of(each) if field.alias in bound
            )
            found.append(
                Tested(
                    written=unless(absence),
                    truth=self.absent(query, bound),
                    values=tuple(
                        reading
                        for field in outer
                        for reading in readings(field, bound, self.setting)
                    ),
                )
            )
        return tuple(found)

    def absent(self, query: Query, bound: Bindings) -> Truth:
        """Whether nothing makes a query true."""
        truths = {self.truth_of(query, inner, 0) for inner in self.blockers(query, bound)}
        return False if True in truths else None if None in truths else True

    def blockers(self, query: Query, bound: Bindings) -> Iterator[Bindings]:
        """The facts that are in the way of an absence, or might be."""
        for found in self._search(query, frozenset(bound)).satisfied(bound):
            inner = {**bound, **found.bound}
            if self.truth_of(query, inner, found.unknown) is not False:
                yield inner

    def truth_of(self, query: Query, bound: Bindings, unknown: int) -> Truth:
        """The truth of a query whose conditions leave so many unknown, absences included."""
        here: list[Truth] = [None] if unknown else []
        here += [value_of(each, bound, self.setting) for each in query.where]  # type: ignore[misc]
        here += [bound[alias].certain or None for alias, _ in query.patterns]
        here += [self.absent(each, bound) for each in query.unless]
        return all_of(here)

    def strength(self, typed: TypedRule, bound: Bindings) -> Computed | None:
        """The strength of a rule over some facts, held to 0-1; none where it only derives."""
        contributes = typed.rule.contributes
        if contributes is None:
            return None
        told = computed(contributes.strength, typed.strength, bound, self.setting)
        number = value_of(typed.strength, bound, self.setting)
        held = min(1.0, max(0.0, number)) if isinstance(number, float) else None
        return told.model_copy(update={"value": held})

    def given(self, rules: Iterable[RuleInput], top: int) -> dict[str, int]:
        """What each match gives to its rule before the rule's cap, in micropoints."""
        found = {}
        for each in rules:
            for number, part in enumerate(match_parts(each, top) or (), start=1):
                found[f"{each.rule.id}#{number}"] = part
        return found

    # --- findings ---------------------------------------------------------------------------------

    def finding(self, name: str) -> FindingWhy:
        """A derived fact and what derived it."""
        fact = self.fact[name]
        aggregate = self.program.aggregate(fact.kind)
        written = self.program.ruleset.derive.get(fact.kind)
        return FindingWhy(
            id=name,
            kind=fact.kind,
            title=self.program.schemas[fact.kind].title,
            values={field: plain(value) for field, value in fact.values.items()},
            certain=fact.certain,
            matches=tuple(self._origins(fact.kind).get(_key(fact.values), ())),
            aggregate={
                field: as_written(call)
                for field, call in (written.fields if written else {}).items()
            },
            rows=tuple(self._group_rows(aggregate, fact)) if aggregate else (),
        )

    def _origins(self, kind: str) -> Mapping[Key, list[str]]:
        """For the fields of each finding of a kind, the matches and gaps that derive just those."""
        if kind not in self._derived:
            found: dict[Key, list[str]] = {}
            derivers = {typed.rule.id: typed for typed in self.program.derivers(kind)}
            for name, match in self.named.items():
                typed = derivers.get(match.rule)
                if typed:
                    bound = {alias: self.fact[fact] for alias, fact in match.facts}
                    values = {
                        field: value_of(each, bound, self.setting) for field, each in typed.derives
                    }
                    found.setdefault(_key(values), []).append(name)
            self._derived[kind] = found
        return self._derived[kind]

    @cached_property
    def _derived(self) -> dict[str, Mapping[Key, list[str]]]:
        return {}

    def _group_rows(self, aggregate: TypedAggregate, fact: Fact) -> Iterator[GroupRow]:
        key = tuple((name, fact.values[name]) for name, _ in aggregate.group_by)
        for bound in self._rows(aggregate).get(key, ()):
            arguments = [call.argument for call in aggregate.fields if call.argument]
            self._reads((*aggregate.query.where, *arguments), bound)
            self._reads((each for _, each in aggregate.group_by), bound)
            values = {
                reading.text: reading
                for each in arguments
                for reading in readings(each, bound, self.setting)
            }
            yield GroupRow(
                facts={alias: each.id for alias, each in bound.items()},
                values=tuple(values.values()),
            )

    def _rows(self, aggregate: TypedAggregate) -> Mapping[Key, list[Bindings]]:
        """The rows of an aggregate by their group."""
        if aggregate.kind not in self._grouped:
            found: dict[Key, list[Bindings]] = {}
            for bound, _ in self.solutions(aggregate.query):
                key = tuple(
                    (name, value_of(each, bound, self.setting)) for name, each in aggregate.group_by
                )
                found.setdefault(key, []).append(bound)
            self._grouped[aggregate.kind] = found
        return self._grouped[aggregate.kind]

    @cached_property
    def _grouped(self) -> dict[str, Mapping[Key, list[Bindings]]]:
        return {}

    # --- rows of leaves ---------------------------------------------------------------------------

    def rows(self, leaf: TypedLeaf, written: FactsLeaf) -> tuple[RowWhy, ...]:
        """The rows of a leaf over facts, without what they give."""
        found = []
        for number, (bound, truth) in enumerate(self.solutions(leaf.query), start=1):
            value = value_of(leaf.value, bound, self.setting)
            self._reads((*leaf.query.where, leaf.value), bound)
            known = isinstance(value, float) and truth is True
            conditions = zip(written.where, leaf.query.where, strict=True)
            found.append(
                RowWhy(
                    id=f"{leaf.score}#{number}",
                    facts={alias: fact.id for alias, fact in bound.items()},
                    conditions=tuple(
                        tested(text, each, bound, self.setting) for text, each in conditions
                    ),
                    value=computed(written.value, leaf.value, bound, self.setting),
                    points=to_points(to_micro(value)) if known else None,  # type: ignore[arg-type]
                    gives=None,
                )
            )
        return tuple(found)

    def solutions(self, query: Query) -> list[tuple[Bindings, Truth]]:
        """Every combination for which a query is not false, with its truth, by the ids bound."""
        found = []
        for each in self._search(query, frozenset()).satisfied():
            truth = self.truth_of(query, each.bound, each.unknown)
            if truth is not False:
                found.append((each.bound, truth))
        return sorted(found, key=lambda each: tuple(fact.id for fact in each[0].values()))

    def _search(self, query: Query, outside: frozenset[str]) -> Combinations:
        """A search over all facts, kept for the next binding outside."""
        place = (id(query), outside)
        if place not in self._searches:
            facts = {alias: self.by_kind[kind] for alias, kind in query.patterns}
            self._searches[place] = Combinations(query, facts, self.setting, outside)
        return self._searches[place]

    @cached_property
    def _searches(self) -> dict[tuple[int, frozenset[str]], Combinations]:
        return {}

    def _reads(self, expressions: Iterable[Expression], bound: Bindings) -> None:
        for expression in expressions:
            for each in fields_of(expression):
                if each.alias in bound:
                    self.read.setdefault(bound[each.alias].id, set()).add(each.name)


def opening(typed: TypedRule, bound: Bindings) -> Iterator[str]:
    """The facts of a match that open the identity gate."""
    for alias in typed.conduct:
        fact = bound[alias]
        graded = any(supports_identity_rule(*grade) for grade in fact.grades)
        if graded and all(fact.values.get(name) is not None for name in CONDUCT_NAMES):
            yield fact.id


def unless(absence: Absence) -> str:
    """An absence as one line of text."""
    kinds = ", ".join(f"{alias}: {kind}" for alias, kind in absence.match.items())
    if not absence.where:
        return f"unless there is {kinds}"
    conditions = " and ".join(as_written(text) for text in absence.where)
    return f"unless there is {kinds} where {conditions}"


def _numbered(
    found: Iterable[Match] | Iterable[Gap], sign: str
) -> Iterator[tuple[str, Match | Gap]]:
    """Matches or gaps with their ids: numbered within their rule, in canonical order."""
    numbers: dict[str, Iterator[int]] = {}
    for each in found:
        number = next(numbers.setdefault(each.rule, count(1)))
        yield f"{each.rule}{sign}{number}", each


def _key(values: Mapping[str, Value]) -> Key:
    return tuple(sorted(values.items()))

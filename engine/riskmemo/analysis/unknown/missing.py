"""What is missing: what every total could become if an unknown field were known.

Each unknown field that a gap, an undecided absence or aggregate, an unknown strength or an unknown
row rests on is supposed to have every value that rules can tell apart, one field at a time; and the
fields of one gap together, where they move more so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod

from riskmemo.analysis.basis import Basis, Scores
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.analysis.unknown.answers import answer_of, words_of
from riskmemo.analysis.unknown.candidates import Candidate, Plausible
from riskmemo.analysis.unknown.missing_kinds import missing_kinds
from riskmemo.analysis.unknown.questions import asked, question_about
from riskmemo.analysis.unknown.swings import Supposed, largest, swing_of
from riskmemo.analysis.unknown.what_waits import everything_waiting
from riskmemo.language.program import Query
from riskmemo.language.tree import Expression, fields_of
from riskmemo.model.facts import Fact
from riskmemo.model.missing import Answer, Missing, MissingField, Swing, UnknownField
from riskmemo.model.vocabulary import CONDUCT_NAMES, Nature

Place = tuple[str, str]
"""A base fact and one of its fields."""

MOST_SUPPOSITIONS = 600
"""Suppositions for one case; fewer for a case of many facts, as each then takes longer."""
MOST_FACTS_SUPPOSED = 100_000
"""Suppositions times facts."""
FEWEST_SUPPOSITIONS = 60
MOST_COMBINATIONS = 64
"""Combinations of values that are tried of fields that a gap lacks together."""


def missing(basis: Basis) -> Missing:
    """Unknown fields and kinds as questions, the largest swing of a total first, ties by name.

    A swing is the highest value a total could have minus the lowest, in the base scenario; a total
    that could come or go swings most. Raises `EvaluationRefused` past the limits.
    """
    found = _Finding(basis)
    singles = found.singles()
    together = found.together(singles)
    asked_fields = sorted([*singles.values(), *together], key=lambda each: _rank(each, found))
    return Missing(
        fields=tuple(asked_fields),
        kinds=missing_kinds(basis),
        untried=tuple(MissingField(fact=fact, field=name) for fact, name in found.untried),
        untried_together=found.untried_together,
    )


@dataclass
class _Finding:
    """The work on one case: what waits for what, and how many suppositions are left."""

    basis: Basis
    untried: list[Place] = field(default_factory=list)
    untried_together: int = 0
    _tried: dict[object, UnknownField] = field(default_factory=dict)

    def __post_init__(self) -> None:
        facts = max(1, len(self.basis.found.facts))
        allowed = max(FEWEST_SUPPOSITIONS, MOST_FACTS_SUPPOSED // facts)
        self.left = min(MOST_SUPPOSITIONS, allowed)
        self.plausible = Plausible(self.basis.found)
        self.roots = self.basis.totals
        self.facts: Mapping[str, Fact] = {fact.id: fact for fact in self.basis.found.facts}

    # --- what waits for what --------------------------------------------------------------------

    @cached_property
    def sets(self) -> dict[tuple[Place, ...], tuple[dict[str, None], dict[str, None]]]:
        """Fields that are missing together, with the rules and the leaves that wait for them."""
        found: dict[tuple[Place, ...], tuple[dict[str, None], dict[str, None]]] = {}
        for each in everything_waiting(self.basis.found, self.basis.gaps):
            rules, leaves = found.setdefault(_places(each.lacking), ({}, {}))
            if each.rule:
                rules.setdefault(each.rule)
            if each.leaf:
                leaves.setdefault(each.leaf)
        return found

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every unknown field that something waits for, the most points first, then by name."""
        most: dict[Place, float] = {}
        for gap in self.basis.gaps:
            for each in gap.missing:
                place = (each.fact, each.field)
                most[place] = max(most.get(place, 0.0), abs(float(gap.points or 0)))
        for places in self.sets:
            for place in places:
                most.setdefault(place, 0.0)
        return tuple(sorted(most, key=lambda place: (-most[place], place)))

    # --- suppositions ---------------------------------------------------------------------------

    def singles(self) -> dict[Place, UnknownField]:
        """Each field alone, as far as the suppositions reach."""
        found = {}
        for place in self.places:
            answer = self._asked((place,))
            if answer is None:
                self.untried.append(place)
            else:
                found[place] = answer
        return found

    def together(self, singles: Mapping[Place, UnknownField]) -> Iterator[UnknownField]:
        """The sets of fields that move a total further than each of them alone does."""
        for places in self.sets:
            if len(places) < 2:
                continue
            answer = self._asked(places) if all(each in singles for each in places) else None
            if answer is None:
                self.untried_together += 1
            elif _goes_further(answer, [singles[place] for place in places]):
                yield answer

    def _asked(self, places: tuple[Place, ...]) -> UnknownField | None:
        """What some fields could move; none where that takes too many suppositions."""
        key = self._alike(places)
        if key not in self._tried:
            answer = self._tried_out(places)
            if answer is None:
                return None
            self._tried[key] = answer
        return self._worded(places, self._tried[key])

    def _tried_out(self, places: tuple[Place, ...]) -> UnknownField | None:
        kinds = [self.facts[name].kind for name, _ in places]
        candidates = [
            self.plausible.values(kind, name) for kind, (_, name) in zip(kinds, places, strict=True)
        ]
        count = prod(len(each.values) for each in candidates)
        if count > self.left or (len(places) > 1 and count > MOST_COMBINATIONS):
            return None
        self.left -= count
        supposed = [
            Supposed(chosen, self._scores(places, values))
            for chosen, values in zip(
                product(*(range(len(each.values)) for each in candidates)),
                product(*(each.values for each in candidates)),
                strict=True,
            )
        ]
        learnt = _Learnt(self, places, [each.values for each in candidates])
        return UnknownField(
            fields=(),
            question="?",
            rules=(),
            leaves=(),
            swings=self._swings(supposed, learnt),
            covered=all(each.covered for each in candidates),
        )

    def _scores(self, places: Sequence[Place], values: Sequence[Candidate]) -> Scores:
        chosen = {place: each.value for place, each in zip(places, values, strict=True)}
        return self.basis.supposing.scores(Otherwise(values=chosen))

    def _swings(self, supposed: Sequence[Supposed], learnt: "_Learnt") -> dict[str, Swing]:
        found = {root: swing_of(self.basis, root, supposed, learnt) for root in self.roots}
        return {root: swing for root, swing in found.items() if swing is not None}

    # --- fields that behave alike ---------------------------------------------------------------

    @cached_property
    def _read(self) -> Mapping[str, frozenset[str]]:
        """For each kind the fields that anything reads."""
        program = self.basis.found.program
        found: dict[str, set[str]] = {}
        for query, others in (
            *((rule.query, [rule.strength, *(each for _, each in rule.derives)])
              for rule in program.rules),
            *((made.query, [*(each for _, each in made.group_by),
                            *(call.argument for call in made.fields if call.argument)])
              for made in program.aggregates),
            *((leaf.query, [leaf.value]) for leaf in program.leaves),
        ):  # fmt: skip
            _collect(query, others, {}, found)
        return {kind: frozenset(names) for kind, names in found.items()}

    def _alike(self, places: tuple[Place, ...]) -> object:
        """Equal for fields of facts that no rule can tell apart: one of them is tried for all."""
        return tuple((self._looks(self.facts[name]), field) for name, field in places)

    def _looks(self, fact: Fact) -> object:
        read = set(self._read.get(fact.kind, ()))
        is_conduct = self.basis.found.program.schemas[fact.kind].nature is Nature.CONDUCT
        if is_conduct:
            read |= set(CONDUCT_NAMES)
        seen = tuple((name, fact.values[name]) for name in sorted(read) if name in fact.values)
        return fact.kind, seen, fact.grades if is_conduct else ()

    def _worded(self, places: tuple[Place, ...], answer: UnknownField) -> UnknownField:
        rules, leaves = self._waiting(places)
        fields = tuple(asked(self.basis, self.facts[name], where) for name, where in places)
        return answer.model_copy(
            update={
                "fields": fields,
                "question": question_about(self.basis, fields, answer.swings),
                "rules": rules,
                "leaves": leaves,
            }
        )

    def _waiting(self, places: tuple[Place, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        rules: set[str] = set()
        leaves: set[str] = set()
        for lacking, (waiting, valued) in self.sets.items():
            if set(places) <= set(lacking):
                rules |= waiting.keys()
                leaves |= valued.keys()
        program = self.basis.found.program
        return (
            tuple(each.rule.id for each in program.rules if each.rule.id in rules),
            tuple(name for name in program.ruleset.scores if name in leaves),
        )


@dataclass(frozen=True)
class _Learnt:
    """What would have to be learnt, from the places of the values that were chosen."""

    found: _Finding
    places: tuple[Place, ...]
    values: Sequence[Sequence[Candidate]]

    def __call__(self, chosen: Sequence[tuple[int, ...]]) -> tuple[str, tuple[Answer, ...]]:
        if len(self.places) == 1:
            answer = self._answer(0, [each[0] for each in chosen])
            return self._words(answer), (answer,)
        first = chosen[0]
        answers = [self._answer(index, [first[index]]) for index in range(len(self.places))]
        told = (f"{each.fact}.{each.field} {self._words(each)}" for each in answers)
        return " and ".join(told), tuple(answers)

    def _answer(self, index: int, chosen: Sequence[int]) -> Answer:
        name, where = self.places[index]
        asked = MissingField(fact=name, field=where)
        return answer_of(asked, self.found.facts[name].kind, chosen, self.values[index])

    def _words(self, answer: Answer) -> str:
        schema = self.found.basis.found.program.schemas[answer.kind]
        return words_of(answer, schema.fields[answer.field].unit)


def _places(lacking: Sequence[MissingField]) -> tuple[Place, ...]:
    return tuple(sorted({(each.fact, each.field) for each in lacking}))


def _collect(
    query: Query,
    others: Sequence[Expression],
    outer: Mapping[str, str],
    found: dict[str, set[str]],
) -> None:
    kinds = {**outer, **dict(query.patterns)}
    for expression in (*query.where, *others):
        for each in fields_of(expression):
            found.setdefault(kinds[each.alias], set()).add(each.name)
    for absence in query.unless:
        _collect(absence, (), kinds, found)


def _goes_further(answer: UnknownField, singles: Sequence[UnknownField]) -> bool:
    return any(
        all(_exceeds(swing, each.swings.get(root)) for each in singles)
        for root, swing in answer.swings.items()
    )


def _exceeds(swing: Swing, single: Swing | None) -> bool:
    """Whether one swing reaches a value that another does not."""
    if single is None or swing.low is None or single.low is None:
        return single is None or swing.low != single.low
    if swing.high is None or single.high is None:
        return True
    return (
        swing.low < single.low
        or swing.high > single.high
        or (swing.comes_or_goes and not single.comes_or_goes)
    )


def _rank(each: UnknownField, found: _Finding) -> tuple[object, ...]:
    names = [(asked.fact, asked.field) for asked in each.fields]
    order = {place: index for index, place in enumerate(found.places)}
    return (-largest(each.swings), min(order[name] for name in names), len(names), names)

"""Whole kinds that are missing: nothing was recorded of them, and nobody searched.

Which rules could gain or lose matches by facts of a kind follows from what reads what, through
derived kinds and absences. How far that moves a total is bounded by the score tree: every rule that
could gain gives all it can, every rule that could lose gives nothing. Rules that use identity
attain nothing here, as in coverage.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from riskmemo.analysis.basis import Basis, Scores
from riskmemo.analysis.unknown.questions import question_about_kind
from riskmemo.analysis.unknown.swings import Supposed, largest, swing_of
from riskmemo.evaluate import empty_kinds
from riskmemo.language.program import Program, Query
from riskmemo.model.missing import Attainable, Swing, UnknownKind
from riskmemo.model.points import MICRO, divide_half_up, to_micro, to_points
from riskmemo.model.vocabulary import CLAIM_KIND
from riskmemo.scoring.tree import Inputs, RuleInput, scores_of
from riskmemo.scoring.weights import nominal_weights


def missing_kinds(basis: Basis) -> tuple[UnknownKind, ...]:
    """The kinds that could move a total if there were facts of them, the largest swing first."""
    program, found = basis.found.program, basis.found
    bare = sorted(
        kind
        for kind in found.empty_kinds
        if not program.schemas[kind].derived and kind != CLAIM_KIND
    )
    asked = [each for kind in bare if (each := _asked(basis, kind)) is not None]
    return tuple(
        sorted(asked, key=lambda each: (-largest(each.swings), -_whole(each.attainable), each.kind))
    )


def _whole(attainable: Mapping[str, Attainable]) -> Decimal:
    return max((each.up - each.down for each in attainable.values()), default=Decimal(0))


@dataclass(frozen=True, slots=True)
class Reached:
    """What facts of one kind could add to, and what they could take from."""

    gains: frozenset[str]
    """Kinds that could get more or other facts."""
    loses: frozenset[str]
    """Kinds that could get fewer or other facts."""

    def gives(self, query: Query) -> bool:
        """Whether a query could find more."""
        return any(kind in self.gains for _, kind in query.patterns) or any(
            self.takes(inner) for inner in query.unless
        )

    def takes(self, query: Query) -> bool:
        """Whether a query could find less."""
        return any(kind in self.loses for _, kind in query.patterns) or any(
            self.gives(inner) for inner in query.unless
        )


def reached_by(program: Program, kind: str) -> Reached:
    """What facts of a kind reach, through every derived kind."""
    reached = Reached(frozenset({kind}), frozenset())
    for derived in program.kinds_in_order:
        makers = [typed.query for typed in program.derivers(derived)]
        more = any(reached.gives(query) for query in makers)
        fewer = any(reached.takes(query) for query in makers)
        aggregate = program.aggregate(derived)
        if aggregate and (reached.gives(aggregate.query) or reached.takes(aggregate.query)):
            more = fewer = True
        gains = reached.gains | ({derived} if more else set())
        reached = Reached(gains, reached.loses | ({derived} if fewer else set()))
    return reached


def _asked(basis: Basis, kind: str) -> UnknownKind | None:
    program = basis.found.program
    reached = reached_by(program, kind)
    waiting, blocked = [], []
    for each in basis.found.inputs().rules:
        query = program.rule[each.rule.id].query
        if each.uses_identity:
            continue
        if not each.given and reached.gives(query):
            waiting.append(each.rule.id)
        if each.given and reached.takes(query):
            blocked.append(each.rule.id)
    leaves = [leaf.score for leaf in program.leaves if reached.gives(leaf.query)]
    swings = _swings(basis, kind, reached)
    attainable = _attainable(basis, reached)
    if not (waiting or blocked or leaves or swings):
        return None
    spec = program.vocabulary.kinds[kind]
    return UnknownKind(
        kind=kind,
        title=spec.title,
        question=question_about_kind(basis, kind, swings, attainable),
        rules=tuple(waiting),
        blocked=tuple(blocked),
        leaves=tuple(name for name in program.ruleset.scores if name in leaves),
        swings=swings,
        attainable=attainable,
    )


def _attainable(basis: Basis, reached: Reached) -> dict[str, Attainable]:
    """The most that rules and leaves could give, times their stated weights in each total."""
    downs: dict[str, int] = {}
    ups: dict[str, int] = {}
    for leaf, change in _changes(basis, reached):
        found = ups if change > 0 else downs
        found[leaf] = found.get(leaf, 0) + change
    weights = nominal_weights(basis.ruleset)
    shares = {}
    for root in basis.totals:
        down, up = (
            sum(change * weights[leaf].get(root, 0) for leaf, change in found.items())
            for found in (downs, ups)
        )
        if down or up:
            shares[root] = Attainable(
                down=to_points(divide_half_up(down, MICRO)), up=to_points(divide_half_up(up, MICRO))
            )
    return shares


def _changes(basis: Basis, reached: Reached) -> Iterator[tuple[str, int]]:
    """What each rule and leaf could change in its own score, in micropoints and with a sign."""
    for each in basis.found.inputs().rules:
        given = each.rule.contributes
        if given is None or each.uses_identity:
            continue
        query, most = basis.found.program.rule[each.rule.id].query, each.attainable
        sign = 1 if given.points > 0 else -1
        if reached.gives(query):
            yield given.to, sign * most
        if each.given and reached.takes(query):
            yield given.to, -sign * most
    scale = basis.ruleset.scale
    for leaf in basis.found.program.leaves:
        if reached.gives(leaf.query):
            yield leaf.score, to_micro(scale.max - scale.min)


def _swings(basis: Basis, kind: str, reached: Reached) -> dict[str, Swing]:
    supposed = [Supposed((), scores) for scores in _extremes(basis, kind, reached)]
    found = {root: swing_of(basis, root, supposed) for root in basis.totals}
    return {root: swing for root, swing in found.items() if swing is not None}


def _extremes(basis: Basis, kind: str, reached: Reached) -> Iterator[Scores]:
    """The scores if it had been searched for in vain, and at either end of what it could do."""
    yield _searched(basis, kind)
    for up in (False, True):
        inputs = basis.found.inputs()
        rules = tuple(_at_end(basis, each, reached, up=up) for each in inputs.rules)
        rows = {**inputs.rows, **_rows_at_end(basis, reached, up=up)}
        yield scores_of(basis.ruleset, Inputs(rules, rows))


def _searched(basis: Basis, kind: str) -> Scores:
    found = basis.found
    present: Set[str] = {fact.kind for fact in found.facts} | found.searched | {kind}
    empty = empty_kinds(found.program, present)
    blocked = {gap.rule for gap in found.answer.gaps}
    inputs = found.inputs()
    rules = tuple(
        replace(
            each,
            missing=each.missing
            and (each.rule.id in blocked or not empty.isdisjoint(each.rule.match.values())),
        )
        for each in inputs.rules
    )
    return scores_of(basis.ruleset, Inputs(rules, inputs.rows))


def _at_end(basis: Basis, each: RuleInput, reached: Reached, *, up: bool) -> RuleInput:
    """A rule that gives all it can towards one end, and nothing towards the other."""
    query = basis.found.program.rule[each.rule.id].query
    if each.uses_identity or each.rule.contributes is None:
        return each
    raises = each.rule.contributes.points > 0
    if reached.gives(query):
        most = each.attainable if raises else -each.attainable
        given = (*each.given, most) if raises is up else each.given
        each = replace(each, given=given, missing=False)
    if reached.takes(query) and raises is not up:
        each = replace(each, given=())
    return each


def _rows_at_end(basis: Basis, reached: Reached, *, up: bool) -> Mapping[str, tuple[int, ...]]:
    scale = basis.ruleset.scale
    end = to_micro(scale.max if up else scale.min)
    return {
        leaf.score: (end,)
        for leaf in basis.found.program.leaves
        if reached.gives(leaf.query) or reached.takes(leaf.query)
    }

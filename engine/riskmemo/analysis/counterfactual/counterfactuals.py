"""The smallest changes of indicators that move a total into another band, up and down.

Smallest means: fewest changes first; then the least distance, added over the changes (1 for a
category, a boolean, a name, a value found out and an absence, years for a date, the share of the
plausible width for a number); then fact id and field. Identity and claims are never changed.
"""

from collections import Counter

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.counterfactual.crossing import Aim, Found, Trials, facts_after, smallest
from riskmemo.analysis.counterfactual.fact_moves import Move, Moves
from riskmemo.analysis.counterfactual.pairs import PairSearch
from riskmemo.analysis.counterfactual.rule_changes import points_given, rules_changed
from riskmemo.analysis.counterfactual.singles import crossing_singles, tried
from riskmemo.engines.compiled import Loaded, compiled
from riskmemo.errors import InvalidInput, Mistake, did_you_mean
from riskmemo.language.score_tree import roots
from riskmemo.model import counterfactual as record
from riskmemo.model.base import Scalar
from riskmemo.model.facts import Value
from riskmemo.model.points import MICRO, to_points

MOST = 5
"""Counterfactuals that are told of one sort: singles or pairs, of one score one way."""
SUPPOSITIONS = 3000
"""Changed cases that are computed where the case has up to `FACTS` facts."""
FACTS = 200
FEWEST = 300
"""Changed cases that are computed however large the case is."""


def counterfactuals(
    basis: Basis, score: str | None = None, *, limit: int | None = None
) -> record.Counterfactuals:
    """What would move the band of each total, or of one score.

    `limit` is how many changed cases may be computed. Raises `InvalidInput` where there is no such
    score or it has no bands.
    """
    wanted = roots(basis.ruleset) if score is None else (_with_bands(basis, score),)
    allowed = limit if limit is not None else _allowed(len(basis.found.facts))
    aims = [
        Aim(basis, name, up)
        for name in wanted
        if basis.ruleset.scores[name].bands and basis.now[name].value is not None
        for up in (True, False)
    ]
    trials, moves = Trials(basis, allowed), Moves(basis.found)
    singles, untried = tried(trials, moves.single()) if aims else ([], 0)
    together = list(moves.together()) if aims else []
    alone = [crossing_singles(trials, aim, singles) for aim in aims]
    searches = [PairSearch(trials, aim, singles, together, moves.can_wait, MOST) for aim in aims]
    for left, search in enumerate(sorted(searches, key=lambda each: len(each.pairs))):
        search.run(trials.left // (len(searches) - left))
    courses = [
        _course(basis, search, found, untried)
        for search, found in zip(searches, alone, strict=True)
    ]
    return record.Counterfactuals(
        scores=tuple(
            record.ScoreCourses(
                score=aim.score,
                value=to_points(aim.value),
                band=aim.band,
                up=up,
                down=down,
            )
            for aim, up, down in zip(aims[::2], courses[::2], courses[1::2], strict=True)
        ),
        suppositions=trials.count,
        limit=allowed,
    )


def _allowed(facts: int) -> int:
    """Fewer in a large case, where each takes longer."""
    return max(FEWEST, min(SUPPOSITIONS, SUPPOSITIONS * FACTS // max(1, facts)))


def _with_bands(basis: Basis, score: str) -> str:
    scores = basis.ruleset.scores
    if score not in scores:
        help_line = did_you_mean(score, scores)
        raise InvalidInput(
            Mistake("unknown-score", f"there is no score `{score}`", None, help_line)
        )
    if not scores[score].bands:
        banded = [name for name, node in scores.items() if node.bands]
        help_line = f"scores with bands: {', '.join(f'`{name}`' for name in banded)}"
        message = f"`{score}` has no bands that could change"
        raise InvalidInput(Mistake("no-bands", message, None, help_line))
    return score


def _course(basis: Basis, search: PairSearch, alone: list[Found], untried: int) -> record.Course:
    aim = search.aim
    nearest = None if alone or search.kept else search.trials.nearest(aim)
    return record.Course(
        next_band=aim.next_band,
        single=tuple(told(basis, aim, each) for each in smallest(alone, MOST)),
        pairs=tuple(told(basis, aim, each) for each in search.kept),
        nearest=told(basis, aim, nearest) if nearest else None,
        untried=untried + search.untried,
    )


# --- records --------------------------------------------------------------------------------------


def told(basis: Basis, aim: Aim, found: Found) -> record.Counterfactual:
    """What was found, with the rules that match otherwise."""
    after = found.outcome[aim.score].value
    if after is None:
        raise AssertionError("what moves a band has a value")
    return record.Counterfactual(
        changes=tuple(_change(move) for move in found.moves),
        distance=to_points(sum(_micro(move.distance) for move in found.moves)),
        value=(to_points(aim.value), to_points(after)),
        band=(aim.band, basis.band(aim.score, after) or ""),
        rules=_rules_changed(basis, found),
    )


def _change(move: Move) -> record.Change:
    return record.Change(
        fact=move.fact.id,
        kind=move.fact.kind,
        field=move.field,
        before=None if move.field is None else plain(move.fact.values[move.field]),
        after=plain(move.value),
        alike=tuple(map(plain, move.alike)),
        scaled=move.scaled,
        distance=to_points(_micro(move.distance)),
    )


def plain(value: Value) -> Scalar:
    """A value as it is written in a file."""
    return value if isinstance(value, str | bool | int | float | None) else value.isoformat()


def _rules_changed(basis: Basis, found: Found) -> tuple[record.RuleChange, ...]:
    """The base rules that match otherwise or give other points."""
    made, facts = compiled(basis.found.program), facts_after(basis, found.moves)
    after = Counter(each[0] for each in made.run(Loaded(facts), basis.found.setting).matches)
    return rules_changed(
        (rule for rule in basis.ruleset.rules if rule.hypothesis is None),
        (Counter(match.rule for match in basis.found.answer.matches), after),
        (points_given(basis.now), points_given(found.outcome)),
    )


def _micro(distance: float) -> int:
    return round(distance * MICRO)

"""Single changes that move a score into another band."""

from collections.abc import Iterable
from itertools import groupby

from riskmemo.analysis.counterfactual.crossing import Aim, Found, Outcome, Trials
from riskmemo.analysis.counterfactual.fact_moves import Move, Place

SHARE = 0.75
"""Of the suppositions, those that single changes may take at most."""

Tried = tuple[Move, Outcome | None]
"""A single change and the scores after it; none where they cannot be computed."""


def tried(trials: Trials, moves: Iterable[Move]) -> tuple[list[Tried], int]:
    """Every single change with its outcome, and how many were left out at the limit.

    Those that reach most points come first, since at the limit the others are left out.
    """
    weights = {
        typed.rule.id: abs(typed.rule.contributes.points)
        for typed in trials.basis.found.program.contributing
        if typed.rule.contributes
    }
    every = list(moves)
    most = int(trials.limit * SHARE)
    if len(every) > most:
        every.sort(key=lambda move: -sum(weights.get(name, 0.0) for name in sorted(move.reach)))
    return [(move, trials.outcome((move,))) for move in every[:most]], max(0, len(every) - most)


def crossing_singles(trials: Trials, aim: Aim, singles: list[Tried]) -> list[Found]:
    """For each field the smallest change that moves the band, if any does."""
    reaching = sorted(
        (move for move, outcome in singles if aim.is_reached(outcome)), key=lambda m: m.place
    )
    found = []
    for _, moves in groupby(reaching, key=lambda move: move.place):
        firsts = [trials.refined(aim, (move,)) for move in _first_on_each_side(moves)]
        move = min(firsts, key=lambda each: each[0].distance)
        outcome = trials.outcome(move)
        if outcome and aim.is_reached(outcome):
            found.append(Found(move, outcome))
    return found


def _first_on_each_side(moves: Iterable[Move]) -> list[Move]:
    """The nearest value below the present one and above it; all values of other fields."""
    sides: dict[tuple[Place, object], Move] = {}
    for move in sorted(moves, key=lambda each: each.distance):
        side = move.steps.is_above(move.value, move.near) if move.steps else move.value
        sides.setdefault((move.place, side), move)
    return list(sides.values())

"""Sensitivity: what each uncertain thing does to the roots, alone and among the others.

Alone: the tornado, one thing at a time at the ends of its range. Among the others: first-order and
total Sobol indices by the estimators of Saltelli et al. (2010), as scipy computes them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.uncertainty.ranges import SEED, varied, written
from riskmemo.analysis.uncertainty.sampling import (
    NO_SCORE,
    Told,
    placed,
    require_statistics,
    scores_drawn,
)
from riskmemo.analysis.uncertainty.uncertain import Uncertain, uncertain_in
from riskmemo.language.score_tree import roots
from riskmemo.model.facts import Value
from riskmemo.model.points import MICRO, Points, to_micro, to_points
from riskmemo.model.sensitivity import Mover, Sensitivity, Trial
from riskmemo.scoring.tree import Score

if TYPE_CHECKING:
    from riskmemo.analysis.uncertainty.sampling import Values

SAMPLES, FEWEST_SAMPLES = 1024, 64
MOST_EVALUATIONS = 40_960
"""Beyond so many the samples of a case with very many uncertain things become smaller."""
MOST_SAMPLES = 16_384
Index = tuple[Points | None, Points | None]
"""First-order and total; none where a score does not vary or is missing in a draw."""


def sensitivity(
    basis: Basis, samples: int | None = None, seed: int = SEED, progress: Told = lambda _: None
) -> Sensitivity | None:
    """What moves the roots in the base; none where nothing that a score looks at is uncertain.

    `samples`, a power of two, is the size of each of two samples; every root is computed `samples`
    times the number of things and two more. By default 1,024, and fewer where more than 38 things
    are uncertain. Raises `InvalidInput` where scipy is missing.
    """
    uncertain = uncertain_in(basis)
    if not uncertain:
        return None
    require_statistics()
    samples = samples or samples_for(len(uncertain))
    found = sobol(basis, uncertain, samples, seed, progress)
    tried = [alone(basis, each) for each in uncertain]
    return Sensitivity(
        samples=samples,
        evaluations=samples * (len(uncertain) + 2),
        seed=seed,
        things=tuple(map(varied, uncertain)),
        roots={
            root: _movers(
                _mover(each, [(value, scores[root]) for value, scores in trials], index)
                for each, trials, index in zip(uncertain, tried, found[root], strict=True)
            )
            for root in roots(basis.ruleset)
        },
    )


def samples_for(things: int) -> int:
    """The size of a sample, a power of two, that keeps the evaluations within their limit."""
    samples = SAMPLES
    while samples > FEWEST_SAMPLES and samples * (things + 2) > MOST_EVALUATIONS:
        samples //= 2
    return samples


Changes = dict[str, int | None]
"""Root to its change in micropoints; none where there is a score only before or only after."""


def alone(basis: Basis, each: Uncertain) -> list[tuple[Value, Changes]]:
    """The changes of the roots at the ends of one thing's range, all else as it is."""
    return [
        (value, _changes(basis, basis.supposing.scores(each.supposed(value))))
        for value in each.ends
    ]


def _changes(basis: Basis, after: Mapping[str, Score]) -> Changes:
    changes: Changes = {}
    for root in roots(basis.ruleset):
        old, new = basis.now[root].value, after[root].value
        if old is None or new is None:
            changes[root] = 0 if old is new else None
        else:
            changes[root] = new - old
    return changes


def sobol(
    basis: Basis,
    uncertain: Sequence[Uncertain],
    samples: int,
    seed: int,
    progress: Told = lambda _: None,
) -> dict[str, list[Index]]:
    """For each root the indices of every thing.

    Two samples of a scrambled Sobol sequence are drawn together, and for each thing a third in
    which the first takes that thing from the second.
    """
    import numpy as np  # noqa: PLC0415 - loaded only where something is uncertain
    from scipy.stats import qmc  # noqa: PLC0415

    count = len(uncertain)
    sequence = qmc.Sobol(2 * count, scramble=True, rng=np.random.default_rng(seed))
    shares = sequence.random(samples)
    first, second = placed(shares[:, :count], uncertain), placed(shares[:, count:], uncertain)
    mixed = np.repeat(first[np.newaxis], count, axis=0)
    for place in range(count):
        mixed[place, :, place] = second[:, place]
    whole = np.concatenate((first, second, mixed.reshape(-1, count)))
    drawn = scores_drawn(basis.supposing, uncertain, whole, [None], progress)[None]
    return {root: _indices(drawn[root], count, samples) for root in roots(basis.ruleset)}


def _indices(values: "Values", count: int, samples: int) -> list[Index]:
    """The indices of every thing from the scores of both samples and of the mixed ones."""
    import numpy as np  # noqa: PLC0415 - loaded only where something is uncertain
    from scipy.stats import sobol_indices  # noqa: PLC0415

    if (values == NO_SCORE).any() or (values == values[0]).all():
        return [(None, None)] * count
    twice = np.stack([values.astype(float) / MICRO] * 2)  # scipy fails for one score of one thing
    given = {
        "f_A": twice[:, :samples],
        "f_B": twice[:, samples : 2 * samples],
        "f_AB": twice[:, 2 * samples :].reshape(2, count, samples).swapaxes(0, 1),
    }
    found = sobol_indices(func=given, n=samples)
    first, total = (each.reshape(2, count)[0] for each in (found.first_order, found.total_order))
    return [
        (to_points(to_micro(float(one))), to_points(to_micro(float(other))))
        for one, other in zip(first, total, strict=True)
    ]


def _mover(each: Uncertain, trials: Sequence[tuple[Value, int | None]], index: Index) -> Mover:
    known = [change for _, change in trials if change is not None]
    return Mover(
        id=each.id,
        trials=tuple(
            Trial(value=written(value), change=None if change is None else to_points(change))
            for value, change in trials
        ),
        swing=to_points(max(0, *known, 0) - min(0, *known, 0)),
        first=index[0],
        total=index[1],
    )


def _movers(every: Iterable[Mover]) -> tuple[Mover, ...]:
    """The widest swing first; without those that change nothing, neither alone nor with others."""
    moving = [
        each
        for each in every
        if each.swing or any(trial.change is None for trial in each.trials) or each.total
    ]
    return tuple(sorted(moving, key=lambda each: (-each.swing, -(each.total or 0), each.id)))

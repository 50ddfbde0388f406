"""Sensitivity: what each uncertain thing does to the roots, alone and among the others.

Alone: the tornado, one thing at a time at the ends of its range. Among the others: first-order and
total Sobol indices by the estimators of Saltelli et al. (2010), as scipy computes them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.ranges import SEED, varied, written
from riskmemo.analysis.sampling import (
    NO_SCORE,
    Told,
    available,
    placed,
    require_statistics,
    scores_drawn,
)
from riskmemo.analysis.uncertain import Uncertain, uncertain_in
from riskmemo.language.score_tree import roots
from riskmemo.model.points import MICRO, Points, to_micro, to_points
from riskmemo.model.sensitivity import Mover, Sensitivity, Trial

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indices = NDArray[np.float64]

SAMPLES = 512
MOST_SAMPLES = 16_384
Index = tuple[Points | None, Points | None]
"""First-order and total; none where a score does not vary or is missing in a draw."""
NONE: Index = (None, None)


def sensitivity(
    basis: Basis, samples: int = SAMPLES, seed: int = SEED, progress: Told = lambda _: None
) -> Sensitivity | None:
    """What moves the roots in the base; none where nothing that a score looks at is uncertain.

    `samples`, a power of two, is the size of each of two samples; every root is computed `samples`
    times the number of things and two more. Raises `InvalidInput` where scipy is missing.
    """
    uncertain = uncertain_in(basis)
    if not uncertain:
        return None
    require_statistics()
    indices = sobol(basis, uncertain, samples, seed, progress)
    every = range(len(uncertain))
    moved = {
        root: [
            _mover(uncertain[at], alone, indices[root][at])
            for at in every
            for alone in [tornado(basis, uncertain[at], root)]
        ]
        for root in roots(basis.ruleset)
    }
    return Sensitivity(
        samples=samples,
        evaluations=samples * (len(uncertain) + 2),
        seed=seed,
        things=tuple(map(varied, uncertain)),
        roots={root: _widest_first(movers) for root, movers in moved.items()},
    )

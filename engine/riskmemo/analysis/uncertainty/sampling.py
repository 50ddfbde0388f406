"""Many draws of everything uncertain, and the scores in each of them."""

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from riskmemo.analysis.supposing.supposing import Supposing
from riskmemo.analysis.uncertainty.uncertain import Uncertain, joined
from riskmemo.errors import InvalidInput, Mistake
from riskmemo.language.replacing import period_parameters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    """A row for each draw, a column for each uncertain thing: the place of its value."""
    Values = NDArray[np.int64]
    """A score in every draw, in micropoints."""

NO_SCORE = -(2**63)
"""Stands where a draw has no score."""
Told = Callable[[float], None]
"""Told from time to time which share of the work is done."""
EXTRA = "pip install 'riskmemo[stats]'"
WHY_NOT = "scipy is not installed here, so no ranges were drawn"
"""Why there are no ranges although something is uncertain."""


def statistics_available() -> bool:
    """Whether draws can be made here: scipy comes with the extra `stats`."""
    return all(importlib.util.find_spec(name) is not None for name in ("numpy", "scipy"))


def require_statistics() -> None:
    """Raise `InvalidInput` where scipy is missing."""
    if not statistics_available():
        raise InvalidInput(Mistake("statistics-missing", WHY_NOT, None, f"install it: {EXTRA}"))


def low_discrepancy(uncertain: Sequence[Uncertain], draws: int, seed: int) -> "Places":
    """The places of draws: a scrambled Halton sequence, whose beginning no later draw changes."""
    import numpy as np  # noqa: PLC0415 - loaded only where something is uncertain
    from scipy.stats import qmc  # noqa: PLC0415

    sequence = qmc.Halton(len(uncertain), scramble=True, rng=np.random.default_rng(seed))
    return placed(sequence.random(draws), uncertain)


def placed(shares: "NDArray[np.float64]", uncertain: Sequence[Uncertain]) -> "Places":
    """Numbers from 0 to 1 as places among the equally likely values of each thing."""
    import numpy as np  # noqa: PLC0415

    sizes = np.array([len(each.values) for each in uncertain], dtype=np.int64)
    found: Places = np.minimum((shares * sizes).astype(np.int64), sizes - 1)
    return found


def scores_drawn(
    supposing: Supposing,
    uncertain: Sequence[Uncertain],
    places: "Places",
    hypotheses: Sequence[str | None],
    told: Told = lambda _: None,
) -> "dict[str | None, dict[str, Values]]":
    """Every score in every draw, under each hypothesis (`None` is the base)."""
    import numpy as np  # noqa: PLC0415

    from riskmemo.analysis.uncertainty.drawing import Drawing  # noqa: PLC0415

    found = {
        hypothesis: {
            name: np.empty(len(places), dtype=np.int64) for name in supposing.ruleset.scores
        }
        for hypothesis in hypotheses
    }
    periods = _periods(supposing, uncertain)
    columns = [place for place in range(len(uncertain)) if place not in periods]
    rest = [uncertain[place] for place in columns]
    blocks = list(_blocks(supposing, [(place, uncertain[place]) for place in periods], places))
    for number, (block, others) in enumerate(blocks):
        steps = _Steps(told, number, len(blocks), others, len(hypotheses))
        drawing = Drawing(others, rest, places[block][:, columns], steps.told)
        for hypothesis in hypotheses:
            for name, column in drawing.scores(hypothesis).items():
                values = [NO_SCORE if each.value is None else each.value for each in column.values]
                found[hypothesis][name][block] = np.array(values, dtype=np.int64)[column.places]
    return found


def _periods(supposing: Supposing, uncertain: Sequence[Uncertain]) -> list[int]:
    """The places of parameters that count periods: each of their values is another program."""
    counting = period_parameters(supposing.found.program)
    every = enumerate(uncertain)
    return [at for at, each in every if each.what == "parameter" and each.of[0] in counting]


def _blocks(
    supposing: Supposing, periods: Sequence[tuple[int, Uncertain]], places: "Places"
) -> "Iterator[tuple[Values, Supposing]]":
    """The draws of each combination of periods, with the case in which those hold."""
    import numpy as np  # noqa: PLC0415

    if not periods:
        yield np.arange(len(places)), supposing
        return
    every, block_of = np.unique(places[:, [at for at, _ in periods]], axis=0, return_inverse=True)
    for number, chosen in enumerate(every.tolist()):
        pairs = zip(periods, chosen, strict=True)
        supposed = joined([each.supposed(each.values[at]) for (_, each), at in pairs])
        _, others = supposing.in_periods(supposed)
        yield np.flatnonzero(block_of.reshape(-1) == number), others


class _Steps:
    """Counts the steps of one block among all."""

    def __init__(
        self, told: Told, block: int, blocks: int, supposing: Supposing, scenarios: int
    ) -> None:
        self._told, self._before, self._blocks = told, block, blocks
        program = supposing.found.program
        bodies = len(program.kinds_in_order) + len(program.rules) + len(program.leaves)
        self._all = bodies + scenarios * len(program.ruleset.scores)
        self._done = 0

    def told(self) -> None:
        """One step more is done."""
        self._done += 1
        self._told((self._before + min(1.0, self._done / self._all)) / self._blocks)

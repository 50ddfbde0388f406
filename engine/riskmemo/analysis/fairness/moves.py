"""What moves, in every scenario, when facts are supposed to be otherwise."""

from collections.abc import Iterator

from riskmemo.analysis.basis import Basis, Scores
from riskmemo.analysis.supposing.otherwise import Otherwise
from riskmemo.model.assessment import BASE
from riskmemo.model.identity import Moved
from riskmemo.model.points import Points, to_points


class Moves:
    """The scenarios of a case, and what moves in them."""

    def __init__(self, basis: Basis) -> None:
        self.basis = basis
        self.before = {
            hypothesis: basis.now if hypothesis is None else basis.found.scores(hypothesis)
            for hypothesis in (None, *basis.found.raised)
        }
        """The scores as they are, by hypothesis; `None` is the base."""

    def under(self, otherwise: Otherwise) -> tuple[Moved, ...]:
        """Every score that changes, the base first, in the order of the ruleset."""
        supposing = self.basis.supposing
        return tuple(
            moved
            for hypothesis, before in self.before.items()
            for moved in self.between(hypothesis, before, supposing.scores(otherwise, hypothesis))
        )

    def between(self, hypothesis: str | None, before: Scores, after: Scores) -> Iterator[Moved]:
        """Every score that differs between two, in one scenario."""
        band = self.basis.band
        for score, now in before.items():
            then = after[score]
            if then.value != now.value:
                yield Moved(
                    scenario=hypothesis or BASE,
                    score=score,
                    before=points_of(now.value),
                    after=points_of(then.value),
                    band_before=band(score, now.value),
                    band_after=band(score, then.value),
                )


def points_of(micro: int | None) -> Points | None:
    """Micropoints as points; none where there is no score."""
    return None if micro is None else to_points(micro)

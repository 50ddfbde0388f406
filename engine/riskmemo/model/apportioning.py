"""Exact shares as whole numbers that still sum: the method of largest remainders."""

from collections.abc import Sequence
from fractions import Fraction


def apportioned(shares: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Whole numbers near the shares that sum to `total`.

    Each share is cut towards zero; what is then left of the total goes, one by one, to those that
    lost most by it, at equal loss to the first. The shares with their signs turned give the same
    numbers with their signs turned. Source: Hare's method of largest remainders.
    """
    whole = [int(share) for share in shares]
    left = total - sum(whole)
    step = 1 if left > 0 else -1
    by_loss = sorted(range(len(shares)), key=lambda index: step * (whole[index] - shares[index]))
    for turn in range(abs(left)):
        whole[by_loss[turn % len(by_loss)]] += step
    return tuple(whole)

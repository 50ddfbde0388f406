"""How a difference is divided: the axioms of the Shapley value, and what happens beyond it."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmemo.analysis.comparing.dividing import divided, shapley
from riskmemo.model.apportioning import apportioned

AMOUNTS = st.integers(-1_000_000, 1_000_000)


@st.composite
def games(draw: st.DrawFn, most: int = 5) -> list[int]:
    """A value for every set of some players, that of the empty set too."""
    players = draw(st.integers(1, most))
    return draw(st.lists(AMOUNTS, min_size=1 << players, max_size=1 << players))


def players_of(game: Sequence[int]) -> range:
    """The players of a game."""
    return range(len(game).bit_length() - 1)


def bits_of(game: Sequence[int]) -> list[int]:
    """Each player as a mask."""
    return [1 << player for player in players_of(game)]


def by_permutations(game: Sequence[int]) -> tuple[Fraction, ...]:
    """What each player adds, averaged over every order in which all of them can come."""
    added = [0] * len(players_of(game))
    orders = list(permutations(players_of(game)))
    for order in orders:
        mask = 0
        for player in order:
            added[player] += game[mask | 1 << player] - game[mask]
            mask |= 1 << player
    return tuple(Fraction(each, len(orders)) for each in added)


@given(games())
def test_it_is_the_mean_over_all_orders(game: list[int]) -> None:
    """The sums over sets equal the definition over permutations, exactly."""
    assert shapley(game) == by_permutations(game)


@given(games())
def test_the_shares_sum_to_the_difference(game: list[int]) -> None:
    """Nothing is left unexplained (efficiency)."""
    assert sum(shapley(game)) == game[-1] - game[0]


@given(games(), st.data())
def test_a_cause_that_changes_nothing_gets_nothing(game: list[int], data: st.DataObject) -> None:
    """A null player gets exactly 0."""
    idle = data.draw(st.sampled_from(list(players_of(game))))
    without = [game[mask & ~(1 << idle)] for mask in range(len(game))]
    assert shapley(without)[idle] == 0


@given(st.integers(2, 5), st.data())
def test_causes_that_do_the_same_get_the_same(players: int, data: st.DataObject) -> None:
    """Where a value depends on how many have come only, all shares are equal (symmetry)."""
    values = data.draw(st.lists(AMOUNTS, min_size=players + 1, max_size=players + 1))
    shares = shapley([values[mask.bit_count()] for mask in range(1 << players)])
    assert set(shares) == {Fraction(values[-1] - values[0], players)}


@given(games(), AMOUNTS, st.data())
def test_shares_of_a_sum_are_sums_of_shares(game: list[int], by: int, data: st.DataObject) -> None:
    """The division is linear in the values."""
    other = data.draw(st.lists(AMOUNTS, min_size=len(game), max_size=len(game)))
    both = [mine + by * theirs for mine, theirs in zip(game, other, strict=True)]
    expected = tuple(a + by * b for a, b in zip(shapley(game), shapley(other), strict=True))
    assert shapley(both) == expected


@given(st.lists(AMOUNTS, min_size=1, max_size=6))
def test_in_a_sum_each_cause_gets_its_own(amounts: list[int]) -> None:
    """An additive value gives each cause just what it adds."""
    game = [
        sum(each for place, each in enumerate(amounts) if mask >> place & 1)
        for mask in range(1 << len(amounts))
    ]
    assert shapley(game) == tuple(map(Fraction, amounts))


# --- in one order and back ------------------------------------------------------------------------


def valued(game: Sequence[int | None]) -> Callable[[int], int | None]:
    """A game as a function of masks."""
    return lambda mask: game[mask]


@given(games())
def test_beyond_the_limit_one_order_and_its_reverse_are_averaged(game: list[int]) -> None:
    """What each adds on the way there and on the way back, in halves; the sum is still exact."""
    division = divided(bits_of(game), valued(game), most=0)
    order = list(players_of(game))
    mask, ahead = 0, []
    for player in order:
        ahead.append(game[mask | 1 << player] - game[mask])
        mask |= 1 << player
    mask, behind = 0, {}
    for player in reversed(order):
        behind[player] = game[mask | 1 << player] - game[mask]
        mask |= 1 << player
    assert division.method == "sequential"
    assert division.shares == tuple(Fraction(ahead[p] + behind[p], 2) for p in order)
    assert sum(division.shares) == game[-1] - game[0]


@given(st.integers(1, 6), st.data())
def test_in_pairs_one_order_and_its_reverse_are_exact(players: int, data: st.DataObject) -> None:
    """Where causes interact in pairs only, the mean of both ways is the Shapley value."""
    pairs = [(a, b) for a in range(players) for b in range(a + 1)]
    amounts = data.draw(st.lists(AMOUNTS, min_size=len(pairs), max_size=len(pairs)))
    game = [
        sum(
            amount
            for (a, b), amount in zip(pairs, amounts, strict=True)
            if mask >> a & 1 and mask >> b & 1
        )
        for mask in range(1 << players)
    ]
    assert divided(bits_of(game), valued(game), most=0).shares == shapley(game)


@pytest.mark.parametrize("most", [0, 10])
@given(game=games())
def test_the_way_back_has_the_same_shares_with_other_signs(most: int, game: list[int]) -> None:
    """Old and new exchanged turn the sign of every share, by either method."""
    back = list(reversed(game))
    there, again = (divided(bits_of(each), valued(each), most) for each in (game, back))
    assert there.shares == tuple(-share for share in again.shares)


# --- sets without a value -------------------------------------------------------------------------


@pytest.mark.parametrize("most", [0, 10])
def test_causes_that_only_mean_something_together_are_one(most: int) -> None:
    """With the first and without the second there is no score: the two get one share."""
    game = [0, None, 5, 10, 3, None, 8, 13]
    division = divided([1, 2, 4], valued(game), most)
    assert (division.blocks, division.shares) == ((3, 4), (Fraction(10), Fraction(3)))


def test_three_that_only_mean_something_together_are_one() -> None:
    """So are more than two, where no pair of them is enough."""
    game = [0 if mask & 7 == 0 else 6 if mask & 7 == 7 else None for mask in range(16)]
    game = [each if each is None else each + (mask >> 3) for mask, each in enumerate(game)]
    division = divided([1, 2, 4, 8], valued(game))
    assert (division.blocks, division.shares) == ((7, 8), (Fraction(6), Fraction(1)))


@given(st.integers(2, 4), st.data())
def test_what_is_together_is_so_both_ways(players: int, data: st.DataObject) -> None:
    """Wherever values are missing, the shares sum, and the way back has them with other signs."""
    size = 1 << players
    inner = data.draw(st.lists(st.none() | AMOUNTS, min_size=size - 2, max_size=size - 2))
    game = [data.draw(AMOUNTS), *inner, data.draw(AMOUNTS)]
    there = divided(bits_of([0] * size), valued(game))
    again = divided(bits_of([0] * size), valued(list(reversed(game))))
    assert sum(there.shares) == (game[-1] or 0) - (game[0] or 0)
    assert dict(zip(there.blocks, there.shares, strict=True)) == {
        block: -share for block, share in zip(again.blocks, again.shares, strict=True)
    }


# --- whole numbers --------------------------------------------------------------------------------


def test_the_largest_rests_get_what_is_left() -> None:
    """Thirds of 10 become 4, 3 and 3: the first of equals comes first."""
    assert apportioned([Fraction(10, 3)] * 3, 10) == (4, 3, 3)
    assert apportioned([Fraction(-10, 3)] * 3, -10) == (-4, -3, -3)
    assert apportioned([Fraction(1, 4), Fraction(3, 4), Fraction(2)], 3) == (0, 1, 2)
    assert apportioned([], 0) == ()


@given(st.lists(st.fractions(-1000, 1000, max_denominator=60), min_size=1, max_size=8))
def test_whole_numbers_sum_and_stay_near(shares: list[Fraction]) -> None:
    """They sum to the whole, none is a whole unit off, and turned signs turn the result."""
    rest = sum(shares) - int(sum(shares))
    shares[0] -= rest
    total = int(sum(shares))
    whole = apportioned(shares, total)
    assert sum(whole) == total
    assert all(abs(each - share) < 1 for each, share in zip(whole, shares, strict=True))
    assert apportioned([-share for share in shares], -total) == tuple(-each for each in whole)

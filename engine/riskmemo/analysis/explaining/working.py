"""The formulas of scoring written out with their numbers, and the parts of those that add."""

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from riskmemo.model.points import to_points
from riskmemo.model.ruleset import Combine, FactsCombine, RuleCombine
from riskmemo.scoring.combine import as_fraction

TERMS = 8
"""Numbers of one formula that are written out; with more, the rest is counted."""

Weighted = Sequence[tuple[int, float]]
"""Values in micropoints, each with its weight."""


def shares_of(combine: Combine, values: Weighted) -> list[Fraction] | None:
    """What each value gives to the whole, exactly; none where the formula's parts do not add."""
    if len(values) == 1 and combine is not Combine.SUM:
        return None
    found = [value for value, _ in values]
    match combine:
        case Combine.SUM:
            return [as_fraction(weight) * value for value, weight in values]
        case Combine.WEIGHTED_MEAN:
            total = sum((as_fraction(weight) for _, weight in values), Fraction(0))
            return [as_fraction(weight) * value / total for value, weight in values]
        case Combine.MAX:
            return _only(found, max(found))
        case Combine.MIN:
            return _only(found, min(found))
        case _:
            return None


def parts_of(whole: int, shares: Sequence[Fraction] | None, count: int) -> list[int] | None:
    """The shares in micropoints, none off by one, so that they add up to the whole exactly.

    The micropoints that rounding leaves over go to the largest rests (Hamilton's method). A single
    part is the whole, whatever the formula.
    """
    if shares is None:
        return [whole] if count == 1 else None
    floors = [share.numerator // share.denominator for share in shares]
    rests = sorted(range(len(shares)), key=lambda place: (floors[place] - shares[place], place))
    for place in rests[: whole - sum(floors)]:
        floors[place] += 1
    return floors


def shares_of_matches(combine: RuleCombine, given: Sequence[int]) -> list[Fraction] | None:
    """What each match gives to its rule, before the rule's cap."""
    match combine:
        case RuleCombine.SUM:
            return [Fraction(each) for each in given]
        case RuleCombine.MAX:
            return _only(given, max(given, key=abs)) if given else []
        case RuleCombine.NOISY_OR:
            return None
    assert_never(combine)


def shares_of_rows(combine: FactsCombine, rows: Sequence[int]) -> list[Fraction]:
    """What each row gives to a leaf over facts."""
    match combine:
        case FactsCombine.SUM:
            return [Fraction(each) for each in rows]
        case FactsCombine.MEAN:
            return [Fraction(each, len(rows)) for each in rows]
        case FactsCombine.MAX:
            return _only(rows, max(rows))
        case FactsCombine.MIN:
            return _only(rows, min(rows))
    assert_never(combine)


def _only(values: Sequence[int], counting: int) -> list[Fraction]:
    """The first that has the value gives all of it, the others nothing."""
    place = list(values).index(counting)
    return [Fraction(value if index == place else 0) for index, value in enumerate(values)]


# --- in words -------------------------------------------------------------------------------------


def working(  # noqa: PLR0911 - one case a formula
    combine: Combine, values: Weighted, top: int, power: float | None
) -> str:
    """The formula of a score with its numbers, as `(5 x 9.6 + 4 x 46) / 9`."""
    weights = number(float(sum((as_fraction(weight) for _, weight in values), Fraction(0))))
    summit = points(top)
    match combine:
        case Combine.SUM:
            return added([_times(value, weight) for value, weight in values])
        case Combine.WEIGHTED_MEAN:
            return f"({added([_times(value, weight) for value, weight in values])}) / {weights}"
        case Combine.HARMONIC_MEAN:
            terms = [f"{number(weight)} / {points(value)}" for value, weight in values]
            return f"{weights} / ({joined(' + ', terms)})"
        case Combine.GEOMETRIC_MEAN:
            terms = [_raised(points(value), weight) for value, weight in values]
            return f"({joined(' x ', terms)})^(1/{weights})"
        case Combine.INVERTED_GEOMETRIC_MEAN:
            terms = [_raised(f"({summit} - {points(value)})", weight) for value, weight in values]
            return f"{summit} - ({joined(' x ', terms)})^(1/{weights})"
        case Combine.GENERALISED_MEAN:
            raised = [
                f"{number(weight)} x {points(value)}^{number(power or 0)}"
                for value, weight in values
            ]
            return f"(({joined(' + ', raised)}) / {weights})^(1/{number(power or 0)})"
        case Combine.MAX:
            return largest([value for value, _ in values])
        case Combine.MIN:
            return f"the smallest of {joined(', ', [points(value) for value, _ in values])}"
        case Combine.NOISY_OR:
            return noisy_or([value for value, _ in values], top)
    assert_never(combine)


def working_of_matches(combine: RuleCombine, given: Sequence[int], top: int) -> str:
    """How a rule's matches are joined, with their numbers."""
    match combine:
        case RuleCombine.SUM:
            return added([points(each) for each in given])
        case RuleCombine.MAX:
            return largest(given) if len(given) > 1 else points(given[0])
        case RuleCombine.NOISY_OR:
            return noisy_or(given, top)
    assert_never(combine)


def working_of_rows(combine: FactsCombine, rows: Sequence[int]) -> str:
    """How the rows of a leaf over facts are joined, with their numbers."""
    texts = [points(each) for each in rows]
    if len(rows) == 1:
        return texts[0]
    match combine:
        case FactsCombine.SUM:
            return added(texts)
        case FactsCombine.MEAN:
            return f"({added(texts)}) / {len(rows)}"
        case FactsCombine.MAX:
            return largest(rows)
        case FactsCombine.MIN:
            return f"the smallest of {joined(', ', texts)}"
    assert_never(combine)


def noisy_or(values: Sequence[int], top: int) -> str:
    """What is left of the way to the top after each value, multiplied."""
    terms = [f"(1 - {points(value)}/{points(top)})" for value in values]
    return f"{points(top)} x (1 - {joined(' x ', terms)})"


def largest(values: Sequence[int]) -> str:
    """The largest of some values."""
    return f"the largest of {joined(', ', [points(value) for value in values])}"


def added(terms: Sequence[str]) -> str:
    """A sum; a negative term is taken away."""
    text = joined(" + ", terms)
    return text.replace(" + -", " - ")


def joined(between: str, terms: Sequence[str]) -> str:
    """The first terms, and how many there are in all."""
    shown = between.join(terms[:TERMS])
    return shown if len(terms) <= TERMS else f"{shown}{between}... ({len(terms)} in all)"


def points(micro: int) -> str:
    """Micropoints as the number of points."""
    return f"{to_points(micro):f}"


def number(value: float) -> str:
    """A weight or an exponent as it is written."""
    return repr(int(value)) if value.is_integer() else repr(value)


def _times(value: int, weight: float) -> str:
    return points(value) if weight == 1 else f"{number(weight)} x {points(value)}"


def _raised(text: str, weight: float) -> str:
    return text if weight == 1 else f"{text}^{number(weight)}"

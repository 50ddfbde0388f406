"""The term that a lexicon has for a number, and what it has none for.

Both lexicons print ranges of percent. Where two steps of ICD 203 meet (5, 20, 45, 55, 80, 95) the
standard gives the number to both; here it belongs to the step that begins there, as a boundary of a
score does to the band that begins there. Below 1% and above 99% ICD 203 has no term. The yardstick
leaves gaps between its steps and means them: nothing is rounded into a step.
"""

from collections.abc import Iterator
from decimal import Decimal

from riskmemo.model.case import Lexicon, LikelihoodRange
from riskmemo.model.lexicon import LEXICONS, Term, term_named

EN_DASH = "–"

Percent = Decimal
Span = tuple[Percent, Percent]
"""From the first percent to the last, both of them inside."""


def term_for(lexicon: Lexicon, likelihood: str | float | LikelihoodRange) -> Term | None:
    """The step that words, a probability or a range of probabilities stand for, if one does."""
    match likelihood:
        case str(words):
            return term_named(lexicon, words)
        case LikelihoodRange(low=low, high=high):
            return term_over(lexicon, low, high)
        case share:
            return term_at(lexicon, share)


def term_at(lexicon: Lexicon, share: float) -> Term | None:
    """The one step to which a probability belongs; none in a gap."""
    at, begins = percent(share), {term.low for term in LEXICONS[lexicon]}
    for term in LEXICONS[lexicon]:
        ends_before = term.below_high or term.high in begins
        if term.low <= at < term.high or (at == term.high and not ends_before):
            return term
    return None


def term_over(lexicon: Lexicon, low: float, high: float) -> Term | None:
    """The one step that holds a whole range, its ends too; none where no step or several do."""
    first, last = percent(low), percent(high)
    for term in LEXICONS[lexicon]:
        inside = last < term.high if term.below_high else last <= term.high
        if term.low <= first and inside:
            return term
    return None


def proposals(lexicon: Lexicon, low: float, high: float) -> tuple[tuple[Term, Span], ...]:
    """What to write instead of a point (`low` and `high` are the same) or range without a term.

    The parts of the range that lie inside a step; or else the nearest steps, the nearer first.
    """
    first, last = percent(low), percent(high)
    parts = tuple((term, span) for term, span in _parts(lexicon, first, last))
    if parts:
        return parts
    below = [term for term in LEXICONS[lexicon] if term.high <= first][-1:]
    above = [term for term in LEXICONS[lexicon] if term.low >= last][:1]
    near = sorted((*below, *above), key=lambda term: max(first - term.high, term.low - last))
    return tuple((term, _whole(term)) for term in near)


def _parts(lexicon: Lexicon, first: Percent, last: Percent) -> Iterator[tuple[Term, Span]]:
    for term in LEXICONS[lexicon]:
        low, high = _whole(term)
        start, end = max(first, low), min(last, high)
        if start < end:
            yield term, (start, end)


def _whole(term: Term) -> Span:
    """A step in whole percent: where its end lies outside, up to the percent before."""
    return Decimal(term.low), Decimal(term.high - 1 if term.below_high else term.high)


def percent(share: float) -> Percent:
    """The percent that was meant: 0.55 is 55 and not a hair more."""
    return (Decimal(repr(share)) * 100).normalize()


def written(number: Percent) -> str:
    """A number of percent without an exponent or needless zeros."""
    return f"{number.normalize():f}"


def range_of(term: Term) -> str:
    """A step as its lexicon prints it, as `80–95%` and `40–<50%`."""
    return f"{term.low}{EN_DASH}{'<' if term.below_high else ''}{term.high}%"


def number_of(likelihood: str | float | LikelihoodRange) -> str:
    """The number behind a likelihood, as `62%` or `60–70%`; nothing where it is words."""
    match likelihood:
        case str():
            return ""
        case LikelihoodRange(low=low, high=high):
            return f"{written(percent(low))}{EN_DASH}{written(percent(high))}%"
        case share:
            return f"{written(percent(share))}%"


def spoken(lexicon: Lexicon, likelihood: str | float | LikelihoodRange) -> str:
    """A likelihood in words, with its number where it has one: `likely (62%)`."""
    if isinstance(likelihood, str):
        return likelihood
    term = term_for(lexicon, likelihood)
    number = number_of(likelihood)
    return f"{term.words} ({number})" if term else number

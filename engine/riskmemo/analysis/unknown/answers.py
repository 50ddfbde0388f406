"""What would have to be learnt: the values that a few stand for, as a record and in words."""

import datetime
from collections.abc import Sequence
from textwrap import shorten

from riskmemo.analysis.unknown.candidates import Candidate
from riskmemo.model.base import Scalar
from riskmemo.model.facts import Value
from riskmemo.model.missing import Answer, MissingField

MOST_NAMED, MOST_LETTERS = 12, 80
"""Values that an answer names, and letters of each."""


def answer_of(
    asked: MissingField, kind: str, chosen: Sequence[int], values: Sequence[Candidate]
) -> Answer:
    """What some of the candidates for a field, given by their places, stand for together."""
    answer = Answer(fact=asked.fact, field=asked.field, kind=kind)
    if len(chosen) == len(values):
        return answer
    if isinstance(values[0].value, float | datetime.date) and not isinstance(values[0].value, bool):
        return answer.model_copy(update=_stretch(chosen, values))
    named = [values[place].value for place in chosen if not values[place].other]
    others = len(chosen) - len(named)
    shown = named[: MOST_NAMED - others] if len(chosen) > MOST_NAMED else named
    return answer.model_copy(
        update={
            "values": tuple(map(_plain, shown)),
            "other": others > 0,
            "more": len(named) - len(shown),
        }
    )


def words_of(answer: Answer, unit: str | None) -> str:
    """An answer in words."""
    after = f" {unit}" if unit else ""
    low, high = (None if end is None else written(end) + after for end in (answer.low, answer.high))
    if low and high:
        return f"from {low} to {high}"
    if low:
        return f"more than {low}" if answer.beyond else f"{low} or more"
    if high:
        return f"less than {high}" if answer.beyond else f"{high} or less"
    named = [written(value) + after for value in answer.values]
    named += ["any other"] * answer.other
    named += [f"{answer.more} more"] * (answer.more > 0)
    if not named:
        return "any value"
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"


def written(value: Scalar) -> str:
    """A value as a reader has it: numbers with groups, a long text cut short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return shorten(value, MOST_LETTERS, placeholder=" ...") or '""'
    return f"{value:,.12g}" if isinstance(value, float) else str(value)


def _stretch(chosen: Sequence[int], values: Sequence[Candidate]) -> dict[str, object]:
    """The first unbroken run of chosen numbers or dates, as fields of an answer."""
    first = last = chosen[0]
    while last + 1 in chosen:
        last += 1
    low, high = values[first], values[last]
    is_one = low.near == high.near
    from_start, to_end = first == 0, last == len(values) - 1
    if is_one and (low.is_end or high.is_end or not (from_start or to_end)):
        return {"values": (_plain(low.near),)}
    if to_end:
        return {"low": _plain(low.near), "beyond": low.side > 0}
    if from_start:
        return {"high": _plain(high.near), "beyond": high.side < 0}
    return {"low": _plain(low.near), "high": _plain(high.near)}


def _plain(value: Value) -> Scalar:
    """A value as a record holds it."""
    return value.isoformat() if isinstance(value, datetime.date) else value

"""What an unknown field means, what it may be, and what would have to be learnt, in words."""

import textwrap
from collections.abc import Iterator, Sequence

from riskmemo.memo.changed import value_words
from riskmemo.memo.materials import Materials
from riskmemo.model.assessment import FieldRecord
from riskmemo.model.missing import Answer, AskedField
from riskmemo.model.vocabulary import FieldType

MOST_LETTERS = 500
"""Letters that the choices of a category may take."""

BUILT_IN = {
    "date": "The day on which it happened or began.",
    "until": "The last day of its period.",
}
"""Field that every kind has to its meaning."""


def meaning(materials: Materials, asked: AskedField) -> str:
    """What the field says: the vocabulary's words, or the memo's for what every fact has."""
    if _declared(materials, asked.kind, asked.field) is None and asked.field in BUILT_IN:
        return materials.say(BUILT_IN[asked.field])
    return asked.meaning


def possible_values(materials: Materials, asked: AskedField) -> str:
    """The values a field may have, as `one of low, moderate, high`."""
    say, declared = materials.say, _declared(materials, asked.kind, asked.field)
    match declared.type if declared else FieldType.DATE:
        case FieldType.CATEGORY:
            named = ", ".join(value.replace("_", " ") for value in asked.choices)
            text = say("one of {values}", values=named) if named else asked.possible
            return textwrap.shorten(text, MOST_LETTERS, placeholder=" …")
        case FieldType.BOOL:
            return say("yes or no")
        case FieldType.SHARE:
            return say("a share from 0% to 100%")
        case FieldType.NUMBER:
            unit = declared.unit if declared else None
            number = say("a number in {unit}", unit=unit) if unit else say("a number")
            return ", ".join([number, *_bounds(materials, asked)])
        case FieldType.COUNTRY:
            return say("a country")
        case FieldType.DATE:
            return say("a date")
        case FieldType.TEXT:
            return say("a text")


def answer_words(materials: Materials, answers: Sequence[Answer]) -> str:
    """What would have to be learnt; the fields are named where there are several."""
    told = [_answer(materials, each) for each in answers]
    if len(told) > 1:
        told = [
            materials.say(
                "{fact} {field}: {answer}",
                fact=each.fact,
                field=each.field.replace("_", " "),
                answer=words,
            )
            for each, words in zip(answers, told, strict=True)
        ]
    return materials.formats.listing(told)


NUMBERS = ("{value} or more", "more than {value}", "{value} or less", "less than {value}")
DATES = ("{value} or later", "later than {value}", "{value} or earlier", "earlier than {value}")
"""A stretch with one end: from it, beyond it, up to it, short of it."""


def _answer(materials: Materials, answer: Answer) -> str:
    say = materials.say
    low, high = (
        None if end is None else value_words(materials, answer.kind, answer.field, end)
        for end in (answer.low, answer.high)
    )
    if low and high:
        return say("from {low} to {high}", low=low, high=high)
    end = answer.high if answer.low is None else answer.low
    words = DATES if isinstance(end, str) else NUMBERS
    if low:
        return say(words[1 if answer.beyond else 0], value=low)
    if high:
        return say(words[3 if answer.beyond else 2], value=high)
    return _named(materials, answer) or say("any value")


def _named(materials: Materials, answer: Answer) -> str:
    named = [value_words(materials, answer.kind, answer.field, each) for each in answer.values]
    if answer.other:
        named.append(materials.say("any other"))
    if answer.more:
        named.append(materials.wording.count("{n} more", "{n} more", answer.more))
    *first, last = named or [""]
    return materials.say(" or ").join([", ".join(first), last]) if first else last


def _bounds(materials: Materials, asked: AskedField) -> Iterator[str]:
    if asked.min is not None:
        least = materials.formats.number(asked.min)
        yield materials.say("at least {number}", number=least)
    if asked.max is not None:
        most = materials.formats.number(asked.max)
        yield materials.say("at most {number}", number=most)


def _declared(materials: Materials, kind: str, field: str) -> FieldRecord | None:
    record = materials.assessment.kinds.get(kind)
    return record.fields.get(field) if record else None

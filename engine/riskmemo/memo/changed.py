"""Changes of facts in words: the value of a field as it is, and as it would be."""

import datetime

from riskmemo.memo.materials import Materials, shortened
from riskmemo.memo.view import Runs, Strong
from riskmemo.memo.wording import joined
from riskmemo.model.base import Scalar
from riskmemo.model.counterfactual import Change
from riskmemo.model.vocabulary import BUILT_IN_FIELDS, FieldType

ALIKE = 2
"""Values beside the first that are named where several do the same."""


def fact_words(materials: Materials, fact: str) -> Runs:
    """What a fact states, cut short, with its citation."""
    record = materials.facts.get(fact)
    return joined([shortened(record.says if record else fact), materials.cite_evidence([fact])])


def change_words(materials: Materials, change: Change) -> Runs:
    """A change, as `status: signed → in force`, or that there is no such fact."""
    if change.field is None:
        return joined([materials.say("is known to be absent")])
    return materials.wording.runs(
        "{field}: {before} → {after}",
        field=field_words(change.field),
        before=value_words(materials, change.kind, change.field, change.before),
        after=values_words(materials, change.kind, change.field, (change.after, *change.alike)),
    )


def field_words(field: str) -> str:
    """The name of a field as words."""
    return field.replace("_", " ")


def values_words(materials: Materials, kind: str, field: str, values: tuple[Scalar, ...]) -> Runs:
    """Values that do the same, the first in bold, some of the others beside it."""
    first, *others = [value_words(materials, kind, field, value) for value in values]
    named = others[:ALIKE] + ([materials.say("others")] if len(others) > ALIKE else [])
    return joined([Strong(first), *named], between=materials.say(" or "))


def value_words(materials: Materials, kind: str, field: str, value: Scalar) -> str:
    """A value in the memo's language."""
    declared = materials.assessment.kinds[kind].fields.get(field)
    is_date = field in BUILT_IN_FIELDS or (declared and declared.type is FieldType.DATE)
    match value:
        case None:
            return materials.say("unknown")
        case bool():
            return materials.say("yes") if value else materials.say("no")
        case str() if is_date:
            return materials.formats.date(datetime.date.fromisoformat(value))
        case str() if declared and declared.type is FieldType.COUNTRY:
            return materials.formats.country(value)
        case str() if declared and declared.type is FieldType.CATEGORY:
            return value.replace("_", " ")
        case str():
            return value
        case _ if declared and declared.type is FieldType.SHARE:
            return materials.formats.percent(value)
        case _:
            unit = declared.unit if declared else None
            return materials.formats.money(value, unit) if unit else materials.formats.number(value)

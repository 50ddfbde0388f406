"""What a rule, aggregate or leaf looks at: nothing else can change what it finds."""

from riskmemo.language.bodies import all_patterns
from riskmemo.language.program import TypedRule
from riskmemo.language.replacing import Body, expressions_of
from riskmemo.language.tree import fields_of
from riskmemo.model.vocabulary import CONDUCT_NAMES

Place = str | tuple[str, str]
"""A kind (facts come or go) or a field of it (a value changes)."""
Places = frozenset[Place]


def places_read(body: Body) -> Places:
    """The kinds that a body matches and the fields that it reads, absences included.

    A rule behind the identity gate also asks whether conduct names organisation, place and date.
    """
    kinds: dict[str, set[str]] = {}
    for alias, kind in all_patterns(body.query):
        kinds.setdefault(alias, set()).add(kind)
    named = [
        (field.alias, field.name) for each in expressions_of(body) for field in fields_of(each)
    ]
    if isinstance(body, TypedRule) and body.uses_identity:
        named += [(alias, name) for alias in body.conduct for name in CONDUCT_NAMES]
    fields = ((kind, name) for alias, name in named for kind in kinds.get(alias, ()))
    return frozenset(kind for each in kinds.values() for kind in each) | frozenset(fields)

"""Which uncertain things a rule, aggregate or leaf can see at all.

A fact that a pattern refuses whatever is uncertain about it (another state, another direction of
trade) is none of the business of what matches that pattern.
"""

from collections.abc import Iterable, Iterator, Mapping

from riskmemo.analysis.supposing.reads import Places, places_read
from riskmemo.analysis.uncertainty.uncertain import Uncertain
from riskmemo.language.meaning import value_of
from riskmemo.language.program import Query, TypedRule
from riskmemo.language.replacing import Body, expressions_of
from riskmemo.language.tree import Expression, fields_of
from riskmemo.model.facts import Fact, Setting
from riskmemo.model.vocabulary import CONDUCT_NAMES


def sees(
    body: Body, each: Uncertain, facts: Mapping[str, Fact], varied: Places, setting: Setting
) -> bool:
    """Whether a body may find something else because of an uncertain thing.

    `varied` are the (fact, field) pairs of everything uncertain, `facts` the base facts by id.
    """
    if each.place is None or each.place not in places_read(body):
        return False
    if each.what == "conflict":
        return any(_may_bind(body, facts[name], varied, setting, None) for name in each.of)
    if each.what == "value":
        name, where = each.of
        return _may_bind(body, facts[name], varied, setting, where)
    return True


def varied_fields(uncertain: Iterable[Uncertain]) -> Places:
    """The (fact, field) pairs of uncertain things."""
    pairs = (each.of for each in uncertain if each.what == "value")
    return frozenset((name, where) for name, where in pairs)


def _may_bind(body: Body, fact: Fact, varied: Places, setting: Setting, where: str | None) -> bool:
    """Whether some pattern may bind a fact, one that reads the field if there is one."""
    for query in _queries(body.query):
        for alias, kind in query.patterns:
            if kind == fact.kind and (where is None or where in _read_of(body, alias)):
                own = [each for each in query.where if _own(each, alias, fact, varied)]
                if all(value_of(each, {alias: fact}, setting) is not False for each in own):
                    return True
    return False


def _queries(query: Query) -> Iterator[Query]:
    yield query
    for inner in query.unless:
        yield from _queries(inner)


def _own(condition: Expression, alias: str, fact: Fact, varied: Places) -> bool:
    """Whether a condition reads only the fact, and nothing of it that is uncertain."""
    read = list(fields_of(condition))
    return bool(read) and all(
        each.alias == alias and (fact.id, each.name) not in varied for each in read
    )


def _read_of(body: Body, alias: str) -> frozenset[str]:
    """The fields of an alias that a body reads, those the identity gate asks for included."""
    read = {
        field.name
        for each in expressions_of(body)
        for field in fields_of(each)
        if field.alias == alias
    }
    if isinstance(body, TypedRule) and body.uses_identity and alias in body.conduct:
        read |= set(CONDUCT_NAMES)
    return frozenset(read)

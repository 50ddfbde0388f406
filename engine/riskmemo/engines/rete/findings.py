"""Derived facts: those of rules, and those of aggregates, merged where they are equal."""

from collections.abc import Iterable, Mapping, Sequence

from riskmemo.engines.rete.closures import Known
from riskmemo.engines.rete.network import AggregateNode
from riskmemo.language import values
from riskmemo.language.canonical import sort_key
from riskmemo.language.meaning import Bindings, Truth
from riskmemo.language.program import AggregateCall
from riskmemo.model.facts import Fact, Value
from riskmemo.model.points import MICRO, divide_half_up, to_micro

Row = tuple[Bindings, bool]
"""A combination of facts, and whether all that is asked of it is known."""


def evidence_of(facts: Iterable[Fact]) -> frozenset[str]:
    """The base facts on which facts rest."""
    first, *others = [fact.evidence for fact in facts] or [frozenset()]
    return first.union(*others) if others else first


def merged(kind: str, found: Iterable[Fact]) -> list[Fact]:
    """Equal findings made one, numbered by their fields in the order of names and values."""
    same: dict[tuple[tuple[str, Value], ...], list[Fact]] = {}
    for fact in found:
        same.setdefault(tuple(sorted(fact.values.items())), []).append(fact)
    ordered = sorted(same, key=lambda fields: [sort_key(value) for _, value in fields])
    return [
        Fact(
            id=f"{kind}/{number}",
            kind=kind,
            values=dict(fields),
            certain=any(fact.certain for fact in same[fields]),
            evidence=evidence_of(same[fields]),
        )
        for number, fields in enumerate(ordered, start=1)
    ]


def groups_of(
    node: AggregateNode, found: Iterable[tuple[Bindings, Truth]], known: Known
) -> Mapping[tuple[Value, ...], list[Row]]:
    """The rows of each group; a row with an unknown group stands in one of its own."""
    groups: dict[tuple[Value, ...], list[Row]] = {}
    for bound, truth in found:
        group = tuple([value(bound, known) for _, value in node.group_by])
        sure = truth is True and None not in group and not any(map(may_merge, bound.values()))
        groups.setdefault(group, []).append((bound, sure))
    return groups


def may_merge(fact: Fact) -> bool:
    """Whether a fact is a finding that may turn out equal to another once a field is known."""
    return "/" in fact.id and None in fact.values.values()


def aggregated(
    node: AggregateNode, groups: Mapping[tuple[Value, ...], list[Row]], known: Known
) -> list[Fact]:
    """One finding a group; its aggregates are unknown where any row that may belong to it is."""
    some_group_unknown = any(None in group for group in groups)
    names, arguments = [name for name, _ in node.group_by], dict(node.arguments)
    found = []
    for group, rows in groups.items():
        sure = not some_group_unknown and all(decided for _, decided in rows)
        totals: dict[str, Value] = {}
        for call in node.typed.fields:
            value = arguments.get(call.field)
            column = [value(bound, known) if value else None for bound, _ in rows] if sure else []
            totals[call.field] = _total(call, column) if sure else None
        fields = {**dict(zip(names, group, strict=True)), **totals}
        evidence = evidence_of(fact for bound, _ in rows for fact in bound.values())
        certain = any(decided for _, decided in rows)
        found.append(Fact("", node.typed.kind, fields, (), certain, evidence))
    return found


def _total(call: AggregateCall, column: Sequence[Value]) -> Value:
    """An aggregate of one column; unknown where a value of it is. A count has no values."""
    if call.argument is None:
        return float(len(column))
    return None if None in column else _of_known(call, column)


def _of_known(call: AggregateCall, found: Sequence[Value]) -> Value:
    match call.function:
        case "min":
            return min(found, key=sort_key)
        case "max":
            return max(found, key=sort_key)
        case "count" | "count_distinct":
            return float(len(set(found)))
        case "sum":
            return values.bounded(float(_micro(found)) / MICRO)
        case "mean":
            return values.bounded(float(divide_half_up(_micro(found), len(found))) / MICRO)


def _micro(found: Sequence[Value]) -> int:
    return sum(to_micro(value) for value in found if isinstance(value, float))

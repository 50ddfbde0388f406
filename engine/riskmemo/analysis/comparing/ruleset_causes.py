"""What differs between two rulesets, as far as scores can see it."""

import json
from collections.abc import Iterator, Mapping

from riskmemo.model.base import Record
from riskmemo.model.comparison import Cause, CauseChange, CauseGroup, Detail
from riskmemo.model.ruleset import (
    Aggregate,
    Branch,
    FactsLeaf,
    Parameter,
    Rule,
    Ruleset,
    RulesLeaf,
)

Node = RulesLeaf | FactsLeaf | Branch

UNSEEN = frozenset({"title", "doc", "rationale", "source", "says", "bears_on"})
"""Keys of rules and aggregates that no score can see."""

SETTINGS: Mapping[str, tuple[str, ...]] = {
    "weights": ("of",),
    "formula": ("combine", "power"),
    "value": ("match", "where", "value"),
    "missing": ("missing",),
    "cap": ("cap",),
    "floor": ("floor",),
    "rounding": ("round",),
    "polarity": ("polarity",),
}
"""What is set at a node of the score tree, each a cause of its own, with its keys."""


def ruleset_causes(old: Ruleset, new: Ruleset) -> Iterator[Cause]:
    """The rules, parameters, derived kinds and settings of scores that differ."""
    yield from _rules(old, new)
    yield from _parameters(old, new)
    yield from _aggregates(old, new)
    if old.scale != new.scale:
        details = tuple(_differences(_shown(old.scale), _shown(new.scale)))
        yield Cause(
            id="scale", group="scores", name="scale", title=None, change="changed", details=details
        )
    for name in sorted(old.scores.keys() & new.scores.keys()):
        yield from _node(name, old.scores[name], new.scores[name])


def meaning(record: Record) -> Mapping[str, object]:
    """A rule or aggregate as far as scores can see it."""
    return record.model_dump(mode="json", exclude=set(UNSEEN))


def derived_kinds(ruleset: Ruleset) -> frozenset[str]:
    """The kinds that aggregates and rules make."""
    made = {rule.derives.kind for rule in ruleset.rules if rule.derives}
    return frozenset(made | ruleset.derive.keys())


def _rules(old: Ruleset, new: Ruleset) -> Iterator[Cause]:
    before, after = ({rule.id: rule for rule in each.rules} for each in (old, new))
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if not (was and now and meaning(was) == meaning(now)):
            yield _cause("rule", name, "rules", was, now)


def _aggregates(old: Ruleset, new: Ruleset) -> Iterator[Cause]:
    """Aggregates that differ; one whose kind only one ruleset has comes with what reads it."""
    kinds = derived_kinds(old) & derived_kinds(new)
    for name in sorted((old.derive.keys() | new.derive.keys()) & kinds):
        was, now = old.derive.get(name), new.derive.get(name)
        if not (was and now and meaning(was) == meaning(now)):
            yield _cause("kind", name, "derived kinds", was, now)


def _cause(
    what: str,
    name: str,
    group: CauseGroup,
    old: Rule | Aggregate | None,
    new: Rule | Aggregate | None,
) -> Cause:
    change: CauseChange = "added" if old is None else "removed" if new is None else "changed"
    read = new or old
    both = tuple(_differences(_flat(old), _flat(new))) if old and new else ()
    title = read.title if read else None
    return Cause(
        id=f"{what} {name}", group=group, name=name, title=title, change=change, details=both
    )


def _parameters(old: Ruleset, new: Ruleset) -> Iterator[Cause]:
    """Parameters with another value; one that only one ruleset has comes with what reads it."""
    for name in sorted(old.parameters.keys() & new.parameters.keys()):
        was, now = old.parameters[name], new.parameters[name]
        before, after = (each.value if isinstance(each, Parameter) else each for each in (was, now))
        if float(before) != float(after):
            yield Cause(
                id=f"parameter {name}",
                group="parameters",
                name=name,
                title=now.doc if isinstance(now, Parameter) else None,
                change="changed",
                details=(Detail(what="value", before=f"{before:g}", after=f"{after:g}"),),
            )


def _node(name: str, old: Node, new: Node) -> Iterator[Cause]:
    if type(old) is not type(new):
        yield _setting(
            "score", name, new, Detail(what="made of", before=_made(old), after=_made(new))
        )
        return
    for setting, keys in SETTINGS.items():
        before, after = ({key: getattr(each, key, None) for key in keys} for each in (old, new))
        if before != after:
            told = tuple(_differences(_flat_of(before), _flat_of(after)))
            yield _setting(setting, name, new, *told)


def _setting(what: str, name: str, node: Node, *details: Detail) -> Cause:
    return Cause(
        id=f"{what} {name}",
        group="scores",
        name=name,
        title=node.title,
        change="changed",
        details=details,
    )


def _made(node: Node) -> str:
    return "scores" if isinstance(node, Branch) else node.source


# --- what reads otherwise -------------------------------------------------------------------------


def _flat(record: Record | None) -> dict[str, object]:
    return _flat_of(meaning(record)) if record else {}


def _flat_of(data: Mapping[str, object]) -> dict[str, object]:
    """Plain data with the maps inside it opened: `contributes.points`."""
    flat: dict[str, object] = {}
    for key, given in data.items():
        value = given.model_dump(mode="json") if isinstance(given, Record) else given
        if isinstance(value, Mapping):
            flat |= {f"{key}.{inner}": each for inner, each in _flat_of(value).items()}
        else:
            flat[key] = value
    return flat


def _shown(record: Record) -> dict[str, object]:
    return _flat_of(record.model_dump(mode="json"))


def _differences(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Detail]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before != after:
            yield Detail(what=key, before=_text(before), after=_text(after))


def _text(value: object) -> str | None:
    """A value as text: numbers and words as they are, the rest as JSON."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:g}" if isinstance(value, float) else str(value)

"""A pair on which engines differ, made smaller for as long as they still differ."""

import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from tests.fuzzing.cases import WrittenCase
from tests.fuzzing.simpler import simpler_texts, simpler_values
from tests.fuzzing.written import Pair, WrittenRuleset

Differs = Callable[[Pair], bool]
Place = tuple[Any, ...]
EXPRESSIONS = frozenset({"where", "fields", "group_by", "strength", "value"})
"""Where a ruleset has expressions."""


def shrunk(pair: Pair, differs: Differs, seconds: float = 60) -> Pair:
    """The smallest pair found in the time; `differs` says whether a smaller one will do."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        better = next((each for each in _in_time(smaller(pair), end) if differs(each)), None)
        if better is None:
            break
        pair = _repeated(pair, better, differs, end)
    return pair


def _in_time(pairs: Iterator[Pair], end: float) -> Iterator[Pair]:
    for each in pairs:
        if time.monotonic() > end:
            return
        yield each


def _repeated(before: Pair, pair: Pair, differs: Differs, end: float) -> Pair:
    """The pair with everything else taken away that can be, in one sweep from its end."""
    if len(before.case.facts) == len(pair.case.facts):
        return pair
    for name in list(pair.case.facts):
        if time.monotonic() > end:
            break
        tried = _with_case(pair, facts={n: r for n, r in pair.case.facts.items() if n != name})
        pair = tried if differs(tried) else pair
    return pair


def smaller(pair: Pair) -> Iterator[Pair]:
    """Every pair that is one step smaller, those that lose most first."""
    yield from _fewer_facts(pair)
    yield from _smaller_rulesets(pair)
    yield from _smaller_facts(pair)
    yield from _simpler_cases(pair)


def _fewer_facts(pair: Pair) -> Iterator[Pair]:
    names = list(pair.case.facts)
    size = len(names)
    while size:
        size //= 2
        for start in range(0, len(names), max(1, size)):
            gone = set(names[start : start + max(1, size)])
            left = {name: row for name, row in pair.case.facts.items() if name not in gone}
            yield _with_case(pair, facts=left)


def _smaller_facts(pair: Pair) -> Iterator[Pair]:
    for name, row in pair.case.facts.items():
        for field, value in row.items():
            if field == "kind":
                continue
            less = {key: each for key, each in row.items() if key != field}
            rows = [less, *({**row, field: each} for each in simpler_values(value))]
            for changed in rows:
                yield _with_case(pair, facts={**pair.case.facts, name: changed})


def _simpler_cases(pair: Pair) -> Iterator[Pair]:
    plain = WrittenCase(pair.case.facts)
    for what in ("searched", "as_of", "horizon", "subject"):
        if getattr(pair.case, what) != getattr(plain, what):
            yield _with_case(pair, **{what: getattr(plain, what)})


def _with_case(pair: Pair, **changed: Any) -> Pair:
    return replace(pair, case=replace(pair.case, **changed))


def _smaller_rulesets(pair: Pair) -> Iterator[Pair]:
    ruleset = pair.ruleset
    for place in places(ruleset.parts):
        yield replace(pair, ruleset=replace(ruleset, parts=_without(ruleset.parts, place)))
    for place, text in expressions(ruleset.parts):
        for simpler in simpler_texts(text):
            parts = _changed(ruleset.parts, place, simpler)
            yield replace(pair, ruleset=replace(ruleset, parts=parts))
    yield from _smaller_words(pair)


def _smaller_words(pair: Pair) -> Iterator[Pair]:
    """Kinds and fields that nobody needs; their facts go with them."""
    kinds = pair.ruleset.kinds
    for kind, fields in kinds.items():
        left = {name: row for name, row in pair.case.facts.items() if row["kind"] != kind}
        words = {name: each for name, each in kinds.items() if name != kind}
        yield Pair(WrittenRuleset(words, pair.ruleset.parts), replace(pair.case, facts=left))
        for field in fields:
            words = {**kinds, kind: {n: each for n, each in fields.items() if n != field}}
            rows = {
                name: {n: v for n, v in row.items() if row["kind"] != kind or n != field}
                for name, row in pair.case.facts.items()
            }
            yield Pair(WrittenRuleset(words, pair.ruleset.parts), replace(pair.case, facts=rows))


def places(parts: Any) -> Iterator[Place]:
    """Whatever may be taken away from a ruleset, the outermost and the last first."""
    waiting: list[tuple[Place, Any]] = [((), parts)]
    while waiting:
        deeper: list[tuple[Place, Any]] = []
        for place, value in waiting:
            keys = list(value) if isinstance(value, dict) else range(len(value))
            for key in reversed(keys):
                inner = (*place, key)
                yield inner
                if isinstance(value[key], dict | list):
                    deeper.append((inner, value[key]))
        waiting = deeper


def expressions(parts: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every expression of a ruleset, with its place."""
    if isinstance(parts, dict | list):
        for key in parts if isinstance(parts, dict) else range(len(parts)):
            yield from expressions(parts[key], (*place, key))
    elif isinstance(parts, str) and not EXPRESSIONS.isdisjoint(place):
        yield place, parts


def _without(parts: Any, place: Place) -> Any:
    """A ruleset without what stands at a place; without an alias also without what reads it."""
    changed = deepcopy(parts)
    inside = _at(changed, place[:-1])
    del inside[place[-1]]
    if len(place) > 1 and place[-2] == "match":
        _forget(_at(changed, place[:-2]), f"{place[-1]}.")
    return changed


def _forget(body: Any, alias: str) -> None:
    """Take conditions that read an alias out of a body and its absences."""
    for each in (body, *body.get("unless", ())):
        if "where" in each:
            each["where"] = [text for text in each["where"] if alias not in str(text)]


def _changed(parts: Any, place: Place, value: Any) -> Any:
    changed = deepcopy(parts)
    _at(changed, place[:-1])[place[-1]] = value
    return changed


def _at(parts: Any, place: Place) -> Any:
    for key in place:
        parts = parts[key]
    return parts

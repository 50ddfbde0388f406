"""What keeps a rule from firing, in words."""

from collections.abc import Iterator, Mapping
from textwrap import wrap

from riskmemo.cli.strips import signed
from riskmemo.cli.trees import Twig, drawn
from riskmemo.cli.why_told import computed, condition, counted, value
from riskmemo.errors import visible
from riskmemo.model.why_not import Change, Near, NewFact, PatternWhyNot, WhyNot

OUTCOMES = {
    "matched": "it fires",
    "held at zero": "it matches, and the identity gate holds it at zero",
    "gap": "it does not fire: only missing information prevents a match",
    "no match": "it does not fire: no facts satisfy it",
    "not evaluable": "it does not fire: of a kind that it matches nothing is known, and nobody "
    "searched for it",
}


def told(found: WhyNot, titles: Mapping[str, str], width: int, *, boxes: bool) -> Iterator[str]:
    """The whole answer, `width` columns wide; `titles` are those of the scores."""
    yield from _paragraph(f"{found.title} ({found.rule})", width)
    yield from _paragraph(f"{_outcome(found)}; {_counts_in(found)}", width)
    for heading, twigs in _parts(found, titles):
        yield ""
        yield from drawn(Twig(heading, (), twigs), width, boxes=boxes)


def _parts(found: WhyNot, titles: Mapping[str, str]) -> Iterator[tuple[str, list[Twig]]]:
    yield "what it matches", [Twig(_pattern(each)) for each in found.patterns]
    if found.matches:
        more = f", the first {len(found.matches)}" if found.matched > len(found.matches) else ""
        heading = f"{counted(found.matched, 'match', 'matches')}{more}"
        yield (
            heading,
            [
                Twig(f"{match.id}: {_bound(match.facts)}", (*map(condition, match.conditions),))
                for match in found.matches
            ],
        )
    if found.nearest:
        other = "the nearest other combinations" if found.fires else "the nearest combinations"
        yield f"{other} {_looked_at(found)}", [_near(each) for each in found.nearest]
    if found.find_out:
        listed = [Twig(f"{each.field} of {each.fact}") for each in found.find_out]
        yield "what is to be found out", listed
    if not found.fires:
        yield (
            _heading(found),
            [_change(each, titles) for each in found.changes]
            or [Twig(each) for each in found.unsolved],
        )


def _outcome(found: WhyNot) -> str:
    gate_is_idle = found.fires and found.outcome == "held at zero"
    return OUTCOMES["matched" if gate_is_idle else found.outcome]


def _counts_in(found: WhyNot) -> str:
    if found.hypothesis is None:
        return "it counts in the base and in every scenario"
    text = f"it counts in the scenario {found.hypothesis} only"
    return text if found.raised else f"{text}, whose claim the case does not hold"


def _pattern(pattern: PatternWhyNot) -> str:
    count = counted(pattern.facts, "fact")
    text = f"{pattern.alias}: {pattern.title} ({pattern.kind}), {count}"
    if not pattern.facts and pattern.searched:
        text += "; it was searched for"
    if pattern.derived_by:
        text += f"; derived by {', '.join(pattern.derived_by)}"
    if pattern.aggregated_from:
        text += f"; aggregated from {', '.join(pattern.aggregated_from)}"
    return text


def _looked_at(found: WhyNot) -> str:
    rest = "no other is nearer" if found.proven else "there are too many to look at all"
    rest = "all there are" if found.every else rest
    return f"({counted(found.looked_at, 'combination')} looked at: {rest})"


def _near(near: Near) -> Twig:
    open_ones = [f"{near.false} false"] if near.false else []
    open_ones += [f"{near.unknown} unknown"] if near.unknown else []
    below = [condition(each) for each in near.conditions]
    for absence in near.absences:
        below.append(condition(absence.tested))
        below += [f"  in the way: {_bound(blocker)}" for blocker in absence.blockers]
    below += [f"unknown: whether there is {near.facts[alias]}" for alias in near.uncertain]
    if near.strength and near.strength.value is None:
        below.append(f"unknown: strength {computed(near.strength)}")
    if near.gate and near.gate.open is not True:
        below.append(f"the identity gate needs {near.gate.needs}")
    return Twig(f"{_bound(near.facts)}: {' and '.join(open_ones) or 'all true'}", below)


def _heading(found: WhyNot) -> str:
    if found.changes:
        sure = "no smaller one exists" if found.smallest else "the smallest that were found"
        return f"what would make it fire (each was tried on the whole case; {sure})"
    stopped = ", and the search was stopped at its limit" if found.search == "stopped" else ""
    compared = "; these conditions were in the way" if found.unsolved else ""
    return f"no change was found that makes it fire{stopped}{compared}"


def _change(change: Change, titles: Mapping[str, str]) -> Twig:
    words = [
        f"{each.field} of {each.fact}: {_then(each.then, any_value=each.any_value)} "
        f"(now {value(each.now)})"
        for each in change.settings
    ]
    words += [f"{each} would have to be absent" for each in change.absent]
    words += [_new(each) for each in change.added]
    moves = [
        f"{titles.get(score, score)} {'comes or goes' if move is None else signed(move, 6)}"
        for score, move in change.moves.items()
    ]
    return Twig("; ".join(words), [f"then {', '.join(moves)}" if moves else "no score moves"])


def _new(fact: NewFact) -> str:
    fields = ", ".join(
        f"{name} {_then(each, any_value=name in fact.any_value)}"
        for name, each in fact.fields.items()
    )
    states = f"; it must also state {', '.join(fact.also_states)}" if fact.also_states else ""
    graded = "; graded C3 or better" if fact.graded else ""
    return f"a new fact, {fact.title} ({fact.kind}), with {fields or 'any values'}{states}{graded}"


def _then(then: object, *, any_value: bool) -> str:
    return "any value" if any_value else value(then)  # type: ignore[arg-type]


def _bound(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{alias} = {name}" for alias, name in facts.items())


def _paragraph(text: str, width: int) -> list[str]:
    return wrap(visible(text), width, subsequent_indent="  ")

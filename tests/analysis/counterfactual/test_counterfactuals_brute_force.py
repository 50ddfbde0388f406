"""Counterfactuals against every change there is: nothing smaller is overlooked, all of it is so."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import riskmemo
from riskmemo.analysis.basis import Basis
from riskmemo.engines import definition
from riskmemo.evaluate import Evaluation, evaluate
from riskmemo.model.case import Case, Search
from riskmemo.model.counterfactual import Change, Counterfactual, Counterfactuals
from riskmemo.model.facts import Fact
from riskmemo.scoring.tree import Score
from tests.building import LEAF, Data, case, program, rule, vocabulary
from tests.fuzzing.cases import written_case
from tests.fuzzing.written import drawn

WORDS = vocabulary(
    {
        "f": {"a": "bool", "c": ["x", "y", "z"], "w": "share"},
        "g": {"b": "bool", "c": ["x", "y", "z"], "v": "share"},
    }
)
SHARES = (0.0, 0.199, 0.2, 0.201, 0.499, 0.5, 0.501, 1.0)
"""Of the shares only those next to a threshold of the rules below can make a difference."""
VALUES: Mapping[str, tuple[Any, ...]] = {
    "a": (False, True),
    "b": (False, True),
    "c": ("x", "y", "z"),
    "w": SHARES,
    "v": SHARES,
}
FIELDS = {"f": ("a", "c", "w"), "g": ("b", "c", "v")}
ALONE = {
    "f": ("p.a", "not p.a", 'p.c == "x"', 'p.c in ["x", "y"]', "p.w >= 0.5", "p.w < 0.2"),
    "g": ("q.b", 'q.c != "x"', "q.v > 0.5", "q.v <= 0.2"),
}
DERIVED = {
    "d": ('d.c == "x"', "d.w >= 0.5", "d.w < 0.2"),
    "m": ("m.n >= 2", "m.low > 0.2", 'm.c != "z"'),
}
MANY = {
    "match": {"p": "f"},
    "group_by": {"c": "p.c"},
    "fields": {"n": "count()", "low": "min(p.w)"},
}
JOINED = ("p.c == q.c", "p.a == q.b", "p.w > 0.2 or q.b")
TABLE = {
    "five": [{"levels": [{"label": f"B{begin}", "begins": begin} for begin in (0, 15, 25, 40, 60)]}]
}
PROGRAMS = 40
"""Random rulesets that are tried."""
Way = tuple[tuple[str, str], Any]
"""(fact, field) and another value, or (fact, `~`) and nothing."""
Rank = tuple[float, tuple[tuple[str, str], ...]]


@st.composite
def rules(draw: st.DrawFn) -> list[Data]:
    """A few rules over one or two facts, now and then with an absence."""
    made: list[Data] = []
    for number in range(draw(st.integers(1, 3))):
        kinds = draw(st.sampled_from([("f",), ("g",), ("f", "g")]))
        choices = [each for kind in kinds for each in ALONE[kind]]
        choices += JOINED if len(kinds) == 2 else ()
        where = draw(st.lists(st.sampled_from(choices), min_size=1, max_size=3, unique=True))
        more: dict[str, Any] = {}
        if kinds == ("f",) and draw(st.booleans()):
            more["unless"] = [{"match": {"q": "g"}, "where": ["q.b", "q.c == p.c"]}]
        points = draw(st.sampled_from([10, 20, 30, -10]))
        leaf = draw(st.sampled_from(["one", "two"]))
        how = draw(st.sampled_from([{}, {"per_rule": "sum", "cap": 40}]))
        match = {"p" if kind == "f" else "q": kind for kind in kinds}
        given = {"to": leaf, "points": points, **how}
        made.append(rule(f"r{number}", match, where, contributes=given, **more))
    return [*made, *(draw(over_findings()) if draw(st.booleans()) else ())]


@st.composite
def over_findings(draw: st.DrawFn) -> list[Data]:
    """A rule that derives, and one over what it derives or over an aggregate."""
    first = draw(st.sampled_from(ALONE["f"]))
    derives = {"kind": "d", "fields": {"c": "p.c", "w": "p.w"}}
    kind = draw(st.sampled_from(sorted(DERIVED)))
    where = draw(st.lists(st.sampled_from(DERIVED[kind]), min_size=1, max_size=2, unique=True))
    given = {
        "to": draw(st.sampled_from(["one", "two"])),
        "points": draw(st.sampled_from([20, -10])),
    }
    return [
        rule("make", {"p": "f"}, [first], derives=derives),
        rule("read", {kind: kind}, where, contributes=given),
    ]


def rows(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """A fact of a kind, some fields unknown."""
    values = {"w": (0.1, 0.3, 0.7), "v": (0.1, 0.3, 0.7)}
    fields = {
        name: st.one_of(st.none(), st.sampled_from(values.get(name, VALUES[name])))
        for name in FIELDS[kind]
    }
    return st.fixed_dictionaries({"kind": st.just(kind), **fields})


FACTS = st.lists(st.one_of(rows("f"), rows("g")), min_size=1, max_size=3)
TREES = st.sampled_from(["weighted_mean", "sum", "max", "geometric_mean"])
POLICIES = st.sampled_from(["zero", "require", {"minimum_coverage": 0.6}, "worst"])


@settings(max_examples=40)
@given(rules(), FACTS, TREES, POLICIES)
def test_nothing_smaller_is_overlooked(
    written: list[dict[str, Any]], facts: list[dict[str, Any]], tree: str, policy: Any
) -> None:
    """Over all values, absences and pairs the smallest changes are just those that are told."""
    leaf = {**LEAF, "missing": policy}
    top = {
        "title": "Top", "polarity": "risk", "of": {"one": 1, "two": 1}, "combine": tree,
        "missing": "zero" if tree == "sum" else "renormalise", "bands": "five",
    }  # fmt: skip
    made = program(
        WORDS,
        rules=written,
        derive={"m": MANY},
        scores={"one": leaf, "two": leaf, "top": top},
        bands=TABLE,
    )
    assumed = case({f"F{n}": row for n, row in enumerate(facts)}, searched=("f", "g"))
    basis = riskmemo.examine(assumed, made)
    found = riskmemo.counterfactuals(basis, limit=100_000)
    if not found.scores:
        return
    for up in (True, False):
        course = found.scores[0].up if up else found.scores[0].down
        singles, pairs = every_change(basis, up=up)
        assert [rank_of(each) for each in course.single] == shortest(singles)
        assert [rank_of(each) for each in course.pairs] == shortest(pairs)
        assert course.untried == 0


def every_change(basis: Basis, *, up: bool) -> tuple[list[Rank], list[Rank]]:
    """The ranks of all changes, and of all pairs of which both are needed, that move the band."""
    ways = [way for fact in basis.found.facts for way in ways_of(fact)]
    alone = {way: moves(basis, (way,), up=up) for way in ways}
    singles = [rank(basis, (way,)) for way in ways if alone[way]]
    pairs = [
        rank(basis, pair)
        for pair in combinations(ways, 2)
        if not (alone[pair[0]] or alone[pair[1]] or clash(*pair)) and moves(basis, pair, up=up)
    ]
    return singles, pairs


def ways_of(fact: Fact) -> Iterator[Way]:
    """Every other value of every field of a fact, and its absence."""
    for field in FIELDS[fact.kind]:
        for value in VALUES[field]:
            if value != fact.values[field]:
                yield (fact.id, field), value
    yield (fact.id, "~"), None


def clash(first: Way, second: Way) -> bool:
    """Whether two changes cannot both be so."""
    (one, field), (other, another) = first[0], second[0]
    return one == other and (field == another or "~" in {field, another})


def moves(basis: Basis, ways: tuple[Way, ...], *, up: bool) -> bool:
    """Whether changes move the band of the total that way, by the definition of the language."""
    gone = {place[0] for place, _ in ways if place[1] == "~"}
    values = {place: value for place, value in ways if place[1] != "~"}
    facts = tuple(
        replace(fact, values={
            name: values.get((fact.id, name), value) for name, value in fact.values.items()
        })
        for fact in basis.found.facts
        if fact.id not in gone
    )  # fmt: skip
    after = total(replace(basis.found, facts=facts))
    now = total(basis.found)
    if after.value is None or now.value is None or after.value == now.value:
        return False
    crossed = basis.band("top", after.value) != basis.band("top", now.value)
    return crossed and (after.value > now.value) is up


def total(found: Evaluation) -> Score:
    """The total over some facts."""
    answer = definition.answer(found.program, found.facts, found.setting)
    return replace(found, answer=answer).scores()["top"]


def rank(basis: Basis, ways: tuple[Way, ...]) -> Rank:
    """How small changes are, as the page on analyses says."""
    now = {fact.id: fact.values for fact in basis.found.facts}
    distance = 0.0
    for (fact, field), value in ways:
        before = None if field == "~" else now[fact][field]
        known = isinstance(before, float) and isinstance(value, float)
        distance += abs(value - before) if known else 1.0
    return round(distance, 6), tuple(sorted(place for place, _ in ways))


def shortest(ranks: list[Rank]) -> list[Rank]:
    """The five smallest, without those that do more than another at the same facts."""
    kept: list[Rank] = []
    for distance, places in sorted(ranks):
        more = any(
            all(a == b or (a[0] == b[0] and a[1] == "~") for a, b in zip(places, less, strict=True))
            for _, less in kept
        )
        if not more:
            kept.append((distance, places))
    return kept[:5]


def rank_of(found: Counterfactual) -> Rank:
    """The rank of what is told."""
    places = tuple((change.fact, change.field or "~") for change in found.changes)
    return round(float(found.distance), 6), places


# --- random rulesets ------------------------------------------------------------------------------


def test_what_is_told_of_a_random_ruleset_is_so() -> None:
    """In a case changed by hand each counterfactual gives the value and band that it tells."""
    random = Random("counterfactuals")  # noqa: S311  (no secret hangs on it)
    checked = 0
    for _ in range(PROGRAMS):
        basis = random_basis(random)
        if basis is None:
            continue
        found = riskmemo.counterfactuals(basis, limit=200)
        assert found == riskmemo.counterfactuals(basis, limit=200)
        for courses in found.scores:
            for up, course in ((True, courses.up), (False, courses.down)):
                for each in course.all:
                    check(basis, courses.score, each, up=up)
                    checked += 1
    assert checked > PROGRAMS // 2


def random_basis(random: Random) -> Basis | None:
    """A random ruleset whose scores have bands, with a random case; none where it is refused."""
    made = drawn(random)
    parts = {name: dict(node) for name, node in made.ruleset.parts["scores"].items()}
    scale = made.ruleset.parts.get("scale", {"min": 0, "max": 100})
    span = scale["max"] - scale["min"]
    levels = [{"label": f"B{n}", "begins": scale["min"] + span * n / 8} for n in range(8)]
    for node in parts.values():
        node["bands"] = "eight"
    scores = {"scores": parts, "bands": {"eight": [{"levels": levels}]}}
    ruleset = replace(made.ruleset, parts={**made.ruleset.parts, **scores})
    written = written_case(random, made.kinds)
    try:
        assumed = case(
            written.facts,
            as_of=written.as_of,
            horizon=written.horizon,
            subject=written.subject,
            searched=written.searched,
        )
        return riskmemo.examine(assumed, ruleset.typed())
    except (riskmemo.RiskmemoError, ValidationError):
        return None


def check(basis: Basis, score: str, told: Counterfactual, *, up: bool) -> None:
    """A counterfactual by hand: value and band, and that no half of it would do."""
    after = by_hand(basis, told.changes)[score]
    assert after.value is not None
    assert after.value == int(told.value[1] * 1_000_000)
    assert (basis.band(score, after.value), told.band[0] != told.band[1]) == (told.band[1], True)
    assert (told.value[1] > told.value[0]) is up
    for half in told.changes if len(told.changes) > 1 else ():
        alone = by_hand(basis, (half,))[score]
        same = alone.value is None or basis.band(score, alone.value) == told.band[0]
        assert same or (alone.value > (basis.now[score].value or 0)) is not up  # type: ignore[operator]


def by_hand(basis: Basis, changes: tuple[Change, ...]) -> Mapping[str, Score]:
    """The scores of the case after some changes in what is written, by the definition."""
    changed = written_anew(basis.case, changes)
    program_of, as_of = basis.found.program, basis.found.setting.as_of
    return evaluate(changed, program_of, as_of, ("definition",)).scores()


def written_anew(assumed: Case, changes: tuple[Change, ...]) -> Case:
    """A case with fields and dates written otherwise, and searches for what is absent."""
    gone = {change.fact for change in changes if change.field is None}
    indicators = []
    for row in assumed.indicators:
        if row.id in gone:
            continue
        mine = {c.field: c.after for c in changes if c.fact == row.id and c.field}
        dates: dict[str, Any] = {
            name: datetime.date.fromisoformat(str(mine.pop(name)))
            for name in ("date", "until")
            if name in mine
        }
        update: dict[str, Any] = {"fields": {**row.fields, **mine}, **dates}
        indicators.append(row.model_copy(update=update))
    kinds = {row.kind for row in assumed.indicators if row.id in gone}
    searched = tuple(Search(kind=kind, result="None.") for kind in sorted(kinds))
    return assumed.model_copy(
        update={"indicators": tuple(indicators), "searched": (*assumed.searched, *searched)}
    )


def test_the_mongolia_case_by_hand() -> None:
    """Each counterfactual of the example gives in a changed case what it tells."""
    basis = example()
    found: Counterfactuals = riskmemo.counterfactuals(basis)
    every = [
        (courses.score, each, up)
        for courses in found.scores
        for up, course in ((True, courses.up), (False, courses.down))
        for each in course.all
    ]
    assert len(every) >= 10
    for score, each, up in every:
        check(basis, score, each, up=up)


def example() -> Basis:
    """The Mongolia case, evaluated."""
    ruleset = riskmemo.load_ruleset("central-asia-pivot")
    return riskmemo.examine(riskmemo.load_case("examples/mongolia-central-asia/case.yaml"), ruleset)

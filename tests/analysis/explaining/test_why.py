"""The tree of a score: every match and fact of it, and numbers that add up to the last digit."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

import riskmemo
from riskmemo.analysis.basis import Basis
from riskmemo.analysis.explaining.why import why
from riskmemo.analysis.explaining.why_graph import graph_of
from riskmemo.analysis.explaining.working import parts_of
from riskmemo.errors import InvalidInput
from riskmemo.language.score_tree import roots
from riskmemo.model.why import RuleWhy, ScoreWhy, Why
from riskmemo.recording import scenario_record
from tests.analysis.bases import basis_of, random_bases
from tests.building import LEAF, Data, program, rule, told

MILLIONTH = Decimal("0.000001")


def small(facts: Data, **parts: Any) -> Basis:
    """A case with a ruleset of the given parts."""
    return basis_of(program(**parts), facts)


def these(*values: object) -> tuple[object, ...]:
    """Values beside each other, points as plain numbers would be."""
    return values


def exact(points: Decimal) -> Fraction:
    """Points as a fraction."""
    return Fraction(points)


def test_each_rule_and_match_gives_its_points() -> None:
    """In a sum of rules each gives what it has, and so does each match of a rule that adds."""
    per_tie = {"to": "risk", "points": 10, "per_rule": "sum", "cap": 15}
    basis = small(
        {"A": {"kind": "tie", "level": 2}, "B": {"kind": "tie", "level": 3}},
        rules=[
            rule("ties", {"t": "tie"}, ["t.level > 1"], contributes=per_tie),
            rule("three", {"t": "tie"}, ["t.level == 3"], contributes={"to": "risk", "points": -4}),
        ],
    )
    found = why(basis, "risk")
    (score,) = found.scores
    assert these(score.value, score.raw, score.working, score.adds) == (11, 11, "15 - 4", True)
    ties, three = score.rules
    assert these(ties.raw, ties.given, ties.gives, ties.cap, ties.working) == (
        20,
        15,
        15,
        15,
        "10 + 10",
    )
    assert these(three.gives, three.matches) == (-4, ("three#1",))
    assert [these(each.id, each.gives, each.facts) for each in found.matches] == [
        ("ties#1", 10, {"t": "A"}),
        ("ties#2", 10, {"t": "B"}),
        ("three#1", -4, {"t": "B"}),
    ]


def test_a_condition_is_told_with_the_values_it_compared() -> None:
    """Fields, parameters and computed sides have their values; constants stand in the text."""
    basis = small(
        {"A": {"kind": "tie", "signed_on": "2025-01-31", "status": "signed", "level": 2}},
        parameters={"old": 12, "least": 1.5},
        rules=[
            rule(
                "r",
                {"t": "tie"},
                [
                    "t.signed_on >= as_of - months(old)",
                    't.status in ["signed", "in_force"]',
                    "t.level * 2 > least",
                ],
                contributes={"to": "risk", "points": 4, "strength": "t.level / 4"},
            )
        ],
    )
    (match,) = why(basis, "risk").matches
    read = [{each.text: each.value for each in condition.values} for condition in match.conditions]
    assert read == [
        {"t.signed_on": "2025-01-31", "as_of": "2025-07-21", "as_of - months(12)": "2024-07-21"},
        {"t.status": "signed"},
        {"t.level": 2.0, "t.level * 2": 4.0, "least": 1.5},
    ]
    assert all(condition.truth for condition in match.conditions)
    assert match.strength is not None
    assert these(match.strength.written, match.strength.value) == ("t.level / 4", 0.5)
    assert match.contribution == 2


def test_findings_are_followed_down_to_the_facts_and_sources() -> None:
    """Behind a finding stand the rule, the aggregate's rows, the facts and their sources."""
    derives = {"kind": "partner", "fields": {"state": "t.partner"}}
    basis = small(
        {
            "A": {"kind": "tie", "partner": "KAZ", "grade": "B2"},
            "B": {"kind": "tie", "partner": "UZB", "grade": ["B2", "C3"]},
            "C": {"kind": "tie", "partner": "CHN"},
        },
        derive={
            "breadth": {
                "match": {"p": "partner"},
                "group_by": {"by": "subject"},
                "fields": {"n": "count_distinct(p.state)"},
            }
        },
        rules=[
            rule("makes", {"t": "tie"}, ['t.partner != "CHN"'], derives=derives),
            rule("broad", {"b": "breadth"}, ["b.n >= 2"]),
        ],
    )
    found = why(basis, "risk")
    assert [each.id for each in found.matches] == ["makes#1", "makes#2", "broad#1"]
    breadth = next(each for each in found.findings if each.kind == "breadth")
    assert these(breadth.values["n"], breadth.aggregate) == (2, {"n": "count_distinct(p.state)"})
    assert [row.facts for row in breadth.rows] == [{"p": "partner/1"}, {"p": "partner/2"}]
    partners = {each.id: each.matches for each in found.findings if each.kind == "partner"}
    assert partners == {"partner/1": ("makes#1",), "partner/2": ("makes#2",)}
    assert [these(each.id, each.read) for each in found.facts] == [
        ("A", ("partner",)),
        ("B", ("partner",)),
    ]
    assert [grade.source for grade in found.facts[1].grades] == ["B", "C"]
    assert list(found.sources) == ["B", "C"]


def test_a_cap_and_rounding_are_told_where_they_act() -> None:
    """What the parts give adds up to the raw value; cap and rounding come after it."""
    scores = {
        "low": {**LEAF, "cap": 50},
        "mean": {
            "title": "Mean", "polarity": "risk", "of": {"low": 2, "other": 1},
            "combine": "weighted_mean", "missing": "renormalise", "round": {"digits": 0},
        },
        "other": {**LEAF, "missing": "require"},
    }  # fmt: skip
    many = {"to": "low", "points": 70}
    basis = small(
        {"A": {"kind": "tie"}},
        scores=scores,
        rules=[
            rule("much", {"t": "tie"}, contributes=many),
            rule("little", {"t": "tie"}, contributes={"to": "other", "points": 1}),
        ],
    )
    mean, low, other = why(basis, "mean").scores
    assert these(low.raw, low.held, low.value, low.limited, low.cap) == (70, 50, 50, "cap", 50)
    assert these(low.effective_weight, low.nominal_weight) == (0, Decimal("0.666667"))
    assert these(other.value, other.effective_weight) == (1, Decimal("0.333333"))
    assert these(mean.raw, mean.held, mean.value) == (Decimal("33.666667"), mean.raw, 34)
    assert [these(each.score, each.gives) for each in mean.scores] == [
        ("low", Decimal("33.333334")),
        ("other", Decimal("0.333333")),
    ]
    assert mean.working == "(2 x 50 + 1) / 3"


def test_a_missing_part_gives_nothing_or_what_its_policy_says() -> None:
    """Left out by `renormalise`, taken as the worst by `worst`; `require` tells why not."""
    mean = {"title": "M", "polarity": "risk", "of": {"a": 1, "b": 3}, "combine": "weighted_mean"}
    leaves = {name: {**LEAF, "missing": "require"} for name in ("a", "b")}
    rules = [
        rule("there", {"t": "tie"}, contributes={"to": "a", "points": 10}),
        rule("gone", {"t": "kin"}, contributes={"to": "b", "points": 10}, where=["t.weight > 1"]),
        rule("gone-too", {"t": "act"}, contributes={"to": "b", "points": 10}),
    ]
    scores = {
        **leaves,
        "rest": {**mean, "missing": "renormalise"},
        "worst": {**mean, "missing": "worst"},
        "all": {**mean, "missing": "require"},
    }
    basis = small({"T": {"kind": "tie"}}, scores=scores, rules=rules)
    rest, worst, whole = (why(basis, name).scores[0] for name in ("rest", "worst", "all"))
    assert [these(each.share, each.counted, each.gives) for each in rest.scores] == [
        (1, 10, 10),
        (None, None, 0),
    ]
    assert [these(each.counted, each.gives) for each in worst.scores] == [
        (10, Decimal("2.5")),
        (100, 75),
    ]
    assert these(whole.value, whole.working) == (None, "no score: there is none for Risk")
    assert [each.gives for each in whole.scores] == [None, None]


def test_where_parts_do_not_add_the_formula_is_written_out() -> None:
    """`noisy_or` has no shares: it says what is left of the way to the top."""
    basis = small(
        {"T": {"kind": "tie"}},
        scores={"risk": {**LEAF, "combine": "noisy_or"}},
        rules=[rule("a", {"t": "tie"}), rule("b", {"t": "tie"})],
    )
    (score,) = why(basis, "risk").scores
    assert these(score.raw, score.adds) == (19, False)
    assert [each.gives for each in score.rules] == [None, None]
    assert score.working == "100 x (1 - (1 - 10/100) x (1 - 10/100))"


def test_rows_of_a_leaf_over_facts() -> None:
    """A leaf over facts is told row by row, each with what it gives to the mean."""
    leaf = {
        "title": "Level", "polarity": "risk", "from": "facts", "match": {"t": "tie"},
        "where": ["t.level > 0"], "value": "t.level * 10", "combine": "mean", "missing": "require",
    }  # fmt: skip
    facts = {
        "A": {"kind": "tie", "level": 1},
        "B": {"kind": "tie", "level": 2},
        "C": {"kind": "tie", "level": 0},
    }
    found = why(small(facts, scores={"level": leaf}), "level")
    (score,) = found.scores
    assert [these(row.facts, row.points, row.gives) for row in score.rows] == [
        ({"t": "A"}, 10, 5),
        ({"t": "B"}, 20, 10),
    ]
    assert these(score.raw, score.working) == (15, "(10 + 20) / 2")
    assert [each.id for each in found.facts] == ["A", "B"]


def test_a_rule_of_a_hypothesis_is_told_in_its_scenario() -> None:
    """The base leaves it out, and a claim is attributed to its speaker."""
    basis = small(
        {"T": {"kind": "tie"}, "C": {"kind": "claim", "topic": "spillover"}},
        hypotheses={"h": {"title": "H", "claim": "C"}},
        rules=[rule("base", {"t": "tie"}), rule("warned", {"c": "claim"}, hypothesis="h")],
    )
    assert [each.rule for each in why(basis, "risk").scores[0].rules] == ["base"]
    found = why(basis, "risk", "h")
    assert [each.rule for each in found.scores[0].rules] == ["base", "warned"]
    assert these(found.scenario, found.scenario_title) == ("h", "H")
    assert [each.speaker for each in found.facts] == [None, "A minister"]


@pytest.mark.parametrize(
    ("score", "hypothesis", "message"),
    [
        (
            "rsk",
            None,
            "unknown-score: the ruleset `small` has no score `rsk` | did you mean `risk`?",
        ),
        (
            "risk",
            "hh",
            "unknown-hypothesis: the ruleset `small` has no hypothesis `hh` | did you mean `h`?",
        ),
        (
            "risk",
            "h",
            (
                "scenario-not-raised: no claim `C` is known on 2025-07-21, so nothing raises `h` | "
                "the case has no scenario but the base"
            ),
        ),
    ],
)
def test_what_is_not_there_is_refused(score: str, hypothesis: str | None, message: str) -> None:
    """An unknown score or scenario, and a scenario whose claim the case does not hold."""
    basis = small(
        {"T": {"kind": "tie"}},
        hypotheses={"h": {"title": "H", "claim": "C"}},
        rules=[rule("base", {"t": "tie"}), rule("r", {"c": "claim"}, hypothesis="h")],
    )
    with pytest.raises(InvalidInput) as refused:
        why(basis, score, hypothesis)
    assert [told(each) for each in refused.value.mistakes] == [message]


@pytest.mark.parametrize(
    ("whole", "shares", "parts"),
    [
        (3, [Fraction(9, 10), Fraction(9, 10), Fraction(8, 10)], [1, 1, 1]),
        (1, [Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)], [1, 0, 0]),
        (-1, [Fraction(-1, 2), Fraction(-1, 2)], [0, -1]),
        (2, [Fraction(1), Fraction(1, 2)], [1, 1]),
    ],
)
def test_micropoints_left_over_go_to_the_largest_rests(
    whole: int, shares: list[Fraction], parts: list[int]
) -> None:
    """Parts are whole micropoints that add up to the whole, none off by one."""
    assert parts_of(whole, shares, len(shares)) == parts


# --- laws, on random rulesets and cases -----------------------------------------------------------


def trees(seed: str, programs: int) -> "list[tuple[Basis, Why]]":
    """The trees of every root of random cases, in the base and in every scenario."""
    return [
        (basis, why(basis, root, hypothesis))
        for basis in random_bases(seed, programs)
        for root in roots(basis.ruleset)
        for hypothesis in (None, *basis.found.raised)
    ]


def hypothesis_of(tree: Why) -> str | None:
    """The hypothesis of a tree's scenario."""
    return None if tree.scenario == "base" else tree.scenario


def test_parts_reproduce_their_parent() -> None:
    """The stated combine, applied to the parts with fractions of our own, gives the raw value."""
    added = others = 0
    for basis, tree in trees("adds", 60):
        top = exact(Decimal(repr(basis.ruleset.scale.max)))
        for score in tree.scores:
            if score.raw is None:
                continue
            gives = [part.gives for part in score.scores]
            gives += [each.gives for each in score.rules] + [row.gives for row in score.rows]
            if score.adds:
                known = [each for each in gives if each is not None]
                assert len(known) == len(gives)
                assert sum(known, Decimal(0)) == score.raw
                added += 1
            recomputed = combined(score, top)
            if recomputed is not None:
                assert abs(exact(score.raw) - recomputed) <= exact(MILLIONTH) * 2, score
                others += not score.adds
    assert added > 150
    assert others > 15


def combined(score: ScoreWhy, top: Fraction) -> Fraction | None:  # noqa: C901, PLR0911, PLR0912
    """The raw value from the parts, by a formula written here; none where nothing is taken."""
    if score.made_of == "facts":
        rows = [exact(row.points) for row in score.rows if row.points is not None]
        if not rows or len(rows) < len(score.rows):
            return None
        found = {"sum": sum(rows), "mean": sum(rows) / len(rows), "max": max(rows)}
        return Fraction(found.get(score.combine, min(rows)))
    if score.made_of == "rules":
        worst = score.missing == "worst"
        parts = [(exact(r.given), Fraction(1)) for r in score.rules if worst or not r.missing]
    else:
        parts = [
            (exact(each.counted), exact(each.weight))
            for each in score.scores
            if each.counted is not None
        ]
    if not parts:
        return None
    values, whole = [value for value, _ in parts], sum(weight for _, weight in parts)
    match score.combine:
        case "sum":
            return sum((value * weight for value, weight in parts), Fraction(0))
        case "weighted_mean":
            return sum((value * weight for value, weight in parts), Fraction(0)) / whole
        case "max":
            return max(values)
        case "min":
            return min(values)
        case "noisy_or":
            rest = Fraction(1)
            for value in values:
                rest *= 1 - min(max(value, Fraction(0)), top) / top
            return top * (1 - rest)
        case "harmonic_mean":
            if min(values) <= 0:
                return Fraction(0)
            return whole / sum((weight / value for value, weight in parts), Fraction(0))
        case "geometric_mean":
            return Fraction(geometric([(float(v), float(w)) for v, w in parts]))
        case "inverted_geometric_mean":
            return top - Fraction(geometric([(float(top - v), float(w)) for v, w in parts]))
        case _:
            return None


def geometric(parts: list[tuple[float, float]]) -> float:
    """A weighted geometric mean, as a product of powers."""
    if min(value for value, _ in parts) <= 0:
        return 0.0
    product = 1.0
    whole = sum(weight for _, weight in parts)
    for value, weight in parts:
        product *= value ** (weight / whole)
    return product


def test_limits_and_rounding_lead_from_the_raw_value_to_the_value() -> None:
    """Floor and cap hold the raw value, rounding half up comes last, and they are told."""
    for _, tree in trees("limits", 30):
        for score in tree.scores:
            if score.raw is None:
                assert score.value is None
                continue
            held = max(score.floor, min(score.cap, score.raw))
            assert score.held == held
            assert score.limited == (
                "cap" if score.raw > score.cap else "floor" if score.raw < score.floor else None
            )
            if score.digits is None:
                assert score.value == held
            elif score.rounding == "half_up" and held >= 0:
                step = Decimal(1).scaleb(-score.digits)
                rounded = held.quantize(step, ROUND_HALF_UP)
                assert score.value == max(score.floor, min(score.cap, rounded))


def test_every_match_of_the_scenario_stands_in_the_tree_once() -> None:
    """Each contribution of a leaf is there with its matches, and each of these once."""
    seen = 0
    for basis, tree in trees("matches", 60):
        scores = {each.id: each for each in tree.scores}
        inputs = basis.found.inputs(hypothesis_of(tree)).rules
        for name, score in scores.items():
            if score.made_of != "rules":
                continue
            mine = [each for each in inputs if each.rule.contributes.to == name]  # type: ignore[union-attr]
            expected = {each.rule.id: len(each.given) for each in mine if each.given}
            told_here = {each.rule: len(each.matches) for each in score.rules if each.matches}
            assert told_here == expected
            seen += len(expected)
            for each in score.rules:
                check_rule(each, tree)
        places = Counter(name for s in scores.values() for r in s.rules for name in r.matches)
        assert set(places.values()) <= {1}
        assert len({each.id for each in tree.matches}) == len(tree.matches)
    assert seen > 50


def check_rule(told_rule: RuleWhy, tree: Why) -> None:
    """The contributions of a rule's matches give what the rule gives."""
    matches = {each.id: each for each in tree.matches}
    mine = [matches[name] for name in told_rule.matches]
    if told_rule.adds:
        gives = [each.gives for each in mine if each.gives is not None]
        assert len(gives) == len(mine)
        assert sum(gives, Decimal(0)) == told_rule.raw
    if told_rule.raw is not None and not told_rule.missing:
        cap = told_rule.cap
        held = told_rule.raw if cap is None else max(-cap, min(cap, told_rule.raw))
        assert told_rule.given == held
    if told_rule.per_rule == "sum" and mine:
        assert told_rule.raw == sum((each.contribution or 0 for each in mine), Decimal(0))


def test_everything_a_tree_names_is_in_it_and_ends_in_base_facts() -> None:
    """Facts, findings, matches and sources that are named are told, and findings say why."""
    findings = 0
    for basis, tree in trees("closed", 60):
        facts = {each.id for each in tree.facts}
        known = {each.id: each for each in tree.findings}
        matches = {each.id: each for each in tree.matches}
        assert facts <= {fact.id for fact in basis.found.facts}
        named = {name for match in tree.matches for name in match.facts.values()}
        named |= {name for s in tree.scores for row in s.rows for name in row.facts.values()}
        named |= {name for f in tree.findings for row in f.rows for name in row.facts.values()}
        assert named == facts | known.keys()
        for finding in known.values():
            assert finding.matches or finding.rows
            assert set(finding.matches) <= matches.keys()
            original = next(f for f in basis.found.answer.findings if f.id == finding.id)
            below = evidence_below(finding.id, tree)
            assert below == original.evidence, finding
            findings += 1
        assert {grade.source for fact in tree.facts for grade in fact.grades} == set(tree.sources)
        for match in tree.matches:
            if match.certain:
                assert all(each.truth for each in (*match.conditions, *match.absences))
            else:
                truths = [each.truth for each in (*match.conditions, *match.absences)]
                assert False not in truths
    assert findings > 30


def evidence_below(name: str, tree: Why) -> frozenset[str]:
    """The base facts under a fact or finding, by the tree alone."""
    if "/" not in name:
        return frozenset({name})
    finding = next(each for each in tree.findings if each.id == name)
    matches = {each.id: each for each in tree.matches}
    inner = [fact for each in finding.matches for fact in matches[each].facts.values()]
    inner += [fact for row in finding.rows for fact in row.facts.values()]
    return frozenset().union(*(evidence_below(each, tree) for each in inner))


def test_rows_are_those_of_the_engine() -> None:
    """The rows of a leaf over facts have the values that the engine found."""
    seen = 0
    for basis, tree in trees("rows", 60):
        for score in tree.scores:
            if score.made_of == "facts":
                found = sorted(
                    (
                        None if row.points is None else int(row.points.scaleb(6))
                        for row in score.rows
                    ),
                    key=lambda each: (each is None, each or 0),
                )
                assert tuple(found) == tuple(basis.found.answer.leaves[score.id])
                seen += len(found)
    assert seen > 50


def test_a_picture_has_every_edge_between_nodes_it_has() -> None:
    """Nodes stand once, edges lead from node to node, and weights are what the tree gives."""
    for _, tree in trees("graph", 20):
        graph = graph_of(tree)
        names = [node.id for node in graph.nodes]
        assert len(set(names)) == len(names)
        assert {each.source for each in graph.edges} | {each.target for each in graph.edges} <= set(
            names
        )
        weights = {(each.source, each.target): each.weight for each in graph.edges}
        for score in tree.scores:
            for part in score.scores:
                assert weights[f"score:{score.id}", f"score:{part.score}"] == part.gives
            for each in score.rules:
                assert weights[f"score:{score.id}", f"rule:{each.rule}"] == each.gives


def test_weights_in_a_root_are_those_of_the_assessment() -> None:
    """For a root the nominal and effective weights are the ones that an assessment has."""
    for basis, tree in trees("weights", 30):
        record = scenario_record(basis.found, hypothesis_of(tree), basis.bands)
        for score in tree.scores:
            same = record.scores[score.id]
            assert score.nominal_weight == same.nominal_weight[tree.score]
            assert score.effective_weight == same.effective_weight.get(tree.score)
            assert (score.value, score.raw, score.band) == (same.value, same.raw, same.band)


# --- the example ----------------------------------------------------------------------------------


def test_the_picture_of_the_memo_agrees_with_the_tree() -> None:
    """Scores, raw values, weights and the points of rules in the example are those of the tree."""
    case = riskmemo.load_case("examples/mongolia-central-asia/case.yaml")
    ruleset = riskmemo.load_ruleset("central-asia-pivot")
    basis = riskmemo.examine(case, ruleset)
    assessment = riskmemo.assess(case, ruleset, analyses="none")
    for scenario in assessment.scenarios:
        hypothesis = None if scenario.id == "base" else scenario.id
        for root in assessment.ruleset.roots:
            for told_score in riskmemo.why(basis, root, hypothesis).scores:
                score = scenario.scores[told_score.id]
                assert (told_score.value, told_score.raw, told_score.band) == (
                    score.value,
                    score.raw,
                    score.band,
                )
                assert told_score.coverage == score.coverage
                assert told_score.effective_weight == score.effective_weight[root]
                parts = {each.rule: (each.contribution, each.matches) for each in score.parts}
                assert parts == {
                    each.rule: (each.given, len(each.matches))
                    for each in told_score.rules
                    if each.matches
                }


def test_an_assessment_carries_its_totals_down_to_their_sources() -> None:
    """In its JSON each total of the base stands with its whole tree."""
    case = riskmemo.load_case("examples/zambia-copper-corridors/case.yaml")
    ruleset = riskmemo.load_ruleset("copper-and-corridors")
    found, basis = riskmemo.assess(case, ruleset), riskmemo.examine(case, ruleset)
    assert found.analyses is not None
    roots = found.ruleset.roots
    assert found.analyses.why == tuple(riskmemo.why(basis, root) for root in roots)
    assert len(roots) > 1

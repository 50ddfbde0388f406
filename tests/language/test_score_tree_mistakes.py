"""What a score tree of valid nodes can still get wrong."""

# ruff: noqa: E501  (messages are compared whole, one a line)

import pytest

from riskmemo.language.score_tree import above_each, children_first, roots
from tests.building import LEAF, mark_of, mistakes_in, ruleset

LEAVES = """\
scores:
  a: {title: A, polarity: risk, from: rules, combine: sum, missing: zero}
  b: {title: B, polarity: opportunity, from: rules, combine: sum, missing: zero}
"""


def branch(name: str, parts: str, more: str = "combine: weighted_mean") -> str:
    """The line of a branch."""
    return f"  {name}: {{title: T, polarity: risk, of: {parts}, missing: require, {more}}}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            LEAVES + branch("c", "{a: 1, d: §2}"),
            "unknown-score: there is no score `d` | known here: `a`, `b`, `c`",
        ),
        (
            LEAVES + branch("c", "{a: 1, b: §1}"),
            ("netted-opportunity: `b` is opportunity and `c` is risk; the two are shown side by side, "
                "never netted | give each its own root"),
        ),
        (
            LEAVES + branch("c", "{a: 1}", "combine: sum, bands: §levels"),
            "unknown-bands: there are no bands `levels`",
        ),
        (
            LEAVES + branch("c", "{a: 1}", "combine: sum, cap: §10, floor: 20"),
            "cap-below-floor: the `cap` lies below the `floor` | exchange the two",
        ),
        (
            LEAVES + branch("c", "§{c: 1}"),
            "score-cycle: a score may not be made of itself: c -> c | take one of these links away",
        ),
        (
            "bands:\n  levels:\n    - {levels: [{label: Low, begins: §5}]}\n" + LEAVES,
            "bands-start-late: the first band of `levels` begins above the bottom of the scale | begin it at 0",
        ),
        (
            "bands:\n  levels:\n    §- {levels: [{label: Low, begins: 0}]}\n    - {levels: [{label: High, begins: 0}]}\n" + LEAVES,
            "duplicate-bands: two tables of `levels` take effect on the same day | give each its own `effective_from`",
        ),
    ],
    ids=["child", "netted", "bands", "cap", "self", "late", "twice"],
)  # fmt: skip
def test_a_mistake_in_the_score_tree(text: str, told: str) -> None:
    """Each mistake is told where the wrong value stands (behind the `§`)."""
    clean, place = mark_of(text)
    assert mistakes_in(clean) == [f"{place} {told}"]


@pytest.mark.parametrize(
    "combine",
    ["geometric_mean", "inverted_geometric_mean", "harmonic_mean", "generalised_mean, power: 2"],
)
def test_formulas_that_have_no_meaning_below_zero(combine: str) -> None:
    """On a scale that begins below zero roots, logarithms and inverses are refused."""
    text = "scale: {min: -10, max: 10}\n" + LEAVES + branch("c", "{a: 1}", f"combine: §{combine}")
    name = combine.partition(",")[0]
    clean, place = mark_of(text)
    assert mistakes_in(clean) == [
        (
            f"{place} negative-scale: `{name}` has no meaning on a scale that begins below 0 | "
            "begin the scale at 0, or choose another formula"
        )
    ]


def test_noisy_or_has_no_meaning_below_zero() -> None:
    """Neither a leaf nor a rule joins by `noisy_or` on a scale that begins below zero."""
    text = """\
scale: {min: -10, max: 10}
scores:
  a: {title: A, polarity: risk, from: rules, combine: noisy_or, missing: zero}
rules:
  - {id: r, title: T, match: {t: tie}, rationale: R, source: S,
     contributes: {to: a, points: 1, per_rule: noisy_or}}"""
    assert [line.split(" | ")[0] for line in mistakes_in(text)] == [
        "3:55 negative-scale: `noisy_or` has no meaning on a scale that begins below 0",
        "6:48 negative-scale: `noisy_or` has no meaning on a scale that begins below 0",
    ]


def test_every_cycle_of_scores_is_told_once() -> None:
    """Two cycles that do not touch are two mistakes, each with its path."""
    text = LEAVES + branch("p", "{q: 1}") + branch("q", "{p: 1}") + branch("x", "{y: 1, a: 1}")
    text += branch("y", "{z: 1}") + branch("z", "{x: 1}")
    told = mistakes_in(text)
    assert len(told) == 2
    assert all(" score-cycle: a score may not be made of itself: " in line for line in told)
    paths = [line.partition("itself: ")[2].partition(" | ")[0].split(" -> ") for line in told]
    assert {frozenset(path) for path in paths} == {frozenset("pq"), frozenset("xyz")}
    assert all(path[0] == path[-1] and len(path) == len(set(path)) + 1 for path in paths)


def chain(length: int) -> dict[str, object]:
    """Scores that each stand on the next, and the last on a leaf: `length` levels."""
    branches = {
        f"s{level}": {
            "title": "T",
            "polarity": "risk",
            "of": {f"s{level + 1}": 1},
            "combine": "weighted_mean",
            "missing": "require",
        }
        for level in range(1, length)
    }
    return {**branches, f"s{length}": LEAF}


@pytest.mark.parametrize("turn", [1, -1], ids=["root-first", "leaf-first"])
def test_a_tree_has_at_most_32_levels(turn: int) -> None:
    """A deeper tree is told at its root, in whatever order it is written, and nothing overflows."""
    deep = dict(list(chain(3_000).items())[::turn])
    lines = [f"  {name}: {node}".replace("'", "") for name, node in deep.items()]
    (mistake,) = mistakes_in("scores:\n" + "\n".join(lines))
    assert mistake.endswith(
        "score-tree-too-deep: `s1` stands on 3,000 levels of scores; 32 are allowed | "
        "join some of the scores below it"
    )


def test_a_tree_of_32_levels_is_accepted() -> None:
    """The limit itself is allowed, and children come before what is made of them."""
    given = ruleset(scores=chain(32))
    assert roots(given) == ("s1",)
    assert children_first(given) == tuple(f"s{level}" for level in range(32, 0, -1))


def test_the_roots_are_what_nothing_is_made_of() -> None:
    """Risk and opportunity each have a root; a score that is used elsewhere is none."""
    text = chain(2) | {"alone": {**LEAF, "polarity": "opportunity"}}
    assert roots(ruleset(scores=text)) == ("s1", "alone")


def test_what_stands_above_a_score() -> None:
    """Every score that is made of it, at any distance and by any way, and itself."""

    def made_of(*parts: str) -> dict[str, object]:
        return {
            "title": "T", "polarity": "risk", "of": dict.fromkeys(parts, 1),
            "combine": "max", "missing": "zero",
        }  # fmt: skip

    scores = {
        "a": LEAF, "b": LEAF, "alone": LEAF,
        "left": made_of("a", "b"), "right": made_of("a"),
        "top": made_of("left", "right"), "other": made_of("b"),
    }  # fmt: skip
    assert above_each(ruleset(scores=scores)) == {
        "a": {"a", "left", "right", "top"},
        "b": {"b", "left", "top", "other"},
        "alone": {"alone"},
        "left": {"left", "top"},
        "right": {"right", "top"},
        "top": {"top"},
        "other": {"other"},
    }

"""Caps, floors, scales and depths of a score tree, at the ends of what is allowed."""

# ruff: noqa: E501  (messages are compared whole, one a line)

from typing import Any

import pytest

from tests.building import LEAF, mark_of, mistakes_in, program, rule

SCORE = "  a: {title: A, polarity: risk, from: rules, combine: %s, missing: zero%s}\n"


def told(text: str) -> tuple[list[str], str]:
    """The mistakes in a text with one `§`, and the place of that."""
    clean, place = mark_of(text)
    return mistakes_in(clean), place


def accepted(**parts: Any) -> bool:
    """Whether a ruleset of the given parts is valid; raises with its mistakes where it is not."""
    return program(**parts) is not None


@pytest.mark.parametrize(
    ("limits", "end"), [("cap: §-1", "cap"), ("floor: §101", "floor"), ("cap: §-1, floor: -2", "cap"), ("cap: 50, floor: §101", "floor"), ("cap: 0, floor: §101", "floor")]
)  # fmt: skip
def test_a_limit_off_the_scale(limits: str, end: str) -> None:
    """A cap below the scale or a floor above it could never be reached."""
    found, place = told("scores:\n" + SCORE % ("sum", f", {limits}"))
    assert found[0] == (
        f"{place} limit-off-scale: the `{end}` lies outside the scale | "
        "the scale runs from 0 to 100"
    )


@pytest.mark.parametrize(
    "limits",
    [{"cap": 0}, {"floor": 100}, {"cap": 50, "floor": 50}, {"cap": 500}, {"floor": -20}],
)
def test_limits_at_the_ends_of_the_scale(limits: dict[str, float]) -> None:
    """The ends themselves are allowed, a cap and floor may be one, and far limits do nothing."""
    assert accepted(scores={"risk": {**LEAF, **limits}})


@pytest.mark.parametrize("low", [0, 0.5])
def test_a_scale_that_begins_at_0_takes_every_formula(low: float) -> None:
    """Only values below 0 have no geometric mean, and no `noisy_or`."""
    noisy = rule("r", {"t": "tie"}, contributes={"to": "risk", "points": 1, "per_rule": "noisy_or"})
    scores = {"risk": {**LEAF, "combine": "noisy_or"}}
    assert accepted(rules=[noisy], scores=scores, scale={"min": low, "max": 10})


def test_rules_that_join_otherwise_may_go_below_0() -> None:
    """A negative scale is refused to `noisy_or` and not to `max`; the help says where to begin."""
    scale = {"min": -10, "max": 10}
    assert accepted(rules=[rule("r", {"t": "tie"})], scale=scale)
    text = """\
scale: {min: -10, max: 10}
rules:
  - {id: r, title: T, match: {t: tie}, rationale: R, source: S, contributes: {to: risk, points: 1, per_rule: §noisy_or}}"""
    found, place = told(text)
    assert found == [
        f"{place} negative-scale: `noisy_or` has no meaning on a scale that begins below 0 | begin the scale at 0"
    ]


def test_bands_of_another_name() -> None:
    """The bands that exist are proposed."""
    text = "bands:\n  levels:\n    - {levels: [{label: Low, begins: 0}]}\nscores:\n"
    found, place = told(text + SCORE % ("sum", ", bands: §levls"))
    assert found == [f"{place} unknown-bands: there are no bands `levls` | did you mean `levels`?"]


def chain(length: int) -> dict[str, Any]:
    """Scores that each stand on the next, and the last on a leaf."""
    branch = {"title": "T", "polarity": "risk", "combine": "sum", "missing": "require"}
    made: dict[str, Any] = {
        f"s{level}": {**branch, "of": {f"s{level + 1}": 1}} for level in range(1, length)
    }
    return {**made, f"s{length}": LEAF}


def test_the_deepest_tree() -> None:
    """32 levels are allowed; at 33 the root is told, at what it is made of."""
    assert accepted(scores=chain(32))
    lines = [f"  {name}: {node}".replace("'", "") for name, node in chain(33).items()]
    (found,) = mistakes_in("scores:\n" + "\n".join(lines))
    assert found == (
        f"2:{lines[0].index('{s2') + 1} score-tree-too-deep: `s1` stands on 33 levels of scores; "
        "32 are allowed | join some of the scores below it"
    )

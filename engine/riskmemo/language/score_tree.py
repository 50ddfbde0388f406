"""The shape of a score tree: its roots, and every mistake that a tree of valid nodes can have."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from riskmemo.errors import did_you_mean
from riskmemo.language.scope import Mistakes
from riskmemo.language.strata import cycle_path
from riskmemo.model.ruleset import Branch, Combine, RuleCombine, Ruleset

NEEDS_ZERO_BASE = frozenset(
    {
        Combine.GEOMETRIC_MEAN,
        Combine.INVERTED_GEOMETRIC_MEAN,
        Combine.HARMONIC_MEAN,
        Combine.GENERALISED_MEAN,
        Combine.NOISY_OR,
    }
)
"""Formulas that have no meaning for negative values."""

MAX_LEVELS = 32
"""Levels of scores above each other."""


def roots(ruleset: Ruleset) -> tuple[str, ...]:
    """Scores that no other score is made of, in the order of the ruleset."""
    used = {
        child for node in ruleset.scores.values() if isinstance(node, Branch) for child in node.of
    }
    return tuple(name for name in ruleset.scores if name not in used)


def check_scores(ruleset: Ruleset, mistakes: Mistakes) -> None:
    """Report unknown children and bands, cycles, netted polarities and formulas below zero."""
    for name, node in ruleset.scores.items():
        if node.bands is not None and node.bands not in ruleset.bands:
            mistakes.add(
                "unknown-bands",
                f"there are no bands `{node.bands}`",
                ("scores", name, "bands"),
                did_you_mean(node.bands, ruleset.bands),
            )
        if (node.cap is not None and node.cap < ruleset.scale.min) or (
            node.floor is not None and node.floor > ruleset.scale.max
        ):
            end = "cap" if node.cap is not None and node.cap < ruleset.scale.min else "floor"
            mistakes.add(
                "limit-off-scale",
                f"the `{end}` lies outside the scale",
                ("scores", name, end),
                f"the scale runs from {ruleset.scale.min:g} to {ruleset.scale.max:g}",
            )
        if node.cap is not None and node.floor is not None and node.cap < node.floor:
            mistakes.add(
                "cap-below-floor",
                "the `cap` lies below the `floor`",
                ("scores", name, "cap"),
                "exchange the two",
            )
        if isinstance(node, Branch):
            _check_branch(name, node, ruleset, mistakes)
        if node.combine in NEEDS_ZERO_BASE and ruleset.scale.min < 0:
            mistakes.add(
                "negative-scale",
                f"`{node.combine}` has no meaning on a scale that begins below 0",
                ("scores", name, "combine"),
                "begin the scale at 0, or choose another formula",
            )
    _check_noisy_rules(ruleset, mistakes)
    _check_bands(ruleset, mistakes)
    _check_depth(ruleset, mistakes)


def _check_branch(name: str, node: Branch, ruleset: Ruleset, mistakes: Mistakes) -> None:
    for child in node.of:
        path = ("scores", name, "of", child)
        if child not in ruleset.scores:
            mistakes.add(
                "unknown-score",
                f"there is no score `{child}`",
                path,
                did_you_mean(child, ruleset.scores),
            )
        elif ruleset.scores[child].polarity is not node.polarity:
            mistakes.add(
                "netted-opportunity",
                f"`{child}` is {ruleset.scores[child].polarity} and `{name}` is "
                f"{node.polarity}; the two are shown side by side, never netted",
                path,
                "give each its own root",
            )


def _check_noisy_rules(ruleset: Ruleset, mistakes: Mistakes) -> None:
    for index, rule in enumerate(ruleset.rules):
        if (
            rule.contributes
            and rule.contributes.per_rule is RuleCombine.NOISY_OR
            and ruleset.scale.min < 0
        ):
            mistakes.add(
                "negative-scale",
                "`noisy_or` has no meaning on a scale that begins below 0",
                ("rules", index, "contributes", "per_rule"),
                "begin the scale at 0",
            )


def _check_bands(ruleset: Ruleset, mistakes: Mistakes) -> None:
    for name, tables in ruleset.bands.items():
        dates = [table.effective_from for table in tables]
        if len(set(dates)) != len(dates):
            mistakes.add(
                "duplicate-bands",
                f"two tables of `{name}` take effect on the same day",
                ("bands", name),
                "give each its own `effective_from`",
            )
        for index, table in enumerate(tables):
            if table.levels[0].begins > ruleset.scale.min:
                mistakes.add(
                    "bands-start-late",
                    f"the first band of `{name}` begins above the bottom of the scale",
                    ("bands", name, index, "levels", 0, "begins"),
                    f"begin it at {ruleset.scale.min:g}",
                )


def children_first(ruleset: Ruleset) -> tuple[str, ...]:
    """Scores, each after those it is made of; raises `CycleError` with the path of a cycle."""
    return tuple(TopologicalSorter(_children(ruleset)).static_order())


def above_each(ruleset: Ruleset) -> dict[str, frozenset[str]]:
    """Every score with itself and all that is made of it."""
    below = _children(ruleset)
    found = {name: {name} for name in below}
    for name in reversed(children_first(ruleset)):
        for child in below[name]:
            found[child] |= found[name]
    return {name: frozenset(above) for name, above in found.items()}


def _children(ruleset: Ruleset) -> dict[str, list[str]]:
    return {
        name: [child for child in node.of if child in ruleset.scores]
        if isinstance(node, Branch)
        else []
        for name, node in ruleset.scores.items()
    }


def _check_depth(ruleset: Ruleset, mistakes: Mistakes) -> None:
    """Report every cycle, or else a tree that is too deep."""
    below = _children(ruleset)
    try:
        order = tuple(TopologicalSorter(below).static_order())
    except CycleError:
        _report_cycles(below, mistakes)
        return
    levels: dict[str, int] = {}
    for name in order:
        levels[name] = 1 + max((levels[child] for child in below[name]), default=0)
    deepest = next((name for name in roots(ruleset) if levels[name] > MAX_LEVELS), None)
    if deepest:
        mistakes.add(
            "score-tree-too-deep",
            f"`{deepest}` stands on {levels[deepest]:,} levels of scores; {MAX_LEVELS} are allowed",
            ("scores", deepest, "of"),
            "join some of the scores below it",
        )


def _report_cycles(below: Mapping[str, list[str]], mistakes: Mistakes) -> None:
    """Each cycle once; its scores are then left out to find the next."""
    while True:
        try:
            TopologicalSorter(below).prepare()
        except CycleError as error:
            looping = error.args[1]
            mistakes.add(
                "score-cycle",
                f"a score may not be made of itself: {cycle_path(error)}",
                ("scores", looping[-1], "of"),
                "take one of these links away",
            )
            below = {
                name: [child for child in children if child not in looping]
                for name, children in below.items()
                if name not in looping
            }
        else:
            return

"""Draws a second: `riskmemo.ranges` beside a plain numpy loop over the same compiled rules.

`python -m bench.draws` prints the table. The loop is what is written first: numpy draws values,
every draw evaluates everything with the compiled rules, `numpy.percentile` makes the quantiles. It
varies facts of one program, so both draw the uncertain figures of the Mongolia case and its
conflict, and not the uncertain numbers of the ruleset. A last row has those as well.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

import riskmemo
from bench.markdown import table
from riskmemo.analysis.basis import Basis
from riskmemo.analysis.uncertainty.ranges import ranges
from riskmemo.analysis.uncertainty.uncertain import Uncertain, uncertain_in
from riskmemo.engines.compiled import Loaded, compiled
from riskmemo.evaluate import base_scores
from riskmemo.language.score_tree import roots
from riskmemo.model.facts import Fact
from riskmemo.model.ruleset import Branch, Parameter, Ruleset

CASE = "examples/mongolia-central-asia/case.yaml"
DRAWS = 10_000
LOOPED = 500
"""Draws of the loop, which is slow; its speed does not depend on their number."""
ROUNDS = 3
HEAD = ("draws", "uncertain", "draws/s", "10,000 draws")


def main() -> None:
    """Measure and print."""
    print(measured())


def measured() -> str:
    """The table."""
    whole = basis()
    figures = basis(figures_only=True)
    rows = [
        _row("plain numpy loop, base only", figures, LOOPED, lambda: looped(figures, LOOPED)),
        _row("`ranges`, base and 2 hypotheses", figures, DRAWS, partial(drawn, figures)),
        _row("`ranges`, with the ruleset's own", whole, DRAWS, partial(drawn, whole)),
    ]
    return table(HEAD, rows)


def basis(*, figures_only: bool = False) -> Basis:
    """The Mongolia case, evaluated; with `figures_only` the ruleset is taken as certain."""
    program = riskmemo.load_ruleset("central-asia-pivot")
    if figures_only:
        program = replace(program, ruleset=certain(program.ruleset))
    return riskmemo.examine(riskmemo.load_case(CASE), program)


def certain(ruleset: Ruleset) -> Ruleset:
    """The ruleset without its ranges."""
    parameters = {
        name: each.model_copy(update={"range": None}) if isinstance(each, Parameter) else each
        for name, each in ruleset.parameters.items()
    }
    rules = tuple(
        rule.model_copy(update={"contributes": rule.contributes.model_copy(update={"range": None})})
        if rule.contributes
        else rule
        for rule in ruleset.rules
    )
    scores = {
        name: node.model_copy(update={"ranges": {}}) if isinstance(node, Branch) else node
        for name, node in ruleset.scores.items()
    }
    update = {"parameters": parameters, "rules": rules, "scores": scores}
    return ruleset.model_copy(update=update)


def drawn(given: Basis) -> None:
    """The ranges of a case examined afresh, so that nothing is remembered."""
    ranges(replace(given), DRAWS)


def looped(given: Basis, draws: int) -> list[float]:
    """The 5 % and 95 % quantiles of the roots, everything evaluated for every draw."""
    random, uncertain = np.random.default_rng(1), uncertain_in(given)
    made, found = compiled(given.found.program), given.found
    names = roots(given.ruleset)
    values = np.empty((draws, len(names)))
    for draw in range(draws):
        facts = Loaded(_facts(found.facts, uncertain, random))
        scores = base_scores(made, facts, found.setting, found.searched)
        values[draw] = [scores[name].value or 0 for name in names]
    return [float(each) for each in np.percentile(values, [5, 95], axis=0).reshape(-1)]


def _facts(
    facts: tuple[Fact, ...], uncertain: tuple[Uncertain, ...], random: np.random.Generator
) -> list[Fact]:
    by_id = {fact.id: fact for fact in facts}
    for each in uncertain:
        value = each.values[int(random.integers(len(each.values)))]
        if each.what == "conflict":
            for name in each.of:
                if name != value:
                    del by_id[name]
        else:
            name, where = each.of
            fact = by_id[name]
            by_id[name] = replace(fact, values={**fact.values, where: value})
    return list(by_id.values())


def _row(what: str, given: Basis, draws: int, run: Callable[[], object]) -> tuple[str, ...]:
    """The least processor time of some rounds."""
    run()
    seconds = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    best = min(seconds)
    count = len(uncertain_in(given))
    return what, f"{count}", f"{draws / best:,.0f}", f"{best * 10_000 / draws:.2f} s"


if __name__ == "__main__":
    main()

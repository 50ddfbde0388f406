"""Random programs, and random changes of all that is identity in their cases."""

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from riskmemo.engines import definition
from riskmemo.errors import EvaluationRefused
from riskmemo.evaluate import Evaluation
from riskmemo.language.identity_flow import Reach, identity_flows
from riskmemo.language.program import Program
from riskmemo.model.grading import supports_identity_rule
from riskmemo.model.identity import Verdict
from tests.building import program, rule, vocabulary, with_swaps
from tests.fuzzing.cases import WrittenCase, written_case
from tests.fuzzing.drawing import seeded
from tests.fuzzing.values import plain_value
from tests.fuzzing.vocabularies import BUILT_IN, Kinds
from tests.fuzzing.written import WrittenRuleset, drawn, facts_of, setting_of

CASES, CHANGES = 2, 2
SWAPPED = {"text", "category", "country"}
Seen = dict[str, tuple[int | None, int]]
"""Score to its value and coverage."""


@dataclass
class Tally:
    """How much was tried, and how often something moved where it may."""

    programs: int = 0
    scores: int = 0
    moved_alone: int = 0
    moved_with_conduct: int = 0


def broken_promises(seed: int, tally: Tally) -> list[str]:
    """Base scores of one random program that identity moves although the proof says it cannot."""
    random = seeded("identity", seed)
    given = drawn(random)
    made = _with_random_swaps(random, given.ruleset, given.kinds)
    reach, found = Reach(made), []
    verdicts = {flow.score: flow.verdict for flow in identity_flows(reach)}
    tally.programs += 1
    for number in range(CASES):
        case = written_case(seeded("identity", seed, number), given.kinds)
        for tainted in (case, _without_good_conduct(case)):
            before = scores_in(made, tainted)
            for _ in range(CHANGES):
                after = scores_in(made, changed(random, tainted, given.kinds, reach))
                if before and after:
                    clean = not _has_good_conduct(tainted, made)
                    found += _told(before, after, verdicts, tally, clean=clean)
    return [f"seed {seed}: {each}" for each in found]


def _told(
    before: Seen, after: Seen, verdicts: dict[str, Verdict], tally: Tally, *, clean: bool
) -> list[str]:
    found = []
    for score, verdict in verdicts.items():
        tally.scores += 1
        if before[score] == after[score]:
            continue
        if verdict == "alone":
            tally.moved_alone += 1
        elif verdict == "with conduct" and not clean:
            tally.moved_with_conduct += 1
        else:
            found.append(f"{score} ({verdict}) {before[score]} -> {after[score]}")
    return found


def _with_random_swaps(random: Random, ruleset: WrittenRuleset, kinds: Kinds) -> Program:
    """The program, in every second vocabulary with a field that is swapped as identity."""
    places = [
        f"{name}.{field}"
        for name, kind in kinds.items()
        if kind.nature not in {"conduct", "claim"}
        for field, each in kind.fields.items()
        if field not in BUILT_IN and each.base.value in SWAPPED
    ]
    chosen = [{"fields": [random.choice(places)]}] if places and random.random() < 0.5 else []
    rules = [rule(name, **parts) for name, parts in ruleset.parts.get("rules", {}).items()]
    words = with_swaps(vocabulary(ruleset.kinds), *chosen)
    return program(words, **{**ruleset.parts, "rules": rules})


def scores_in(made: Program, case: WrittenCase) -> Seen | None:
    """The base scores; none where the engine refuses the case."""
    setting, facts = setting_of(case), facts_of(case, made.vocabulary)
    try:
        answer = definition.answer(made, facts, setting)
    except EvaluationRefused:
        return None
    searched = frozenset(case.searched)
    found = Evaluation(made, setting, facts, answer, searched, (definition.NAME,))
    return {name: (score.value, score.coverage) for name, score in found.scores().items()}


def changed(random: Random, case: WrittenCase, kinds: Kinds, reach: Reach) -> WrittenCase:
    """The case with identity facts lost, rewritten and added, and identity fields rewritten."""
    facts: dict[str, dict[str, Any]] = {}
    for name, row in case.facts.items():
        kind = kinds[row["kind"]]
        if kind.nature == "identity":
            if random.random() < 0.7:
                facts[name] = _rewritten(random, row, kind.fields, list(kind.fields))
        else:
            marked = [field for field in kind.fields if (row["kind"], field) in reach.fields]
            facts[name] = _rewritten(random, row, kind.fields, marked)
    for name, kind in kinds.items():
        if kind.nature == "identity":
            for number in range(random.choice([0, 1, 3])):
                row = {"kind": name, "grade": [random.choice(["A1", "F6"])]}
                facts[f"N{number}"] = _rewritten(random, row, kind.fields, list(kind.fields))
    searched = [each for each in case.searched if kinds[each].nature != "identity"]
    identity = [name for name, kind in kinds.items() if kind.nature == "identity"]
    more = [name for name in identity if random.random() < 0.5]
    return replace(case, facts=facts, searched=(*searched, *more))


def _rewritten(random: Random, row: Any, fields: Any, names: list[str]) -> dict[str, Any]:
    new = {key: value for key, value in row.items() if key not in names}
    for name in names:
        if name not in BUILT_IN and random.random() < 0.85:
            new[name] = plain_value(random, fields[name], 0.1)
    return new


def _without_good_conduct(case: WrittenCase) -> WrittenCase:
    """The case with all conduct graded D3."""
    facts = {
        name: {**row, "grade": ["D3"]} if row["kind"] == "act" else row
        for name, row in case.facts.items()
    }
    return replace(case, facts=facts)


def _has_good_conduct(case: WrittenCase, made: Program) -> bool:
    """Whether any conduct names organisation, place and date and is graded C3 or better."""
    return any(
        any(supports_identity_rule(*grade) for grade in fact.grades)
        and all(fact.values[name] is not None for name in ("organisation", "place", "date"))
        for fact in facts_of(case, made.vocabulary)
        if fact.kind == "act"
    )


def main() -> None:
    """Try many by hand: `python -m tests.analysis.fairness.identity_changes FIRST COUNT`."""
    import sys  # noqa: PLC0415

    first, count = map(int, sys.argv[1:])
    tally, found = Tally(), []
    for seed in range(first, first + count):
        found += broken_promises(seed, tally)
    sys.stdout.write("\n".join([*found, repr(tally), ""]))


if __name__ == "__main__":
    main()

"""Runs the worked examples of a ruleset: what `riskmemo test` does."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from riskmemo.errors import InvalidInput, Mistake, RiskmemoError, Span, did_you_mean
from riskmemo.evaluate import Evaluation, evaluate
from riskmemo.language.program import Program
from riskmemo.loading import load_case, load_examples
from riskmemo.model.assessment import BASE
from riskmemo.model.case import Case, Citation, Claim, Indicator, Search, Source
from riskmemo.model.grading import Credibility, Reliability
from riskmemo.model.points import to_points
from riskmemo.model.vocabulary import CLAIM_KIND
from riskmemo.model.worked_example import (
    Example,
    Expectation,
    Given,
    GivenFact,
    ScenarioExpectation,
)
from riskmemo.scoring.bands import band_in, tables_at


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example: where it stands, and in what it differs from what it expects."""

    name: str
    span: Span
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected was found."""
        return not self.differences


def example_files(folder: Path) -> list[Path]:
    """The files of worked examples that belong to the ruleset in a folder."""
    return sorted((folder / "tests").glob("*.yaml"))


def run_examples(program: Program, file: Path, engine: str) -> Iterator[Outcome]:
    """The outcome of every example in a file; raises `InvalidInput` where the file has mistakes."""
    written, span_of = load_examples(file)
    case = load_case(file.parent / written.case) if written.case else None
    for index, example in enumerate(written.tests):
        span = span_of(("tests", index, "name"))
        yield Outcome(example.name, span, tuple(_differences(example, case, program, engine, span)))


def _differences(
    example: Example, case: Case | None, program: Program, engine: str, span: Span
) -> Iterator[str]:
    if example.given is None and case is None:
        message = "this example has neither `given` nor a `case` of its file"
        raise InvalidInput(Mistake("nothing-given", message, span, "add `given:` with its facts"))
    _refuse_unknown_names(example.expect, program, span)
    assumed = case_of(example.given, program) if example.given or case is None else case
    as_of = example.as_of or assumed.as_of
    try:
        found = evaluate(assumed, program, as_of, (engine,))
    except RiskmemoError as error:
        yield from (mistake.message for mistake in error.mistakes)
        return
    yield from _wrong_counts(example.expect, found)
    yield from _wrong_scores(BASE, example.expect, found, as_of)
    for name, expected in example.expect.scenarios.items():
        yield from _wrong_scores(name, expected, found, as_of)


def _refuse_unknown_names(expect: Expectation, program: Program, span: Span) -> None:
    """An expectation about a rule, score or scenario that does not exist would never fail."""
    ruleset = program.ruleset
    parts = [expect, *expect.scenarios.values()]
    named = {
        "rule": ({*expect.matches, *expect.gaps, *expect.held}, program.rule.keys()),
        "score": (
            {name for part in parts for name in (*part.scores, *part.bands)},
            ruleset.scores.keys(),
        ),
        "hypothesis": (set(expect.scenarios), ruleset.hypotheses.keys()),
    }
    mistakes = [
        Mistake(
            "unknown-expectation", f"there is no {what} `{name}`", span, did_you_mean(name, known)
        )
        for what, (names, known) in named.items()
        for name in sorted(names - known)
    ]
    if mistakes:
        raise InvalidInput(mistakes)


def _wrong_counts(expect: Expectation, found: Evaluation) -> Iterator[str]:
    answer = found.answer
    counted = {
        "matches": (expect.matches, Counter(match.rule for match in answer.matches)),
        "gaps": (expect.gaps, Counter(gap.rule for gap in answer.gaps)),
        "held": (expect.held, Counter(m.rule for m in answer.matches if m.gate is False)),
    }
    for what, (expected, counts) in counted.items():
        for rule, count in expected.items():
            if counts[rule] != count:
                yield f"{what} of {rule}: expected {count}, found {counts[rule]}"


def _wrong_scores(
    scenario: str, expect: ScenarioExpectation, found: Evaluation, as_of: datetime.date
) -> Iterator[str]:
    scores = found.scores(None if scenario == BASE else scenario)
    where = "" if scenario == BASE else f" under {scenario}"
    for name, expected in expect.scores.items():
        value = scores[name].value
        points = None if value is None else to_points(value)
        if points != (None if expected is None else Decimal(repr(expected))):
            yield f"{name}{where}: expected {_shown(expected)}, found {_shown(points)}"
    tables = tables_at(found.program.ruleset.bands, as_of)
    for name, label in expect.bands.items():
        band = band_in(tables, found.program.ruleset.scores[name].bands, scores[name].value)
        if band != label:
            yield f"band of {name}{where}: expected {label}, found {_shown(band)}"


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return "no score" if value is None else f"{value}"


def case_of(given: Given | None, program: Program) -> Case:
    """A case with the facts of an example; each rests on a source of its grade."""
    assert given is not None  # noqa: S101 - the caller has looked
    facts = [(fact.id or f"F{number}", fact) for number, fact in enumerate(given.facts, start=1)]
    claims = {name: _claim(fact, given) for name, fact in facts if fact.kind == CLAIM_KIND}
    return Case(
        riskmemo="case/1",
        id="worked-example",
        title="Worked example",
        question="What does the ruleset make of these facts?",
        subject=given.subject,
        as_of=given.as_of,
        horizon=given.horizon or given.as_of,
        vocabulary=program.vocabulary.id,
        sources={grade: _source(grade) for grade in Reliability},
        indicators=tuple(
            _indicator(n, fact, given) for n, fact in facts if fact.kind != CLAIM_KIND
        ),
        claims=claims,
        searched=tuple(Search(kind=kind, result="nothing found") for kind in given.searched),
    )


def _source(grade: Reliability) -> Source:
    return Source(
        publisher="Worked example", title=f"A source of reliability {grade}", reliability=grade
    )


def _evidence(fact: GivenFact, given: Given) -> Mapping[str, object]:
    use = Citation(source=fact.grade[0], credibility=Credibility(int(fact.grade[1])))
    known = fact.known or min(fact.date or given.as_of, given.as_of)
    return {
        "date": fact.date,
        "until": fact.until,
        "known": known,
        "sources": (use,),
        "fields": fact.fields,
    }


def _indicator(name: str, fact: GivenFact, given: Given) -> Indicator:
    return Indicator.model_validate(
        {"id": name, "kind": fact.kind, "says": "given", **_evidence(fact, given)}
    )


def _claim(fact: GivenFact, given: Given) -> Claim:
    return Claim.model_validate(
        {
            "speaker": "a speaker",
            "wording": "given",
            "statement": "opinion",
            "corroboration": "none",
            "dissent_searched": "not searched in a worked example",
            **_evidence(fact, given),
        }
    )

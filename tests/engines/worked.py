"""Worked examples: files that say, in facts and findings, what a ruleset means.

A file of `tests/worked/` is about one topic. It has `about`, `kinds` (a vocabulary in short, see
`tests.building.vocabulary`), the parts of a ruleset (`rules`, `derive`, `scores`, ...; what every
rule needs beside its meaning is filled in), and `examples`. Each example has `says`, `facts` (in
short, see `tests.building.case`) and what must be found, written one finding a line:

    matches:  rule alias=fact ...: points [held]     (`points` is left out where nothing is given)
    gaps:     rule alias=fact ...: points
    findings: kind field=value ...                   (`?` unknown, `~` before it all not certain)
    scores:   {score: value}                         (null: no score)

Matches, gaps and findings are compared whole: what is not listed must not be found. A finding in a
match is named by its own line without the kind: `f=(partner=KAZ n=2)`.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riskmemo.evaluate import Evaluation
from riskmemo.language.program import Program
from riskmemo.model.facts import Answer, Fact, Value
from riskmemo.model.points import to_points
from riskmemo.source.document import read_document
from riskmemo.source.tree import plain
from tests.building import LEAF, evaluated, program, rule, vocabulary

FOLDER = Path(__file__).parent.parent / "worked"
OF_A_RULESET = ("parameters", "hypotheses", "derive", "scores", "scale", "bands")
BRANCH = {name: value for name, value in LEAF.items() if name != "from"}
OF_A_CASE = ("as_of", "horizon", "subject", "searched")


@dataclass(frozen=True)
class Example:
    """One example of a file, ready to be run."""

    name: str
    program: Program
    written: Mapping[str, Any]

    def run(self, engine: str) -> Evaluation:
        """What an engine finds in the facts of the example."""
        more = {name: self.written[name] for name in OF_A_CASE if name in self.written}
        return evaluated(self.program, self.written["facts"], engine, **more)

    def expected(self) -> dict[str, Any]:
        """What must be found, in the form of `found`."""
        listed = {name: sorted(self.written.get(name, [])) for name in FOUND}
        return {**listed, "scores": self.written.get("scores", {})}


def examples() -> Iterator[Example]:
    """Every example of every file."""
    for file in sorted(FOLDER.glob("*.yaml")):
        written = plain(read_document(file))
        unknown = written.keys() - {"about", "kinds", "rules", "examples", *OF_A_RULESET}
        assert not unknown, f"{file.name}: {unknown}"
        parts = {name: written[name] for name in OF_A_RULESET if name in written}
        parts["scores"] = {
            name: {**(BRANCH if "of" in node else LEAF), **node}
            for name, node in parts.get("scores", {"risk": {}}).items()
        }
        made = program(
            vocabulary(written["kinds"]), **parts, rules=_rules(written.get("rules", {}))
        )
        for example in written["examples"]:
            stray = example.keys() - {"says", "facts", "scores", *FOUND, *OF_A_CASE}
            assert not stray, f"{file.name}: {stray}"
            yield Example(f"{file.stem}: {example['says']}", made, example)


def _rules(written: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [rule(name, **parts) for name, parts in written.items()]


FOUND = ("matches", "gaps", "findings")


def found(evaluation: Evaluation, scores: Mapping[str, object]) -> dict[str, Any]:
    """What was found, in the words of the files; of the scores only those that are asked for."""
    answer = evaluation.answer
    names = {finding.id: f"({_fields(finding)})" for finding in answer.findings}
    values = {name: evaluation.scores()[name].value for name in scores}
    return {
        "matches": sorted(_matches(answer, names)),
        "gaps": sorted(
            f"{gap.rule}{_bound(gap.facts, names)}{_points(gap.points)}" for gap in answer.gaps
        ),
        "findings": sorted(_finding(finding) for finding in answer.findings),
        "scores": {
            name: None if value is None else float(to_points(value))
            for name, value in values.items()
        },
    }


def _matches(answer: Answer, names: Mapping[str, str]) -> Iterator[str]:
    for match in answer.matches:
        held = " held" if match.gate is False else ""
        yield f"{match.rule}{_bound(match.facts, names)}{_points(match.contribution)}{held}"


def _bound(facts: tuple[tuple[str, str], ...], names: Mapping[str, str]) -> str:
    return "".join(f" {alias}={names.get(name, name)}" for alias, name in facts)


def _points(micro: int | None) -> str:
    return "" if micro is None else f": {to_points(micro)}"


def _finding(finding: Fact) -> str:
    return f"{'' if finding.certain else '~ '}{finding.kind} {_fields(finding)}"


def _fields(finding: Fact) -> str:
    return " ".join(f"{name}={_plain(value)}" for name, value in sorted(finding.values.items()))


def _plain(value: Value) -> str:
    match value:
        case None:
            return "?"
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.12g}"
        case datetime.date():
            return value.isoformat()
        case str():
            return value

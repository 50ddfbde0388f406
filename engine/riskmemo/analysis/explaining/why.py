"""Why a score is what it is: the tree from the score down to rules, facts and sources."""

from collections.abc import Iterable, Iterator, Mapping

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.explaining.tested import plain
from riskmemo.analysis.explaining.why_matches import Matches
from riskmemo.analysis.explaining.why_scores import ScoreTeller
from riskmemo.errors import InvalidInput, Mistake, did_you_mean
from riskmemo.language.facts import visible_citations
from riskmemo.model.assessment import BASE
from riskmemo.model.case import Case, Claim
from riskmemo.model.grading import Grade
from riskmemo.model.points import to_micro
from riskmemo.model.ruleset import FactsLeaf, Ruleset
from riskmemo.model.why import FactWhy, FindingWhy, MatchWhy, RowWhy, SourceWhy, Why


def why(basis: Basis, score: str, hypothesis: str | None = None) -> Why:
    """The tree of a score in the base, or in the scenario of one hypothesis.

    Raises `InvalidInput` for a score or hypothesis that the ruleset does not have, and for a
    hypothesis whose claim is not in the case at the cut-off.
    """
    ruleset = basis.ruleset
    if score not in ruleset.scores:
        message = f"the ruleset `{ruleset.id}` has no score `{score}`"
        raise InvalidInput(
            Mistake("unknown-score", message, help=did_you_mean(score, ruleset.scores))
        )
    raised(basis, hypothesis)
    matches = Matches(basis)
    teller = ScoreTeller(basis, score, hypothesis, _rows(basis, matches))
    scores = teller.told()
    given = matches.given(teller.inputs.rules, to_micro(ruleset.scale.max))
    told = _Reached(matches, given)
    told.matches(name for each in scores for rule in each.rules for name in rule.matches)
    told.facts(fact for each in scores for row in each.rows for fact in row.facts.values())
    facts = tuple(_facts(basis, told.base, matches))
    return Why(
        case=basis.case.id,
        ruleset=ruleset.id,
        as_of=basis.found.setting.as_of,
        scenario=hypothesis or BASE,
        scenario_title=ruleset.hypotheses[hypothesis].title if hypothesis else "Base",
        score=score,
        scores=scores,
        matches=tuple(sorted(told.match.values(), key=lambda each: _place(each.id, ruleset))),
        findings=tuple(told.finding[name] for name in matches.fact if name in told.finding),
        facts=facts,
        sources=_sources(basis.case, facts),
    )


def raised(basis: Basis, hypothesis: str | None) -> None:
    """Raise `InvalidInput` unless there is a scenario of the hypothesis (or none is asked for)."""
    ruleset = basis.ruleset
    if hypothesis is None or hypothesis in basis.found.raised:
        return
    if hypothesis not in ruleset.hypotheses:
        message = f"the ruleset `{ruleset.id}` has no hypothesis `{hypothesis}`"
        help_line = did_you_mean(hypothesis, ruleset.hypotheses)
        raise InvalidInput(Mistake("unknown-hypothesis", message, help=help_line))
    claim, day = ruleset.hypotheses[hypothesis].claim, basis.found.setting.as_of
    message = f"no claim `{claim}` is known on {day}, so nothing raises `{hypothesis}`"
    held = ", ".join(f"`{each}`" for each in basis.found.raised)
    help_line = (
        f"scenarios of this case: {held}" if held else "the case has no scenario but the base"
    )
    raise InvalidInput(Mistake("scenario-not-raised", message, help=help_line))


class _Reached:
    """All that a tree rests on, followed from the matches and rows down to base facts."""

    def __init__(self, matches: Matches, given: Mapping[str, int]) -> None:
        self.known, self.given = matches, given
        self.match: dict[str, MatchWhy] = {}
        self.finding: dict[str, FindingWhy] = {}
        self.base: set[str] = set()

    def matches(self, names: Iterable[str]) -> None:
        """Follow some matches, each once."""
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in self.match:
                self.match[name] = told = self.known.match(name, self.given)
                waiting += self._behind(told.facts.values())

    def facts(self, names: Iterable[str]) -> None:
        """Follow some facts and findings."""
        self.matches(list(self._behind(names)))

    def _behind(self, names: Iterable[str]) -> Iterator[str]:
        """The matches behind findings, through the rows of aggregates too."""
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if "/" not in name:
                self.base.add(name)
            elif name not in self.finding:
                self.finding[name] = told = self.known.finding(name)
                yield from told.matches
                waiting += [fact for row in told.rows for fact in row.facts.values()]


def _rows(basis: Basis, matches: Matches) -> dict[str, tuple[RowWhy, ...]]:
    """The rows of every leaf over facts."""
    found = {}
    for leaf in basis.found.program.leaves:
        node = basis.ruleset.scores[leaf.score]
        if isinstance(node, FactsLeaf):
            found[leaf.score] = matches.rows(leaf, node)
    return found


def _facts(basis: Basis, names: set[str], matches: Matches) -> Iterator[FactWhy]:
    """The base facts, in the order of the case."""
    case, program = basis.case, basis.found.program
    every = [(row.id, row.says, row) for row in case.indicators]
    claims = [(name, claim.wording, claim) for name, claim in case.claims.items()]
    for name, says, evidence in [*every, *claims]:
        if name in names:
            fact = matches.fact[name]
            read = matches.read.get(name, set())
            yield FactWhy(
                id=name,
                kind=fact.kind,
                title=program.schemas[fact.kind].title,
                values={field: plain(value) for field, value in fact.values.items()},
                read=tuple(field for field in fact.values if field in read),
                says=says,
                speaker=evidence.speaker if isinstance(evidence, Claim) else None,
                grades=tuple(
                    Grade(
                        source=use.source,
                        reliability=case.sources[use.source].reliability,
                        credibility=use.credibility,
                        locator=use.locator,
                    )
                    for use in visible_citations(evidence, case.sources, basis.found.setting.as_of)
                ),
            )


def _sources(case: Case, facts: Iterable[FactWhy]) -> dict[str, SourceWhy]:
    """The sources that facts rest on, in the order of the case."""
    cited = {grade.source for fact in facts for grade in fact.grades}
    return {
        name: SourceWhy(
            publisher=source.publisher,
            title=source.title,
            date=source.date,
            url=source.url,
            reliability=source.reliability,
        )
        for name, source in case.sources.items()
        if name in cited
    }


def _place(match: str, ruleset: Ruleset) -> tuple[int, bool, int]:
    """Where a match stands: by its rule, matches before gaps, by number."""
    sign = "?" if "?" in match else "#"
    rule, _, number = match.partition(sign)
    order = [each.id for each in ruleset.rules]
    return order.index(rule), sign == "?", int(number)

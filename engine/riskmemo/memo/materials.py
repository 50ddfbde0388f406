"""An assessment laid out for the builders of sections: what is looked up again and again."""

import datetime
import re
import textwrap
from collections.abc import Iterable, Mapping
from functools import cached_property

from riskmemo.memo.cited import cited, published
from riskmemo.memo.formatting import Formats
from riskmemo.memo.prose import paragraphs, with_citations
from riskmemo.memo.says import CountryCode, SaysWriter, Value, typed_value
from riskmemo.memo.translated import wording_in
from riskmemo.memo.view import Badge, Cite, Code, Reference, Run, Runs
from riskmemo.memo.wording import Wording, joined
from riskmemo.model.assessment import (
    Assessment,
    FactRecord,
    FindingRecord,
    MatchRecord,
    RuleRecord,
    Scenario,
)
from riskmemo.model.case import Claim, Source
from riskmemo.model.competing import Evidence
from riskmemo.model.effects import Effect
from riskmemo.model.grading import (
    CREDIBILITY_WORDS,
    RELIABILITY_WORDS,
    Credibility,
    Grade,
    Reliability,
)
from riskmemo.model.ruleset import Polarity
from riskmemo.model.vocabulary import BUILT_IN_FIELDS, FieldType
from riskmemo.resources import language_named

DETAILS_ANCHOR = "details"
"""Annex C, where every number is taken apart."""
MOST_LETTERS = 90
"""Letters of a fact outside the evidence table, which has the whole."""


class Materials:
    """One assessment, its indexes, and the language of the memo."""

    def __init__(
        self, assessment: Assessment, formats: Formats, wording: Wording, *, details: bool = True
    ) -> None:
        self.assessment = assessment
        self.details = details
        """Whether the memo has the scores in detail, or says only where they are."""
        self.case = assessment.case
        self.ruleset = assessment.ruleset
        self.formats = formats
        self.wording = wording
        self.say = wording.say
        self.says = _writer_of(language_named(assessment.ruleset.language))

    def in_details(self, anchor: str) -> str:
        """A place in Annex C, or the annex itself where it has no detail."""
        return anchor if self.details else DETAILS_ANCHOR

    # --- records by id --------------------------------------------------------------------------

    @cached_property
    def facts(self) -> Mapping[str, FactRecord]:
        """Every fact known at the cut-off, `E9` before `E10`; claims come last."""
        facts = sorted(
            self.assessment.facts, key=lambda fact: (fact.is_claim, _in_counting(fact.id))
        )
        return {fact.id: fact for fact in facts}

    @cached_property
    def findings(self) -> Mapping[str, FindingRecord]:
        """Every derived fact."""
        return {finding.id: finding for finding in self.assessment.findings}

    @cached_property
    def rules(self) -> Mapping[str, RuleRecord]:
        """Every rule of the ruleset, in its order."""
        return {rule.id: rule for rule in self.assessment.rules}

    @cached_property
    def matches(self) -> Mapping[str, tuple[MatchRecord, ...]]:
        """The matches of each rule."""
        grouped: dict[str, list[MatchRecord]] = {}
        for match in self.assessment.matches:
            grouped.setdefault(match.rule, []).append(match)
        return {rule: tuple(matches) for rule, matches in grouped.items()}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims known at the cut-off."""
        return {name: claim for name, claim in self.case.claims.items() if name in self.facts}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources published by the cut-off that something visible cites."""
        wanted = cited(self.case, self.facts.values(), self.claims)
        return {name: source for name, source in self.published.items() if name in wanted}

    @cached_property
    def published(self) -> Mapping[str, Source]:
        """The sources published by the cut-off, cited or not."""
        return published(self.case, self.assessment.as_of)

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios of the hypotheses, without the base."""
        return self.assessment.scenarios[1:]

    # --- scores ---------------------------------------------------------------------------------

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The totals: opportunity first, then risk, each in the order of the ruleset."""
        scores = self.assessment.base.scores
        return tuple(
            root
            for polarity in (Polarity.OPPORTUNITY, Polarity.RISK)
            for root in self.ruleset.roots
            if scores[root].polarity is polarity
        )

    def title(self, score: str) -> str:
        """The title of a score."""
        return self.assessment.base.scores[score].title

    # --- analyses -------------------------------------------------------------------------------

    @cached_property
    def without_fact(self) -> tuple[Effect, ...]:
        """What the scores would be without each fact; empty without analyses."""
        analyses = self.assessment.analyses
        return analyses.without_fact if analyses else ()

    def kind_of(self, fact: str) -> str:
        """The title of the kind of a fact."""
        record = self.facts.get(fact)
        kind = self.assessment.kinds.get(record.kind) if record else None
        return kind.title if kind else fact

    # --- citations ------------------------------------------------------------------------------

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """What prose can cite: facts and claims known at the cut-off, and sources."""
        return {**self.source_references, **self._fact_references}

    @cached_property
    def source_references(self) -> Mapping[str, Reference]:
        """The entries of the list of sources."""
        taken = {reference.note.casefold() for reference in self._fact_references.values()}
        return {name: _reference(name, taken, in_evidence=False) for name in self.sources}

    @cached_property
    def _fact_references(self) -> Mapping[str, Reference]:
        taken: set[str] = set()
        return {name: _reference(name, taken, in_evidence=True) for name in self.facts}

    def cite(self, names: Iterable[str]) -> Runs:
        """A citation of all that is known among `names`; nothing where none is."""
        known = tuple(self.references[name] for name in names if name in self.references)
        return (Cite(known),) if known else ()

    def cite_evidence(self, names: Iterable[str]) -> Runs:
        """A citation of facts, in the order of the evidence table."""
        wanted = set(names)
        return self.cite(name for name in self.facts if name in wanted)

    def cite_sources(self, names: Iterable[str]) -> Runs:
        """A citation of those sources that are listed."""
        known = tuple(self.source_references[name] for name in names if name in self.sources)
        return (Cite(known),) if known else ()

    def prose(self, text: str) -> Runs:
        """An analyst's text on one paragraph, with its citations."""
        return with_citations(text, self._cited)

    def paragraphs(self, text: str) -> tuple[Runs, ...]:
        """An analyst's text, divided where it has blank lines."""
        return paragraphs(text, self._cited)

    def _cited(self, name: str) -> Reference | str | None:
        """What prose cites, or that it is hidden by the cut-off."""
        return self.references.get(name) or (
            self.say("not yet known") if name in self._hidden else None
        )

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """Evidence and sources of the case that became known after the cut-off."""
        later = self.case.sources.keys() - self.published.keys()
        return frozenset((*self.assessment.not_yet_known, *later))

    # --- words for records ----------------------------------------------------------------------

    def rule_name(self, rule: str) -> Runs:
        """A rule's title and id."""
        record = self.rules.get(rule)
        return joined((record.title, " ", Code(rule))) if record else (Code(rule),)

    def grade(self, reliability: Reliability, credibility: Credibility) -> Badge:
        """A grade as `A1`, in the colour of a warning where it is weak or cannot be judged."""
        weak = reliability >= Reliability.D or credibility >= Credibility.DOUBTFUL
        words = (self.say(RELIABILITY_WORDS[reliability]), self.say(CREDIBILITY_WORDS[credibility]))
        tone = "warn" if weak else "plain"
        return Badge(f"{reliability.value}{credibility.value}", tone, "; ".join(words))

    def grades(self, grades: Iterable[Grade]) -> Runs:
        """The different grades of several citations, best first."""
        different = sorted({(grade.reliability, grade.credibility) for grade in grades})
        badges: list[Run] = [self.grade(*grade) for grade in different]
        return joined(badges, between=" ")

    def when(
        self, first: datetime.date | None, last: datetime.date | None, *, brief: bool = False
    ) -> str:
        """A day or a period, or that it is not dated."""
        return self.formats.period(first, last, brief=brief) if first else self.say("undated")

    def sentence(self, match: MatchRecord | Evidence) -> str | None:
        """What a rule says about the facts it found; none where the rule has no sentence."""
        says = self.rules[match.rule].says
        if says is None:
            return None
        facts = {alias: self._values(fact) for alias, fact in match.facts.items()}
        return self.says.sentence(says, facts, self._setting)

    @cached_property
    def _setting(self) -> Mapping[str, Value]:
        return {
            "subject": CountryCode(self.case.subject),
            "as_of": self.assessment.as_of,
            "horizon": self.case.horizon,
        }

    def _values(self, fact: str) -> Mapping[str, Value]:
        record = self.facts.get(fact) or self.findings[fact]
        declared = self.assessment.kinds[record.kind].fields
        types = {name: field.type for name, field in declared.items()}
        types |= dict.fromkeys(BUILT_IN_FIELDS, FieldType.DATE)
        return {name: typed_value(value, types.get(name)) for name, value in record.values.items()}


def shortened(says: str) -> str:
    """The beginning of what a fact states, in whole words."""
    return textwrap.shorten(says, MOST_LETTERS, placeholder=" …", break_on_hyphens=False)


def _writer_of(language: str) -> SaysWriter:
    """Sentences of rules stay whole: their dates and countries are in the ruleset's language."""
    return SaysWriter(Formats(language), wording_in(language))


def _reference(name: str, taken: set[str], *, in_evidence: bool) -> Reference:
    """A reference whose note is unique whatever the case: footnotes fold it, as anchors may."""
    number, note = 1, name
    while note.casefold() in taken:
        number += 1
        note = f"{name}-{number}"
    taken.add(note.casefold())
    kind = "evidence" if in_evidence else "source"
    return Reference(name, f"{kind}-{note}", note, in_evidence)


def _in_counting(name: str) -> list[tuple[int, str]]:
    """A key that puts `E9` before `E10`."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]

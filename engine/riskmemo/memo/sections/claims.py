"""Contested claims: attributed, not adopted; with what bears on them and what they would change."""

from collections.abc import Iterator, Sequence

from riskmemo.memo.audit import held_at_zero
from riskmemo.memo.cited import voices_known
from riskmemo.memo.figures.contributions import of_claims
from riskmemo.memo.materials import Materials
from riskmemo.memo.scenarios import claim_anchor, moving, scenario_change, supposed
from riskmemo.memo.scores import tone_of_change
from riskmemo.memo.view import (
    Block,
    Cell,
    Column,
    ContestedClaim,
    Definition,
    Jump,
    Row,
    Runs,
    Section,
    Strong,
    Subheading,
    Table,
    Title,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.assessment import RulePart, Scenario, ScoreRecord
from riskmemo.model.case import Citation, Claim, Dissent
from riskmemo.model.ruleset import Polarity

POINTS_ANCHOR = "claim-points"
"""Where the annex has what the rules of each scenario give."""

STATEMENTS = {
    "forecast": "Forecast. It speaks about the future and reports no event.",
    "opinion": "Opinion. It reports no event.",
    "allegation": "Allegation. It asserts an event or a practice that is not shown here.",
    "report": "Report. It states an event or a practice on the speaker's word.",
}


def contested_claims(materials: Materials) -> Section | None:
    """One card for each claim known at the cut-off."""
    if not materials.claims:
        return None
    cards = tuple(_card(materials, name, claim) for name, claim in materials.claims.items())
    heading = materials.wording.count("The contested claim", "Contested claims", len(cards))
    return Section("contested-claims", "", heading, (*cards, *of_claims(materials)))


def _card(materials: Materials, name: str, claim: Claim) -> ContestedClaim:
    return ContestedClaim(
        anchor=claim_anchor(name),
        label=name,
        kicker=materials.say("Attributed, not adopted"),
        speaker=claim.speaker,
        wording=claim.wording,
        entries=tuple(
            Definition(term, paragraphs)
            for term, paragraphs in _entries(materials, name, claim)
            if paragraphs
        ),
    )


def _entries(
    materials: Materials, name: str, claim: Claim
) -> Iterator[tuple[str, tuple[Runs, ...]]]:
    say = materials.say
    yield (
        say("Kind of statement"),
        (joined([say(STATEMENTS[claim.statement]), *_date(materials, claim)]),),
    )
    yield say("Grade"), tuple(_grades(materials, name))
    yield say("Corroboration"), materials.paragraphs(claim.corroboration)
    yield say("Use in the score"), tuple(_use(materials, name))
    yield say("What we do not do"), tuple(_restraint(materials, name))
    yield say("Dissent"), tuple(_dissent(materials, claim))
    yield say("Other readings"), tuple(materials.prose(text) for text in claim.other_readings)
    changes = tuple(materials.prose(text) for text in claim.would_change_the_reading)
    yield say("Would change the reading"), changes


def _date(materials: Materials, claim: Claim) -> Iterator[str]:
    if claim.date:
        yield " " + materials.say("Made {when}.", when=materials.when(claim.date, claim.until))


def _grades(materials: Materials, name: str) -> Iterator[Runs]:
    for grade in materials.facts[name].grades:
        badge = materials.grade(grade.reliability, grade.credibility)
        where = f", {grade.locator}" if grade.locator else ""
        publisher = materials.case.sources[grade.source].publisher
        cited = materials.cite_sources([grade.source])
        yield joined([badge, f" {badge.meaning} ({publisher}", cited, f"{where})."])


def _use(materials: Materials, name: str) -> Iterator[Runs]:
    scenarios = [scenario for scenario in materials.scenarios if scenario.claim == name]
    if not scenarios:
        yield joined([materials.say("It is used in no score.")])
    for scenario in scenarios:
        yield _scenario(materials, scenario)


def _scenario(materials: Materials, scenario: Scenario) -> Runs:
    """What the totals are with the claim and without it; the annex has the rules."""
    only = materials.wording.runs(
        "It counts only in a scenario of its own ({title}), and in no base score.",
        title=Title(scenario.title),
    )
    base = materials.assessment.base.scores
    ordered = sorted(
        materials.roots, key=lambda root: scenario not in moving(materials, base[root])
    )
    roots = (scenario_change(materials, scenario, root) for root in ordered)
    told: list[Runs] = [only, *roots]
    if any(points_of(materials, scenario)):
        anchor = materials.in_details(POINTS_ANCHOR)
        told.append((Jump(materials.say("See its rules in Annex C."), anchor),))
    return joined(told, between=" ")


def points_of(materials: Materials, scenario: Scenario) -> Iterator[tuple[ScoreRecord, RulePart]]:
    """What the rules of a scenario alone give in it, score by score."""
    for score in scenario.scores.values():
        for part in score.parts:
            if materials.rules[part.rule].hypothesis == scenario.id and part.contribution:
                yield score, part


def claim_points(materials: Materials) -> Iterator[Block]:
    """What each scenario takes from its own rules; nothing where no rule gives any."""
    say = materials.say
    tables = [
        Table(
            name="claim-points",
            caption=materials.wording.runs(
                "If {supposed} held.", supposed=supposed(materials, scenario)
            ),
            columns=(
                Column(say("Rule"), "name"),
                Column(say("Score")),
                Column(say("Points"), "number"),
            ),
            rows=tuple(_given(materials, score, part) for score, part in found),
        )
        for scenario in materials.scenarios
        if (found := [*points_of(materials, scenario)])
    ]
    if tables:
        yield Subheading(say("What claims would add"), POINTS_ANCHOR)
        yield from tables


def _given(materials: Materials, score: ScoreRecord, part: RulePart) -> Row:
    tone = tone_of_change(score, part.contribution)
    points = Toned(materials.formats.change(part.contribution), tone)
    return Row((Cell(materials.rule_name(part.rule)), Cell(joined([score.title])), Cell((points,))))


def _restraint(materials: Materials, name: str) -> Iterator[Runs]:
    parts: list[str | Runs] = [
        materials.say("We report the claim as its speaker's and do not treat it as a fact.")
    ]
    held = held_at_zero(materials)
    if held and _raises_risk(materials, name):
        parts.append(
            materials.wording.runs(
                "We do not treat a religious or ethnic community as an indicator of risk."
                " Held at zero: {rules}.",
                rules=joined([materials.rule_name(rule.id) for rule in held], between="; "),
            )
        )
    yield joined(parts, between=" ")


def _raises_risk(materials: Materials, claim: str) -> bool:
    """Whether a scenario of the claim moves a score of risk."""
    base = materials.assessment.base.scores
    return any(
        score.polarity is Polarity.RISK and score.value != base[name].value
        for scenario in materials.scenarios
        if scenario.claim == claim
        for name, score in scenario.scores.items()
    )


def _dissent(materials: Materials, claim: Claim) -> Iterator[Runs]:
    voices = voices_known(claim, materials.published)
    for voice in voices:
        yield _voice(materials, voice)
    if later := len(claim.dissent) - len(voices):
        text = materials.wording.count(
            "{n} voice became known after the cut-off and is not reported.",
            "{n} voices became known after the cut-off and are not reported.",
            later,
        )
        yield joined([text])
    if claim.dissent_searched:
        found = materials.prose(claim.dissent_searched)
        lead = "None found. Searched: " if not claim.dissent else "Also searched: "
        yield joined([materials.say(lead), found])


def _voice(materials: Materials, voice: Dissent) -> Runs:
    cited = materials.cite_sources(citation.source for citation in voice.sources)
    badges = joined(_badges(materials, voice.sources), between=" ")
    return joined([Strong(voice.who), ": ", materials.prose(voice.wording), cited, " ", badges])


def _badges(materials: Materials, citations: Sequence[Citation]) -> Iterator[Runs]:
    for citation in citations:
        if citation.source in materials.sources:
            reliability = materials.sources[citation.source].reliability
            yield (materials.grade(reliability, citation.credibility),)

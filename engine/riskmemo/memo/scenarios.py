"""Scenarios in words: what a score would be if a claim, or a reading without one, held.

The title of a scenario is the ruleset's. It stands without quotation marks, so that nobody takes
it for the words of the speaker.
"""

from collections.abc import Iterator

from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import with_band
from riskmemo.memo.view import Jump, Runs, Title
from riskmemo.memo.wording import joined
from riskmemo.model.assessment import Scenario, ScoreRecord


def claim_anchor(name: str) -> str:
    """Where a claim stands."""
    return f"claim-{name}"


def supposed(materials: Materials, scenario: Scenario) -> Runs:
    """What a scenario supposes, as `claim C1 (TITLE)`; without a claim `the reading TITLE`."""
    title = Title(scenario.title)
    if scenario.claim is None:
        return materials.wording.runs("the reading {title}", title=title)
    link = Jump(scenario.claim, claim_anchor(scenario.claim))
    return materials.wording.runs("claim {claim} ({title})", claim=link, title=title)


def moving(materials: Materials, score: ScoreRecord) -> tuple[Scenario, ...]:
    """The scenarios in which a score has another value than in the base."""
    return tuple(each for each in materials.scenarios if each.scores[score.id].value != score.value)


def scenario_line(materials: Materials, scenario: Scenario, score: ScoreRecord) -> Runs:
    """A score in a scenario, as `If claim C1 (TITLE) held: 38.1 (Guarded)`."""
    return materials.wording.runs(
        "If {supposed} held: {score}.",
        supposed=supposed(materials, scenario),
        score=with_band(materials, scenario.scores[score.id]),
    )


def scenario_lines(materials: Materials, score: ScoreRecord) -> Iterator[Runs]:
    """What the score is in each scenario that changes it, or that none does."""
    found = moving(materials, score)
    for scenario in found:
        yield scenario_line(materials, scenario, score)
    if materials.scenarios and not found:
        yield joined([_unchanged(materials)])


def _unchanged(materials: Materials) -> str:
    if not all(scenario.claim for scenario in materials.scenarios):
        return materials.say("Unchanged in every scenario.")
    one, more = "Unchanged with the attributed claim.", "Unchanged with the attributed claims."
    return materials.wording.count(one, more, len(materials.scenarios))


def scenario_change(materials: Materials, scenario: Scenario, root: str) -> Runs:
    """A score with a claim and without it, in a sentence beside the claim."""
    then, now = scenario.scores[root], materials.assessment.base.scores[root]
    message = "If it held, {score} would be {then} instead of {now}."
    if then.value == now.value:
        message = "{score} would stay {now}."
    return materials.wording.runs(
        message,
        score=now.title,
        then=with_band(materials, then),
        now=with_band(materials, now),
    )

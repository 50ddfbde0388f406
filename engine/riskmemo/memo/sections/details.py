"""Annex C: every number of the memo taken apart."""

from collections.abc import Callable, Iterator, Sequence

from riskmemo.memo.materials import DETAILS_ANCHOR, Materials
from riskmemo.memo.sections.claims import claim_points
from riskmemo.memo.sections.competing import competing_readings
from riskmemo.memo.sections.counterfactuals import what_would_change_scores
from riskmemo.memo.sections.dependence import what_scores_depend_on
from riskmemo.memo.sections.gaps import gaps_in_detail
from riskmemo.memo.sections.identity import identity_in_detail
from riskmemo.memo.sections.movers import what_moves_the_scores
from riskmemo.memo.sections.reasons import reasons, weights
from riskmemo.memo.sections.rules import rules_in_full
from riskmemo.memo.sections.signposts import derived_signposts
from riskmemo.memo.view import Block, Code, Paragraph, Section
from riskmemo.memo.wording import joined

PARTS: Sequence[Callable[[Materials], Iterator[Block]]] = (
    weights,
    reasons,
    claim_points,
    what_scores_depend_on,
    what_moves_the_scores,
    what_would_change_scores,
    derived_signposts,
    competing_readings,
    identity_in_detail,
    gaps_in_detail,
    rules_in_full,
)
"""The parts in the order of the annex, each with its heading; each may have nothing to say."""


def details_annex(materials: Materials) -> Section | None:
    """The scores in detail; none where there is nothing behind them."""
    blocks = (block for part in PARTS for block in part(materials))
    first = next(blocks, None)
    if first is None:
        return None
    heading = materials.say("Annex C · The scores in detail")
    shown = (first, *blocks) if materials.details else (_elsewhere(materials),)
    return Section(DETAILS_ANCHOR, "", heading, shown, role="annex")


def _elsewhere(materials: Materials) -> Paragraph:
    """What is told in a printed memo, whose readers have not asked for the detail."""
    say = materials.say
    return Paragraph(
        joined(
            [
                say(
                    "Left out here: the points of every rule, what the scores depend on, what "
                    "moves them and what would change them, competing readings, identity and what "
                    "is not known in full, and the rules."
                ),
                " ",
                materials.wording.runs(
                    "They are in the HTML and Markdown editions of this memo, and in this one "
                    "where it is made with {option}.",
                    option=Code("--details"),
                ),
            ]
        )
    )

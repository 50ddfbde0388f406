"""How much of a total could be evaluated, in words that keep an empty case from looking safe."""

from collections.abc import Iterator

from riskmemo.memo.materials import Materials
from riskmemo.memo.view import Jump, Runs, Strong
from riskmemo.model.assessment import ScoreRecord
from riskmemo.model.ruleset import Polarity

GAPS_ANCHOR = "gaps"


def coverage(materials: Materials, score: ScoreRecord) -> Iterator[Runs]:
    """The share of a total that could be evaluated, where it is not the whole."""
    if score.coverage == 1:
        return
    share = materials.formats.percent(score.coverage, 0)
    if score.is_mostly_unknown:
        text = materials.say("{share} could be evaluated: {no_finding}.", share=share,
                             no_finding=_no_finding(materials, score))  # fmt: skip
        yield (Strong(text),)
    else:
        yield materials.wording.runs("{share} of its weight could be evaluated.", share=share)


def hardly_assessed(materials: Materials) -> Iterator[Runs]:
    """A warning for each total of which less than half could be evaluated."""
    for root in materials.roots:
        score = materials.assessment.base.scores[root]
        if score.is_mostly_unknown:
            yield materials.wording.runs(
                "{lead} Only {share} of its weight could be evaluated, so {no_finding}, and no band"
                " is shown. {see}",
                lead=Strong(materials.say("{score}: hardly assessed.", score=score.title)),
                share=materials.formats.percent(score.coverage, 0),
                no_finding=_no_finding(materials, score),
                see=Jump(materials.say("See what is not known."), GAPS_ANCHOR),
            )


def _no_finding(materials: Materials, score: ScoreRecord) -> str:
    if score.polarity is Polarity.RISK:
        return materials.say("this is no finding of low risk")
    return materials.say("this is no finding of little opportunity")

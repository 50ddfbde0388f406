"""A sentence that rests on somebody's opinion alone and does not say so.

What a claim of the case says is its speaker's, not the memo's. A sentence that cites nothing but
claims names whose words they are: `the minister warns`, `according to the agency`. A sentence that
cites facts beside the claim rests on the facts.
"""

from riskmemo.checks.memo.draft import PROSE, Draft
from riskmemo.checks.memo.findings import Findings
from riskmemo.checks.memo.words import ATTRIBUTION
from riskmemo.model.vocabulary import Nature


def check_opinion_as_fact(draft: Draft, findings: Findings) -> None:
    """Report sentences that cite only claims, without a word that attributes them."""
    opinions = _opinions(draft)
    for passage in draft.having(*PROSE):
        for sentence in passage.sentences:
            cited = sentence.cited
            if cited and opinions.issuperset(cited) and not ATTRIBUTION.search(sentence.text):
                findings.report(
                    "opinion-as-fact",
                    f"the sentence states as fact what {_listed(cited)} only claims",
                    passage,
                    "say who says so, as `the speaker warns that ...`, or cite a fact",
                    (sentence.start, sentence.start + len(sentence.text)),
                )


def _opinions(draft: Draft) -> frozenset[str]:
    """Claims, and indicators of a kind that holds what somebody asserts."""
    asserted = (
        row.id for row in draft.case.indicators if draft.kinds.nature.get(row.kind) is Nature.CLAIM
    )
    return frozenset((*draft.case.claims, *asserted))


def _listed(cited: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in dict.fromkeys(cited))

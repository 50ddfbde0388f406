"""A vague word in a judgement: `could`, `may`, `possibly` stand for no probability at all.

Whatever happens, a judgement that something could happen was right. The statement of a judgement
and the first sentence of the bottom line say how likely it is, in the words of the memo's lexicon.
Elsewhere these words are free: an alternative may well be put with `may`. `May` the month and the
might of an army are not meant.
"""

import re

from riskmemo.checks.memo.draft import Draft
from riskmemo.checks.memo.findings import Findings
from riskmemo.checks.memo.words import just_before, outside_quotes

VAGUE = re.compile(
    r"""\b(?:could|(?-i:may)|might(?!\s+of\b)|can(?:not|\s+not|'t|’t)\s+(?:be\s+)?(?:ruled?\s+out
    |excluded?|discount(?:ed)?)|possibly|perhaps|maybe|conceivabl[ey]|potentially
    |(?:is|are|remains?|seems?|appears?|looks?)\s+(?:\w+ly\s+)?(?:possible|plausible)
    |(?:fair|good|slight|slim|small|real|serious|strong|distinct|outside)\s+
     (?:chance|possibility|probability|prospect)
    |(?:a|the|some)\s+(?:possibility|prospect)\s+(?:of|that)
    |(?:most|quite|fairly|rather|more|less|somewhat|reasonably|increasingly|not)\s+
     (?:un)?likely(?:\s+than\s+not)?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_POWER = re.compile(r"\b(?:the|its|their|military|naval|economic|all\s+its)\s+\Z", re.IGNORECASE)


def check_vague_judgement(draft: Draft, findings: Findings) -> None:
    """Report every vague word in a statement or in the lead of the bottom line."""
    for passage in draft.having("statement", "lead"):
        text = outside_quotes(passage.text)
        for found in VAGUE.finditer(text):
            if found[0].casefold() == "might" and _POWER.search(just_before(text, found.start())):
                continue
            findings.report(
                "vague-judgement",
                f"`{' '.join(found[0].split())}` says nothing about how likely it is",
                passage,
                f"say how likely, in the words of `lexicon: {draft.case.lexicon}`",
                found.span(),
            )

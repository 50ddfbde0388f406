"""A judgement without a date by which it can be checked.

A statement about the future that names no date can never turn out wrong. A date has a year:
`by 31 July 2026`, `in 2026`, `before the end of Q1 2026`, `2026-07-31`. A date after `since` says
where something begins, not by when it can be checked, so it does not count.
"""

import re

from riskmemo.checks.memo.draft import Draft
from riskmemo.checks.memo.findings import Findings
from riskmemo.checks.memo.words import day_in_words

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
YEAR = r"(?:19|20|21)\d\d"

DATE = re.compile(
    rf"""\b{YEAR}-\d\d-\d\d\b
    |\b{MONTH}\.?\s+(?:\d{{1,2}},?\s+)?{YEAR}\b
    |\b(?:in|by|before|after|until|till|to|through|throughout|during|of|for|end|mid|early|late
         |spring|summer|autumn|winter|Q[1-4]|H[12]|year|and|or)[ -]{YEAR}(?:/\d\d)?\b
      (?!\s+(?:km|kilometres|metres|tonnes|tons|t|MW|US|dollars|euros|troops|soldiers|people)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_SINCE = re.compile(rf"\bsince\s+(?:\d{{1,2}}\s+)?(?:{MONTH}\.?\s+)?{YEAR}\b", re.IGNORECASE)


def check_judgement_undated(draft: Draft, findings: Findings) -> None:
    """Report statements that name no date."""
    for passage in draft.having("statement"):
        if not DATE.search(_SINCE.sub(" ", passage.text)):
            findings.report(
                "judgement-undated",
                "the judgement names no date by which it can be checked",
                passage,
                f"name one, with its year, as `by {day_in_words(draft.case.horizon)}`",
            )

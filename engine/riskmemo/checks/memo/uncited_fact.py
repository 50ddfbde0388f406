"""A sentence that states a number, a date or an event and cites nothing.

Read are the bottom line, the reasons of judgements and the picture. A number is written in digits
or as a word (`three partnerships`); an event is a verb of something done (`signed`, `arrested`).
Not meant are numbers that the sentence itself refers to (`all three`, `the two neighbours`), what
lies ahead (`the next twelve months`, the horizon), conditions (`if`), what is not on file, scores
and points, which the memo computes, and numbers of sections and judgements.
"""

import re

from riskmemo.checks.memo.draft import Draft
from riskmemo.checks.memo.findings import Findings
from riskmemo.checks.memo.judgement_undated import MONTH
from riskmemo.checks.memo.words import day_in_words, just_before

_SPELLED = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty"
    "|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
)
NUMBER = re.compile(
    rf"""(?<![\w.,\-])\d+(?:[.,]\d+)*(?!\w*-\w*[A-Z])\b|\b(?:{_SPELLED})\b
    |\b(?:in|on|since|by|until|of|from|last|early|late|mid)[ -](?-i:{MONTH})\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_COUNTED = re.compile(
    rf"""\b(?:all|both|the|these|those|its|their|his|her|our)\s+(?:{_SPELLED})\b
    |\b(?:next|coming|following)\s+(?:\d+|{_SPELLED})\s+(?:days?|weeks?|months?|quarters?|years?)\b
    |\b(?:section|annex|figure|table|page|paragraph|step|judgement|group|type|phase)s?\s+\d+\b""",
    re.IGNORECASE | re.VERBOSE,
)
EVENT = re.compile(
    r"""\b(?:signed|ratified|acceded|annexed|arrested|deported|expelled|detained|killed|attacked
    |bombed|invaded|seized|occupied|deployed|sanctioned|imposed|suspended|cancelled|recalled|resigned
    |dissolved|elected|appointed|inaugurated|visited|announced|launched|vetoed|voted|defaulted
    |nationalised|expropriated|devalued)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_DONE = re.compile(
    r"\b(?:not|never|no|nobody|nothing|if|unless|be|the|a|an|any|each|every|yet|new|newly)"
    r"\s+(?:been\s+|yet\s+)?\Z",
    re.IGNORECASE,
)
_EXEMPT = re.compile(
    r"""\bon\s+(?:file|record)\b|\bnot\s+known\b|\b(?:were|was)\s+(?:not\s+)?(?:found|searched)\b
    |\b(?:scores?|points?|bands?|ruleset)\b|\A\W*(?:if|unless|should|were)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def check_uncited_fact(draft: Draft, findings: Findings) -> None:
    """Report sentences that state something countable, datable or done, without a citation."""
    horizon = day_in_words(draft.case.horizon)
    for passage in draft.having("bottom line", "because", "picture"):
        for sentence in passage.sentences:
            if sentence.cited or _EXEMPT.search(sentence.text):
                continue
            stated = _stated(sentence.text.replace(horizon, " " * len(horizon)))
            if stated:
                findings.report(
                    "uncited-fact",
                    f"this sentence states a fact (`{stated}`) and cites nothing",
                    passage,
                    "cite the evidence in it, as `[E1]`",
                    (sentence.start, sentence.start + len(sentence.text)),
                )


def _stated(text: str) -> str:
    """The first number, date or event in a sentence; nothing where there is none."""
    counted = _NOT_COUNTED.sub(lambda found: " " * len(found[0]), text)
    number = NUMBER.search(counted)
    if number:
        return number[0]
    done = (
        found
        for found in EVENT.finditer(text)
        if not _NOT_DONE.search(just_before(text, found.start()))
    )
    return next((found[0] for found in done), "")

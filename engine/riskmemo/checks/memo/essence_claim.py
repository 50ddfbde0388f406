"""A claim about what a people is: a generalisation over a faith, a community or a nation.

`The people of X are hostile` says of millions what nobody can know, and turns descent into
evidence. Write who did or said what: an organisation or a government, at a place, on a date. Shares
of a population, where people live and what a government does are no such claim. The words looked
for stand in `essence.yaml`. Read are the analyst's texts, what is said about claims, what facts
state, and the rules' texts; a claim's own wording is its speaker's, and so is what a sentence
attributes and cites, or quotes.
"""

import re
from functools import cache
from pathlib import Path

from riskmemo.checks.memo.draft import PROSE, Draft
from riskmemo.checks.memo.findings import Findings
from riskmemo.checks.memo.peoples import peoples_of
from riskmemo.checks.memo.sentences import Sentence
from riskmemo.checks.memo.words import ATTRIBUTION, just_before, outside_quotes
from riskmemo.source.document import read_document
from riskmemo.source.tree import plain

LEXICON = Path(__file__).with_name("essence.yaml")

_ADVERB = (
    r"(?:\s+(?:a|an|the|all|very|more|most|less|often|usually|generally|not|quite|rather|known"
    r"|seen|said|to|be|as|too|\w+ly))"
)
_BEFORE = re.compile(
    r"\b(?:with|to|among|between|for|from|by|against|towards?|in|on|at|about|over|than|against)"
    r"\s+(?:the\s+|all\s+)?\Z",
    re.IGNORECASE,
)
"""Before a name that is not what the sentence is about: `relations with the ...`."""
_NO_EVIDENCE = re.compile(r"\b(?:nothing|no\s+(?:evidence|fact|source|reason))\b", re.IGNORECASE)


def check_essence_claim(draft: Draft, findings: Findings) -> None:
    """Report what is said of a people as such."""
    pattern = _pattern(peoples_of(draft))
    for passage in draft.having(*PROSE, "claim", "evidence", "rule"):
        text = outside_quotes(passage.text)
        for sentence in passage.sentences:
            if _is_attributed(sentence, draft):
                continue
            end = sentence.start + len(sentence.text)
            found = _first(pattern, text, sentence.start, end)
            if found:
                findings.report(
                    "essence-claim",
                    f"`{' '.join(found[0].split())}` says what a people is",
                    passage,
                    "say which organisation or government did what, where and when",
                    found.span(),
                )


def _first(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    denied = _NO_EVIDENCE.search(text, start, end)
    for found in pattern.finditer(text, start, denied.start() if denied else end):
        if not _BEFORE.search(just_before(text, found.start())):
            return found
    return None


def _is_attributed(sentence: Sentence, draft: Draft) -> bool:
    cites_claim = any(name in draft.case.claims for name in sentence.cited)
    return cites_claim and bool(ATTRIBUTION.search(sentence.text))


@cache
def _pattern(peoples: str) -> re.Pattern[str]:
    words = plain(read_document(LEXICON))
    lexicon = {key: _any(values) for key, values in words.items()}
    faiths = "|".join(rf"{each}s?" for each in sorted(words["faiths"], key=len, reverse=True))
    name = rf"\b(?:{faiths}|{peoples})\b"
    people = rf"{name}(?:\s+{name})?(?:\s+{lexicon['peoples']})?"
    stays = r"(?:is|are|remains?|(?:has|have)\s+always\s+been|will\s+(?:always\s+)?be)"
    character = rf"(?:{lexicon['by_nature']}|{lexicon['traits']})"
    return re.compile(
        rf"""{people}\s+{stays}{_ADVERB}{{0,3}}\s+{character}(?!\w)
        |{people}\s+{lexicon["habits"]}(?!\w)
        |{people}(?:['’]s?)?\s+(?:\w+\s+)?{lexicon["characters"]}(?!\w)
        |\b{lexicon["characters"]}\s+of\s+(?:the\s+|all\s+)?{people}
        |\b(?i:all|every|any|no)\s+(?:the\s+)?{people}\s+{stays}\b(?!\s+\d)""",
        re.VERBOSE,
    )


def _any(words: list[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"

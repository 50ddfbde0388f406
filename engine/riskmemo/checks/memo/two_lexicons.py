"""A term of the other lexicon: one memo speaks one lexicon, so that each word has one meaning.

`highly likely` is 80–90% in the PHIA yardstick and nothing in ICD 203; a reader who meets it beside
`very likely` must guess. Words that both lexicons know (`likely`, `unlikely`) are read in the
memo's own. What stands in quotes is somebody else's.
"""

from riskmemo.checks.memo.draft import PROSE, Draft
from riskmemo.checks.memo.findings import Findings
from riskmemo.checks.memo.likelihood_with_confidence import EVERYDAY
from riskmemo.checks.memo.words import outside_quotes
from riskmemo.model.lexicon import LEXICON_TITLES, foreign_terms_in, nearest, other
from riskmemo.model.likelihood import range_of


def check_two_lexicons(draft: Draft, findings: Findings) -> None:
    """Report every term that only the lexicon of other memos knows."""
    lexicon = draft.case.lexicon
    theirs, ours = LEXICON_TITLES[other(lexicon)], LEXICON_TITLES[lexicon]
    for passage in draft.having(*PROSE, "claim", "rule"):
        text = outside_quotes(passage.text)
        for found in foreign_terms_in(lexicon, text):
            words, meant = text[found.start : found.end], nearest(found.term, lexicon)
            if words.casefold() in EVERYDAY:
                continue
            findings.report(
                "two-lexicons",
                f"`{words}` is a term of {theirs}, and this memo speaks {ours}",
                passage,
                f"did you mean `{meant.words}` ({range_of(meant)})?",
                (found.start, found.end),
            )

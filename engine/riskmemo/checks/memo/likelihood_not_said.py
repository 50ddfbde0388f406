"""A judgement whose statement does not say its likelihood.

The sentence that readers quote must carry its own likelihood. A case with such a judgement is
refused when it is loaded, so this finds it in stored assessments that were made or changed
elsewhere.
"""

from riskmemo.checks.memo.draft import Draft
from riskmemo.checks.memo.findings import Findings
from riskmemo.model.lexicon import LEXICON_TITLES, terms_in
from riskmemo.model.likelihood import spoken, term_for


def check_likelihood_not_said(draft: Draft, findings: Findings) -> None:
    """Report statements without the words of their likelihood, and likelihoods without words."""
    lexicon = draft.case.lexicon
    for judgement, passage in zip(
        draft.case.analysis.judgements, draft.having("statement"), strict=True
    ):
        term = term_for(lexicon, judgement.likelihood)
        said = {found.term for found in terms_in(lexicon, passage.text)}
        if term not in said:
            findings.report(
                "likelihood-not-said",
                f"the statement does not say `{spoken(lexicon, judgement.likelihood)}`"
                f" in the words of {LEXICON_TITLES[lexicon]}",
                passage,
                "use the likelihood words in the sentence itself",
            )

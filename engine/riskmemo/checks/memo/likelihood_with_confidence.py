"""Likelihood and confidence must stay apart: in the statement, in the basis, in every sentence.

Likelihood says how probable something is, confidence how good the basis for saying so is. In one
sentence they are read as one number (ICD 203, D.6.e.2.a). So a sentence holds one of them, a
statement speaks of likelihood only, and the basis of the confidence of no likelihood.
"""

from riskmemo.checks.memo.draft import PROSE, Draft, Passage
from riskmemo.checks.memo.findings import Findings
from riskmemo.checks.memo.words import CONFIDENCE, outside_quotes
from riskmemo.model.case import Lexicon
from riskmemo.model.lexicon import Occurrence, foreign_terms_in, terms_in

EVERYDAY = frozenset({"remote"})
"""Terms that mean something else more often than not, where no statement is expected."""


def check_likelihood_with_confidence(draft: Draft, findings: Findings) -> None:
    """Report sentences with both, confidence in statements, likelihood in a basis."""
    lexicon = draft.case.lexicon
    for passage in draft.having(*PROSE):
        text = outside_quotes(passage.text)
        likely = _likelihood(lexicon, text)
        both = [
            sentence
            for sentence in passage.sentences
            if CONFIDENCE.search(text, sentence.start, sentence.start + len(sentence.text))
            and any(0 <= each.start - sentence.start < len(sentence.text) for each in likely)
        ]
        for sentence in both:
            findings.report(
                "likelihood-with-confidence",
                "one sentence speaks of likelihood and of confidence",
                passage,
                "make two sentences of it; confidence has a place of its own, `confidence:`",
                (sentence.start, sentence.start + len(sentence.text)),
            )
        if not both:
            _check_role(passage, text, likely, findings)


def _check_role(passage: Passage, text: str, likely: list[Occurrence], findings: Findings) -> None:
    confident = CONFIDENCE.search(text)
    if passage.role == "statement" and confident:
        findings.report(
            "confidence-in-statement",
            "the statement speaks of confidence",
            passage,
            "say it under `confidence:`, which the memo prints apart",
            confident.span(),
        )
    if passage.role == "basis" and likely:
        words = text[likely[0].start : likely[0].end]
        findings.report(
            "likelihood-in-basis",
            f"the basis of the confidence speaks of likelihood: `{words}`",
            passage,
            "say how good the evidence is; how probable the event is stands in the statement",
            (likely[0].start, likely[0].end),
        )


def _likelihood(lexicon: Lexicon, text: str) -> list[Occurrence]:
    every = (*terms_in(lexicon, text), *foreign_terms_in(lexicon, text))
    return [each for each in every if text[each.start : each.end].casefold() not in EVERYDAY]

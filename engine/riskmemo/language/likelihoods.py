"""What a judgement's likelihood may be: a term of the case's lexicon, or a number that has one."""

from riskmemo.errors import did_you_mean
from riskmemo.language.scope import Mistakes, Path
from riskmemo.language.types import as_share, from_percent
from riskmemo.model.case import Case, Judgement, Lexicon, LikelihoodRange
from riskmemo.model.lexicon import (
    LEXICON_TITLES,
    names_of,
    nearest,
    other,
    term_named,
    terms_in,
)
from riskmemo.model.likelihood import (
    Span,
    number_of,
    proposals,
    range_of,
    term_for,
    written,
)


def check_likelihoods(case: Case, mistakes: Mistakes) -> None:
    """Likelihood words come from one lexicon and stand in the statement (ICD 203, D.6.e)."""
    for index, judgement in enumerate(case.analysis.judgements):
        path = ("analysis", "judgements", index)
        likelihood = judgement.likelihood
        if isinstance(likelihood, str):
            _check_words(case.lexicon, likelihood, mistakes, (*path, "likelihood"))
        elif not _are_shares(likelihood, mistakes, (*path, "likelihood")):
            continue
        else:
            _check_number(case.lexicon, likelihood, mistakes, (*path, "likelihood"))
        _check_said(case.lexicon, judgement, mistakes, (*path, "statement"))


def _check_words(lexicon: Lexicon, words: str, mistakes: Mistakes, path: Path) -> None:
    if term_named(lexicon, words):
        return
    title, foreign = LEXICON_TITLES[lexicon], term_named(other(lexicon), words)
    if foreign is None:
        help_line = from_percent(words) or did_you_mean(words, names_of(lexicon))
        mistakes.add("unknown-likelihood", f"`{words}` is no term of {title}", path, help_line)
        return
    meant = nearest(foreign, lexicon)
    mistakes.add(
        "other-lexicon",
        f"`{words}` is a term of {LEXICON_TITLES[other(lexicon)]} ({range_of(foreign)}),"
        f" and this case speaks {title}",
        path,
        f"did you mean `{meant.words}` ({range_of(meant)})? or write `lexicon: {other(lexicon)}`",
    )


def _are_shares(likelihood: float | LikelihoodRange, mistakes: Mistakes, path: Path) -> bool:
    numbers = (
        {(*path, "low"): likelihood.low, (*path, "high"): likelihood.high}
        if isinstance(likelihood, LikelihoodRange)
        else {tuple(path): likelihood}
    )
    outside = {place: number for place, number in numbers.items() if not 0 <= number <= 1}
    for place, number in outside.items():
        message = f"a probability runs from 0 to 1, not {number:g}"
        mistakes.add("not-a-share", message, place, as_share(number))
    return not outside


def _check_number(
    lexicon: Lexicon, likelihood: float | LikelihoodRange, mistakes: Mistakes, path: Path
) -> None:
    if term_for(lexicon, likelihood):
        return
    if isinstance(likelihood, LikelihoodRange):
        low, high, told = likelihood.low, likelihood.high, "does not lie inside one step of"
    else:
        low, high, told = likelihood, likelihood, "lies in no step of"
    choices = [
        f"`{_range_to_write(span)}` ({term.words}, {range_of(term)})"
        for term, span in proposals(lexicon, low, high)
    ]
    mistakes.add(
        "likelihood-between-steps",
        f"{number_of(likelihood)} {told} {LEXICON_TITLES[lexicon]}",
        path,
        f"write {' or '.join(choices)}",
    )


def _range_to_write(span: Span) -> str:
    low, high = (written(number / 100) for number in span)
    return f"{{low: {low}, high: {high}}}"


def _check_said(lexicon: Lexicon, judgement: Judgement, mistakes: Mistakes, path: Path) -> None:
    term = term_for(lexicon, judgement.likelihood)
    if term is None or any(found.term is term for found in terms_in(lexicon, judgement.statement)):
        return
    number = number_of(judgement.likelihood)
    words = judgement.likelihood if isinstance(judgement.likelihood, str) else term.words
    meaning = f", and {number} is that in {LEXICON_TITLES[lexicon]}" if number else ""
    mistakes.add(
        "likelihood-not-said",
        f"the statement does not say `{words}`{meaning}",
        path,
        "use the likelihood words in the sentence itself",
    )

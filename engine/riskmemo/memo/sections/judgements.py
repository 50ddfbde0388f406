"""Key judgements: likelihood on the lexicon's scale, confidence apart from it."""

from decimal import Decimal

from riskmemo.memo.formatting import EN_DASH
from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import LikelihoodScale, Marker, Segment
from riskmemo.memo.prose import with_likelihood
from riskmemo.memo.sections.masthead import sign_off
from riskmemo.memo.view import Block, Judgement, Judgements, Paragraph, Section
from riskmemo.memo.wording import joined
from riskmemo.model import case as cases
from riskmemo.model.case import Lexicon, LikelihoodRange
from riskmemo.model.lexicon import LEXICON_TITLES, LEXICONS, Term, term_named
from riskmemo.model.likelihood import number_of, percent, term_for


def key_judgements(materials: Materials) -> Section | None:
    """The analyst's judgements, how to read them, and who stands for them."""
    given = materials.case.analysis.judgements
    signed = sign_off(materials)
    if not given:
        return (
            Section("sign-off", "", materials.say("Release"), signed, role="body")
            if signed
            else None
        )
    blocks: tuple[Block, ...] = (
        Judgements(tuple(_judgement(materials, each) for each in given)),
        Paragraph(joined([_note(materials)]), role="note"),
        *signed,
    )
    return Section("key-judgements", "", materials.say("Key judgements"), blocks)


def judgement_anchor(name: str) -> str:
    """Where a judgement stands."""
    return f"judgement-{name}"


def _judgement(materials: Materials, given: cases.Judgement) -> Judgement:
    lexicon = materials.case.lexicon
    term = term_for(lexicon, given.likelihood)
    statement = materials.prose(given.statement)
    level = materials.say(given.confidence.level)
    likelihood = _likelihood(materials, given.likelihood, term)
    return Judgement(
        label=given.id,
        anchor=judgement_anchor(given.id),
        statement=with_likelihood(statement, lexicon, term) if term else statement,
        because=materials.prose(given.because),
        likelihood=likelihood,
        scale=_scale(materials, term, given.likelihood, likelihood) if term else None,
        confidence=materials.say("Confidence: {level}", level=level),
        basis=materials.prose(given.confidence.basis),
    )


def likelihood_words(materials: Materials, words: str) -> str:
    """Likelihood words of an analyst in the memo's language; others as they are."""
    term = term_named(materials.case.lexicon, words)
    return materials.say(term.called(words)) if term else words


def _likelihood(
    materials: Materials, likelihood: str | float | LikelihoodRange, term: Term | None
) -> str:
    """The words with the percent of their step, and before it the number, where there is one."""
    number = number_of(likelihood)
    words = likelihood if isinstance(likelihood, str) else term.words if term else ""
    name = _capital(likelihood_words(materials, words))
    if not term:
        return name or number
    step = _range(materials, term)
    return f"{name} · {number} ({step})" if number else f"{name} · {step}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _range(materials: Materials, term: Term) -> str:
    below = "<" if term.below_high else ""
    high = materials.formats.percent(Decimal(term.high) / 100)
    return f"{term.low}{EN_DASH}{below}{high}"


def _scale(
    materials: Materials, term: Term, likelihood: str | float | LikelihoodRange, title: str
) -> LikelihoodScale:
    return LikelihoodScale(
        segments=tuple(
            Segment(
                each.low,
                each.high - each.low,
                f"{materials.say(each.words)} {_range(materials, each)}",
                each is term,
            )
            for each in LEXICONS[materials.case.lexicon]
        ),
        title=title,
        marker=_marker(likelihood),
    )


def _marker(likelihood: str | float | LikelihoodRange) -> Marker | None:
    match likelihood:
        case str():
            return None
        case LikelihoodRange(low=low, high=high):
            start = percent(low)
            return Marker(float(start), float(percent(high) - start))
        case share:
            return Marker(float(percent(share)), 0)


def _note(materials: Materials) -> str:
    lexicon = materials.case.lexicon
    note = materials.say(
        "Likelihood is how probable the event is; confidence is how good our basis for saying so"
        " is. They are stated apart. Likelihood words are those of the {lexicon}.",
        lexicon=materials.say(LEXICON_TITLES[lexicon]),
    )
    if lexicon is Lexicon.PHIA:
        note += " " + materials.say("The gaps between its steps are deliberate.")
    return note

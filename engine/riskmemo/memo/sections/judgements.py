"""Key judgements: likelihood on the lexicon's scale, confidence apart from it."""

from decimal import Decimal

from riskmemo.memo.formatting import EN_DASH
from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import LikelihoodScale, Segment
from riskmemo.memo.prose import with_likelihood
from riskmemo.memo.sections.masthead import sign_off
from riskmemo.memo.view import Block, Judgement, Judgements, Paragraph, Section
from riskmemo.memo.wording import joined
from riskmemo.model import case as cases
from riskmemo.model.case import Lexicon
from riskmemo.model.lexicon import LEXICON_TITLES, LEXICONS, Term, term_named


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
    term = term_named(lexicon, given.likelihood)
    statement = materials.prose(given.statement)
    level = materials.say(given.confidence.level)
    return Judgement(
        label=given.id,
        anchor=judgement_anchor(given.id),
        statement=with_likelihood(statement, lexicon, term) if term else statement,
        because=materials.prose(given.because),
        likelihood=_likelihood(materials, given.likelihood, term),
        scale=_scale(materials, term, given.likelihood) if term else None,
        confidence=materials.say("Confidence: {level}", level=level),
        basis=materials.prose(given.confidence.basis),
    )


def likelihood_words(materials: Materials, words: str) -> str:
    """Likelihood words of an analyst in the memo's language; others as they are."""
    term = term_named(materials.case.lexicon, words)
    return materials.say(term.called(words)) if term else words


def _likelihood(materials: Materials, words: str, term: Term | None) -> str:
    """The step as the analyst names it, in the memo's language, with its percent."""
    name = _capital(likelihood_words(materials, words))
    return f"{name} · {_range(materials, term)}" if term else name


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _range(materials: Materials, term: Term) -> str:
    below = "<" if term.below_high else ""
    high = materials.formats.percent(Decimal(term.high) / 100)
    return f"{term.low}{EN_DASH}{below}{high}"


def _scale(materials: Materials, term: Term, words: str) -> LikelihoodScale:
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
        title=_likelihood(materials, words, term),
    )


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

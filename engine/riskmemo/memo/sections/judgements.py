"""Key judgements: likelihood on the lexicon's scale, confidence apart from it."""

from riskmemo.memo.materials import Materials
from riskmemo.memo.pictures import LikelihoodScale, Marker, Segment
from riskmemo.memo.prose import with_likelihood
from riskmemo.memo.sections.masthead import sign_off
from riskmemo.memo.view import Block, Judgement, Judgements, Paragraph, Section
from riskmemo.memo.wording import joined
from riskmemo.model import case as cases
from riskmemo.model.case import Lexicon, LikelihoodRange
from riskmemo.model.lexicon import LEXICON_TITLES, LEXICONS, Term
from riskmemo.model.likelihood import number_of, percent, range_of, term_for


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
    likelihood = _likelihood(given.likelihood, term)
    return Judgement(
        label=given.id,
        anchor=judgement_anchor(given.id),
        statement=with_likelihood(statement, lexicon, term) if term else statement,
        because=materials.prose(given.because),
        likelihood=likelihood,
        scale=_scale(lexicon, term, given.likelihood, likelihood) if term else None,
        confidence=materials.say("Confidence: {level}", level=level),
        basis=materials.prose(given.confidence.basis),
    )


def _likelihood(likelihood: str | float | LikelihoodRange, term: Term | None) -> str:
    """The words with the percent of their step, and before it the number, where there is one."""
    number = number_of(likelihood)
    words = likelihood if isinstance(likelihood, str) else term.words if term else ""
    name = words[:1].upper() + words[1:]
    if not term:
        return name or number
    return f"{name} · {number} ({range_of(term)})" if number else f"{name} · {range_of(term)}"


def _scale(
    lexicon: Lexicon, term: Term, likelihood: str | float | LikelihoodRange, title: str
) -> LikelihoodScale:
    return LikelihoodScale(
        segments=tuple(
            Segment(each.low, each.high - each.low, f"{each.words} {range_of(each)}", each is term)
            for each in LEXICONS[lexicon]
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
        lexicon=LEXICON_TITLES[lexicon],
    )
    if lexicon is Lexicon.PHIA:
        note += " " + materials.say("The gaps between its steps are deliberate.")
    return note

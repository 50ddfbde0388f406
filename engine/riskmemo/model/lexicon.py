"""The likelihood words of the two lexicons a memo can use, and what they mean in percent.

Sources: ICD 203, Analytic Standards (Office of the Director of National Intelligence, 2015, D.6.e);
Professional Head of Intelligence Assessment, Probability Yardstick (UK). What stands for a number,
and the gaps of the yardstick, are in `riskmemo.model.likelihood`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from riskmemo.model.case import Lexicon
from riskmemo.model.lexicon_russian import RUSSIAN


@dataclass(frozen=True, slots=True)
class Term:
    """One step of a lexicon: from `low` to `high` percent."""

    words: str
    low: int
    high: int
    synonyms: tuple[str, ...] = ()
    """Other names of the same step, as the lexicon lists them."""
    forms: tuple[str, ...] = ()
    """How the words or synonyms may stand in a sentence, as `almost certainly`."""
    below_high: bool = False
    """Whether `high` itself lies outside."""

    @property
    def names(self) -> tuple[str, ...]:
        """What `likelihood:` may say for this step."""
        return (self.words, *self.synonyms)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything in a sentence that counts as this step."""
        return (*self.names, *self.forms, *RUSSIAN[self.words])

    def called(self, words: str) -> str:
        """The English name that `words` are; the first where they are of another language."""
        wanted = _folded(words)
        return wanted if wanted in self.names else self.words


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A likelihood term found in a text, from `start` up to `end`."""

    start: int
    end: int
    term: Term


ICD203 = (
    Term("almost no chance", 1, 5, ("remote",), ("remote chance",)),
    Term("very unlikely", 5, 20, ("highly improbable",), ("very improbable",)),
    Term("unlikely", 20, 45, ("improbable",), ("improbably",)),
    Term("roughly even chance", 45, 55, ("roughly even odds",), ("roughly even chances",)),
    Term("likely", 55, 80, ("probable",), ("probably",)),
    Term("very likely", 80, 95, ("highly probable",), ("very probably", "highly probably")),
    Term("almost certain", 95, 99, ("nearly certain",), ("almost certainly", "nearly certainly")),
)

PHIA = (
    Term("remote chance", 0, 5),
    Term("highly unlikely", 10, 20),
    Term("unlikely", 25, 35),
    Term("realistic possibility", 40, 50, below_high=True),
    Term("likely", 55, 75, ("probable",), ("probably",)),
    Term("highly likely", 80, 90),
    Term("almost certain", 95, 100, (), ("almost certainly",)),
)

LEXICONS: Mapping[Lexicon, tuple[Term, ...]] = {Lexicon.ICD203: ICD203, Lexicon.PHIA: PHIA}

LEXICON_TITLES: Mapping[Lexicon, str] = {
    Lexicon.ICD203: "ICD 203",
    Lexicon.PHIA: "PHIA probability yardstick",
}


def term_named(lexicon: Lexicon, words: str) -> Term | None:
    """The step that `words` name (a term or a synonym, in any case), or none."""
    wanted = _folded(words)
    return next(
        (
            term
            for term in LEXICONS[lexicon]
            if wanted in term.names or wanted in RUSSIAN[term.words]
        ),
        None,
    )


def names_of(lexicon: Lexicon) -> tuple[str, ...]:
    """Every word that `likelihood:` may say, for "did you mean"."""
    return tuple(name for term in LEXICONS[lexicon] for name in term.names)


def other(lexicon: Lexicon) -> Lexicon:
    """The lexicon that a memo in `lexicon` must not speak."""
    return Lexicon.PHIA if lexicon is Lexicon.ICD203 else Lexicon.ICD203


def nearest(term: Term, lexicon: Lexicon) -> Term:
    """The step of `lexicon` that shares most with a term of the other, or lies nearest."""
    return min(LEXICONS[lexicon], key=lambda each: _apart(each, term))


def terms_in(lexicon: Lexicon, text: str) -> Iterator[Occurrence]:
    """The terms of `lexicon` in `text`.

    Longest first at each place, and the other lexicon's words count as words, so that neither
    `very likely` nor `highly likely` holds the term `likely`.
    """
    pattern, spelled = _search(lexicon)
    for start, end, words in _found(pattern, text):
        if words in spelled:
            yield Occurrence(start, end, spelled[words])


def foreign_terms_in(lexicon: Lexicon, text: str) -> Iterator[Occurrence]:
    """The terms in `text` that only the other lexicon knows."""
    pattern, spelled = _search(other(lexicon))
    own = _search(lexicon)[1]
    for start, end, words in _found(pattern, text):
        if words in spelled and words not in own:
            yield Occurrence(start, end, spelled[words])


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    for found in pattern.finditer(text):
        yield found.start(), found.end(), _folded(found[0])


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _apart(one: Term, two: Term) -> tuple[int, int]:
    """How far two steps lie apart, less for every percent that they share; then their middles."""
    shared = min(one.high, two.high) - max(one.low, two.low)
    return -shared, abs(one.low + one.high - two.low - two.high)


@cache
def _search(lexicon: Lexicon) -> tuple[re.Pattern[str], Mapping[str, Term]]:
    """A pattern for the terms of both lexicons, and those that this one knows."""
    known = {each: _spelled(each) for each in Lexicon}
    longest_first = sorted({*known[lexicon], *known[other(lexicon)]}, key=lambda w: (-len(w), w))
    choices = "|".join(r"\s+".join(words.split()) for words in longest_first)
    return re.compile(rf"\b(?:{choices})\b", re.IGNORECASE), known[lexicon]


def _spelled(lexicon: Lexicon) -> Mapping[str, Term]:
    return {words: term for term in LEXICONS[lexicon] for words in term.spellings}

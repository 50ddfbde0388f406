"""The sentences of an English text, each with the citations that follow it.

A full stop ends no sentence after an abbreviation, an initial or a figure, nor before a small
letter. A citation after the full stop belongs to the sentence before it, as it does on the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from riskmemo.model.citations import CITATION, cited_ids

_END = re.compile(
    rf"""(?P<mark>(?<![.!?…])[.!?…]++)["'”’)]*+(?:\s*{CITATION.pattern})*(?:\s+|\Z)|\n[ \t]*\n\s*"""
)
_OPENING = "\"'“‘(["
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘]+\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 40
"""Characters looked back at for an abbreviation."""

_NEVER_LAST = re.compile(
    r"""approx|art|ca|capt|cf|col|cpl|dr|e\.g|eds|figs?|gen|gov|hon|i\.e|lt|maj|messrs|mrs?|ms|mt
    |nos|p|paras?|pp|pres|prof|rep|rev|sen|sgt|st|viz|vols?|vs""",
    re.IGNORECASE | re.VERBOSE,
)
"""Abbreviations after which the sentence goes on."""

_MAY_BE_LAST = re.compile(
    r"""a\.m|al|apr|aug|bros|corp?|co|dec|etc|est|excl|feb|inc|incl|jan|jr|jul|jun|ltd|mar|nov|oct
    |p\.m|plc|sept?|sr
    |(?-i:[^\W\d_a-z])|(?:[^\W\d_]\.)+[^\W\d_]""",
    re.IGNORECASE | re.VERBOSE,
)
"""Abbreviations, initials and acronyms after which the next word tells."""

_BEGINS_SENTENCES = re.compile(
    r"""a|after|all|although|an|and|as|at|before|both|but|by|each|even|for|from|he|her|his|how
    |however|if|in|its?|many|most|neither|none|no|nor|of|only|on|or|she|since|some|so|such|that|the
    |their|then|there|these|they|this|those|to|under|until|we|what|when|where|whether|which|while
    |who|why|without|with""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and where it begins in its text."""

    text: str
    start: int

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids that it cites."""
        return cited_ids(self.text)


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; every character but space belongs to one."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for found in _END.finditer(text):
        if found["mark"] and not _ends(text, found):
            continue
        yield from _sentence(text, start, found.end())
        start = found.end()
    yield from _sentence(text, start, len(text))


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    part = text[start:end]
    if part.strip():
        yield Sentence(part.strip(), start + len(part) - len(part.lstrip()))


def _ends(text: str, found: re.Match[str]) -> bool:
    rest = text[found.end() :].lstrip(_OPENING)
    if rest[:1].islower():
        return False
    if found["mark"] != ".":
        return True
    before = text[max(0, found.start("mark") - _LONGEST_WORD) : found.start("mark")]
    word = _LAST_WORD.search(before)
    return not word or _may_end(word[0], rest)


def _may_end(word: str, rest: str) -> bool:
    """Whether the full stop after a word ends the sentence before `rest`."""
    if word == "No":
        return not rest[:1].isdigit()
    if _NEVER_LAST.fullmatch(word):
        return False
    if not _MAY_BE_LAST.fullmatch(word):
        return True
    following = _FIRST_WORD.match(rest)
    return not rest or bool(following and _BEGINS_SENTENCES.fullmatch(following[0]))

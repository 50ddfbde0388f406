"""The names of peoples that a memo may speak of, found from its case.

Communities are the values of fields of nature `identity`, and those the vocabulary exchanges in the
identity audit. Peoples of states are found by the stem of the state's name (a state in `-ia` has
people in `-ians`) and by the name of its language; a people whose name shows neither is missed.
"""

import re
from collections.abc import Iterable, Iterator

from riskmemo.checks.memo.draft import Draft
from riskmemo.model.countries import languages_of, name_of

_ENDINGS = ("istan", "stan", "land", "ia", "a", "e", "o", "y")
"""Endings of states' names before which their peoples' names end, too."""
_SHORTEST_STEM = 4
_PEOPLE = "(?:s|n|ns|i|is|an|ans|ean|eans|ian|ians|ese|olese|ish|er|ers|ic|stani|stanis)?"
_LONGEST_NAME = 3


def peoples_of(draft: Draft) -> str:
    """A pattern for the names of peoples; one that finds nothing where there are none."""
    names = {re.escape(name).replace(r"\ ", r"\s+") + "s?" for name in _communities(draft)}
    for code in sorted(_countries(draft)):
        names.update(_of_state(code))
    return "|".join(sorted(names, key=lambda name: (-len(name), name))) or r"(?!)"


def _communities(draft: Draft) -> Iterator[str]:
    """Names that begin with a capital; a longer text is a description."""
    values = (
        value
        for row in draft.case.indicators
        for field, value in row.fields.items()
        if (row.kind, field) in draft.kinds.identity and isinstance(value, str)
    )
    for value in (*values, *draft.kinds.communities):
        if value[:1].isupper() and len(value.split()) <= _LONGEST_NAME:
            yield value


def _countries(draft: Draft) -> set[str]:
    found = {
        value
        for row in draft.case.indicators
        for field, value in row.fields.items()
        if (row.kind, field) in draft.kinds.countries and isinstance(value, str)
    }
    return found | {draft.case.subject}


def _of_state(code: str) -> Iterable[str]:
    name = name_of(code).split(" - ")[0]
    stem = next((name.removesuffix(end) for end in _ENDINGS if _may_end(name, end)), name)
    state = re.escape(name)
    yield rf"(?!{state}\b){re.escape(stem)}{_PEOPLE}"
    yield from (re.escape(language) for language in languages_of(code))


def _may_end(name: str, ending: str) -> bool:
    return name.endswith(ending) and len(name) - len(ending) >= _SHORTEST_STEM

"""Citations in an analyst's prose: `[E1]` or `[E1, C2]` names evidence of the case.

Loading and memos split text with the same pattern, so that what a check accepts is what a reader
finds linked. `[sic]` stays what every editor means by it.
"""

import re
from collections.abc import Iterator

_ID = r"[A-Za-z][A-Za-z0-9_-]{0,63}"
CITATION = re.compile(rf"\[[ \t]*(?!sic\])({_ID}(?:[ \t\n]*,[ \t\n]*{_ID})*)[ \t]*\]")
"""One citation with its brackets."""

_COMMA = re.compile(r"[ \t\n]*,[ \t\n]*")


def cited_ids(text: str) -> tuple[str, ...]:
    """Every id that `text` cites, in order, repeated where it is cited again."""
    return tuple(
        name for part in split_citations(text) if not isinstance(part, str) for name in part
    )


def split_citations(text: str) -> Iterator[str | tuple[str, ...]]:
    """The parts of `text` in order: text as it stands, and tuples of the ids of one citation."""
    end = 0
    for found in CITATION.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        yield tuple(_COMMA.split(found[1]))
        end = found.end()
    if end < len(text):
        yield text[end:]

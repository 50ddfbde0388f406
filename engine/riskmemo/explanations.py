"""What every error code means, in the words of `explanations.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from riskmemo.errors import InvalidInput, Mistake, did_you_mean
from riskmemo.resources import PACKAGE
from riskmemo.source.document import read_document
from riskmemo.source.tree import plain

FILE = PACKAGE / "explanations.yaml"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One error code: what it means, why it is refused, an example and how it is put right.

    `place` says what `example` and `fix` are: whole files (`yaml`, `json`), the CSV `table` of a
    case, the tables of a `panel`, top-level keys of a `case`, `ruleset`, `vocabulary` or file of
    worked examples (`tests`), of a case whose sentences are looked at (`memo`), an `expression`, a
    rule's `sentence`, a `config` file, or a `command` to type.
    """

    code: str
    what: str
    why: str
    place: str
    example: str
    fix: str


def explanation(code: str) -> Explanation:
    """What a code means; raises `InvalidInput` with the nearest code for an unknown one."""
    known = explanations()
    if code not in known:
        message = f"there is no error code `{code}`"
        raise InvalidInput(Mistake("unknown-code", message, help=did_you_mean(code, known)))
    return known[code]


@cache
def explanations() -> Mapping[str, Explanation]:
    """Every code in alphabetical order."""
    written = plain(read_document(FILE))
    return {code: _explanation(code, written[code]) for code in sorted(written)}


def _explanation(code: str, entry: Mapping[str, Any]) -> Explanation:
    return Explanation(
        code=code,
        what=entry["what"],
        why=entry["why"],
        place=entry["in"],
        example=entry["example"].rstrip("\n"),
        fix=entry["fix"].rstrip("\n"),
    )

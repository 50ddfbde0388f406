"""How values are told to durable-rules: flat JSON, every field named with its type.

Its parser takes `1e-07` for 1, compares `1` with `1.0` by their spelling, and takes the lengths of
strings modulo 65,536; hence one spelling for each number, and no long text. Everything is ASCII.
"""

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring_ascii

from riskmemo.errors import EvaluationRefused, Mistake
from riskmemo.language.tree import Field
from riskmemo.language.types import Base
from riskmemo.language.values import LARGEST
from riskmemo.model.facts import Fact, Value

LONGEST = 1_000
"""Characters of the longest text that is sent, spelled in JSON; longer text is compared by us."""

SUFFIX = {
    Base.BOOL: "b",
    Base.NUMBER: "n",
    Base.SHARE: "n",
    Base.TEXT: "k",
    Base.CATEGORY: "k",
    Base.COUNTRY: "k",
    Base.DATE: "d",
}


def name_of(field: Field) -> str:
    """The name under which a field is sent: `share:n` is a number, `partner:k` a key text."""
    return f"{field.name}:{SUFFIX[field.type.base]}"


def spelled(value: Value) -> str | None:
    """The value in JSON; `None` where it is unknown or too long to be sent.

    Raises `EvaluationRefused` on numbers that no fact can have.
    """
    match value:
        case str():
            text = encode_basestring_ascii(value)
            return text if len(text) <= LONGEST else None
        case None:
            return None
        case datetime.date():
            return str(value.toordinal())
        case bool():
            return "true" if value else "false"
        case float():
            return _number(value)


def can_be_sent(value: Value) -> bool:
    """Whether durable-rules may be told the value."""
    return spelled(value) is not None


Members = Mapping[int, str]
"""Facts, by identity, to a field of theirs as a member of a JSON object."""


class Columns:
    """Every field of a kind's facts as it is sent, spelled once."""

    def __init__(self, facts: Mapping[str, Sequence[Fact]]) -> None:
        self._facts = facts
        self._texts: dict[tuple[str, str], Mapping[int, str | None]] = {}
        self._missing: dict[tuple[str, str], Mapping[int, Fact]] = {}
        self._members: dict[tuple[str, str, str], Members] = {}

    def members(self, kind: str, field: str, name: str) -> Members:
        """The field of every fact that has it, as a member of a JSON object, by identity."""
        place = (kind, field, name)
        if place not in self._members:
            texts = self.texts(kind, field).items()
            self._members[place] = {fact: f'"{name}":{text}' for fact, text in texts if text}
        return self._members[place]

    def texts(self, kind: str, field: str) -> Mapping[int, str | None]:
        """The field of every fact, by the fact's identity."""
        place = (kind, field)
        if place not in self._texts:
            texts: dict[int, str | None] = {}
            missing: dict[int, Fact] = {}
            for fact in self._facts[kind]:
                texts[id(fact)] = text = spelled(fact.values[field])
                if text is None:
                    missing[id(fact)] = fact
            self._texts[place], self._missing[place] = texts, missing
        return self._texts[place]

    def missing(self, kind: str, fields: Iterable[str]) -> Mapping[int, Fact]:
        """The facts that lack one of the fields, by identity."""
        found: dict[int, Fact] = {}
        for field in fields:
            if (kind, field) not in self._missing:
                self.texts(kind, field)
            if lacking := self._missing[kind, field]:
                found |= lacking
        return found


def _number(number: float) -> str:
    if not math.isfinite(number) or abs(number) > LARGEST:
        message = f"`{number:g}` is no number that a fact can have"
        help_line = "a number lies between -2**53 and 2**53"
        raise EvaluationRefused(Mistake("number-too-large", message, None, help_line))
    if float(number).is_integer():
        return str(int(number))
    mantissa, e, exponent = repr(float(number)).partition("e")
    return f"{mantissa}{'' if '.' in mantissa else '.0'}{e}{exponent}"

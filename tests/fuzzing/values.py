"""The values of facts and literals: a few ordinary ones, which meet, and odd ones."""

import json
from collections.abc import Mapping, Sequence
from random import Random

from riskmemo.language.types import Base, Type

Plain = bool | int | float | str | None
"""A value as a file writes it; a date is its text, `None` is unknown."""

COUNTRIES = ("KAZ", "KGZ", "MNG")
CATEGORIES = (("low", "mid", "high"), ("mid", "high", "o'clock \\"), ("signed", "in force", "é"))
"""Lists of categories; the first two share some of their values, the last shares none."""
UNITS = ("USD", "km")
BIG = 9007199254740992
ORDINARY: Mapping[Base, Sequence[Plain]] = {
    Base.NUMBER: (0, 1, 2, 3, -1, 0.5, 10),
    Base.SHARE: (0, 0.25, 0.1, 1),
    Base.TEXT: ("a", "B", "é", ""),
    Base.COUNTRY: COUNTRIES,
    Base.BOOL: (True, False),
    Base.DATE: ("2024-01-31", "2024-02-29", "2025-07-21", "2023-03-01"),
}
ODD: Mapping[Base, Sequence[Plain]] = {
    Base.NUMBER: (
        *(0.1, 0.3, 0.30000000000000004, -3.25, 1e-9, -1e-7, 1e-300, 5e-324, 2.5e-7, 1e-6),
        *(BIG, BIG - 1, -BIG, 1e15 + 0.3, 4503599627370497.5, 123456789.125, 1e5, 35.0),
        *(65536, 4294967296, 2147483647, -2147483649, 1.7976931348623157, 0.0000005, 0.9999995),
    ),
    Base.SHARE: (0.03, 1e-9, 0.9999999999999999, 0.5, 5e-324, 0.3333333333333333),
    Base.TEXT: (
        *("e\u0301", "名前", "🙂", "ÿ\u200dz", "'; x = 1 #", '"quoted"', "b\n", "b\tc", "b\nc"),
        *("\\", "\\n", "{{ x }}", "null", "true", "1", "1.0", "1e5", "0x10", "-0", "2025-07-21"),
        *("$s", "id", "p0", "kind", '{"$ex":1}', "d41d8cd98f00b204e9800998ecf8427e", "0" * 64),
        *("x" * 998, "x" * 999, "x" * 1200, "x" * 1199 + "y", "é" * 300, "A", "b", "KAZ", "a "),
    ),
    Base.COUNTRY: ("XKX", "CHN"),
    Base.BOOL: (True, False),
    Base.DATE: ("0001-01-01", "9999-12-31", "0004-02-29", "9999-02-28", "2025-07-22", "1900-02-28"),
}


def plain_value(random: Random, kind: Type, odd: float) -> Plain:
    """A known value of a type, an odd one with the given probability."""
    if kind.base is Base.CATEGORY:
        return random.choice(kind.values)
    return random.choice((ODD if random.random() < odd else ORDINARY)[kind.base])


def literal(value: Plain, kind: Type) -> str:
    """A known value as an expression spells it."""
    if kind.base is Base.DATE:
        return f'date("{value}")'
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)

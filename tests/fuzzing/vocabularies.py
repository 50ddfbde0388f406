"""Random vocabularies: kinds of every nature with fields of every type."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from riskmemo.language.types import BOOL, COUNTRY, DATE, NUMBER, SHARE, TEXT, Base, Type
from tests.fuzzing.values import CATEGORIES, UNITS

Fields = Mapping[str, Type]


@dataclass(frozen=True)
class Kind:
    """A kind as rules may use it."""

    fields: Fields
    nature: str = "structure"
    identity: frozenset[str] = frozenset()
    """Fields of nature `identity` in a kind that is of another nature."""
    derived: bool = False
    sensitive: bool = False
    """Whether using it may be using identity."""
    hypothesis: str | None = None
    """The hypothesis whose rules derive it."""


Kinds = Mapping[str, Kind]

ORDINARY = ("tie", "deal", "note", "visit", "route")
TRICKY = ("facts", "found", "by", "case", "id", "sid", "count", "one", "values", "certain", "p0")
"""Names that mean something to somebody: to the engines' code, to durable-rules, to Python."""
WORDS = ("partner", "level", "cost", "word", "open", "day", "weight", "size", "place", "topic")
SAME_HASH = (
    (("pucahuvu", NUMBER), ("vezifemo", NUMBER)),
    (("hiduneco", TEXT), ("kurevuda", COUNTRY)),
)
"""Fields that durable-rules, which knows a name by a hash of it, would take for one another."""
BUILT_IN: Fields = {"date": DATE, "until": DATE}


def vocabulary(random: Random) -> Kinds:
    """Three to six kinds; there is always one of conduct, and nearly always one of identity."""
    kinds = {
        name: _kind(random, "structure") for name in random.sample(ORDINARY, random.randint(2, 3))
    }
    if random.random() < 0.2:
        kinds[random.choice(TRICKY[:4])] = _kind(random, "economic")
    kinds["act"] = _conduct(random)
    if random.random() < 0.7:
        kinds["kin"] = _kind(random, "identity")
    if random.random() < 0.5:
        kinds["claim"] = _kind(random, "claim")
    return kinds


def _kind(random: Random, nature: str) -> Kind:
    fields = dict(_fields(random, random.randint(2, 5)))
    marked = frozenset[str]()
    if nature in {"structure", "economic"} and random.random() < 0.25:
        marked = frozenset(random.sample(sorted(fields), 1))
    sensitive = nature == "identity" or bool(marked)
    return Kind({**fields, **BUILT_IN}, nature, marked, sensitive=sensitive)


def _conduct(random: Random) -> Kind:
    place = random.choice([TEXT, COUNTRY])
    more = dict(_fields(random, random.randint(1, 3)))
    fields = {**more, "organisation": TEXT, "place": place, **BUILT_IN}
    return Kind(fields, "conduct")


def _fields(random: Random, count: int) -> Iterator[tuple[str, Type]]:
    if random.random() < 0.15:
        yield from random.choice(SAME_HASH)
        count = 1
    names = random.sample(WORDS if random.random() < 0.9 else TRICKY, count)
    for name in names:
        yield name, _type(random)


def _type(random: Random) -> Type:
    return random.choice(
        [
            *(NUMBER, NUMBER, Type(Base.NUMBER, random.choice(UNITS))),
            *(COUNTRY, COUNTRY, TEXT, TEXT, DATE, BOOL, SHARE),
            *(Type(Base.CATEGORY, None, random.choice(CATEGORIES)),) * 2,
        ]
    )


def in_short(kinds: Kinds) -> dict[str, Any]:
    """A vocabulary as `tests.building.vocabulary` takes it."""
    return {
        name: {
            "nature": kind.nature,
            **{
                field: _written(each, field in kind.identity)
                for field, each in kind.fields.items()
                if field not in BUILT_IN
            },
        }
        for name, kind in kinds.items()
    }


def _written(kind: Type, identity: bool) -> Any:
    if identity:
        named = {"type": kind.base.value, "nature": "identity"}
        more: dict[str, Any] = {"values": list(kind.values)} if kind.values else {}
        return {**named, **more, **({"unit": kind.unit} if kind.unit else {})}
    if kind.base is Base.CATEGORY:
        return list(kind.values)
    return f"{kind.base} {kind.unit}" if kind.unit else kind.base.value

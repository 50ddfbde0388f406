"""Random expressions of every form the language has, as text that knows its type."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from riskmemo.language.types import (
    BOOL,
    COUNTRY,
    DATE,
    NUMBER,
    SHARE,
    TEXT,
    Base,
    Type,
    comparable,
)
from tests.fuzzing.values import literal, plain_value
from tests.fuzzing.vocabularies import Fields

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
EQUALITIES = ("==", "==", "!=")
PARAMETERS: Mapping[str, float] = {"limit": 1.5, "tiny": 1e-12, "span": 7, "below": -2, "half": 0.5}
"""What expressions may use of a ruleset; `span` serves as a period too."""
PERIODS = ("0", "1", "13", "9000", "120000", "span")
ODD = 0.12
"""How often a literal is an odd one."""


class Written(NamedTuple):
    """An expression with its type; a constant takes the type of what it meets."""

    text: str
    type: Type
    constant: bool = False


class Expressions:
    """Writes expressions over the fields of some aliases."""

    def __init__(self, random: Random, scope: Mapping[str, Fields]) -> None:
        self.random, self.scope = random, scope
        self.fields: dict[Base, list[Written]] = {}
        for alias, fields in scope.items():
            for name, kind in fields.items():
                self.fields.setdefault(kind.base, []).append(Written(f"{alias}.{name}", kind))
        self.bases = list(self.fields)
        self.units = [None, *{each.type.unit for each in self.fields.get(Base.NUMBER, ())}]
        self.units.sort(key=str)

    def maybe(self, share: float) -> bool:
        """True with a probability."""
        return self.random.random() < share

    def field(self) -> Written:
        """A field of any type."""
        return self.random.choice(self.fields[self.random.choice(self.bases)])

    def literal(self, kind: Type) -> Written:
        """A value of a type."""
        return Written(literal(plain_value(self.random, kind, ODD), kind), kind, True)

    def of(self, kind: Type) -> Written:
        """A field that may meet a type, a name of the case, or a literal."""
        if kind.base in {Base.NUMBER, Base.SHARE}:
            return self.plain_number(kind.unit)
        named = [each for each in self.fields.get(kind.base, ()) if comparable(each.type, kind)]
        if named and self.maybe(0.6):
            return self.random.choice(named)
        if kind.base is Base.COUNTRY and self.maybe(0.3):
            return Written("subject", COUNTRY)
        if kind.base is Base.DATE and self.maybe(0.5):
            return Written(self.random.choice(["as_of", "horizon"]), DATE)
        return self.literal(kind)

    def unit(self) -> str | None:
        """The unit of some number that is there, or none."""
        return self.random.choice(self.units)

    def plain_number(self, unit: str | None) -> Written:
        """A field, parameter or literal that fits a unit."""
        if self.maybe(0.7):
            numbers = self.fields.get(Base.NUMBER, [])
            named = [each for each in numbers if each.type.unit in {None, unit}]
            named += self.fields.get(Base.SHARE, [])
            if named:
                return self.random.choice(named)
        if self.maybe(0.2):
            return Written(self.random.choice(list(PARAMETERS)), NUMBER, True)
        return self.literal(NUMBER)

    def number(self, unit: str | None, depth: int = 2) -> Written:
        """A number that fits a unit."""
        if depth == 0 or self.maybe(0.5):
            return self.plain_number(unit)
        forms = (self._sum, self._product, self._extreme, self._negative, self._function)
        return self.random.choice(forms)(unit, depth - 1)

    def _sum(self, unit: str | None, depth: int) -> Written:
        left, right = self.number(unit, depth), self.number(unit, depth)
        both = Type(Base.NUMBER, left.type.unit or right.type.unit)
        return Written(f"({left.text} {self.random.choice('+-')} {right.text})", both)

    def _product(self, unit: str | None, depth: int) -> Written:
        left, right = self.number(unit, depth), self.number(None, depth)
        sign = self.random.choice("*/")
        if sign == "*" and self.maybe(0.5):
            left, right = right, left
        both = Type(Base.NUMBER, left.type.unit or right.type.unit)
        return Written(f"({left.text} {sign} {right.text})", both)

    def _extreme(self, unit: str | None, depth: int) -> Written:
        parts = [self.number(unit, depth) for _ in range(self.random.choice([2, 2, 3]))]
        common = Type(Base.NUMBER, next((p.type.unit for p in parts if p.type.unit), None))
        if all(part.type.base is Base.SHARE for part in parts):
            common = SHARE
        name = self.random.choice(["min", "max"])
        return Written(f"{name}({', '.join(part.text for part in parts)})", common)

    def _negative(self, unit: str | None, depth: int) -> Written:
        found = self.number(unit, depth)
        return Written(f"(-{found.text})", Type(Base.NUMBER, found.type.unit), found.constant)

    def _function(self, unit: str | None, depth: int) -> Written:
        some = self.random.randrange(5)
        if some == 0:
            found = self.number(unit, depth)
            return Written(f"abs({found.text})", found.type)
        if some == 1:
            other = self.unit()
            posts = [self.number(other, each).text for each in (depth, 0, 0)]
            return Written(f"goalposts({', '.join(posts)})", SHARE)
        if some == 2:
            return Written(f"({self.date(1).text} - {self.date(1).text})", NUMBER)
        if some == 3 and unit is None:
            return self._ratio()
        name = self.random.choice(["ln", "exp"])
        return Written(f"{name}({self.number(self.unit(), depth).text})", NUMBER)

    def _ratio(self) -> Written:
        """Two numbers of one unit, of which it is free."""
        unit = self.unit()
        numbers = self.fields.get(Base.NUMBER, [])
        named = [each for each in numbers if each.type.unit == unit] or [self.literal(NUMBER)]
        left, right = self.random.choice(named), self.random.choice(named)
        return Written(f"({left.text} / {right.text})", NUMBER)

    def date(self, depth: int = 2) -> Written:
        """A date."""
        if depth == 0 or self.maybe(0.6):
            return self.of(DATE)
        if self.maybe(0.6):
            unit = self.random.choice(["days", "months", "years"])
            period = f"{unit}({self.random.choice(PERIODS)})"
            sign = self.random.choice("+-")
            return Written(f"({self.date(depth - 1).text} {sign} {period})", DATE)
        name = self.random.choice(["min", "max"])
        return Written(f"{name}({self.date(depth - 1).text}, {self.date(0).text})", DATE)

    def condition(self, depth: int = 2) -> Written:
        """A condition of any form."""
        if depth == 0 or self.maybe(0.65):
            return self.simple()
        parts = [self.condition(depth - 1).text for _ in range(self.random.choice([2, 2, 3]))]
        some = self.random.randrange(8)
        if some < 3:
            return Written("(" + " and ".join(f"({part})" for part in parts) + ")", BOOL)
        if some < 6:
            return Written("(" + " or ".join(f"({part})" for part in parts) + ")", BOOL)
        if some == 6:
            return Written(f"(not ({parts[0]}))", BOOL)
        return Written(f"(({parts[0]}) {self.random.choice(['==', '!='])} ({parts[1]}))", BOOL)

    def simple(self) -> Written:
        """A comparison, a membership or a truth value."""
        some = self.random.randrange(12)
        if some < 6:
            return self.about(self.field())
        forms: Sequence[Callable[[], Written]] = (
            lambda: self._compared(self.number(unit := self.unit()), self.number(unit)),
            lambda: self._compared(self.date(), self.date()),
            self._chain,
            lambda: self.member(self.field()),
            lambda: self.of(BOOL),
            lambda: self.join() or self.about(self.field()),
        )
        return forms[some - 6]()

    def about(self, field: Written) -> Written:
        """A comparison of a field with something like it, on either side of the sign."""
        if self.maybe(0.15):
            return self.member(field)
        if field.type.base is Base.BOOL and self.maybe(0.5):
            return Written(f"(not {field.text})" if self.maybe(0.4) else field.text, BOOL)
        sides = [field, self.literal(field.type) if self.maybe(0.6) else self.of(field.type)]
        if self.maybe(0.25):
            sides.reverse()
        return self._compared(*sides)

    def _compared(self, left: Written, right: Written) -> Written:
        left, right = self._fitting(left, right), self._fitting(right, left)
        ordered = left.type.is_ordered and right.type.is_ordered
        sign = self.random.choice(COMPARISONS if ordered else EQUALITIES)
        return Written(f"{left.text} {sign} {right.text}", BOOL)

    def _fitting(self, one: Written, other: Written) -> Written:
        """A constant that meets a share is one."""
        if one.constant and one.type.base is not Base.SHARE and other.type.base is Base.SHARE:
            return self.literal(SHARE)
        return one

    def _chain(self) -> Written:
        unit = self.unit()
        low, item, high = (self.number(unit, depth) for depth in (0, 1, 0))
        low, high = self._fitting(low, item), self._fitting(high, item)
        if item.constant:
            item = self._fitting(self._fitting(item, low), high)
        first, second = self.random.choice(COMPARISONS), self.random.choice(COMPARISONS)
        return Written(f"{low.text} {first} {item.text} {second} {high.text}", BOOL)

    def member(self, item: Written) -> Written:
        """`in` with up to three literals."""
        listed = [self.literal(item.type).text for _ in range(self.random.randint(1, 3))]
        word = self.random.choice(["in", "in", "not in"])
        return Written(f"{item.text} {word} [{', '.join(listed)}]", BOOL)

    def join(self, inner: Sequence[str] = ()) -> Written | None:
        """An equality of fields of two aliases, one of them `inner`; none where none can meet."""
        aliases = list(self.scope)
        first = self.random.choice(inner or aliases)
        others = [alias for alias in aliases if alias not in {first, *inner}]
        others = others or [alias for alias in aliases if alias != first]
        pairs: dict[Base, list[tuple[str, str]]] = {}
        for second in others:
            for one, kind in self.scope[first].items():
                for other, theirs in self.scope[second].items():
                    if kind.base is not Base.BOOL and comparable(kind, theirs):
                        names = (f"{first}.{one}", f"{second}.{other}")
                        pairs.setdefault(kind.base, []).append(names)
        if not pairs:
            return None
        left, right = self.random.choice(pairs[self.random.choice(list(pairs))])
        if self.maybe(0.3):
            left, right = right, left
        return Written(f"{left} {'==' if self.maybe(0.9) else '!='} {right}", BOOL)

    def exactly(self, kind: Type) -> Written | None:
        """An expression of just this type, unit and categories included; none if there is none."""
        named = [each for each in self.fields.get(kind.base, ()) if each.type == kind]
        if named and self.maybe(0.7):
            return self.random.choice(named)
        if kind in {NUMBER, TEXT, DATE}:
            return self.date() if kind == DATE and self.maybe(0.5) else self.literal(kind)
        if kind == BOOL:
            return self.condition(1)
        if kind == COUNTRY:
            return Written("subject", COUNTRY)
        if kind == SHARE:
            return Written("goalposts(2, 1, 5)", SHARE)
        return self.random.choice(named) if named else None

    def any_value(self) -> Written:
        """An expression of any type, mostly a field."""
        if self.maybe(0.7):
            return self.field()
        forms: Sequence[Callable[[], Written]] = (
            lambda: self.number(self.unit()),
            lambda: self.condition(1),
            self.date,
            lambda: self.literal(TEXT),
        )
        found = self.random.choice(forms)()
        return found._replace(type=TEXT) if found.type.base is Base.CATEGORY else found

"""What rules decided by existence need: parts as bits by case and by cell, rules as bits by case.

Columns are `true N` and `possible N` (which parts have a fact that meets them, or that may), `match
N` and `wait N` (which rules have a match in some cell, or may have one).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from riskmemo.engines.sql.bits import Bits, bit_if, has_all, has_none, joined
from riskmemo.engines.sql.dialects import no_bits, whole
from riskmemo.engines.sql.existence import Decided, Part, decided
from riskmemo.engines.sql.expressions import case_when, column, conjunction
from riskmemo.engines.sql.queries import (
    CASE_ID,
    Asked,
    Tables,
    above,
    is_not_false,
    named,
    table_named,
)
from riskmemo.language.program import Query, TypedRule
from riskmemo.language.tree import (
    All,
    Any,
    Compare,
    Constant,
    Expression,
    Field,
    Given,
    Member,
    Not,
    fields_of,
)
from riskmemo.language.tree import parts as parts_of

TRUE, POSSIBLE, MATCHED, WAITING = "true ", "possible ", "match ", "wait "
UNKEYED, ANY = "unkeyed ", "any "
EQUAL, PERHAPS, NEAR, FAR = "equal ", "perhaps ", "near ", "far "
FOUND, AWAITED = "found ", "awaited "
PART, KEY, OPEN = "part ", "key", "open"
Source = tuple[str, str | None]
"""A kind, and the field by which its facts are put into cells."""


@dataclass(frozen=True)
class Place:
    """Where a rule has its bit: in the column of matches, and in that of what may be one."""

    match: str
    wait: str
    bit: int


@dataclass(frozen=True)
class Made:
    """A SELECT by case, its name, and which columns of bits it has."""

    name: str
    select: exp.Select
    rules: tuple[str, ...] = ()
    """The rules it serves."""
    columns: Sequence[str] = ()


@dataclass
class Existence:
    """The rules of a program that are decided by existence, and which kinds have facts at all."""

    tables: Tables
    contributing: Sequence[TypedRule]
    kinds: Sequence[str]
    """The kinds of which it must be known whether a case has any fact."""
    rules: dict[str, Decided] = field(init=False)
    sources: dict[Source, list[Part]] = field(init=False)
    parts: Bits[Part] = field(init=False)
    keyed: Bits[str] = field(init=False)
    """The rules whose cells are smaller than the case."""
    composed: Bits[str] = field(init=False)
    """The rules that several bits of a case decide."""
    places: dict[str, Place] = field(init=False)

    def __post_init__(self) -> None:
        found = [decided(each) for each in self.contributing]
        self.rules = {each.typed.rule.id: each for each in found if each}
        self.groups = _groups(self.rules.values())
        self.sources = {source: [] for group in self.groups for source in group}
        for part in self._every_part():
            self.sources.setdefault(self._source(part), []).append(part)
        self.parts = Bits.of(part for parts in self.sources.values() for part in parts)
        self.keyed = Bits.of(name for name, each in self.rules.items() if each.is_keyed)
        alone: dict[Part, str] = {}
        for name, each in self.rules.items():
            if not each.is_keyed and not each.absent and len(each.there) == 1:
                alone.setdefault(each.there[0], name)
        single = {name: part for part, name in alone.items()}
        rest = [name for name in self.rules if name not in single and name not in self.keyed.places]
        self.composed = Bits.of(rest)
        self.places = {
            **{name: _place(TRUE, POSSIBLE, *self.parts.bit(p)) for name, p in single.items()},
            **{name: _place(MATCHED, WAITING, *self.keyed.bit(name)) for name in self.keyed.places},
            **{name: _place(FOUND, AWAITED, *self.composed.bit(name)) for name in rest},
        }

    def _every_part(self) -> Iterable[Part]:
        parts = [part for each in self.rules.values() for part in (*each.there, *each.absent)]
        return dict.fromkeys((*parts, *map(Part, self.kinds)))

    def _source(self, part: Part) -> Source:
        """Where a part is looked for: one without a key wherever its kind is read anyway."""
        same = (source for source in self.sources if source[0] == part.kind)
        return (part.kind, part.key) if part.key else next(same, (part.kind, None))

    # --- statements -----------------------------------------------------------------------------

    def statements(self) -> Iterator[Made]:
        """Every table in order; those with columns are by case."""
        for number, group in enumerate(self.groups, start=1):
            words = self.parts.words(part for source in group for part in self.sources[source])
            rules = self._served(group)
            yield Made(f"cells {number}", self._cells(group, words), rules)
            yield Made(f"unkeyed {number}", _unkeyed(f"cells {number}", words), rules)
            yield self._decided(number, group, words)
        grouped = {source for group in self.groups for source in group}
        for source, parts in self.sources.items():
            if source not in grouped:
                words = self.parts.words(parts)
                select = _bits_of(self._scan(source, words), (CASE_ID,), words)
                columns = _named(words, TRUE, POSSIBLE)
                yield Made(f"there {source[0]}", select, self._served([source]), columns)

    def _cells(self, group: Sequence[Source], words: Sequence[int]) -> exp.Select:
        scans = [self._scan(source, words) for source in group]
        together: exp.Expr = scans[0]
        for scan in scans[1:]:
            together = exp.Union(this=together, expression=scan, distinct=False)
        every = exp.Subquery(this=together, alias=exp.TableAlias(this=exp.to_identifier("r")))
        select = exp.select(exp.Star(), copy=False).from_(every, copy=False)
        return _bits_of(select, (CASE_ID, KEY), words)

    def _scan(self, source: Source, words: Sequence[int]) -> exp.Select:
        """The facts of a kind with the bits of the parts that each meets, or may meet."""
        (kind, key), parts = source, self.sources[source]
        asked = [Asked(Query(((kind, kind),), part.where)) for part in parts]
        select, found = self.tables.looked_up(asked, ((kind, key),) if key else (), {})
        keys = [column(CASE_ID), *([named(column(f"{kind}.{key}"), KEY)] if key else ())]
        truths: list[exp.Expr] = [*keys]
        for part, (truth, _) in zip(parts, found, strict=True):
            if truth != exp.true():
                item = named(truth, self._name(part))
                item.add_comments([self._reason(part)])
                truths.append(item)
        always = {p for p, (t, _) in zip(parts, found, strict=True) if t == exp.true()}
        open_ = self._open(kind, parts)
        if open_ is not None:
            truths.append(named(open_, OPEN))
        select = above(select, truths)
        sure = [named(self._word(w, parts, always, sure=True), f"{TRUE}{w}") for w in words]
        select = above(select, [exp.Star(), *sure])
        bits: list[exp.Expr] = [column(f"{TRUE}{word}") for word in words]
        for word in words:
            possible = self._word(word, parts, always, sure=False)
            if open_ is not None:
                possible = case_when(column(OPEN), possible, column(f"{TRUE}{word}"))
            bits.append(named(possible, f"{POSSIBLE}{word}"))
        return above(select, [*(column(each.alias_or_name) for each in keys), *bits])

    def _open(self, kind: str, parts: Sequence[Part]) -> exp.Expr | None:
        """Whether some field that is read is unknown; none where that is not all that may be.

        A fact with every field known meets a part or does not, so what is possible is what is true,
        and a database need not ask for it row by row.
        """
        conditions = [condition for part in parts for condition in part.where]
        if self.tables.is_derived(kind) or not all(map(_is_total, conditions)):
            return None
        fields = sorted({each.name for one in conditions for each in fields_of(one)})
        unknown = [exp.Is(this=column(f"{kind}.{n}"), expression=exp.null()) for n in fields]
        return exp.or_(*unknown, copy=False) if unknown else exp.false()

    def _word(self, word: int, parts: Sequence[Part], always: set[Part], *, sure: bool) -> exp.Expr:
        constant, items = 0, []
        for part in parts:
            place, bit = self.parts.bit(part)
            if place != word:
                continue
            if part in always:
                constant |= bit
            else:
                truth = column(self._name(part))
                items.append(bit_if(truth if sure else is_not_false(truth), bit))
        if constant or not items:
            items.insert(0, exp.cast(whole(constant), "BIGINT"))
        return joined(items)

    def _name(self, part: Part) -> str:
        return f"{PART}{self.parts.places[part] + 1}"

    def _served(self, sources: Sequence[Source]) -> tuple[str, ...]:
        """The rules with a part in some sources."""
        parts = {part for source in sources for part in self.sources[source]}
        return tuple(
            name
            for name, each in self.rules.items()
            if not parts.isdisjoint((*each.there, *each.absent))
        )

    def _reason(self, part: Part) -> str:
        """The rules that ask for a part."""
        names = [name for name, each in self.rules.items() if part in (*each.there, *each.absent)]
        return f"rule {', '.join(names)}" if len(names) == 1 else f"rules {', '.join(names)}"

    # --- rules of cells -------------------------------------------------------------------------

    def _decided(self, number: int, group: Sequence[Source], words: Sequence[int]) -> Made:
        """By case, which parts and which rules of the cells there are."""
        cells, open_ = f"cells {number}", f"unkeyed {number}"
        rules = [
            each for each in self.rules.values()
            if each.is_keyed and (each.there[0].kind, each.there[0].key) in group
        ]  # fmt: skip
        select = exp.select(*_seen(cells, open_, words), copy=False)
        select.from_(table_named(cells), copy=False)
        same = exp.EQ(this=column(CASE_ID, open_), expression=column(CASE_ID, cells))
        select.join(exp.Join(this=table_named(open_), on=same, side="LEFT"), copy=False)
        kept: list[exp.Expr] = [
            column(f"{name}{word}") for name in (TRUE, POSSIBLE) for word in words
        ]
        tests: list[exp.Expr] = [column(CASE_ID), *kept]
        for each in rules:
            match, wait = self._of_cell(each)
            item = named(match, MATCHED + each.typed.rule.id)
            item.add_comments([f"rule {each.typed.rule.id}"])
            tests += [item, named(wait, WAITING + each.typed.rule.id)]
        places = self.keyed.words(each.typed.rule.id for each in rules)
        bits = [
            named(exp.BitwiseOrAgg(this=self._rules(name, place, rules)), f"{name}{place}")
            for name in (MATCHED, WAITING)
            for place in places
        ]
        made = _bits_of(above(select, tests), (CASE_ID,), words).select(*bits, copy=False)
        names = (*_named(words, TRUE, POSSIBLE), *_named(places, MATCHED, WAITING))
        return Made(f"decided {number}", made, self._served(group), names)

    def _rules(self, name: str, place: int, rules: Sequence[Decided]) -> exp.Expr:
        return joined(
            [
                bit_if(column(name + each.typed.rule.id), self.keyed.bit(each.typed.rule.id)[1])
                for each in rules
                if self.keyed.bit(each.typed.rule.id)[0] == place
            ]
        )

    def _of_cell(self, rule: Decided) -> tuple[exp.Expr, exp.Expr]:
        """Whether a rule has a match in a cell, and whether it may have one."""
        there, absent = self.parts.masks(rule.there), self.parts.masks(rule.absent)
        if rule.absent:
            match = conjunction([*has_all(there, TRUE), *has_none(absent, NEAR)])
            return match, conjunction([*has_all(there, POSSIBLE), *has_none(absent, EQUAL)])
        wait = conjunction([*has_all(there, PERHAPS)])
        if rule.centre:
            centre = self.parts.masks([rule.centre])
            ends = self.parts.masks(part for part in rule.there if part != rule.centre)
            around = conjunction([*has_all(centre, POSSIBLE), *has_all(ends, FAR)])
            wait = exp.paren(exp.or_(wait, around, copy=False), copy=False)
        return conjunction([*has_all(there, EQUAL)]), wait

    # --- rules by case --------------------------------------------------------------------------

    def composing(self) -> Iterator[exp.Expr]:
        """The columns of the rules that several bits of a case decide."""
        answers = {name: self._answers(self.rules[name]) for name in self.composed.places}
        for word in self.composed.words():
            own = [name for name in answers if self.composed.bit(name)[0] == word]
            for number, kind in enumerate((FOUND, AWAITED)):
                bits = [bit_if(answers[name][number], self.composed.bit(name)[1]) for name in own]
                item = named(joined(bits), f"{kind}{word}")
                item.add_comments([f"rules {', '.join(own)}"])
                yield item

    def _answers(self, rule: Decided) -> tuple[exp.Expr, exp.Expr]:
        """Whether a rule has a match in a case, and whether it may have one."""
        there, absent = self.parts.masks(rule.there), self.parts.masks(rule.absent)
        match = conjunction([*has_all(there, TRUE), *has_none(absent, POSSIBLE)])
        return match, conjunction([*has_all(there, POSSIBLE), *has_none(absent, TRUE)])

    def is_empty(self, kind: str) -> exp.Expr:
        """Whether a case has no fact of a kind."""
        return conjunction([*has_none(self.parts.masks([Part(kind)]), POSSIBLE)])


def _is_total(condition: Expression) -> bool:
    """Whether a condition is true or false wherever all that it reads is known."""
    if isinstance(condition, All | Any | Not | Compare | Member | Field | Given):
        return all(map(_is_total, parts_of(condition)))
    return isinstance(condition, Constant) and condition.value is not None


def _place(match: str, wait: str, word: int, bit: int) -> Place:
    return Place(f"{match}{word}", f"{wait}{word}", bit)


def _seen(cells: str, open_: str, words: Sequence[int]) -> Iterator[exp.Expr]:
    """What a cell is asked: facts whose key is unknown may belong to it."""
    yield column(CASE_ID, cells)
    for word in words:
        true, possible = column(f"{TRUE}{word}", cells), column(f"{POSSIBLE}{word}", cells)
        unkeyed = _or_nothing(column(f"{UNKEYED}{word}", open_))
        any_ = _or_nothing(column(f"{ANY}{word}", open_))
        perhaps = joined([possible.copy(), unkeyed])
        is_open = exp.Is(this=column(KEY, cells), expression=exp.null())
        nothing = no_bits()
        yield named(true, f"{TRUE}{word}")
        yield named(possible, f"{POSSIBLE}{word}")
        yield named(case_when(is_open, nothing, true.copy()), f"{EQUAL}{word}")
        yield named(perhaps, f"{PERHAPS}{word}")
        yield named(case_when(is_open.copy(), any_, perhaps.copy()), f"{NEAR}{word}")
        yield named(case_when(is_open.copy(), any_.copy(), nothing.copy()), f"{FAR}{word}")


def _or_nothing(item: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=item, expressions=[no_bits()])


def _unkeyed(cells: str, words: Sequence[int]) -> exp.Select:
    """Of cases with facts whose key is unknown: what those are, and what there is at all."""
    is_open = exp.Is(this=column(KEY), expression=exp.null())
    items: list[exp.Expr] = [column(CASE_ID)]
    for word in words:
        possible = column(f"{POSSIBLE}{word}")
        own = case_when(is_open.copy(), possible, no_bits())
        items.append(named(exp.BitwiseOrAgg(this=own), f"{UNKEYED}{word}"))
        items.append(named(exp.BitwiseOrAgg(this=possible.copy()), f"{ANY}{word}"))
    having = exp.select(column(CASE_ID), copy=False).from_(table_named(cells), copy=False)
    having.where(is_open, copy=False)
    select = exp.select(*items, copy=False).from_(table_named(cells), copy=False)
    inside = exp.In(this=column(CASE_ID), query=having.subquery(copy=False))
    return select.where(inside, copy=False).group_by(column(CASE_ID), copy=False)


def _bits_of(select: exp.Select, keys: Sequence[str], words: Sequence[int]) -> exp.Select:
    """The bits of all rows with equal keys."""
    bits = [
        named(exp.BitwiseOrAgg(this=column(name)), name) for name in _named(words, TRUE, POSSIBLE)
    ]
    grouped = above(select, [*map(column, keys), *bits])
    return grouped.group_by(*map(column, keys), copy=False)


def _named(words: Sequence[int], *names: str) -> tuple[str, ...]:
    return tuple(f"{name}{word}" for name in names for word in words)


def _groups(rules: Iterable[Decided]) -> list[list[Source]]:
    """Kinds with their keys, those together that some rule joins."""
    groups: list[list[Source]] = []
    for rule in rules:
        if rule.is_keyed:
            own = [(part.kind, part.key) for part in (*rule.there, *rule.absent)]
            touched = [group for group in groups if not set(own).isdisjoint(group)]
            groups = [group for group in groups if group not in touched]
            together: list[Source] = [each for group in touched for each in group]
            groups.append([*dict.fromkeys((*together, *own))])
    return groups

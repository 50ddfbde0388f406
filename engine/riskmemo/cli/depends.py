"""`riskmemo depends`: the scores without each source, fact and rule, and what nodes weigh."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from textwrap import shorten
from typing import TYPE_CHECKING

import click

import riskmemo
from riskmemo.cli.asking import asks, examined, print_record
from riskmemo.cli.strips import digits_of, shown, signed
from riskmemo.cli.terminal import width
from riskmemo.errors import visible

if TYPE_CHECKING:
    from riskmemo.analysis.basis import Basis
    from riskmemo.model.dependence import Carrier, Dependence, NodeWeight
    from riskmemo.model.effects import Effect

MOST_ROWS = 10
"""Effects that are shown of each sort; JSON has them all."""


@click.command("depends")
@click.argument("case")
@asks
def command(case: str, ruleset: str | None, as_of: datetime.date | None, format: str) -> None:  # noqa: A002  (the user's word)
    """Leave out each source, fact and rule in turn, and show what nodes weigh.

    What alone carries the band of a total comes first, sources before facts before rules. Then the
    largest changes, and the nominal weight of each node beside the effective one.
    CASE is a YAML or JSON file, or `-` for standard input.

    \b
    riskmemo depends case.yaml --ruleset central-asia-pivot
    riskmemo depends case.yaml --ruleset ./rules --format json
    """
    basis = examined(case, ruleset, as_of)
    found = riskmemo.depends(basis)
    if format == "json":
        print_record(found)
    else:
        click.echo("\n".join(visible(line).rstrip() for line in _Told(basis).lines(found)))


class _Told:
    """The dependence in words and columns."""

    def __init__(self, basis: "Basis") -> None:
        self.basis = basis
        self.digits = digits_of(basis.ruleset.scale)
        self.roots = basis.totals
        self.says = {row.id: " ".join(row.says.split()) for row in basis.case.indicators}

    def lines(self, found: "Dependence") -> Iterator[str]:
        yield from self._carriers(found.carriers)
        for what, effects, named in (
            ("source", found.without_source, self._source),
            ("fact", found.without_fact, self._fact),
            ("rule", found.without_rule, self._rule),
        ):
            yield ""
            yield from self._effects(what, effects, named)
            if what == "fact" and found.facts_not_tried:
                yield f"  {found.facts_not_tried} facts were not left out: there are too many"
        yield ""
        yield from self._weights(found.weights)

    def _carriers(self, carriers: "Sequence[Carrier]") -> Iterator[str]:
        if not carriers:
            yield "no single source, fact or rule carries the band of a total"
            return
        yield "a single one carries the band"
        for each in carriers:
            now, then = (band or "no score" for band in (each.now, each.then))
            if each.now is None and each.then is None:
                now, then = ("a score", "none") if self._has(each.score) else ("no score", "one")
            title = self._title(each.score)
            yield f"  without {each.what} {each.name}: {title} {now} -> {then}"

    def _has(self, score: str) -> bool:
        return self.basis.now[score].value is not None

    def _effects(
        self, what: str, effects: "Sequence[Effect]", named: Callable[[str], str]
    ) -> Iterator[str]:
        moving = sorted(
            (each for each in effects if each.changes),
            key=lambda each: (-self._largest(each), each.dropped),
        )
        if not moving:
            yield f"without any one {what} no score changes"
            return
        heads = "".join(f"{self._title(root)[:14]:>16}" for root in self.roots)
        yield f"{f'without this {what}':{self._room}}{heads}"
        for each in moving[:MOST_ROWS]:
            name = shorten(named(each.dropped), self._room - 3, placeholder=" ...")
            cells = "".join(f"{self._change(each, root):>16}" for root in self.roots)
            yield f"  {name:{self._room - 2}}{cells}"
        if len(moving) > MOST_ROWS:
            yield f"  and {len(moving) - MOST_ROWS} more that change less"

    @property
    def _room(self) -> int:
        return max(24, width() - 16 * len(self.roots))

    def _largest(self, effect: "Effect") -> Decimal:
        """The largest change of a total, or else a ten-thousandth of that of any score."""
        totals = [effect.changes[root] for root in self.roots if root in effect.changes]
        return _size(totals) or _size(list(effect.changes.values())) / 10_000

    def _change(self, effect: "Effect", root: str) -> str:
        change = effect.changes.get(root, Decimal(0))
        if change is None:
            return "no score" if self._has(root) else "a score"
        return "0" if not change else signed(change, self.digits)

    def _source(self, name: str) -> str:
        source = self.basis.case.sources.get(name)
        return f"{name} {source.publisher}" if source else name

    def _fact(self, name: str) -> str:
        return f"{name} {self.says.get(name, '')}".rstrip()

    def _rule(self, name: str) -> str:
        return name

    def _title(self, score: str) -> str:
        return self.basis.ruleset.scores[score].title

    def _weights(self, weights: "Sequence[NodeWeight]") -> Iterator[str]:
        for total in self.roots:
            parts = [each for each in weights if each.total == total and each.score != total]
            if not parts:
                continue
            heads = f"{'nominal':>10}{'effective':>11}{'known':>8}"
            yield f"{f'weights in {self._title(total)}':{self._wide}}{heads}"
            for each in parts:
                yield self._weight(each)

    @property
    def _wide(self) -> int:
        return max(24, width() - 40)

    def _weight(self, each: "NodeWeight") -> str:
        effective = "-" if each.effective is None else shown(each.effective, 3)
        known = f"{int(each.coverage * 100)} %"
        limited = f"  at its {each.limited}" if each.limited else ""
        name = shorten(self._title(each.score), self._wide - 3, placeholder=" ...")
        nominal = shown(each.nominal, 3)
        return f"  {name:{self._wide - 2}}{nominal:>10}{effective:>11}{known:>8}{limited}"


def _size(changes: "Sequence[Decimal | None]") -> Decimal:
    """The largest change; a score that comes or goes is larger than any number."""
    sizes = (Decimal("Infinity") if change is None else abs(change) for change in changes)
    return max(sizes, default=Decimal(0))

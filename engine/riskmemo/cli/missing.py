"""`riskmemo missing`: what is not known, as questions, by the points the answers could move."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

import click

import riskmemo
from riskmemo.cli.asking import asks, examined, print_record
from riskmemo.cli.strips import digits_of, shown, signed
from riskmemo.cli.terminal import width
from riskmemo.errors import visible

if TYPE_CHECKING:
    from riskmemo.analysis.basis import Basis
    from riskmemo.model.missing import Attainable, Missing, Swing, UnknownField, UnknownKind
    from riskmemo.model.points import Points


@click.command("missing")
@click.argument("case")
@asks
def command(case: str, ruleset: str | None, as_of: datetime.date | None, format: str) -> None:  # noqa: A002  (the user's word)
    """Rank what is not known by the points it could move, as questions for a collector.

    First how much of each total could be evaluated, then unknown fields, each supposed to have
    every value that rules can tell apart, then kinds of which nothing was recorded or searched for.
    CASE is a YAML or JSON file, or `-` for standard input.

    \b
    riskmemo missing case.yaml --ruleset central-asia-pivot
    riskmemo missing case.yaml --ruleset ./rules --format json
    """
    basis = examined(case, ruleset, as_of)
    found = riskmemo.missing(basis)
    if format == "json":
        print_record(found)
    else:
        click.echo("\n".join(visible(line) for line in _Told(basis).lines(found)))


ENOUGH_PERCENT = 50
"""Below it a total is said to be no finding."""


class _Told:
    """The questions in words, as wide as the terminal."""

    def __init__(self, basis: "Basis") -> None:
        self.basis = basis
        self.digits = digits_of(basis.ruleset.scale)

    def lines(self, found: "Missing") -> Iterator[str]:
        yield from self._coverage()
        yield ""
        if not found.fields and not found.kinds:
            yield "nothing that is missing could move a score"
            return
        if found.fields:
            yield "unknown fields, the largest swing of a total first"
            for number, unknown in enumerate(found.fields, start=1):
                yield from self._field(number, unknown)
        yield from self._untried(found)
        if found.kinds:
            yield from ("",) if found.fields else ()
            yield "kinds of which nothing was recorded, and nobody searched for them"
            yield from _wrapped(
                "a search without a result is an answer too: write it under `searched`", "  "
            )
            for number, kind in enumerate(found.kinds, start=1):
                yield from self._kind(number, kind)

    def _coverage(self) -> Iterator[str]:
        for root in self.basis.totals:
            score, node = self.basis.now[root], self.basis.ruleset.scores[root]
            percent = score.coverage * 100 // 1_000_000
            little = "low risk" if node.polarity.value == "risk" else "little opportunity"
            hardly = percent < ENOUGH_PERCENT
            known = f"{node.title}: {percent} % could be evaluated"
            yield from _wrapped(f"{known}: this is no finding of {little}" if hardly else known, "")

    def _field(self, number: int, unknown: "UnknownField") -> Iterator[str]:
        question, _, _ = unknown.question.partition("?")
        yield from _wrapped(f"{question}?", f"{number:>3}. ", "     ")
        for each in unknown.fields:
            kind = self.basis.found.program.vocabulary.kinds[each.kind].title
            what = f"{kind}, {each.field.replace('_', ' ')}: {each.meaning.rstrip('.')}"
            yield from _wrapped(f"{what} ({each.possible})", "     ", "       ")
            yield from self._says(each.fact)
        yield from self._swings(unknown.swings)
        if not unknown.covered:
            yield "     not every value was tried: it could move more"
        yield from self._waiting("waits", [*unknown.rules, *unknown.leaves])

    def _kind(self, number: int, unknown: "UnknownKind") -> Iterator[str]:
        question, _, _ = unknown.question.partition("?")
        yield from _wrapped(f"{question}?", f"{number:>3}. ", "     ")
        yield from self._swings(unknown.swings)
        if not unknown.swings:
            yield from self._shares(unknown.attainable)
        yield from self._waiting("waits", [*unknown.rules, *unknown.leaves])
        yield from self._waiting("could be taken away", unknown.blocked)

    def _says(self, name: str) -> Iterator[str]:
        says = next((row.says for row in self.basis.case.indicators if row.id == name), None)
        if says:
            yield from _wrapped(f"{name} says: {' '.join(says.split())}", "     ", "       ")

    def _swings(self, swings: "Mapping[str, Swing]") -> Iterator[str]:
        for root, swing in sorted(swings.items(), key=lambda each: self._order(each[0])):
            yield from _wrapped(self._swing(root, swing), "     ", "       ")
        if not swings:
            yield "     by itself it moves no total"

    def _swing(self, root: str, swing: "Swing") -> str:
        title = self.basis.ruleset.scores[root].title
        ends = f"{shown(swing.low, self.digits)} to {shown(swing.high, self.digits)}"
        if swing.down is None or swing.up is None:
            return f"{title}: no score now, {ends} then"
        down = f"{self._points(swing.down)}{_if(swing.low_if)}"
        up = f"{self._points(swing.up)}{_if(swing.high_if)}"
        gone = ", or no score" if swing.comes_or_goes else ""
        bands = f"; band could become {_either(swing.bands)}" if swing.bands else ""
        return f"{title}: {down} to {up}{gone}{bands}"

    def _order(self, root: str) -> int:
        return self.basis.totals.index(root)

    def _points(self, change: "Points") -> str:
        return "0" if not change else signed(change, self.digits)

    def _shares(self, attainable: "Mapping[str, Attainable]") -> Iterator[str]:
        for root, each in sorted(attainable.items(), key=lambda share: self._order(share[0])):
            title = self.basis.ruleset.scores[root].title
            ends = f"{self._points(each.down)} to {self._points(each.up)}"
            yield f"     with what else is missing it stands for {ends} of {title}"

    def _waiting(self, what: str, names: Sequence[str]) -> Iterator[str]:
        if names:
            yield from _wrapped(f"{what}: {', '.join(names)}", "     ", "       ")

    def _untried(self, found: "Missing") -> Iterator[str]:
        if found.untried:
            names = ", ".join(f"{each.field} of {each.fact}" for each in found.untried)
            yield from _wrapped(f"not tried, for there are too many: {names}", "")
        if found.untried_together:
            yield f"sets of fields not tried together: {found.untried_together}"


def _if(words: str | None) -> str:
    return f" if {words}" if words else ""


def _either(bands: Sequence[str | None]) -> str:
    return " or ".join(band or "no score" for band in bands)


def _wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    following = first if rest is None else rest
    return wrap(text, width(), initial_indent=first, subsequent_indent=following)

"""Which rules could come to wait for information when values that are known change."""

from collections.abc import Iterator, Mapping, Set
from functools import cached_property

from riskmemo.analysis.counterfactual.readings import Owner, Readings, Slot
from riskmemo.language.replacing import expressions_of
from riskmemo.language.tree import Arithmetic, Call, Constant, Expression, Shift, fields_of, parts
from riskmemo.model.facts import Fact


class Waiting:
    """Tells the rules that never wait, whatever the fields that may change hold (but unknown).

    A rule waits where a condition is unknown. It never does where everything that it reads is known
    in every fact that it could ever bind, and nothing it computes can lack a result.
    """

    def __init__(self, readings: Readings, may_change: Mapping[str, Set[str]]) -> None:
        self._readings, self._may_change = readings, may_change
        self._known: dict[int, bool] = {}

    @cached_property
    def rules(self) -> frozenset[str]:
        """The rules that could wait."""
        rules = self._readings.program.rules
        return frozenset(typed.rule.id for typed in rules if self.could(typed))

    def could(self, owner: Owner) -> bool:
        """Whether a rule, aggregate or leaf could wait, or make what is uncertain or unknown."""
        if id(owner) not in self._known:
            partial = any(_can_lack_a_result(each) for each in expressions_of(owner))
            self._known[id(owner)] = partial or any(
                self._lacks(slot) for slot in self._readings.slots_of(owner)
            )
        return self._known[id(owner)]

    def _lacks(self, slot: Slot) -> bool:
        """Whether something that is read here is unknown, or could come to be."""
        schema = self._readings.program.schemas[slot.kind]
        facts = self._readings.facts.get(slot.kind, ())
        if schema.derived:
            return any(map(self.could, self._makers(slot.kind)))
        read = [field for field in schema.fields if self._readings.at(slot, field).read]
        return any(
            fact.values[field] is None
            for fact in facts
            for field in read
            if not self._is_kept_out(fact, slot)
        )

    def _is_kept_out(self, fact: Fact, slot: Slot) -> bool:
        """Whether a condition on fields that stay as they are is false."""
        may = self._may_change.get(fact.kind, frozenset())
        return any(bar.isdisjoint(may) for bar in self._readings.barriers(fact, slot))

    def _makers(self, kind: str) -> Iterator[Owner]:
        program = self._readings.program
        yield from program.derivers(kind)
        aggregate = program.aggregate(kind)
        if aggregate:
            yield aggregate


def _can_lack_a_result(expression: Expression) -> bool:
    """Whether known values can give nothing: a division, a logarithm, a date moved too far."""
    match expression:
        case Arithmetic("/", _, right) if not (isinstance(right, Constant) and right.value):
            return True
        case Call("ln" | "exp" | "goalposts", arguments) if not _is_constant_span(arguments):
            return True
        case Shift(date) if any(fields_of(date)):
            return True
        case _:
            return any(_can_lack_a_result(part) for part in parts(expression))


def _is_constant_span(arguments: tuple[Expression, ...]) -> bool:
    """Whether goalposts stand apart and fixed, so that every value has its place between them."""
    match arguments:
        case (_, Constant(float() | int() as low), Constant(float() | int() as high)):
            return low != high
        case _:
            return False

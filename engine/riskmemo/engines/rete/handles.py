"""The C module of durable-rules; no other file touches it.

It crashes rather than raises, so what stands here keeps it from crashing:

- a handle is *primed*: a rule fires before its first state is deleted, else `delete_state` frees a
  pointer that was never set;
- a handle has one state at a time, always of the same name, and facts are asserted one at a time;
- every action that was started is completed, else the state stays locked for thirty seconds;
- the state is deleted whatever happens (`Handle.clear`, which belongs into a `finally`).
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from riskmemo.engines.rete.refusals import failed, unavailable
from riskmemo.errors import EvaluationRefused

try:
    import durable_rules_engine as c_module
except ImportError:
    c_module = None

STATE = "s"
PRIMER = "prime:"
"""The kind of the fact that primes a handle; no kind of a vocabulary has a colon."""
ALWAYS = "one"
"""A field that is 1 in every fact, for joins that are always true."""
PRIMING = f'{{"all":[{{"p0":{{"$and":[{{"kind":"{PRIMER}"}},{{"$ex":{{"{ALWAYS}":1}}}}]}}}}]}}'
TAKEN = frozenset({0, 1})
"""What `assert_fact` answers where the fact has matched a pattern, or none."""

BOUND = re.compile(r'"p(\d+)":\{"id":"(\d+)"')
"""The number of a pattern and the id of its fact in a match, which is facts in JSON as asserted."""


class Activation(NamedTuple):
    """A match: a rule by name, and its patterns by number, each with the id of its fact."""

    rule: str
    facts: Sequence[tuple[str, str]]


def available() -> bool:
    """Whether durable-rules can be imported here."""
    return c_module is not None


class Handle:
    """One ruleset of durable-rules; two threads must not use it at once."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        if c_module is None:
            raise EvaluationRefused(unavailable())
        members = ",".join(
            f'"{name}":{rule}' for name, rule in {"primer": PRIMING, **rules}.items()
        )
        self._state: int | None = None
        self._number: int = _asked(c_module.create_ruleset, "riskmemo", f"{{{members}}}")
        self.tell(fact_text(0, head_of(PRIMER), ()))
        if [found.rule for found in self.take()] != ["primer"]:
            raise EvaluationRefused(failed("a handle could not be primed"))
        self.clear()

    def tell(self, fact: str) -> None:
        """Assert one fact."""
        try:
            answer, self._state = c_module.assert_fact(self._number, fact)
        except c_module.error as error:
            raise EvaluationRefused(failed(str(error))) from error
        if answer not in TAKEN:
            raise EvaluationRefused(failed(f"a fact was answered with {answer}"))

    def take(self) -> Iterator[Activation]:
        """Every match that was not yet taken; the iterator must be used up."""
        if self._state is None:
            return
        started = _asked(c_module.start_action_for_state, self._number, self._state)
        text = started[1] if started else None
        while text is not None:
            yield Activation(text[2 : text.index('"', 2)], BOUND.findall(text))
            text = _asked(c_module.complete_and_start_action, self._number, self._state)

    def clear(self) -> None:
        """Forget every fact."""
        if self._state is not None:
            self._state = None
            _asked(c_module.delete_state, self._number, STATE)

    def close(self) -> None:
        """Free the handle; it must not be used afterwards."""
        self.clear()
        _asked(c_module.delete_ruleset, self._number)


def head_of(kind: str) -> str:
    """What every fact of a kind says first."""
    return f'"sid":"{STATE}","kind":{json.dumps(kind)},"{ALWAYS}":1'


def fact_text(number: int, head: str, members: Iterable[str]) -> str:
    """A fact as it is asserted; `number` is its id, `members` are those of a JSON object."""
    return f'{{"id":"{number}",{",".join((head, *members))}}}'


def _asked(function: Callable[..., Any], *arguments: object) -> Any:
    try:
        return function(*arguments)
    except c_module.error as error:
        raise EvaluationRefused(failed(str(error))) from error

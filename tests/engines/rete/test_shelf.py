"""Which networks are kept for the next case, and which are freed."""

import locale
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import pytest

from riskmemo.engines.rete import networks
from riskmemo.engines.rete.networks import (
    MAX_IDLE,
    MAX_PROGRAMS,
    Key,
    _Shelf,
    content_of,
    network_of,
)
from riskmemo.engines.rete.refusals import failed
from riskmemo.errors import EvaluationRefused
from riskmemo.hashes import content_hash
from tests.building import program, rule

if TYPE_CHECKING:
    from riskmemo.engines.rete.network import Network

PROGRAM = program(rules=[rule("one", {"t": "tie"}), rule("two", {"t": "tie"})])


class Kept:
    """Stands for a network: counts how often it is emptied and freed."""

    def __init__(self) -> None:
        self.cleared = self.closed = 0

    def clear(self) -> None:
        """Forget the case."""
        self.cleared += 1

    def close(self) -> None:
        """Free the handles."""
        self.closed += 1


def key(number: int) -> Key:
    """The key of a program."""
    return (str(number), "", (), True)


def put(shelf: _Shelf, number: int, count: int = 1) -> list[Kept]:
    """New networks of a program, put on the shelf."""
    made = [Kept() for _ in range(count)]
    for each in made:
        shelf.put(key(number), cast("Network", each))
    return made


def test_a_network_is_taken_by_one_and_put_back() -> None:
    """What is taken is not there any more, and each program has its own."""
    shelf = _Shelf()
    (first,) = put(shelf, 1)
    assert shelf.take(key(2)) is None
    assert shelf.take(key(1)) is cast("Network", first)
    assert shelf.take(key(1)) is None
    assert first.closed == 0


def test_so_many_idle_networks_of_one_program_are_kept() -> None:
    """One more is freed, and those that were there stay."""
    made = put(_Shelf(), 1, MAX_IDLE + 1)
    assert [each.closed for each in made] == [0] * MAX_IDLE + [1]


def test_the_program_not_used_for_longest_goes_first() -> None:
    """Its networks are freed once there are too many programs; using one again keeps it."""
    shelf = _Shelf()
    made = [put(shelf, number, 2) for number in range(MAX_PROGRAMS)]
    assert not any(each.closed for pair in made for each in pair)
    put(shelf, 0)
    put(shelf, MAX_PROGRAMS)
    assert [sum(each.closed for each in pair) for pair in made[:3]] == [0, 2, 0]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> _Shelf:
    """An empty shelf for the engine, and networks that only count."""
    empty = _Shelf()
    monkeypatch.setattr(networks, "_SHELF", empty)
    monkeypatch.setattr(networks, "network_for", lambda _, *, send: Kept())  # noqa: ARG005
    return empty


def used(failure: BaseException | None = None) -> Kept:
    """The network that a case was given."""
    found: list[Any] = []

    def case() -> Iterator[None]:
        with network_of(PROGRAM) as network:
            found.append(network)
            if failure:
                raise failure
            yield

    if failure:
        with pytest.raises(type(failure)):
            list(case())
    else:
        list(case())
    return cast("Kept", found[0])


@pytest.mark.usefixtures("shelf")
def test_a_network_is_emptied_and_used_again() -> None:
    """After a case, refused or not, the next one gets the same network without facts."""
    first = used()
    assert (first.cleared, first.closed) == (1, 0)
    assert used(EvaluationRefused(failed("x"))) is first
    assert used() is first
    assert (first.cleared, first.closed) == (3, 0)


@pytest.mark.usefixtures("shelf")
def test_a_network_that_cannot_forget_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer stands, also where it cannot even be freed, and the next case gets another."""

    def refuse(_: Kept) -> None:
        raise EvaluationRefused(failed("x"))

    with monkeypatch.context() as patch:
        patch.setattr(Kept, "clear", refuse)
        patch.setattr(Kept, "close", refuse)
        first = used()
    assert used() is not first


@pytest.mark.usefixtures("shelf")
def test_a_network_that_was_interrupted_is_freed() -> None:
    """Nobody knows what it holds, so the next case gets another."""
    first = used(KeyboardInterrupt())
    assert (first.cleared, first.closed) == (0, 1)
    assert used() is not first


@pytest.mark.parametrize(("point", "shards"), [(".", 1), (",", 0)])
def test_durable_rules_has_no_part_where_numbers_have_a_comma(
    point: str, shards: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads numbers by the process's locale, so with another one we join by ourselves."""
    monkeypatch.setattr(networks, "_SHELF", _Shelf())
    monkeypatch.setattr(locale, "localeconv", lambda: {"decimal_point": point})
    with network_of(PROGRAM) as network:
        assert len(network.shards) == shards
    network.close()


def test_what_a_program_is() -> None:
    """The hashes of ruleset and vocabulary, and the rules that were not taken away."""
    ruleset, vocabulary, rules = content_of(PROGRAM)
    assert ruleset == content_hash(PROGRAM.ruleset)
    assert vocabulary == content_hash(PROGRAM.vocabulary)
    assert rules == ("one", "two")
    assert content_of(PROGRAM.without_rule("one")) == (ruleset, vocabulary, ("two",))

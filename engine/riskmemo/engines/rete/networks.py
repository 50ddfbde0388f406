"""Compiled networks, kept in memory for the next case with the same ruleset and vocabulary.

A network belongs to one evaluation at a time: it is taken off the shelf and put back. Where all are
in use another one is made, so threads neither share a handle nor wait for each other.
"""

import locale
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from riskmemo.engines.rete.network import Network, network_for
from riskmemo.errors import EvaluationRefused
from riskmemo.hashes import kept_hash
from riskmemo.language.program import Program

MAX_PROGRAMS = 64
"""Programs whose networks are kept; the one not used for longest goes first."""
MAX_IDLE = 8
"""Idle networks that are kept of one program."""

Content = tuple[str, str, tuple[str, ...]]
"""Hashes of ruleset and vocabulary, and the rules that were not taken away."""
Key = tuple[str, str, tuple[str, ...], bool]
"""The content, and whether durable-rules has a part: it reads numbers by the process's locale."""


@contextmanager
def network_of(program: Program) -> Iterator[Network]:
    """A network of the program for one evaluation, without facts before and after."""
    send = locale.localeconv()["decimal_point"] == "."
    key = (*content_of(program), send)
    network = _SHELF.take(key) or network_for(program, send=send)
    try:
        yield network
    except EvaluationRefused:
        _put_back(key, network)
        raise
    except BaseException:  # interrupted anywhere: nobody knows what it holds
        network.close()
        raise
    _put_back(key, network)


def _put_back(key: "Key", network: Network) -> None:
    """Shelve a network without its facts; one that cannot forget them is thrown away."""
    try:
        network.clear()
    except EvaluationRefused:
        with suppress(EvaluationRefused):
            network.close()
    else:
        _SHELF.put(key, network)


class _Shelf:
    def __init__(self) -> None:
        self._idle: OrderedDict[Key, list[Network]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: Key) -> Network | None:
        with self._lock:
            idle = self._idle.get(key)
            return idle.pop() if idle else None

    def put(self, key: Key, network: Network) -> None:
        with self._lock:
            idle = self._idle.setdefault(key, [])
            self._idle.move_to_end(key)
            surplus = [network] if len(idle) >= MAX_IDLE else []
            if not surplus:
                idle.append(network)
            if len(self._idle) > MAX_PROGRAMS:
                surplus += self._idle.popitem(last=False)[1]
        for each in surplus:
            each.close()


_SHELF = _Shelf()


def content_of(program: Program) -> Content:
    """What a program is, whoever loaded it."""
    rules = tuple(each.rule.id for each in program.rules)
    return kept_hash(program.ruleset), kept_hash(program.vocabulary), rules

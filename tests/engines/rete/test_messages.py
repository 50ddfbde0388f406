"""The child's side of the worker, and the messages between the two."""

import pickle
import signal
import socket
import threading
import time
from typing import Any

import pytest

from riskmemo.engines import definition, rete
from riskmemo.engines.rete import worker as messages
from riskmemo.engines.rete.networks import content_of
from riskmemo.engines.rete.worker import Lost, ReteWorker, serve
from tests.building import program, rule
from tests.engines.rete.asking import SETTING, facts_of

PAIRS = program(rules=[rule("pairs", {"a": "tie", "b": "tie"}, ["a.level == b.level"])])
FACTS = facts_of({f"T{number}": {"kind": "tie", "level": number % 2} for number in range(4)})
MANY = facts_of({f"T{number:03}": {"kind": "tie", "level": 1} for number in range(101)})
KEY = content_of(PAIRS)


def served(monkeypatch: pytest.MonkeyPatch, *questions: object) -> list[Any]:
    """What a child answers to one question after the other, until the parent hangs up."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    ours, theirs = socket.socketpair()
    replies: list[Any] = []

    def ask() -> None:
        with ours:
            for question in questions:
                messages._send(ours, question)
                replies.append(messages._receive(ours))

    asking = threading.Thread(target=ask)
    asking.start()
    serve(theirs.detach())
    asking.join()
    return replies


def test_a_child_answers_until_its_parent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program is sent once, and known by its content from then on."""
    expected = ("answer", definition.answer(PAIRS, FACTS, SETTING))
    replies = served(monkeypatch, (KEY, PAIRS, FACTS, SETTING), (KEY, None, FACTS, SETTING))
    assert replies == [expected, expected]


def test_a_child_that_refuses_lives_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal comes with its mistakes, and the next question is answered."""
    refused, answered = served(
        monkeypatch, (KEY, PAIRS, MANY, SETTING), (KEY, None, FACTS, SETTING)
    )
    assert refused[0] == "refused"
    assert [mistake.code for mistake in refused[1]] == ["too-many-matches"]
    assert answered[0] == "answer"


def test_a_child_that_fails_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of any kind is told as one of durable-rules, and does not end the child."""

    def broken(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(rete, "answer", broken)
    replies = served(monkeypatch, (KEY, PAIRS, FACTS, SETTING), (KEY, None, FACTS, SETTING))
    assert [(kind, mistake.message) for kind, mistake in replies] == [
        ("refused", "durable-rules failed: ValueError('broken')")
    ] * 2


def test_large_messages_come_whole() -> None:
    """A message of several megabytes arrives in as many parts as it takes."""
    ours, theirs = socket.socketpair()
    sent = "x" * (5 * 2**20)
    sending = threading.Thread(target=messages._send, args=(ours, sent))
    sending.start()
    assert messages._receive(theirs, time.monotonic() + 20) == sent
    sending.join()
    ours.close()
    theirs.close()


def test_a_message_begins_with_its_length() -> None:
    """Eight bytes tell how many follow."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        messages._send(ours, "a")
        data = pickle.dumps("a")
        assert theirs.recv(100) == len(data).to_bytes(8, "big") + data


def test_half_a_message_is_none() -> None:
    """Where the other side is gone before all was sent, it is lost."""
    ours, theirs = socket.socketpair()
    with theirs:
        ours.sendall((10).to_bytes(8, "big") + b"abc")
        ours.close()
        with pytest.raises(Lost):
            messages._receive(theirs)


@pytest.mark.parametrize("seconds", [0.05, -1.0])
def test_nobody_waits_past_the_deadline(seconds: float) -> None:
    """Neither for a message that does not come, nor when the time is over already."""
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError):
        messages._receive(theirs, time.monotonic() + seconds)


def test_a_worker_without_a_child_is_closed_at_once() -> None:
    """Closing twice, or before the first case, does nothing."""
    worker = ReteWorker()
    worker.close()
    worker.close()
    assert worker._child is None

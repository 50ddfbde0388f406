"""The child's side of the worker, and the messages between the two."""

import pickle
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from riskmemo.engines import definition, rete
from riskmemo.engines.rete import worker as messages
from riskmemo.engines.rete.networks import content_of
from riskmemo.engines.rete.worker import Lost, ReteWorker, serve
from riskmemo.errors import EvaluationRefused
from tests.building import program, rule
from tests.engines.rete.asking import SETTING, facts_of

PAIRS = program(
    rules=[rule("pairs", {"a": "tie", "b": "tie"}, ["a.level == b.level", "as_of < horizon"])]
)
OTHER = program(rules=[rule("other", {"a": "tie"}, ["as_of < horizon"])])
FACTS = facts_of({f"T{number}": {"kind": "tie", "level": number % 2} for number in range(4)})
MANY = facts_of({f"T{number:03}": {"kind": "tie", "level": 1} for number in range(101)})
KEY = content_of(PAIRS)


def served(monkeypatch: pytest.MonkeyPatch, *questions: object) -> list[Any]:
    """What a child answers to one question after the other, until the parent hangs up."""
    handled: list[object] = []
    monkeypatch.setattr(signal, "signal", lambda *given: handled.append(given))
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
    assert handled == [(signal.SIGINT, signal.SIG_IGN)], "only the parent hears of Ctrl-C"
    return replies


def test_a_child_answers_until_its_parent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program is sent once, and known by its content from then on, among others."""
    expected = ("answer", definition.answer(PAIRS, FACTS, SETTING))
    other = ("answer", definition.answer(OTHER, FACTS, SETTING))
    replies = served(
        monkeypatch,
        (KEY, PAIRS, FACTS, SETTING),
        (content_of(OTHER), OTHER, FACTS, SETTING),
        (KEY, None, FACTS, SETTING),
    )
    assert replies == [expected, other, expected]


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


def test_a_message_ends_where_the_next_begins() -> None:
    """Two that lie in the socket are taken one after the other."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        messages._send(ours, "first")
        messages._send(ours, "second")
        assert [messages._receive(theirs) for _ in range(2)] == ["first", "second"]


def test_a_message_that_breaks_off_is_given_up() -> None:
    """Where its beginning came and its end does not, the deadline holds too."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall((10).to_bytes(8, "big") + b"abc")
        with pytest.raises(TimeoutError):
            messages._receive(theirs, time.monotonic() + 0.1)


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


def test_a_program_is_sent_to_a_child_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The content of the program goes with every question, the program with the first."""
    sent: list[Any] = []
    send = messages._send

    def noting(to: socket.socket, message: object, deadline: float | None = None) -> None:
        assert deadline is not None, "no question waits for ever"
        sent.append(message)
        send(to, message, deadline)

    monkeypatch.setattr(messages, "_send", noting)
    with ReteWorker() as worker:
        for given in (PAIRS, PAIRS, OTHER):
            assert worker.answer(given, FACTS, SETTING) == definition.answer(given, FACTS, SETTING)
    assert [(content, new is not None) for content, new, *_ in sent] == [
        (KEY, True),
        (KEY, False),
        (content_of(OTHER), True),
    ]


def test_a_child_is_replaced_when_it_holds_too_many_programs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that it does not grow for ever: at the limit the next case gets another process."""
    monkeypatch.setattr(messages, "MAX_PROGRAMS", 1)
    with ReteWorker() as worker:
        worker.answer(PAIRS, FACTS, SETTING)
        first = worker._child
        assert first is not None
        assert not first.has_room()
        worker.answer(PAIRS, FACTS, SETTING)
        assert worker._child is not first
        assert first.process.poll() is not None


def test_two_crashes_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The case after them finds a worker again."""

    def crash(*_: object) -> None:
        raise Lost

    monkeypatch.setattr(messages.Child, "ask", crash)
    with ReteWorker() as worker, pytest.raises(EvaluationRefused) as refused:
        worker.answer(PAIRS, FACTS, SETTING)
    assert [each.message for each in refused.value.mistakes] == [
        "the worker of `rete` crashed twice"
    ]


def test_a_child_reads_no_terminal() -> None:
    """What is typed to the parent is the parent's."""
    with ReteWorker() as worker:
        worker.answer(PAIRS, FACTS, SETTING)
        assert worker._child is not None
        terminal = Path(f"/proc/{worker._child.process.pid}/fd/0")
        assert terminal.resolve() == Path("/dev/null")


def test_a_case_that_crashed_its_child_is_asked_again_with_all_it_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second child gets the same program, facts and setting."""
    ask, calls = messages.Child.ask, []

    def once(child: messages.Child, *given: Any) -> tuple[str, Any]:
        calls.append(child)
        if len(calls) == 1:
            raise Lost
        return ask(child, *given)

    monkeypatch.setattr(messages.Child, "ask", once)
    with ReteWorker() as worker:
        assert worker.answer(PAIRS, FACTS, SETTING) == definition.answer(PAIRS, FACTS, SETTING)
    assert len(calls) == 2

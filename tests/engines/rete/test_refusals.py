"""What the engine says when it refuses, and what it advises."""

# ruff: noqa: E501  (messages are compared whole, one a line)

import pytest

from riskmemo.engines.limits import HELP
from riskmemo.engines.rete import refusals
from riskmemo.errors import Mistake
from tests.building import told


@pytest.mark.parametrize(
    ("mistake", "line"),
    [
        (
            refusals.unavailable,
            f"engine-unavailable: {refusals.WHY_NOT} | leave the engine out, or use `compiled`, which gives the same answer",
        ),
        (
            lambda: refusals.failed("303"),
            "engine-failed: durable-rules failed: 303 | use the engine `definition`, and report this",
        ),
        (
            lambda: refusals.stopped("crashed twice"),
            "worker-stopped: the worker of `rete` crashed twice | ask again with fewer facts, or use the engine `definition`",
        ),
        (
            lambda: refusals.too_much_tried("r"),
            f"too-much-work: `r` tries more than 1,200,000 facts | {HELP}",
        ),
    ],
    ids=["unavailable", "failed", "stopped", "tried"],
)  # fmt: skip
def test_a_refusal(mistake: object, line: str) -> None:
    """A code, what happened, and what to do now; no place, since nothing in a file is wrong."""
    assert callable(mistake)
    made = mistake()
    assert isinstance(made, Mistake)
    assert made.span is None
    assert told(made) == line

"""What the engine refuses, and how much it takes on."""

from riskmemo.engines.limits import HELP
from riskmemo.errors import Mistake

MAX_FACTS = 5_000
"""Facts that durable-rules is told in one case, in all handles; each takes nine kilobytes."""
FEW_FRAMES = 1_000
"""Combinations so few that nobody looks whether they are fewer."""
MAX_FRAMES = 20_000
"""Combinations that durable-rules may come to hold for one rule; past it we join by ourselves."""
MAX_ALL_FRAMES = 100_000
"""Combinations that it may come to hold for all rules; each takes half a kilobyte."""
MAX_TRIED = 1_200_000
"""Facts that we try for one rule, in less than two seconds."""

WHY_NOT = (
    "the engine `rete` needs durable-rules, which is built with a C compiler "
    "on Python before 3.13 and is not installed here"
)


def unavailable() -> Mistake:
    """The one note for where durable-rules cannot be imported."""
    help_line = "leave the engine out, or use `compiled`, which gives the same answer"
    return Mistake("engine-unavailable", WHY_NOT, None, help_line)


def failed(what: str) -> Mistake:
    """durable-rules reported an error of its own."""
    help_line = "use the engine `definition`, and report this"
    return Mistake("engine-failed", f"durable-rules failed: {what}", None, help_line)


def stopped(how: str) -> Mistake:
    """The process in which the engine runs did not answer."""
    help_line = "ask again with fewer facts, or use the engine `definition`"
    return Mistake("worker-stopped", f"the worker of `rete` {how}", None, help_line)


def too_much_tried(name: str) -> Mistake:
    """The refusal of a rule, aggregate or leaf for which we would try more than `MAX_TRIED`."""
    return Mistake("too-much-work", f"`{name}` tries more than {MAX_TRIED:,} facts", None, HELP)

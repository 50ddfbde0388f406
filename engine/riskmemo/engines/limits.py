"""How much one rule may ask of an engine; past it a run is refused, never cut short."""

from riskmemo.errors import Mistake

MAX_MATCHES = 10_000
"""Matches and gaps of one rule, rows of one aggregate or leaf; the same in every engine."""
MAX_STEPS = 1_000_000
"""Facts that the definition tries for one rule."""

HELP = "add a condition that joins its patterns, as `kin.kin_state == tie.partner`"


def too_many_matches(rule: str) -> Mistake:
    """The refusal of a rule with more matches and gaps than `MAX_MATCHES`."""
    message = f"rule `{rule}` has more than {MAX_MATCHES:,} matches"
    return Mistake("too-many-matches", message, None, HELP)


def too_many_rows(name: str) -> Mistake:
    """The refusal of an aggregate or leaf with more rows than `MAX_MATCHES`."""
    message = f"`{name}` has more than {MAX_MATCHES:,} rows"
    return Mistake("too-many-matches", message, None, HELP)


def too_much_work(name: str) -> Mistake:
    """The refusal of a rule, aggregate or leaf that tries more facts than `MAX_STEPS`."""
    return Mistake("too-much-work", f"`{name}` tries more than {MAX_STEPS:,} facts", None, HELP)

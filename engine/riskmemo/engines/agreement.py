"""Two engines, one answer: where they differ, it is refused and the first difference told."""

from collections.abc import Iterable, Sequence

from riskmemo.errors import EvaluationRefused, Mistake
from riskmemo.model.facts import Answer, Fact, Gap, Match


def refuse_disagreement(first: str, one: Answer, second: str, other: Answer) -> None:
    """Raise `EvaluationRefused` with the first difference between two answers, if there is one."""
    if one == other:
        return
    parts: list[tuple[str, Sequence[object], Sequence[object]]] = [
        ("findings", one.findings, other.findings),
        ("matches", one.matches, other.matches),
        ("gaps", one.gaps, other.gaps),
        ("leaves", sorted(one.leaves.items()), sorted(other.leaves.items())),
    ]
    what, mine, theirs = next(part for part in parts if list(part[1]) != list(part[2]))
    place = next(
        (i for i, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]), None
    )
    place = min(len(mine), len(theirs)) if place is None else place
    message = (
        f"the engines `{first}` and `{second}` disagree about {what}: "
        f"{_shown(mine, place)} against {_shown(theirs, place)}"
    )
    help_line = "this is a bug in riskmemo; `--engine definition` gives the answer by definition"
    raise EvaluationRefused(Mistake("engines-differ", message, None, help_line))


def _shown(found: Sequence[object], place: int) -> str:
    return _spelled(found[place]) if place < len(found) else "nothing"


def _spelled(value: object) -> str:
    """A value the same way everywhere: sets have no order of their own."""
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(map(repr, value))) + "}"
    if isinstance(value, Match | Gap):
        return _record(value, value._fields)
    if isinstance(value, Fact):
        return _record(value, Fact.__slots__)
    return repr(value)


def _record(value: object, fields: Iterable[str]) -> str:
    parts = ", ".join(f"{name}={_spelled(getattr(value, name))}" for name in fields)
    return f"{type(value).__name__}({parts})"

"""Collects what the checks of a memo find, each at the words that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from riskmemo.checks.memo.draft import Passage
from riskmemo.errors import Mistake, Span
from riskmemo.source.stretches import Stretches


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, and the path of the text it stands in."""

    mistake: Mistake
    path: Sequence[str | int]

    @property
    def where(self) -> str:
        """The path as it is written in JSON, as `analysis.judgements[0].statement`."""
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(steps).removeprefix(".")


@dataclass(slots=True)
class Findings:
    """Everything found so far."""

    found: list[Finding] = field(default_factory=list)
    _stretches: Stretches = field(default_factory=Stretches)

    def report(
        self,
        code: str,
        message: str,
        passage: Passage,
        hint: str,
        part: tuple[int, int] | None = None,
    ) -> None:
        """Report a finding in a text, or in the part of it from a character up to another."""
        place = self._place(passage, part)
        self.found.append(Finding(Mistake(code, message, place, hint), passage.path))

    def _place(self, passage: Passage, part: tuple[int, int] | None) -> Span | None:
        place = passage.locate(passage.path)
        if place is None or part is None:
            return place
        return self._stretches.within(place, passage.text, part[0], part[1] - part[0])

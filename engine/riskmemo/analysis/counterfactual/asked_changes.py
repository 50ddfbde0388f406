"""What a user asks to change in a case: as it is typed, and whether it can be asked."""

from collections.abc import Iterator, Sequence

from riskmemo.analysis.basis import Basis
from riskmemo.errors import InvalidInput, Mistake, Span, did_you_mean
from riskmemo.language.facts import known_since
from riskmemo.loading.changed_cases import Setting, not_yet_known
from riskmemo.loading.tables import typed_cell
from riskmemo.model.base import Scalar
from riskmemo.model.vocabulary import BUILT_IN_FIELDS
from riskmemo.source.tree import ScalarNode

UNKNOWN = frozenset({"", "null"})
"""What is typed for a value that is not known."""


def typed_settings(basis: Basis, typed: Sequence[str]) -> dict[tuple[str, str], Scalar]:
    """Changes typed as `E3.status=in_force`, each value read as the type of its field is written.

    An empty value and `null` are unknown. Raises `InvalidInput` with every mistake.
    """
    found: dict[tuple[str, str], Scalar] = {}
    mistakes: list[Mistake] = []
    for line, text in enumerate(typed, start=1):
        place, equals, value = text.partition("=")
        fact, dot, field = place.partition(".")
        whole = Span("set", line, 1, max(1, len(text)), text)
        if not (equals and dot and fact and field):
            message = f"`{text}` is no change of a field"
            help_line = "write FACT.FIELD=VALUE, as `E3.status=in_force`"
            mistakes.append(Mistake("not-a-change", message, whole, help_line))
        elif (fact, field) in found:
            message, help_line = f"`{place}` is set twice", "say once what it is set to"
            mistakes.append(Mistake("contradictory-change", message, whole, help_line))
        else:
            there = whole.inside(len(place) + 1, max(1, len(value)))
            cell = ScalarNode(None if value in UNKNOWN else value, there)
            kind = {row.id: row.kind for row in basis.rows}.get(fact, "")
            found[fact, field] = _typed(basis, kind, field, cell, mistakes)
    if mistakes:
        raise InvalidInput(mistakes)
    return found


def _typed(
    basis: Basis, kind: str, field: str, cell: ScalarNode, mistakes: list[Mistake]
) -> Scalar:
    """The value as it would stand in a case; what has no type yet is told later."""
    spec = basis.found.program.vocabulary.kinds.get(kind)
    declared = spec.fields.get(field) if spec else None
    if cell.value is None or declared is None:
        return cell.value
    return typed_cell(cell, declared.type, mistakes).value


def checked(basis: Basis, settings: Sequence[Setting], drop: Sequence[str]) -> None:
    """Raise `InvalidInput` where a change names what is not there, or contradicts another."""
    mistakes = [
        *(each for setting in settings for each in _wrong_setting(basis, setting)),
        *(each for each in _wrong_drops(basis, drop)),
        *_contradictions(settings, drop),
    ]
    if mistakes:
        raise InvalidInput(mistakes)


def _wrong_setting(basis: Basis, setting: Setting) -> Iterator[Mistake]:
    span = Span("set", setting.line, 1, len(setting.fact), setting.text)
    yield from _not_there(basis, setting.fact, span)
    kind = next((row.kind for row in basis.rows if row.id == setting.fact), None)
    spec = basis.found.program.vocabulary.kinds.get(kind or "")
    if spec and setting.field not in (known := (*spec.fields, *BUILT_IN_FIELDS)):
        yield Mistake(
            "unknown-field",
            f"the kind `{kind}` has no field `{setting.field}`",
            span.inside(len(setting.fact) + 1, len(setting.field)),
            did_you_mean(setting.field, known),
        )


def _wrong_drops(basis: Basis, drop: Sequence[str]) -> Iterator[Mistake]:
    for line, name in enumerate(drop, start=1):
        yield from _not_there(basis, name, Span("drop", line, 1, max(1, len(name)), name))


def _not_there(basis: Basis, name: str, span: Span) -> Iterator[Mistake]:
    """Whether a fact is not in the case, or not known at the cut-off."""
    row = next((row for row in basis.rows if row.id == name), None)
    if row is None:
        message = f"there is no indicator or claim `{name}`"
        help_line = did_you_mean(name, [row.id for row in basis.rows])
        yield Mistake("unknown-fact", message, span, help_line)
    elif all(fact.id != name for fact in basis.found.facts):
        known = known_since(row.evidence, basis.case.sources)
        yield not_yet_known(name, basis.found.setting.as_of, known, span)


def _contradictions(settings: Sequence[Setting], drop: Sequence[str]) -> Iterator[Mistake]:
    for setting in settings:
        if setting.fact in drop:
            span = Span("set", setting.line, 1, len(setting.text), setting.text)
            message = f"`{setting.fact}` is both set and dropped"
            yield Mistake("contradictory-change", message, span, "do one or the other")
    for line, name in enumerate(drop, start=1):
        if name in drop[: line - 1]:
            message = f"`{name}` is dropped twice"
            span = Span("drop", line, 1, max(1, len(name)), name)
            yield Mistake("contradictory-change", message, span, "name it once")

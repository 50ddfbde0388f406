"""Whether the swaps of a vocabulary fit its kinds: fields, types, values, and what they concern."""

from riskmemo.errors import did_you_mean
from riskmemo.language.facts import value_at
from riskmemo.language.scope import Locate, Mistakes, Path
from riskmemo.model.vocabulary import FieldSpec, FieldType, Nature, Swap, Vocabulary

SWAPPED_TYPES = (FieldType.TEXT, FieldType.CATEGORY, FieldType.COUNTRY)
"""Types whose values name something, so that one name can stand in place of another."""

NEVER_REWRITTEN = (Nature.CONDUCT, Nature.CLAIM)
"""Natures of kinds that no swap touches: nobody is made to have done or said something."""


def check_swaps(vocabulary: Vocabulary, locate: Locate) -> Mistakes:
    """Every mistake in the swaps of a vocabulary."""
    mistakes = Mistakes(locate)
    seen: set[str] = set()
    for index, swap in enumerate(vocabulary.swaps):
        path = ("swaps", index)
        if swap.id in seen:
            message = f"two swaps have the id `{swap.id}`"
            mistakes.add("duplicate-id", message, (*path, "id"), "give each swap its own id")
        seen.add(swap.id)
        _check_swap(swap, vocabulary, mistakes, path)
    return mistakes


def split(name: str) -> tuple[str, str]:
    """The kind and the field of `kind.field`."""
    kind, _, field = name.partition(".")
    return kind, field


def _check_swap(swap: Swap, vocabulary: Vocabulary, mistakes: Mistakes, path: Path) -> None:
    specs = []
    for place, name in enumerate(swap.fields):
        spec = _spec(name, swap, vocabulary, mistakes, (*path, "fields", place))
        specs += [spec] if spec else []
    if not specs:
        return
    first = specs[0]
    if any((spec.type, spec.values) != (first.type, first.values) for spec in specs):
        mistakes.add(
            "wrong-type",
            f"the fields of the swap `{swap.id}` are not all of one type",
            (*path, "fields"),
            "write a swap for each type",
        )
    elif first.type is not FieldType.COUNTRY and (swap.throughout or swap.among == "countries"):
        key = "throughout" if swap.throughout else "among"
        message = f"`{key}` is about countries, and `{swap.fields[0]}` holds a {first.type}"
        mistakes.add("wrong-type", message, (*path, key), f"take `{key}` away")
    else:
        for place, value in enumerate(swap.values):
            value_at(value, first, mistakes, (*path, "values", place))
        if swap.neutral is not None:
            value_at(swap.neutral, first, mistakes, (*path, "neutral"))


def _spec(
    name: str, swap: Swap, vocabulary: Vocabulary, mistakes: Mistakes, path: Path
) -> FieldSpec | None:
    kind, field = split(name)
    if kind not in vocabulary.kinds:
        known = did_you_mean(kind, vocabulary.kinds)
        mistakes.add("unknown-kind", f"there is no kind `{kind}`", path, known)
        return None
    fields = vocabulary.kinds[kind].fields
    if field not in fields:
        message = f"the kind `{kind}` has no field `{field}`"
        mistakes.add("unknown-field", message, path, did_you_mean(field, fields))
        return None
    if fields[field].type not in SWAPPED_TYPES:
        message = f"a swap exchanges names, and `{name}` holds a {fields[field].type}"
        mistakes.add("wrong-type", message, path, "name a field of text, a category or a country")
        return None
    if vocabulary.kinds[kind].nature in NEVER_REWRITTEN:
        message = f"`{name}` says what somebody did or said, and a swap would make it up"
        mistakes.add("swap-of-conduct", message, path, "take the field out of the swap")
    elif vocabulary.kinds[kind].nature_of(field) is Nature.IDENTITY and not swap.identity:
        message = f"`{name}` is identity, and the swap `{swap.id}` says that it is not"
        mistakes.add("swap-not-identity", message, path, "write `identity: true`")
    return fields[field]

"""Two vocabularies as one, so that the facts and rules of both can be mixed."""

from collections.abc import Iterator

from riskmemo.errors import InvalidInput, Mistake
from riskmemo.hashes import kept_hash
from riskmemo.model.vocabulary import FieldSpec, KindSpec, Vocabulary


def joined_vocabulary(old: Vocabulary, new: Vocabulary) -> Vocabulary:
    """Every kind and field of both; categories may be what either lists.

    Raises `InvalidInput` where they mean different things by one name: then their scores cannot be
    compared by causes.
    """
    if old is new or kept_hash(old) == kept_hash(new):
        return new
    mistakes = list(_conflicts(old, new))
    if mistakes:
        raise InvalidInput(mistakes)
    kinds = {
        name: _kind(old.kinds.get(name), new.kinds.get(name))
        for name in dict.fromkeys((*new.kinds, *old.kinds))
    }
    return new.model_copy(update={"kinds": kinds})


def _kind(old: KindSpec | None, new: KindSpec | None) -> KindSpec:
    newest = new or old
    assert newest is not None  # noqa: S101 - a name comes from one of the two
    before, after = (each.fields if each else {} for each in (old, new))
    fields = {
        name: _field(before.get(name), after.get(name)) for name in dict.fromkeys((*after, *before))
    }
    return newest.model_copy(update={"fields": fields})


def _field(old: FieldSpec | None, new: FieldSpec | None) -> FieldSpec:
    newest = new or old
    assert newest is not None  # noqa: S101 - a name comes from one of the two
    values = tuple(dict.fromkeys(v for each in (new, old) if each for v in each.values))
    return newest.model_copy(update={"values": values})


def _conflicts(old: Vocabulary, new: Vocabulary) -> Iterator[Mistake]:
    if old.id != new.id:
        yield _mistake(
            f"one ruleset speaks the vocabulary `{old.id}` and the other `{new.id}`",
            "compare rulesets of one vocabulary",
        )
        return
    for kind in sorted(old.kinds.keys() & new.kinds.keys()):
        before, after = old.kinds[kind], new.kinds[kind]
        if before.nature is not after.nature:
            yield _mistake(
                f"the kind `{kind}` is {before.nature} in one vocabulary and {after.nature} in the"
                " other",
                "give the kind another name where it means something else",
            )
        for name in sorted(before.fields.keys() & after.fields.keys()):
            was, now = before.fields[name], after.fields[name]
            if (was.type, was.unit, before.nature_of(name)) != (
                now.type,
                now.unit,
                after.nature_of(name),
            ):
                yield _mistake(
                    f"the field `{name}` of `{kind}` means one thing in one vocabulary and another"
                    " in the other",
                    "give the field another name where its type, unit or nature is another",
                )


def _mistake(message: str, help_line: str) -> Mistake:
    return Mistake("vocabularies-differ", message, None, help_line)

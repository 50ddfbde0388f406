"""The record of a memo: what it was computed from, with what, weights and bands."""

from collections.abc import Iterator, Sequence

from riskmemo.memo.changing import since
from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import band_words
from riskmemo.memo.view import Code, Definition, Runs, Strong
from riskmemo.memo.wording import joined
from riskmemo.model.vocabulary import Nature


def record_of(materials: Materials) -> Iterator[Definition]:
    """Ruleset, case, vocabulary and program, each with its hash; weights, bands."""
    record, ruleset, say = materials.assessment, materials.ruleset, materials.say
    matched = sum(rule.outcome in {"matched", "held at zero"} for rule in record.rules)
    counts = say(
        "{rules} rules, {matched} matched", rules=str(len(record.rules)), matched=str(matched)
    )
    facts = materials.wording.count(
        "{n} item of evidence", "{n} items of evidence", len(record.facts)
    )
    name = Code(f"{ruleset.id} {ruleset.version}")
    hashes = record.hashes
    told: list[str | Code] = [ruleset.title, " · ", name, f" · {counts}"]
    yield _entry(say("Ruleset"), [*told, *_hash(hashes.ruleset)])
    yield _entry(say("Case"), [Code(record.case.id), f" · {facts}", *_hash(hashes.case)])
    yield _entry(say("Vocabulary"), [Code(ruleset.vocabulary), *_hash(hashes.vocabulary)])
    yield Definition(say("Natures of kinds"), tuple(_natures(materials)))
    engines = materials.formats.listing(record.computed.engines)
    yield _entry(say("Computed by"), [f"riskmemo {record.computed.riskmemo} · {engines}"])
    yield _entry(say("Command"), [Code(_command(materials))])
    yield from _weights(materials)
    yield from _bands(materials)
    not_raised = [materials.ruleset.hypotheses[name] for name in record.not_raised]
    if not_raised:
        yield _entry(say("Hypotheses without a claim here"), ["; ".join(not_raised)])


def _entry(term: str, parts: Sequence[str | Code | Strong]) -> Definition:
    return Definition(term, (joined(parts),))


def _hash(digest: str) -> tuple[str, Code]:
    return " · sha256 ", Code(digest.removeprefix("sha256:"))


def _command(materials: Materials) -> str:
    record, comparison = materials.assessment, since(materials)
    command = (
        f"riskmemo assess case.yaml --ruleset {record.ruleset.id}"
        f" --as-of {record.as_of.isoformat()}"
    )
    if comparison:
        command += f" --previous FILE --previous-as-of {comparison.old.as_of.isoformat()}"
    return f"{command} --format html,md,json"


def _natures(materials: Materials) -> Iterator[Runs]:
    """The kinds that cannot score alone, and those whose evidence lets them."""
    kinds = materials.assessment.kinds
    for nature in (Nature.IDENTITY, Nature.CONDUCT):
        named = [
            joined([kind.title, " ", Code(name)])
            for name, kind in kinds.items()
            if kind.nature is nature and not kind.derived
        ]
        yield joined(
            [
                Strong(materials.say(nature.value)),
                ": ",
                joined(named, between="; ") or materials.say("none that occurs here"),
                ".",
            ]
        )
    fields = [
        Code(f"{name}.{field}")
        for name, kind in kinds.items()
        if kind.nature is not Nature.IDENTITY
        for field, declared in kind.fields.items()
        if declared.nature is Nature.IDENTITY
    ]
    if fields:
        yield materials.wording.runs(
            "{lead}: {fields}.",
            lead=Strong(materials.say("fields of other kinds that are identity")),
            fields=joined(fields, between=", "),
        )


def _weights(materials: Materials) -> Iterator[Definition]:
    paragraphs: list[Runs] = []
    for score in materials.assessment.base.scores.values():
        if score.children:
            parts = [
                f"{materials.title(child)} {materials.formats.points(weight)}"
                for child, weight in score.children.items()
            ]
            paragraphs.append(joined([Strong(score.title), ": ", ", ".join(parts), "."]))
    if paragraphs:
        yield Definition(materials.say("Weights"), tuple(paragraphs))


def _bands(materials: Materials) -> Iterator[Definition]:
    used = dict.fromkeys(materials.ruleset.node_bands.values())
    paragraphs = []
    for name in used:
        table = materials.ruleset.bands[name]
        upper = materials.say("a boundary belongs to the band above it")
        lower = materials.say("a boundary belongs to the band below it")
        side = upper if table.boundary == "upper_band" else lower
        paragraphs.append(joined((Strong(name), f": {band_words(materials, table)}; {side}.")))
    if paragraphs:
        yield Definition(materials.say("Bands"), tuple(paragraphs))

"""What is not known, ranked by what it could move: questions for a collector."""

from collections.abc import Iterator, Mapping, Sequence

from riskmemo.memo.answers import answer_words, meaning, possible_values
from riskmemo.memo.materials import Materials
from riskmemo.memo.scores import tone_of_change
from riskmemo.memo.view import (
    Block,
    Break,
    Cell,
    Column,
    Paragraph,
    Row,
    Run,
    Runs,
    Strong,
    Table,
    Text,
    Toned,
)
from riskmemo.memo.wording import joined
from riskmemo.model.missing import Attainable, Missing, Swing, UnknownField, UnknownKind
from riskmemo.model.points import Points
from riskmemo.model.spelling import small

MOST_ROWS = 15
"""Questions that a table shows; the rest is counted and stands in the JSON memo."""
MOST_RULES = 3
"""Rules that a question names."""


def unknowns(materials: Materials, missing: Missing) -> Iterator[Block]:
    """Unknown fields, then kinds that nobody recorded or searched for."""
    say = materials.say
    if missing.fields:
        yield _note(
            say(
                "What each total could become if one thing were known, the largest swing first."
                " Unknown never counts as zero: the scores say nothing about these points."
            ),
        )
        rows = [_field_row(materials, each) for each in missing.fields]
        yield from _table(materials, "unknowns", say("What to ask"), rows)
    if missing.untried or missing.untried_together:
        yield _note(_untried(materials, missing))
    if missing.kinds:
        yield Paragraph((Strong(say("Nothing recorded, nobody searched.")),))
        yield _note(
            say(
                "What facts of each kind could move at most, if everything else their rules need"
                " were there too; “with others” where a total lacks more than this kind. A search"
                " without a result is an answer: it counts as knowledge."
            ),
        )
        kinds = [_kind_row(materials, each) for each in missing.kinds]
        yield from _table(materials, "missing-kinds", say("What to look for"), kinds)


def _note(text: str) -> Paragraph:
    return Paragraph(joined([text]), role="note")


def _untried(materials: Materials, missing: Missing) -> str:
    count = materials.wording.count
    parts = []
    if missing.untried:
        more = len(missing.untried)
        parts.append(count("{n} more unknown field was not tried.",
                           "{n} more unknown fields were not tried.", more))  # fmt: skip
    if missing.untried_together:
        sets = missing.untried_together
        parts.append(count("{n} set of fields was not tried together.",
                           "{n} sets of fields were not tried together.", sets))  # fmt: skip
    return " ".join(parts)


def _table(
    materials: Materials, name: str, heading: str, rows: Sequence[Row]
) -> Iterator[Table | Paragraph]:
    say = materials.say
    yield Table(
        name=name,
        caption=(),
        columns=(
            *(Column(materials.title(root), "number") for root in materials.roots),
            Column(heading),
            Column(say("Rules that wait")),
        ),
        rows=tuple(rows[:MOST_ROWS]),
    )
    if len(rows) > MOST_ROWS:
        more = len(rows) - MOST_ROWS
        yield _note(materials.wording.count("{n} more.", "{n} more.", more))


# --- unknown fields -----------------------------------------------------------------------------


def _field_row(materials: Materials, unknown: UnknownField) -> Row:
    return Row(
        (
            *(Cell(swing(materials, root, unknown.swings)) for root in materials.roots),
            Cell(joined(_question(materials, unknown), between=Break())),
            Cell(_waiting(materials, [*unknown.rules], [*unknown.leaves])),
        )
    )


def _question(materials: Materials, unknown: UnknownField) -> Iterator[Runs]:
    for each in unknown.fields:
        record = materials.assessment.kinds.get(each.kind)
        what = materials.say("What is the {field}?", field=each.field.replace("_", " "))
        title = record.title if record else each.kind
        cited = materials.cite_evidence([each.fact])
        yield joined([Strong(what), " ", title, cited, ". ", meaning(materials, each)])
        possible = _capital(possible_values(materials, each))
        yield (Toned(materials.say("{values}.", values=possible), "quiet"),)
    yield from _what_decides(materials, unknown)
    if not unknown.covered:
        yield joined([materials.say("Not every value was tried: it could move more.")])


def _what_decides(materials: Materials, unknown: UnknownField) -> Iterator[Runs]:
    """Which answers move a total most, and which other bands it could reach."""
    say, words = materials.say, materials.wording
    for root in materials.roots:
        found = unknown.swings.get(root)
        if found is None:
            continue
        title = materials.title(root)
        if found.high_if:
            answer = answer_words(materials, found.high_answers) or found.high_if
            yield words.runs("{score} highest if {answer}.", score=title, answer=answer)
        if found.low_if:
            answer = answer_words(materials, found.low_answers) or found.low_if
            yield words.runs("{score} lowest if {answer}.", score=title, answer=answer)
        if found.bands:
            named = [band or say("no score") for band in found.bands]
            yield words.runs(
                "The band of {score} could become {bands}.",
                score=title,
                bands=materials.formats.listing(named),
            )


# --- kinds --------------------------------------------------------------------------------------


def _kind_row(materials: Materials, unknown: UnknownKind) -> Row:
    what = materials.say("Is there any {kind}?", kind=small(unknown.title))
    return Row(
        (
            *(Cell(kind_swing(materials, root, unknown)) for root in materials.roots),
            Cell((Strong(what),)),
            Cell(_kind_waiting(materials, unknown)),
        )
    )


def kind_swing(materials: Materials, root: str, unknown: UnknownKind) -> Runs:
    """What a total could lose and gain, or what the kind stands for where more is missing."""
    if root in unknown.swings:
        return swing(materials, root, unknown.swings)
    return _share(materials, root, unknown.attainable)


def _kind_waiting(materials: Materials, unknown: UnknownKind) -> Runs:
    waiting = _waiting(materials, unknown.rules, unknown.leaves)
    if not unknown.blocked:
        return waiting
    names = [materials.rules[rule].title for rule in unknown.blocked]
    taken = materials.say("Could be taken away: {rules}.", rules=_few(materials, names))
    return joined([part for part in (waiting, joined([taken])) if part], between=Break())


def _share(materials: Materials, root: str, attainable: Mapping[str, Attainable]) -> Runs:
    """What it stands for in a total that lacks other things too."""
    share = attainable.get(root)
    if share is None or not (share.down or share.up):
        return (Toned("0", "quiet"),)
    ends = _ends(materials, root, share.down, share.up)
    return joined([materials.say("with others "), ends])


# --- shared -------------------------------------------------------------------------------------


def swing(materials: Materials, root: str, swings: Mapping[str, Swing]) -> Runs:
    """What a total could lose and gain."""
    found = swings.get(root)
    if found is None:
        return (Toned("0", "quiet"),)
    if found.down is None or found.up is None:
        points = materials.formats.points
        return joined(
            [
                materials.say(
                    "no score now, {low} to {high} then",
                    low=points(found.low),
                    high=points(found.high),
                )
            ]
        )
    ends = _ends(materials, root, found.down, found.up)
    gone = materials.say(", or no score") if found.comes_or_goes else ""
    return joined([ends, gone])


def _ends(materials: Materials, root: str, down: Points, up: Points) -> Runs:
    parts: list[Run] = [_end(materials, root, down), Text(materials.say(" to "))]
    return (*parts, _end(materials, root, up))


def _end(materials: Materials, root: str, change: Points) -> Run:
    tone = tone_of_change(materials.assessment.base.scores[root], change)
    return Toned(materials.formats.change(change), tone)


def _waiting(materials: Materials, rules: Sequence[str], leaves: Sequence[str]) -> Runs:
    """The rules and scores that wait, the first few by name."""
    names = [_rule(materials, rule) for rule in rules]
    names += [materials.title(leaf) for leaf in leaves]
    return joined([_few(materials, names)]) if names else ()


def _rule(materials: Materials, name: str) -> str:
    rule = materials.rules[name]
    if rule.hypothesis:
        return materials.say("{rule} (only in the scenario of a claim)", rule=rule.title)
    return rule.title


def _few(materials: Materials, names: Sequence[str]) -> str:
    shown = "; ".join(names[:MOST_RULES])
    more = len(names) - MOST_RULES
    if more <= 0:
        return shown
    return f"{shown}; {materials.wording.count('{n} more', '{n} more', more)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""What to ask a collector, in words made of the vocabulary's own and the fact's."""

from collections.abc import Mapping, Sequence
from textwrap import shorten

from riskmemo.analysis.basis import Basis
from riskmemo.model.facts import Fact
from riskmemo.model.missing import AskedField, Attainable, Swing
from riskmemo.model.points import Points
from riskmemo.model.spelling import small
from riskmemo.model.vocabulary import FieldSpec, FieldType

BUILT_IN = {
    "date": "The day on which it happened or began.",
    "until": "The last day of its period.",
}

MOST_LETTERS = 500
"""Letters of a text that a question quotes."""


def asked(basis: Basis, fact: Fact, name: str) -> AskedField:
    """An unknown field of a fact with the values it may have."""
    spec = basis.found.program.vocabulary.kinds[fact.kind].fields.get(name)
    return AskedField(
        fact=fact.id,
        field=name,
        kind=fact.kind,
        meaning=_short(spec.doc) if spec else BUILT_IN[name],
        possible=_possible(spec) if spec else "a date",
        choices=spec.values if spec else (),
        min=spec.min if spec else None,
        max=spec.max if spec else None,
    )


def question_about(basis: Basis, fields: Sequence[AskedField], swings: Mapping[str, Swing]) -> str:
    """`What is the stage of E56 (Transport corridor: ...)? ...`, and what the answer could move."""
    wanted = " and ".join(f"the {_spoken(each.field)} of {each.fact}" for each in fields)
    verb = "is" if len(fields) == 1 else "are"
    details = " ".join(_detail(basis, each) for each in fields)
    moves = _moves(basis, swings, "The answer could move")
    return f"What {verb} {wanted}? {details} {moves}"


def question_about_kind(
    basis: Basis, kind: str, swings: Mapping[str, Swing], attainable: Mapping[str, Attainable]
) -> str:
    """`Is there any debt rating ...?`, and that a search without result is an answer too."""
    spec = basis.found.program.vocabulary.kinds[kind]
    moves = _moves(basis, swings, "Facts of it could move")
    if not swings:
        shares = [
            f"{_signed(each.down)} to {_signed(each.up)} of {basis.ruleset.scores[root].title}"
            for root, each in attainable.items()
        ]
        moves += f" With what else is missing it stands for {'; '.join(shares)}." if shares else ""
    return (
        f"Is there any {small(spec.title)}? {_short(spec.doc)} {moves}"
        " A search without a result is an answer too: it is recorded under `searched`."
    )


def _detail(basis: Basis, each: AskedField) -> str:
    kind = basis.found.program.vocabulary.kinds[each.kind]
    meaning = small(each.meaning.rstrip("."))
    says = _says(basis, each.fact)
    on_file = f" On file: {says}" if says else ""
    return f"{kind.title}, {_spoken(each.field)}: {meaning} ({each.possible}).{on_file}"


def _says(basis: Basis, name: str) -> str:
    """The fact in the words of the case."""
    for row in basis.case.indicators:
        if row.id == name:
            return _short(row.says)
    claim = basis.case.claims.get(name)
    return _short(claim.wording) if claim else ""


def _moves(basis: Basis, swings: Mapping[str, Swing], could: str) -> str:
    parts = [_move(basis, root, swing) for root, swing in swings.items()]
    return f"{could} {'; '.join(parts)}." if parts else "By itself it would move no total."


def _move(basis: Basis, root: str, swing: Swing) -> str:
    title = basis.ruleset.scores[root].title
    if swing.down is None or swing.up is None:
        return f"{title} from no score to {swing.low:f}–{swing.high:f}"
    gone = ", or leave it without a score" if swing.comes_or_goes else ""
    return f"{title} by {_signed(swing.down)} to {_signed(swing.up)}{gone}"


def _short(text: str) -> str:
    return shorten(text, MOST_LETTERS, placeholder=" ...")


def _signed(points: Points) -> str:
    text = f"{points:f}"
    return text if text.startswith("-") or text == "0" else f"+{text}"


def _possible(spec: FieldSpec) -> str:
    unit = f" in {spec.unit}" if spec.unit else ""
    match spec.type:
        case FieldType.CATEGORY:
            return shorten(f"one of {', '.join(spec.values)}", MOST_LETTERS, placeholder=" ...")
        case FieldType.BOOL:
            return "true or false"
        case FieldType.SHARE:
            return "a share from 0 to 1"
        case FieldType.NUMBER:
            return f"a number{unit}{_bounds(spec)}"
        case FieldType.COUNTRY:
            return "a country"
        case FieldType.DATE:
            return "a date"
        case FieldType.TEXT:
            return "a text"


def _bounds(spec: FieldSpec) -> str:
    least = f", at least {spec.min:g}" if spec.min is not None else ""
    most = f", at most {spec.max:g}" if spec.max is not None else ""
    return f"{least}{most}"


def _spoken(name: str) -> str:
    return name.replace("_", " ")

"""Indicators and claims of a case become typed facts, or every mistake in them is reported."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from riskmemo.errors import InvalidInput, did_you_mean
from riskmemo.language.scope import Mistakes, Path
from riskmemo.language.types import as_share, from_percent
from riskmemo.language.values import LARGEST, date_of
from riskmemo.model.base import Scalar
from riskmemo.model.case import Case, Citation, Evidence, Source
from riskmemo.model.countries import code_for, country_codes
from riskmemo.model.facts import Fact, Value
from riskmemo.model.vocabulary import CLAIM_KIND, FieldSpec, FieldType, Vocabulary

Sources = Mapping[str, Source]


def known_since(evidence: Evidence, sources: Sources) -> datetime.date | None:
    """When a fact became known: as stated, or else the date of its earliest dated source."""
    dates = [sources[use.source].date for use in evidence.sources if use.source in sources]
    return evidence.known or min((date for date in dates if date is not None), default=None)


def visible_citations(
    evidence: Evidence, sources: Sources, as_of: datetime.date
) -> tuple[Citation, ...]:
    """The citations of sources that were out by the cut-off; undated sources count as out.

    What is not among the sources is not cited.
    """
    dates = {use: sources[use.source].date for use in evidence.sources if use.source in sources}
    return tuple(use for use, date in dates.items() if date is None or date <= as_of)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """An indicator or claim whose fields have the types of its kind."""

    id: str
    kind: str
    evidence: Evidence
    values: Mapping[str, Value]

    def fact(self, sources: Sources, as_of: datetime.date) -> Fact | None:
        """The fact that it is at a cut-off; none where it was not known, or no source of it was."""
        uses = visible_citations(self.evidence, sources, as_of)
        known = known_since(self.evidence, sources)
        if known is None or known > as_of or not uses:
            return None
        grades = tuple((sources[use.source].reliability, use.credibility) for use in uses)
        return Fact(self.id, self.kind, self.values, grades, True, frozenset({self.id}))


def typed_rows(case: Case, vocabulary: Vocabulary, mistakes: Mistakes) -> tuple[TypedRow, ...]:
    """Every indicator and claim, by id; untyped values are reported."""
    rows = [
        TypedRow(
            name,
            kind,
            evidence,
            {
                **typed_fields(kind, fields, vocabulary, mistakes, path),
                "date": evidence.date,
                "until": evidence.until,
            },
        )
        for path, name, kind, evidence, fields in evidence_of(case)
    ]
    return tuple(sorted(rows, key=lambda row: row.id))


def facts_of(rows: Iterable[TypedRow], sources: Sources, as_of: datetime.date) -> tuple[Fact, ...]:
    """The facts that rows are at a cut-off."""
    return tuple(fact for row in rows if (fact := row.fact(sources, as_of)))


def rows_of(case: Case, vocabulary: Vocabulary) -> tuple[TypedRow, ...]:
    """The typed rows of a case; raises `InvalidInput` with every untyped value."""
    mistakes = Mistakes(lambda _: None)
    rows = typed_rows(case, vocabulary, mistakes)
    if mistakes.found:
        raise InvalidInput(mistakes.found)
    return rows


def facts_at(case: Case, vocabulary: Vocabulary, as_of: datetime.date) -> tuple[Fact, ...]:
    """The facts that were known at the cut-off, by id; raises `InvalidInput` on untyped values."""
    return facts_of(rows_of(case, vocabulary), case.sources, as_of)


def evidence_of(case: Case) -> list[tuple[Path, str, str, Evidence, Mapping[str, Scalar]]]:
    """Every indicator and claim: where it stands, its id, kind, evidence and fields as written."""
    indicators = [
        (("indicators", index), row.id, row.kind, row, row.fields)
        for index, row in enumerate(case.indicators)
    ]
    claims = [
        (("claims", name), name, CLAIM_KIND, claim, claim.fields)
        for name, claim in case.claims.items()
    ]
    return [*indicators, *claims]


def typed_fields(
    kind: str, fields: Mapping[str, Scalar], vocabulary: Vocabulary, mistakes: Mistakes, path: Path
) -> dict[str, Value]:
    """Every field of the kind with its typed value; fields left out are unknown."""
    spec = vocabulary.kinds.get(kind)
    if spec is None:
        mistakes.add(
            "unknown-kind",
            f"the vocabulary `{vocabulary.id}` has no kind `{kind}`",
            (*path, "kind"),
            did_you_mean(kind, vocabulary.kinds),
        )
        return {}
    if not fields.keys() <= spec.fields.keys():
        for name in sorted(fields.keys() - spec.fields.keys()):
            mistakes.add(
                "unknown-field",
                f"the kind `{kind}` has no field `{name}`",
                (*path, "fields", name),
                did_you_mean(name, spec.fields),
            )
    values: dict[str, Value] = {}
    for name, field in spec.fields.items():
        written = fields.get(name)
        values[name] = (
            None if written is None else typed_value(written, field, mistakes, path, name)
        )
        if written is None and field.required:
            mistakes.add(
                "missing-field",
                f"a `{kind}` must state `{name}`",
                (*path, "fields"),
                f"add `{name}:` ({field.doc})",
            )
    return values


def typed_value(
    written: Scalar, spec: FieldSpec, mistakes: Mistakes, path: Path, name: str
) -> Value:
    """The value in the type of its field; what does not fit is reported, never converted."""
    if _fits(written, spec):
        return written
    return _converted(written, spec, mistakes, (*path, "fields", name))


def value_at(written: Scalar, spec: FieldSpec, mistakes: Mistakes, path: Path) -> Value:
    """A value for a field that is written elsewhere, at `path`, in the type of the field."""
    return written if _fits(written, spec) else _converted(written, spec, mistakes, path)


def _fits(written: Scalar, spec: FieldSpec) -> bool:
    """Whether a value is of its type as it is written."""
    if isinstance(written, str):
        return spec.type is FieldType.TEXT or (
            spec.type is FieldType.CATEGORY and written in spec.values
        )
    return spec.type is FieldType.BOOL and isinstance(written, bool)


def _converted(written: Scalar, spec: FieldSpec, mistakes: Mistakes, path: Path) -> Value:
    match spec.type, written:
        case FieldType.NUMBER | FieldType.SHARE, int() | float() if not isinstance(written, bool):
            return _number(written, spec, mistakes, path)
        case FieldType.CATEGORY, str():
            message = f"`{written}` is none of the field's values"
            mistakes.add("unknown-category", message, path, did_you_mean(written, spec.values))
            return written
        case FieldType.COUNTRY, str():
            return _country(written, mistakes, path)
        case FieldType.DATE, str():
            return _date(written, mistakes, path)
        case _:
            pass
    mistakes.add(
        "wrong-type",
        f"{_kind_of(written)} stands where a {spec.type} is needed",
        path,
        (spec.type is FieldType.SHARE and from_percent(str(written))) or _how_to_write(spec),
    )
    return None


def _number(written: float, spec: FieldSpec, mistakes: Mistakes, path: Path) -> float | None:
    if not -LARGEST <= written <= LARGEST:
        mistakes.add(
            "number-too-large",
            "a number lies between -2**53 and 2**53",
            path,
            "use a larger unit, or leave the value out where it is not known",
        )
        return None
    number = float(written)
    low, high = spec.min, spec.max
    if spec.type is FieldType.SHARE and not 0 <= number <= 1:
        mistakes.add(
            "not-a-share",
            f"a share runs from 0 to 1, not {number:g}",
            path,
            as_share(number),
        )
    elif (low is not None and number < low) or (high is not None and number > high):
        bounds = " and ".join(
            ([f"at least {low:g}"] if low is not None else [])
            + ([f"at most {high:g}"] if high is not None else [])
        )
        mistakes.add(
            "out-of-range",
            f"{number:g} is not plausible here: it must be {bounds}",
            path,
            "check the figure and its unit" + (f" ({spec.unit})" if spec.unit else ""),
        )
    return number + 0.0


def _country(text: str, mistakes: Mistakes, path: Path) -> str:
    if text not in country_codes():
        meant = code_for(text)
        mistakes.add(
            "unknown-country",
            f"`{text}` is not an ISO 3166-1 alpha-3 code",
            path,
            f"write `{meant}`" if meant else did_you_mean(text, country_codes()),
        )
    return text


def _date(text: str, mistakes: Mistakes, path: Path) -> datetime.date | None:
    date = date_of(text)
    if date is None:
        mistakes.add(
            "not-a-date", f"`{text}` is not a date", path, "write year-month-day, as `2025-07-21`"
        )
    return date


def _kind_of(written: Scalar) -> str:
    return {bool: "true or false", int: "a number", float: "a number"}.get(type(written), "text")


def _how_to_write(spec: FieldSpec) -> str:
    return {
        FieldType.BOOL: "write `true` or `false`",
        FieldType.NUMBER: "write a plain number, without unit or thousands separators",
        FieldType.SHARE: "write a fraction from 0 to 1, as `0.038` for 3.8 %",
        FieldType.TEXT: "put it in quotes",
        FieldType.CATEGORY: f"write one of {', '.join(spec.values)}",
        FieldType.COUNTRY: "write an ISO 3166-1 alpha-3 code, as `MNG`",
        FieldType.DATE: "write year-month-day, as `2025-07-21`",
    }[spec.type]

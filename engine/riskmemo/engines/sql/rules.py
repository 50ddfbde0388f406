"""What a rule, an aggregate and a leaf over facts make of their rows."""

from collections.abc import Sequence

from sqlglot import exp

from riskmemo.engines.sql.dialects import number, whole
from riskmemo.engines.sql.expressions import case_when, column, conjunction, held, is_known
from riskmemo.engines.sql.queries import CASE_ID, TRUTH, Tables, above, named
from riskmemo.language.program import AggregateCall, TypedAggregate, TypedLeaf, TypedRule
from riskmemo.model.points import MICRO
from riskmemo.model.vocabulary import CONDUCT_NAMES

MATCH, STRENGTH, GATE, POINTS, ROWS_VALUE = "is_match", "strength", "gate", "points", "value"


def match_rows(tables: Tables, typed: TypedRule) -> exp.Select:
    """Matches and gaps of a rule: ids by alias, `is_match`, `strength`, `gate`, `points`.

    `points` are micropoints, NULL for a rule that only derives.
    """
    wanted = [typed.strength] if typed.rule.contributes else []
    extra = [
        (alias, name)
        for alias in (typed.conduct if typed.uses_identity else ())
        for name in ("_supports", *CONDUCT_NAMES)
    ]
    derived = [value for _, value in typed.derives]
    rows = tables.rows(typed.query, (*derived, *wanted), extra)
    items: list[exp.Expr] = [
        column(CASE_ID),
        *(column(f"{alias}._id") for alias, _ in typed.query.patterns),
    ]
    if tables.evidence:
        items.append(named(evidence_of([a for a, _ in typed.query.patterns]), "_evidence"))
    items += [
        named(value, f"field.{name}")
        for (name, _), value in zip(typed.derives, rows.wanted, strict=False)
    ]
    strength = held(rows.wanted[-1]) if wanted else exp.null()
    gate = gate_of(typed.conduct) if typed.uses_identity else exp.null()
    middle = above(
        rows.select,
        [
            *items,
            column(TRUTH),
            named(exp.cast(strength, "DOUBLE"), STRENGTH),
            named(exp.cast(gate, "BOOLEAN"), GATE),
        ],
    )
    is_true = exp.Is(this=column(TRUTH), expression=exp.true())
    there = is_known(column(STRENGTH))
    is_match = conjunction([is_true, there]) if wanted else is_true
    return above(
        middle,
        [exp.Star(), named(is_match, MATCH), named(points_of(typed), POINTS)],
    )


def evidence_of(aliases: Sequence[str]) -> exp.Expr:
    """The ids of the facts that a row rests on, some perhaps twice."""
    lists = [column(f"{alias}._evidence") for alias in aliases]
    return exp.ArrayConcat(this=lists[0], expressions=lists[1:]) if len(lists) > 1 else lists[0]


def gate_of(conduct: Sequence[str]) -> exp.Expr:
    """Whether conduct evidence opens the identity gate; NULL where only a name is missing."""
    opened = [
        exp.Case(
            ifs=[
                exp.If(this=exp.Not(this=column(f"{alias}._supports")), true=exp.false()),
                exp.If(
                    this=conjunction(
                        [
                            exp.Not(
                                this=exp.Is(this=column(f"{alias}.{name}"), expression=exp.null())
                            )
                            for name in CONDUCT_NAMES
                        ]
                    ),
                    true=exp.true(),
                ),
            ]
        )
        for alias in conduct
    ]
    return exp.paren(exp.or_(*opened, copy=False), copy=False) if opened else exp.false()


def points_of(typed: TypedRule, of: str = "") -> exp.Expr:
    """What a match gives or a gap could give, in micropoints.

    Read from the columns `truth`, `strength` and `gate`, each with `of` behind its name.
    """
    contributes = typed.rule.contributes
    if contributes is None:
        return exp.cast(exp.null(), "BIGINT")
    full = exp.Coalesce(this=column(STRENGTH + of), expressions=[number(1.0)])
    given = to_micro(exp.Mul(this=number(contributes.points), expression=full))
    if not typed.uses_identity:
        return given
    closed = exp.Is(this=column(GATE + of), expression=exp.false())
    waiting = conjunction(
        [
            exp.Is(this=column(GATE + of), expression=exp.null()),
            exp.Is(this=column(TRUTH + of), expression=exp.true()),
            is_known(column(STRENGTH + of)),
        ]
    )
    return case_when(exp.or_(closed, waiting, copy=False), whole(0), given)


def to_micro(points: exp.Expr) -> exp.Expr:
    """`floor(points * 1e6 + 0.5)`."""
    product = exp.Mul(this=exp.paren(points, copy=False), expression=number(MICRO))
    return exp.cast(exp.Floor(this=exp.Add(this=product, expression=number(0.5))), "BIGINT")


# --- aggregates ---------------------------------------------------------------------------------


def findings_of_rule(tables: Tables, typed: TypedRule) -> exp.Select:
    """What a rule derives: `case_id`, the fields, `certain`, `evidence` where it is carried."""
    certain = exp.Coalesce(this=column(TRUTH), expressions=[exp.false()])
    items = [column(CASE_ID), *(named(column(f"field.{name}"), name) for name, _ in typed.derives)]
    items.append(named(certain, "_certain"))
    if tables.evidence:
        items.append(column("_evidence"))
    return above(match_rows(tables, typed), items)


def findings_of_aggregate(tables: Tables, aggregate: TypedAggregate) -> exp.Select:
    """One row a group; what depends on a row that is not decided is NULL."""
    arguments = [call.argument for call in aggregate.fields if call.argument is not None]
    keys = [value for _, value in aggregate.group_by]
    loose = _fields_of_findings(tables, aggregate)
    rows = tables.rows(aggregate.query, (*keys, *arguments), loose)
    groups, values = rows.wanted[: len(keys)], iter(rows.wanted[len(keys) :])
    decided = [
        exp.Is(this=column(TRUTH), expression=exp.true()),
        *(is_known(each.copy()) for each in groups),
        *(is_known(column(f"{alias}.{name}")) for alias, name in loose),
    ]
    items: list[exp.Expr] = [column(CASE_ID)]
    items += [
        named(each.copy(), f"key.{name}")
        for (name, _), each in zip(aggregate.group_by, groups, strict=True)
    ]
    items += [
        named(next(values), f"of.{call.field}")
        for call in aggregate.fields
        if call.argument is not None
    ]
    items.append(named(conjunction(decided), "decided"))
    stray = exp.Window(
        this=exp.LogicalOr(this=exp.not_(conjunction([is_known(each.copy()) for each in groups]))),
        partition_by=[column(CASE_ID)],
    )
    items.append(named(stray, "stray"))
    if tables.evidence:
        aliases = [alias for alias, _ in aggregate.query.patterns]
        items.append(named(evidence_of(aliases), "_evidence"))
    grouped = above(rows.select, items)
    sure = conjunction(
        [
            exp.LogicalAnd(this=column("decided")),
            exp.Not(this=exp.LogicalOr(this=column("stray"))),
        ]
    )
    out: list[exp.Expr] = [
        column(CASE_ID),
        *(named(column(f"key.{name}"), name) for name, _ in aggregate.group_by),
    ]
    out += [
        named(case_when(sure.copy(), _total(tables, call)), call.field) for call in aggregate.fields
    ]
    out.append(named(exp.LogicalOr(this=column("decided")), "_certain"))
    if tables.evidence:
        out.append(
            named(tables.dialect.flattened(exp.ArrayAgg(this=column("_evidence"))), "_evidence")
        )
    select = above(grouped, out)
    return select.group_by(
        column(CASE_ID), *(column(f"key.{name}") for name, _ in aggregate.group_by), copy=False
    )


def _fields_of_findings(tables: Tables, aggregate: TypedAggregate) -> list[tuple[str, str]]:
    """Every field of the derived facts in a row: one that is unknown may turn out equal."""
    return [
        (alias, name)
        for alias, kind in aggregate.query.patterns
        if tables.is_derived(kind)
        for name in tables.program.schemas[kind].fields
    ]


def _total(tables: Tables, call: AggregateCall) -> exp.Expr:
    """An aggregate; NULL where one of the values is."""
    if call.argument is None:
        return exp.cast(exp.Count(this=exp.Star()), "DOUBLE")
    value = column(f"of.{call.field}")
    complete = exp.EQ(this=exp.Count(this=value), expression=exp.Count(this=exp.Star()))
    return case_when(complete, _aggregated(tables, call, value.copy()))


def _aggregated(tables: Tables, call: AggregateCall, value: exp.Expr) -> exp.Expr:
    match call.function:
        case "count":
            raise AssertionError("`count` has no argument")
        case "count_distinct":
            distinct = exp.Count(this=exp.Distinct(expressions=[value]))
            return exp.cast(distinct, "DOUBLE")
        case "min":
            return exp.Min(this=value)
        case "max":
            return exp.Max(this=value)
        case "sum" | "mean":
            micro: exp.Expr = exp.Sum(this=tables.dialect.wide_micro(value))
            if call.function == "mean":
                micro = tables.dialect.halves_up(micro, exp.Count(this=exp.Star()), wide=True)
            number_ = exp.Div(this=exp.cast(micro, "DOUBLE"), expression=number(MICRO), typed=True)
            return tables.dialect.bounded(number_)


# --- leaves -------------------------------------------------------------------------------------


def leaf_rows(tables: Tables, leaf: TypedLeaf) -> exp.Select:
    """The rows of a leaf over facts: `value` in micropoints, NULL where that is unknown."""
    rows = tables.rows(leaf.query, (leaf.value,))
    micro = tables.dialect.wide_micro(rows.wanted[0])
    is_true = exp.Is(this=column(TRUTH), expression=exp.true())
    return above(rows.select, [column(CASE_ID), named(case_when(is_true, micro), ROWS_VALUE)])

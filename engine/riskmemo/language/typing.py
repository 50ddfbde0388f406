"""Python's syntax tree to our typed tree: every name resolved, every type checked."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, cast

from riskmemo.errors import did_you_mean
from riskmemo.language import types
from riskmemo.language.functions import FUNCTIONS, typed_call
from riskmemo.language.scope import Part, Path, Scope
from riskmemo.language.syntax import parsed
from riskmemo.language.tree import (
    All,
    Any,
    Arithmetic,
    Compare,
    Comparison,
    Constant,
    DaysBetween,
    Expression,
    Field,
    Given,
    Member,
    Not,
    Operator,
    Period,
    Shift,
)
from riskmemo.language.types import Base, Type, as_share
from riskmemo.language.values import LARGEST, date_of
from riskmemo.model.countries import code_for, country_codes

NOTHING = Constant(None, types.MISTAKE)
"""Stands for an expression whose mistake is reported already."""

COMPARISONS: dict[type[ast.cmpop], Comparison] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
OPERATORS: dict[type[ast.operator], Operator] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
GIVEN = {"as_of": types.DATE, "horizon": types.DATE, "subject": types.COUNTRY}


def typed(text: str | bool | float, scope: Scope, path: Path) -> Expression:
    """The typed tree of an expression; mistakes go to the scope, and then the result is inert."""
    if isinstance(text, bool | int | float):
        return Constant(text if isinstance(text, bool) else float(text), _type_of(text))
    tree = parsed(text, scope.mistakes, path)
    return Checker(scope, path, text.strip()).check(tree) if tree else NOTHING


def condition(text: str | bool | float, scope: Scope, path: Path) -> Expression:
    """The typed tree of a condition, which must be true or false."""
    return _expect(
        typed(text, scope, path), scope, path, lambda t: t.base is Base.BOOL, "a condition"
    )


def number(text: str | bool | float, scope: Scope, path: Path) -> Expression:
    """The typed tree of an expression that must be a number or a share."""
    return _expect(typed(text, scope, path), scope, path, lambda t: t.is_numeric, "a number")


def _expect(
    found: Expression, scope: Scope, path: Path, fits: Callable[[Type], bool], wanted: str
) -> Expression:
    if found.type.base is not Base.MISTAKE and not fits(found.type):
        scope.mistakes.add("wrong-type", f"{wanted} is needed here, not a {found.type}", path)
        return NOTHING
    return found


def _type_of(value: bool | float | str) -> Type:
    if isinstance(value, bool):
        return types.BOOL
    return types.TEXT if isinstance(value, str) else types.NUMBER


@dataclass(slots=True)
class Checker:
    """Checks one expression; `check` never raises for anything a user can write."""

    scope: Scope
    path: Path
    text: str
    at: ast.expr | None = None
    """The node being checked, which mistakes point at."""

    def wrong(self, code: str, message: str, hint: str = "") -> Expression:
        """Report a mistake and go on with an expression that fits everywhere."""
        self.scope.mistakes.add(code, message, self.path, hint, self._part())
        return NOTHING

    def _part(self) -> Part | None:
        if self.at is None or len(self.text.splitlines()) != 1:
            return None
        start, end = (
            len(self.text.encode()[:offset].decode())
            for offset in (self.at.col_offset, self.at.end_col_offset or 0)
        )
        return Part(self.text, start, max(1, end - start))

    def check(self, node: ast.expr) -> Expression:
        """The typed tree of one syntax node."""
        outside, self.at = self.at, node
        try:
            return self._checked(node)
        finally:
            self.at = outside

    def _checked(self, node: ast.expr) -> Expression:  # noqa: PLR0911 - one case a form
        match node:
            case ast.Constant(value):
                return self._constant(value)
            case ast.Name(name):
                return self._name(name)
            case ast.Attribute(ast.Name(alias), name):
                return self._field(alias, name)
            case ast.BoolOp(operator, values):
                items = tuple(self._condition(value) for value in values)
                return All(items) if isinstance(operator, ast.And) else Any(items)
            case ast.UnaryOp(ast.Not(), operand):
                return Not(self._condition(operand))
            case ast.UnaryOp(ast.USub(), operand):
                return self._negative(operand)
            case ast.Compare(left, operators, comparators):
                return self._chain(left, operators, comparators)
            case ast.BinOp(left, operator, right) if type(operator) in OPERATORS:
                return self._arithmetic(
                    OPERATORS[type(operator)], self.check(left), self.check(right)
                )
            case ast.Call(ast.Name(name), arguments, []):
                return self._call(name, arguments)
            case _:
                pass
        return self.wrong(
            "expression-form",
            "`"
            + (ast.get_source_segment(self.text, node) or self.text)
            + "` is not part of the language",
            "use and, or, not, comparisons, `in [..]`, + - * /, listed functions and `alias.field`",
        )

    def _constant(self, value: object) -> Expression:
        if isinstance(value, bool | str):
            return Constant(value, _type_of(value))
        if isinstance(value, int | float) and abs(value) <= LARGEST:
            return Constant(float(value), types.NUMBER)
        if isinstance(value, int | float):
            return self.wrong("number-too-large", f"`{value}` is beyond 2**53")
        return self.wrong(
            "expression-form",
            f"`{value!r}` is not a value of the language",
            "values are numbers, text in quotes, true and false",
        )

    def _name(self, name: str) -> Expression:
        if name in {"true", "false"}:
            return Constant(name == "true", types.BOOL)
        if name in GIVEN:
            return Given(cast('Literal["as_of", "horizon", "subject"]', name), GIVEN[name])
        if name in self.scope.parameters:
            return Constant(self.scope.parameters[name], types.NUMBER, name)
        if name in self.scope.aliases:
            fields = self.scope.aliases[name].fields
            return self.wrong(
                "expression-form",
                f"`{name}` is a whole fact",
                f"name one of its fields, as `{name}.{next(iter(fields))}`",
            )
        known = [*GIVEN, *self.scope.parameters, *self.scope.aliases, "true", "false"]
        text_meant = did_you_mean(name, known, f'text goes in quotes: `"{name}"`')
        return self.wrong("unknown-name", f"there is no parameter `{name}`", text_meant)

    def _field(self, alias: str, name: str) -> Expression:
        schema = self.scope.aliases.get(alias)
        if schema is None:
            return self.wrong(
                "unknown-alias",
                f"no pattern binds `{alias}`",
                did_you_mean(alias, self.scope.aliases),
            )
        if name not in schema.fields:
            return self.wrong(
                "unknown-field",
                f"the kind `{schema.kind}` has no field `{name}`",
                did_you_mean(name, schema.fields),
            )
        return Field(alias, name, schema.fields[name])

    def _condition(self, node: ast.expr) -> Expression:
        found = self.check(node)
        if found.type.base not in {Base.BOOL, Base.MISTAKE}:
            self.at = node
            return self.wrong(
                "wrong-type", f"`and`, `or` and `not` join conditions, not a {found.type}"
            )
        return found

    def _negative(self, node: ast.expr) -> Expression:
        found = self.check(node)
        if isinstance(found, Constant) and isinstance(found.value, float) and found.name is None:
            return Constant(0.0 - found.value, found.type)
        return self._arithmetic("-", Constant(0.0, types.NUMBER), found)

    def _chain(
        self, left: ast.expr, operators: list[ast.cmpop], comparators: list[ast.expr]
    ) -> Expression:
        links, sides = [], [left, *comparators]
        for operator, first, second in zip(operators, sides, sides[1:], strict=False):
            if isinstance(operator, ast.In | ast.NotIn):
                member = self._member(self.check(first), second)
                links.append(Not(member) if isinstance(operator, ast.NotIn) else member)
            elif type(operator) in COMPARISONS:
                links.append(self._compare(COMPARISONS[type(operator)], first, second))
            else:
                links.append(
                    self.wrong("expression-form", "`is` is not part of the language", "write `==`")
                )
        return links[0] if len(links) == 1 else All(tuple(links))

    def _compare(self, operator: Comparison, first: ast.expr, second: ast.expr) -> Expression:
        left, right = self.check(first), self.check(second)
        left, right = (
            self._adapted(left, right.type, first),
            self._adapted(right, left.type, second),
        )
        bases = {left.type.base, right.type.base}
        if Base.MISTAKE in bases:
            return NOTHING
        if not types.comparable(left.type, right.type):
            return self.wrong(
                "wrong-type",
                f"a {left.type} is never compared with a {right.type}",
                'a date is written `date("2025-07-21")`' if bases == {Base.DATE, Base.TEXT} else "",
            )
        if operator not in {"==", "!="} and not left.type.is_ordered:
            return self.wrong(
                "wrong-type", f"a {left.type} has no order", "use `==`, `!=` or `in [..]`"
            )
        return Compare(operator, left, right)

    def _member(self, item: Expression, listed: ast.expr) -> Expression:
        if not isinstance(listed, ast.List | ast.Tuple) or not listed.elts:
            return self.wrong(
                "expression-form", "`in` takes a list of literals", 'write `x in ["a", "b"]`'
            )
        values = [self._adapted(self.check(node), item.type, node) for node in listed.elts]
        for value in values:
            if not isinstance(value, Constant) or value.name:
                return self.wrong("expression-form", "`in` takes a list of literals only")
            if not types.comparable(item.type, value.type):
                return self.wrong("wrong-type", f"a {item.type} is never a {value.type}")
        return Member(item, tuple(value.value for value in values if isinstance(value, Constant)))

    def _adapted(self, found: Expression, other: Type, node: ast.expr) -> Expression:
        """A literal in the type of what it meets: text as country or category, number as share."""
        outside, self.at = self.at, node
        try:
            return self._literal(found, other) if isinstance(found, Constant) else found
        finally:
            self.at = outside

    def _literal(self, found: Constant, other: Type) -> Expression:
        match found.value, other.base:
            case str(text), Base.COUNTRY if text not in country_codes():
                meant = code_for(text)
                return self.wrong(
                    "unknown-country",
                    f"`{text}` is not an ISO 3166-1 alpha-3 code",
                    f"write `{meant}`" if meant else did_you_mean(text, country_codes()),
                )
            case str(text), Base.CATEGORY if text not in other.values:
                return self.wrong(
                    "unknown-category",
                    f"`{text}` is none of the category's values",
                    did_you_mean(text, other.values),
                )
            case str(), Base.COUNTRY | Base.CATEGORY:
                return replace(found, type=other)
            case float(share), Base.SHARE if not 0 <= share <= 1:
                return self.wrong(
                    "not-a-share", f"a share runs from 0 to 1, not {share:g}", as_share(share)
                )
        return found

    def _arithmetic(self, operator: Operator, left: Expression, right: Expression) -> Expression:
        if Base.MISTAKE in {left.type.base, right.type.base}:
            return NOTHING
        match left.type.base, operator, right:
            case Base.DATE, "+" | "-", Period() as period:
                return Shift(left, period, 1 if operator == "+" else -1)
            case Base.DATE, "-", other if other.type.base is Base.DATE:
                return DaysBetween(left, other)
        if not (left.type.is_numeric and right.type.is_numeric):
            return self.wrong(
                "wrong-type",
                f"`{operator}` does not join a {left.type} and a {right.type}",
                "to move a date write `as_of - months(24)`"
                if Base.DATE in {left.type.base, right.type.base}
                else "",
            )
        if operator in {"+", "-"} and not types.same_unit(left.type, right.type):
            return self.wrong(
                "wrong-unit", f"{left.type.unit} and {right.type.unit} are never added"
            )
        return Arithmetic(
            operator, left, right, Type(Base.NUMBER, _unit(operator, left.type, right.type))
        )

    def _call(self, name: str, arguments: list[ast.expr]) -> Expression:
        if name == "date":
            return self._date(arguments)
        if name not in FUNCTIONS:
            return self.wrong(
                "unknown-function",
                f"there is no function `{name}` here",
                did_you_mean(name, [*FUNCTIONS, "date"]),
            )
        checked = tuple(self.check(argument) for argument in arguments)
        if any(argument.type.base is Base.MISTAKE for argument in checked):
            return NOTHING
        result = typed_call(name, checked)
        return self.wrong("wrong-arguments", result) if isinstance(result, str) else result

    def _date(self, arguments: list[ast.expr]) -> Expression:
        match arguments:
            case [ast.Constant(str(text))]:
                day, told = date_of(text), f"`{text}` is not a date"
            case _:
                day, told = None, "`date` takes one date in quotes"
        if day is not None:
            return Constant(day, types.DATE)
        return self.wrong("not-a-date", told, 'write `date("2025-07-21")`')


def _unit(operator: Operator, left: Type, right: Type) -> str | None:
    if operator == "/":
        if left.unit == right.unit or right.unit is None:
            return None if left.unit == right.unit else left.unit
        return f"{left.unit or '1'}/{right.unit}"
    if operator == "*" and left.unit and right.unit:
        return f"{left.unit} {right.unit}"
    return left.unit or right.unit

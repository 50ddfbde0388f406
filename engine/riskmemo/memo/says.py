"""A rule's sentence (`says`) filled in with the values of a match, as plain text."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import nodes

from riskmemo.errors import Mistake, RenderingFailed
from riskmemo.memo.formatting import Formats
from riskmemo.memo.says_check import Fault, check_says, parsed
from riskmemo.memo.wording import Wording
from riskmemo.model.base import Scalar
from riskmemo.model.vocabulary import FieldType

__all__ = ["Fault", "SaysWriter", "Value", "check_says", "typed_value"]

MOST_CHARACTERS = 4000
"""A longer sentence is cut, with an ellipsis: the evidence table has every value in full."""


class CountryCode(str):
    """A country, which prints as its name."""

    __slots__ = ()


class Category(str):
    """A category, which prints with spaces for underscores."""

    __slots__ = ()


Value = CountryCode | Category | str | float | datetime.date | None


def typed_value(value: Scalar, declared: FieldType | None) -> Value:
    """A value of a record as what its field is declared to be; `None` is unknown."""
    if not isinstance(value, str):
        return value
    if declared is FieldType.COUNTRY:
        return CountryCode(value)
    if declared is FieldType.CATEGORY:
        return Category(value)
    return datetime.date.fromisoformat(value) if declared is FieldType.DATE else value


class SaysWriter:
    """Fills in sentences in one language; one writer serves a whole memo."""

    def __init__(self, formats: Formats, wording: Wording) -> None:
        self.formats = formats
        self.wording = wording
        self._filters = _filters(self)

    def sentence(
        self, says: str, facts: Mapping[str, Mapping[str, Value]], setting: Mapping[str, Value]
    ) -> str:
        """The sentence with the values of `facts` (alias to field to value) and of `setting`."""
        fields = tuple((alias, tuple(values)) for alias, values in facts.items())
        tree = _checked(says, fields)
        try:
            text = "".join(self._printed_parts(tree, {**setting, **facts}))
        except (LookupError, ValueError, TypeError, ArithmeticError) as error:
            message = f"the sentence `{says}` fails: {error}"
            raise RenderingFailed(Mistake("says-failed", message)) from error
        text = " ".join(text.split())
        return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"

    def _printed_parts(self, tree: nodes.Template, values: Mapping[str, Any]) -> Iterator[str]:
        for part in (part for output in tree.body for part in output.iter_child_nodes()):
            if isinstance(part, nodes.TemplateData):
                yield part.data
            else:
                yield str(self.printed(self._value(part, values)))

    def _value(self, node: Any, values: Mapping[str, Any]) -> object:
        """What a part of a checked sentence stands for: it is one of these, and no other."""
        if isinstance(node, nodes.Filter):
            given = [argument.value for argument in node.args]  # type: ignore[attr-defined]
            return self._filters[node.name](self._value(node.node, values), *given)
        if isinstance(node, nodes.List):
            return [self._value(item, values) for item in node.items]
        if isinstance(node, nodes.Getattr):
            return self._value(node.node, values)[node.attr]  # type: ignore[index]
        return values[node.name]

    def printed(self, value: object) -> object:
        """What a value prints as where no filter says otherwise."""
        if value is None:
            return self.wording.say("not known")
        if isinstance(value, bool):
            return self.wording.say("yes") if value else self.wording.say("no")
        if isinstance(value, CountryCode):
            return self.formats.country(value)
        if isinstance(value, Category):
            return value.replace("_", " ")
        if isinstance(value, datetime.date):
            return self.formats.date(value)
        return self.formats.number(value) if isinstance(value, int | float) else value


@lru_cache(maxsize=1024)
def _checked(says: str, fields: tuple[tuple[str, tuple[str, ...]], ...]) -> nodes.Template:
    """The tree of a sentence that holds nothing but what it may."""
    faults = check_says(says, dict(fields))
    if faults:
        where = f"in the sentence `{says}`"
        raise RenderingFailed(
            Mistake(fault.code, f"{fault.message} {where}", help=fault.help) for fault in faults
        )
    return parsed(says)


def _filters(writer: SaysWriter) -> Mapping[str, Callable[..., object]]:
    formats = writer.formats

    def number_or(value: object, shown: Callable[[float], str]) -> object:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return shown(value)
        return writer.printed(value)

    def percent(value: object, digits: int | None = None) -> object:
        return number_or(value, lambda share: formats.percent(share, digits))

    def number(value: object, digits: int | None = None) -> object:
        return number_or(value, lambda plain: formats.number(plain, digits))

    def money(value: object, unit: str) -> object:
        return number_or(value, lambda amount: formats.money(amount, unit))

    def country(value: object) -> object:
        return formats.country(value) if isinstance(value, str) else writer.printed(value)

    def join(values: object, between: str | None = None) -> object:
        parts = values if isinstance(values, list | tuple) else [values]
        texts = [str(writer.printed(part)) for part in parts]
        return formats.listing(texts) if between is None else between.join(texts)

    return {
        "country": country,
        "date": writer.printed,
        "join": join,
        "money": money,
        "number": number,
        "percent": percent,
    }

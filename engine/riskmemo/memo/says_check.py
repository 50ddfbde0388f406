"""What a rule's sentence may hold: text, `alias.field`, and a few filters. Nothing that computes.

The sentence is parsed by Jinja2 and its tree is compared with a list of what is allowed, so a
sentence has no loops, calls, arithmetic or tests and can reach nothing but the match's values.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from riskmemo.errors import did_you_mean

SETTING = ("subject", "as_of", "horizon")
"""Names that every sentence may use besides the aliases of its rule."""

ARGUMENTS: Mapping[str, tuple[type, int, int]] = {
    "country": (str, 0, 0),
    "date": (str, 0, 0),
    "percent": (int, 0, 1),
    "number": (int, 0, 1),
    "money": (str, 1, 1),
    "join": (str, 0, 1),
}
"""Filter to the type of its arguments and the least and greatest number of them."""

MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a sentence may not hold; `offset` counts characters from the sentence's start."""

    code: str
    message: str
    help: str
    offset: int
    length: int


def check_says(text: str, fields: Mapping[str, Collection[str]]) -> list[Fault]:
    """Everything wrong with a sentence, given the fields of each alias of its rule."""
    try:
        tree = parsed(text)
    except TemplateSyntaxError as error:
        return [_syntax(text, error)]
    except RecursionError:
        return [Fault("says-syntax", "the sentence is nested too deeply", _EXAMPLE, 0, len(text))]
    return list(_Check(text, fields).template(tree))


_EXAMPLE = "write text and values, as `{{ tie.partner | country }}`"


@lru_cache(maxsize=1024)
def parsed(text: str) -> nodes.Template:
    """The sentence as a tree."""
    return _PARSER.parse(text)


_PARSER = ImmutableSandboxedEnvironment()


def _syntax(text: str, error: TemplateSyntaxError) -> Fault:
    line = text.splitlines()[error.lineno - 1] if text.splitlines()[error.lineno - 1 :] else text
    offset = sum(len(part) for part in text.splitlines(keepends=True)[: error.lineno - 1])
    reason = (error.message or "it cannot be read").rstrip(".")
    message = f"the sentence is not a template: {reason}"
    return Fault("says-syntax", message, _EXAMPLE, offset, len(line))


class _Check:
    """Walks one sentence; a node that is not listed here is refused."""

    def __init__(self, text: str, fields: Mapping[str, Collection[str]]) -> None:
        self.text = text
        self.fields = fields
        self.searched_to = 0

    def template(self, tree: nodes.Template) -> Iterator[Fault]:
        for node in tree.body:
            if not isinstance(node, nodes.Output):
                yield self._refused(node)
                continue
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    yield from self._value(part)

    def _value(self, node: nodes.Node) -> Iterator[Fault]:
        if isinstance(node, nodes.Filter):
            yield from self._filter(node)
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            yield from self._field(node.node.name, node.attr)
        elif isinstance(node, nodes.Name):
            yield from self._name(node.name)
        else:
            yield self._refused(node)

    def _field(self, alias: str, field: str) -> Iterator[Fault]:
        offset, length = self._find(rf"\b{re.escape(alias)}\s*\.\s*{re.escape(field)}\b")
        if alias not in self.fields:
            message = f"this rule matches nothing called `{alias}`"
            yield Fault("says-name", message, did_you_mean(alias, self.fields), offset, len(alias))
        elif field not in self.fields[alias]:
            message = f"`{alias}` has no field `{field}`"
            near = did_you_mean(field, self.fields[alias])
            yield Fault("says-field", message, near, offset, length)

    def _name(self, name: str) -> Iterator[Fault]:
        offset, length = self._find(rf"\b{re.escape(name)}\b")
        if name in SETTING:
            return
        if name in self.fields:
            field = min(self.fields[name], default="date")
            near = f"name a field of it, as `{name}.{field}`"
            yield Fault("says-name", f"`{name}` is a whole fact", near, offset, length)
            return
        near = did_you_mean(name, (*SETTING, *self.fields))
        yield Fault("says-name", f"nothing here is called `{name}`", near, offset, length)

    def _filter(self, node: nodes.Filter) -> Iterator[Fault]:
        if node.node is None:
            yield self._refused(node)
            return
        if node.name == "join" and isinstance(node.node, nodes.List):
            for part in node.node.items:
                yield from self._value(part)
        else:
            yield from self._value(node.node)
        offset, length = self._find(rf"\|\s*{re.escape(node.name)}\b")
        if node.name not in ARGUMENTS:
            near = did_you_mean(node.name, ARGUMENTS)
            yield Fault("says-filter", f"there is no filter `{node.name}`", near, offset, length)
        elif not _fits(node):
            yield Fault("says-filter", *_usage(node.name), offset, length)

    def _refused(self, node: nodes.Node) -> Fault:
        line = self.text.splitlines(keepends=True)[: node.lineno - 1]
        what = type(node).__name__.lower()
        message = f"a sentence cannot compute or repeat anything (`{what}`)"
        return Fault("says-forbidden", message, _EXAMPLE, sum(map(len, line)), 1)

    def _find(self, pattern: str) -> tuple[int, int]:
        """Where the next occurrence stands: Jinja2 remembers lines only."""
        found = re.compile(pattern).search(self.text, self.searched_to)
        if found is None:
            return 0, 1
        self.searched_to = found.end()
        return found.start(), found.end() - found.start()


def _fits(node: nodes.Filter) -> bool:
    """Whether the arguments are literals of the right type and number."""
    kind, least, most = ARGUMENTS[node.name]
    if node.kwargs or node.dyn_args or node.dyn_kwargs or not least <= len(node.args) <= most:
        return False
    given = [arg.value for arg in node.args if isinstance(arg, nodes.Const)]
    if len(given) != len(node.args) or any(type(value) is not kind for value in given):
        return False
    return kind is not int or all(0 <= value <= MOST_DIGITS for value in given)


def _usage(name: str) -> tuple[str, str]:
    usage = {
        "country": "write `| country`",
        "date": "write `| date`",
        "percent": f"write `| percent`, or `| percent(1)` for one digit ({MOST_DIGITS} at most)",
        "number": f"write `| number`, or `| number(1)` for one digit ({MOST_DIGITS} at most)",
        "money": 'write the currency, as `| money("USD")`',
        "join": 'write `[tie.partner, kin.kin_state] | join`, or `| join("; ")`',
    }
    return f"`{name}` is given something it does not take", usage[name]

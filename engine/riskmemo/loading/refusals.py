"""Data of a document into a model: what pydantic refuses, said in the user's words and place."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_core import ErrorDetails

from riskmemo.errors import Mistake, Span, did_you_mean
from riskmemo.loading.repair import node_at
from riskmemo.loading.shape import Path, known_keys
from riskmemo.model.base import Record
from riskmemo.source.tree import ListNode, MapNode, Node, ScalarNode, span_at

DATE_REFUSED = "a date is written year-month-day, as in 2025-07-21"

WORDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a mapping (`key: value`)",
    "model_type": "a mapping (`key: value`)",
    "model_attributes_type": "a mapping (`key: value`)",
    "tuple_type": "a list (`- item`)",
    "none_required": "nothing",
}
"""Pydantic's error types for a wrong type, and the type in the user's words."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What pydantic refuses at one place: where a value may take several forms, all together."""

    path: Path
    """Where it stands; for a missing key, where the key should stand."""
    errors: Sequence[ErrorDetails]
    missing: str = ""

    @property
    def place(self) -> Path:
        """Where the refused or missing value stands."""
        return (*self.path, self.missing) if self.missing else self.path

    @property
    def is_unknown_key(self) -> bool:
        """Whether the key is refused, not its value."""
        error = _most_telling(self.errors)
        return error["type"] == "extra_forbidden" or error["loc"][-1] == "[key]"

    @property
    def of_record(self) -> bool:
        """Whether sound values do not go together."""
        return all(
            error["type"] == "value_error" and not error["msg"].endswith(DATE_REFUSED)
            for error in self.errors
        )

    @property
    def named(self) -> set[str]:
        """The words in backticks, among them the keys that do not go together."""
        quoted = re.findall(r"`([^`]*)`", _most_telling(self.errors)["msg"])
        return {word for text in quoted for word in re.findall(r"\w+", text)}


def refusals_in(node: Node, errors: Sequence[ErrorDetails]) -> list[Refusal]:
    """One refusal per place, without those that only follow from others inside the value."""
    places: dict[tuple[Path, str], list[ErrorDetails]] = {}
    for error in errors:
        missing = str(error["loc"][-1]) if error["type"] == "missing" else ""
        places.setdefault((_path_in(node, error["loc"]), missing), []).append(error)
    around = {path[:length] for path, _ in places for length in range(len(path))}
    return [
        Refusal(path, found, missing)
        for (path, missing), found in places.items()
        if path not in around or not _follows(found)
    ]


def _follows(errors: Sequence[ErrorDetails]) -> bool:
    """Whether mistakes of a value only follow from those inside it, which are told.

    A list is too short because of its items, or a mapping is not one of the plain values that may
    also stand here.
    """
    return all(error["type"] in {"too_short", "enum", "literal_error", *WORDS} for error in errors)


def _path_in(node: Node, loc: Sequence[str | int]) -> Path:
    """The part of pydantic's location that the document has: tags of unions drop out."""
    path: list[str | int] = []
    for step in loc:
        if isinstance(node, MapNode) and str(step) in node.entries:
            node = node.entries[str(step)]
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            continue
        path.append(step)
    return tuple(path)


def mistake_in(  # noqa: PLR0911 - one case a kind of refusal
    model: type[Record], node: Node, refusal: Refusal
) -> Mistake:
    """A refusal in the user's words."""
    path, errors = refusal.path, refusal.errors
    error = _most_telling(errors)
    kind, value = error["type"], _shown(node, path)
    span, key = span_at(node, path), str(path[-1]) if path else "the document"
    match kind:
        case "missing":
            name = str(error["loc"][-1])
            return Mistake(
                "missing-key",
                f"`{name}` is missing",
                span_at(node, path, key=True),
                f"add `{name}:`",
            )
        case "extra_forbidden":
            known = known_keys(model, path[:-1])
            place = span_at(node, path, key=True)
            if key in known:  # in another of the forms that may stand here
                message = f"`{key}` does not go together with the other keys here"
                return Mistake(
                    "unknown-key", message, place, "take it away, or the keys against it"
                )
            help_line = did_you_mean(key, known)
            return Mistake("unknown-key", f"there is no key `{key}` here", place, help_line)
        case "enum" | "literal_error":
            expected = _expected(errors)
            return Mistake(
                "unknown-value",
                f"{value} is not a value of `{key}`",
                span,
                did_you_mean(value.strip("`"), expected),
            )
        case "string_pattern_mismatch":
            return _bad_pattern(node, path, error, error["loc"][-1] == "[key]")
        case "value_error" | "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return _refused(error, value, span)
        case "string_too_short" | "too_short":
            return Mistake(
                "empty-value", f"`{key}` is empty", span, "write something, or leave the key out"
            )
        case "too_long" | "string_too_long":
            return Mistake("too-many", f"`{key}` has more than {_limit(error)}", span, "split it")
        case _ if kind in WORDS:
            wanted = " or ".join(
                dict.fromkeys(WORDS[e["type"]] for e in errors if e["type"] in WORDS)
            )
            return Mistake(
                "wrong-type",
                f"{_called(path)} needs {wanted}, not {_kind(node, path)}",
                span,
                _how_to_write(wanted, node, path),
            )
        case _:
            return Mistake(
                "out-of-range", f"`{key}`: {_in_our_style(error['msg'])}, not {value}", span
            )


def _called(path: Path) -> str:
    if path and isinstance(path[-1], int):
        return f"item {path[-1] + 1} of `{path[-2]}`"
    return f"`{path[-1]}`" if path else "the document"


def _most_telling(errors: Sequence[ErrorDetails]) -> ErrorDetails:
    """Of the errors of several forms the one that says most: a refusal before a wrong type."""
    ranked = ("value_error", "extra_forbidden", "missing", "enum", "literal_error")
    return min(
        errors, key=lambda e: ranked.index(e["type"]) if e["type"] in ranked else len(ranked)
    )


def _expected(errors: Sequence[ErrorDetails]) -> list[str]:
    listed = ", ".join(str(error.get("ctx", {}).get("expected", "")) for error in errors)
    return [quoted or number for quoted, number in re.findall(r"'([^']*)'|\b(\d+)\b", listed)]


def _limit(error: ErrorDetails) -> str:
    return f"{error.get('ctx', {}).get('max_length', 'allowed')} entries or characters"


def _refused(error: ErrorDetails, value: str, span: Span) -> Mistake:
    message = _in_our_style(error["msg"].removeprefix("Value error, "))
    if "date" in error["type"] or message.startswith("a date is written"):
        return Mistake(
            "not-a-date", f"{value} is not a date", span, "write year-month-day, as `2025-07-21`"
        )
    return Mistake("inconsistent", message, span)


def _bad_pattern(node: Node, path: Path, error: ErrorDetails, of_key: bool) -> Mistake:
    pattern = str(error.get("ctx", {}).get("pattern", ""))
    value = f"`{path[-1]}`" if of_key and path else _shown(node, path)
    span = span_at(node, path, key=of_key)
    if pattern.startswith("^https"):
        return Mistake("bad-url", f"{value} is not a web address", span, "write `https://...`")
    if pattern == "^[A-Z]{3}$":
        return Mistake(
            "unknown-country",
            f"{value} is not an ISO 3166-1 alpha-3 code",
            span,
            "write three capitals, as `MNG`",
        )
    if r"\." in pattern:
        return Mistake("bad-id", f"{value} names no field", span, "write `kind.field`")
    upper = "letters" if "A-Za-z" in pattern else "small letters"
    dash = ", digits, `_` and `-`" if "-]" in pattern else ", digits and `_`"
    return Mistake(
        "bad-id",
        f"{value} cannot be a name",
        span,
        f"use ASCII {upper}{dash}, a letter first, at most 64 characters",
    )


def _in_our_style(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")


def _shown(node: Node, path: Path) -> str:
    found = node_at(node, path)
    if isinstance(found, ScalarNode):
        text = (
            str(found.value)
            if not isinstance(found.value, bool | None)
            else json.dumps(found.value)
        )
        return f"`{text[:60]}`"
    return _kind(node, path)


def _kind(node: Node, path: Path) -> str:
    match node_at(node, path):
        case MapNode():
            return "a mapping"
        case ListNode():
            return "a list"
        case ScalarNode(None):
            return "nothing"
        case ScalarNode(bool()):
            return "true or false"
        case ScalarNode(str()):
            return "text"
        case ScalarNode():
            return "a number"


def _how_to_write(wanted: str, node: Node, path: Path) -> str:
    found = node_at(node, path)
    if "list" in wanted and isinstance(found, ScalarNode) and isinstance(found.value, str):
        return f"write a list: `[{_quoted(found.value)}]`, or one `- ` line for each"
    if wanted == "text" and isinstance(found, ScalarNode) and found.value is not None:
        return f'put it in quotes: `"{json.dumps(found.value).strip(chr(34))}"`'
    return ""


def _quoted(text: str) -> str:
    """A text as one item of a list in brackets."""
    plain_text = re.fullmatch(r"[\w.-]+", text) is not None
    return text if plain_text else "'" + text.replace("'", "''")[:60] + "'"

"""What a model knows at a place of its documents, read off its JSON Schema."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from riskmemo.model.base import Record

Path = tuple[str | int, ...]
Schema = dict[str, Any]

WORDS = ("stand_in", "ATA", "https://example.org", "B2", "stand_in.stand_in")
"""Texts of which one fits every pattern of the models."""


def known_keys(model: type[Record], path: Path) -> set[str]:
    """The keys that the model knows at a path."""
    return {key for place in _places(model, path) for key in place.get("properties", {})}


def least_value(model: type[Record], path: Path) -> Any:
    """The least that the model accepts at a path, as plain data; it says nothing."""
    place = next(iter(_places(model, path)), {})
    return _least(place, _schema(model))


@cache
def _schema(model: type[Record]) -> Schema:
    return model.model_json_schema(by_alias=True)


def _places(model: type[Record], path: Path) -> list[Schema]:
    schema = _schema(model)
    places = list(_alternatives(schema, schema))
    for step in path:
        inner = [_below(place, step) for place in places]
        places = [each for found in inner if found for each in _alternatives(found, schema)]
    return places


def _below(place: Schema, step: str | int) -> Schema | None:
    if isinstance(step, int):
        return place.get("items")
    found = place.get("properties", {}).get(step) or _entry(place)
    return found if isinstance(found, dict) else None


def _entry(place: Schema) -> Schema | bool | None:
    """What each entry of a mapping with free keys must be."""
    patterns = place.get("patternProperties", {})
    return place.get("additionalProperties") or next(iter(patterns.values()), None)


def _alternatives(place: Schema, schema: Schema) -> Iterator[Schema]:
    if "$ref" in place:
        yield from _alternatives(schema["$defs"][place["$ref"].rsplit("/", 1)[1]], schema)
    forms = [*place.get("anyOf", ()), *place.get("oneOf", ())]
    for form in forms:
        yield from _alternatives(form, schema)
    if not forms and "$ref" not in place:
        yield place


def _least(place: Schema, schema: Schema) -> Any:
    place = next(_alternatives(place, schema))
    if "const" in place or "enum" in place:
        return place["const"] if "const" in place else place["enum"][0]
    match place.get("type"):
        case "object":
            return _least_mapping(place, schema)
        case "array":
            return [_least(place["items"], schema)] if place.get("minItems") else []
        case "string" if place.get("format") == "date":
            return "1970-01-01"
        case "string":
            return next(word for word in WORDS if re.search(place.get("pattern", ""), word))
        case "number" | "integer":
            return min(1, place.get("maximum", 1))
        case "boolean":
            return False
        case _:
            return None


def _least_mapping(place: Schema, schema: Schema) -> Schema:
    entry = _entry(place)
    if place.get("minProperties") and isinstance(entry, dict):
        return {WORDS[0]: _least(entry, schema)}
    return {key: _least(place["properties"][key], schema) for key in place.get("required", ())}

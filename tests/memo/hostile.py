"""Every free text of an assessment, with something else in its place.

What is free is asked of the model: a text is free where the model takes any other in its place.
Names join records, and some of them are texts to the model (ids of findings, labels of bands):
equal texts are changed into equal texts, and different ones into different ones, so that all stay
joined.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from pydantic import ValidationError

import riskmemo
from riskmemo.model.assessment import Assessment
from tests.cli.running import EXAMPLE

Json = Any
Path = tuple[str | int, ...]
Change = Callable[[int], str]
"""Given the number of a text, the text to put in its place."""

CHECKED = re.compile(
    r"^rules\.\*\.says$|\.likelihood(_before|_after)?$|^case\.(vocabulary|tables)|^ruleset\.language$"
)
"""Places of texts that are checked for what they say before they get into an assessment."""

VALUES = re.compile(r"\.(values|fields|now|threshold|value|before|after|ends|alike|reported)(\.|$)")
"""Places where dates, countries and categories are texts to the model."""

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|\d{4}-\d{2}-\d{2}")


RARE = {
    "challenged_by": "Red team",
    "approved_by": "Head of desk",
    "override": {
        "audit": "identity",
        "reason": "The swap is of another question.",
        "approved_by": "Committee for reviews",
    },
}
"""What the example has no use for."""


@cache
def example() -> str:
    """The assessment of the example, with every analysis and a comparison, as JSON."""
    case, ruleset = riskmemo.load_case(EXAMPLE), riskmemo.load_ruleset("central-asia-pivot")
    before = case.as_of.replace(day=1)
    previous = riskmemo.examine(case, ruleset, as_of=before)
    found = json.loads(riskmemo.assess(case, ruleset, previous=previous).model_dump_json())
    found["case"]["masthead"] |= RARE
    found["case"]["searched"][0]["sources"] = [
        {"source": "S1", "credibility": 2, "locator": "page 4"}
    ]
    return json.dumps(found)


def with_texts(change: Change) -> Assessment:
    """The example with every free text changed."""
    texts, places = _free(example())
    new = {old: change(number) for number, old in enumerate(texts)}
    found = json.loads(example())
    for place in places:
        _put(found, place, new)
    return Assessment.model_validate_json(json.dumps(found))


def free_places(assessment: str) -> frozenset[str]:
    """Where free texts stand in an assessment, with `*` for the indexes of lists."""
    return frozenset(map(_general, _free(assessment)[1]))


def places_of_case_texts() -> Iterator[str]:
    """Where the schema of a case has free texts, with `*` for indexes and for keys of maps."""
    schema = riskmemo.Case.model_json_schema()
    return _described(schema, schema["$defs"], "case")


def _described(schema: Json, known: Json, path: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _described(known[schema["$ref"].rpartition("/")[2]], known, path)
    for each in (*schema.get("anyOf", ()), *schema.get("prefixItems", ())):
        yield from _described(each, known, path)
    for name, inner in schema.get("properties", {}).items():
        yield from _described(inner, known, f"{path}.{name}")
    of_lists_and_maps = (schema.get("items"), schema.get("additionalProperties"))
    for inner in (*of_lists_and_maps, *schema.get("patternProperties", {}).values()):
        if isinstance(inner, dict):
            yield from _described(inner, known, f"{path}.*")
    if schema.get("type") == "string" and "maxLength" in schema:
        yield path


@cache
def _free(assessment: str) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """The free texts, each once, and every place where one stands."""
    whole = json.loads(assessment)
    places = {place: text for place, text in _texts(whole, ()) if _may_be_free(place, text)}
    fixed: set[str] = {text for place, text in _texts(whole, ()) if place not in places}
    while refused := _refused(whole, [place for place, old in places.items() if old not in fixed]):
        fixed |= {places[place] for place in refused}
    free = {place: text for place, text in places.items() if text not in fixed}
    return tuple(dict.fromkeys(free.values())), tuple(free)


def _texts(value: Json, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*path, key))


def _may_be_free(place: Path, text: str) -> bool:
    general = _general(place)
    is_name = VALUES.search(general) and NAME.fullmatch(text)
    return not is_name and not CHECKED.search(general)


def _general(place: Path) -> str:
    """A place with `*` for the indexes of lists."""
    return ".".join("*" if isinstance(each, int) else each for each in place)


def _refused(whole: Json, places: list[Path]) -> set[Path]:
    """The places at which the model takes no other text."""
    tried = json.loads(json.dumps(whole))
    for number, place in enumerate(places):
        _put(tried, place, {_at(whole, place): f"any text {number}"})
    try:
        Assessment.model_validate_json(json.dumps(tried))
    except ValidationError as error:
        known = set(places)
        return {place for each in error.errors() if (place := _place(tried, each["loc"])) in known}
    return set()


def _place(whole: Json, location: Path) -> Path:
    """The place that a refusal speaks of; it names the members of unions too."""
    found: list[str | int] = []
    for step in location:
        try:
            whole = whole[step]
        except (KeyError, IndexError, TypeError):
            continue
        found.append(step)
    return tuple(found)


def _at(whole: Json, place: Path) -> Json:
    for step in place:
        whole = whole[step]
    return whole


def _put(whole: Json, place: Path, new: dict[str, str]) -> None:
    inside = _at(whole, place[:-1])
    inside[place[-1]] = new[inside[place[-1]]]

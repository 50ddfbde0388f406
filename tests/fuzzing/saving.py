"""Counterexamples as files: written so that people can read them, read back to be run again."""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riskmemo.source.document import read_document
from riskmemo.source.tree import plain
from tests.fuzzing.cases import WrittenCase
from tests.fuzzing.written import Pair, WrittenRuleset

FOLDER = Path(__file__).parent.parent / "regressions"
OF_A_CASE = ("as_of", "horizon", "subject", "searched")
BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
WIDTH = 96


@dataclass(frozen=True)
class Counterexample:
    """A pair that engines once answered differently, and what was different."""

    about: str
    pair: Pair
    limits: Mapping[str, int]
    """Limits of the engines that were other than usual."""


def save(found: Counterexample, name: str, folder: Path = FOLDER) -> Path:
    """Write a counterexample; its name ends in a hash of what is in it."""
    case, ruleset = found.pair.case, found.pair.ruleset
    data = {
        "about": found.about,
        **({"limits": dict(found.limits)} if found.limits else {}),
        "kinds": ruleset.kinds,
        **ruleset.parts,
        **{name: getattr(case, name) for name in OF_A_CASE if _unusual(case, name)},
        "facts": case.facts,
    }
    text = "\n".join(_lines(data)) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.yaml"
    file.write_text(text, "utf-8")
    return file


def saved(file: Path) -> Counterexample:
    """A counterexample as it was written."""
    data: Any = plain(read_document(file))
    about, kinds, limits = data.pop("about"), data.pop("kinds"), data.pop("limits", {})
    case = {name: data.pop(name) for name in (*OF_A_CASE, "facts") if name in data}
    case["searched"] = tuple(case.get("searched", ()))
    return Counterexample(about, Pair(WrittenRuleset(kinds, data), WrittenCase(**case)), limits)


def _unusual(case: WrittenCase, name: str) -> bool:
    """Whether a case says something else than most."""
    return bool(getattr(case, name) != getattr(WrittenCase({}), name))


def files(folder: Path = FOLDER) -> list[Path]:
    """Every counterexample."""
    return sorted(folder.glob("*.yaml"))


def _lines(data: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """A map as YAML, in one line wherever that is short."""
    for key, value in data.items():
        head = f"{indent}{_flow(key)}:"
        flow = f"{head} {_flow(value)}"
        if len(flow) <= WIDTH or not value or not isinstance(value, Mapping | list):
            yield flow
        elif isinstance(value, Mapping):
            yield head
            yield from _lines(value, indent + "  ")
        else:
            yield head
            yield from (f"{indent}  - {_flow(item)}" for item in value)


def _flow(value: Any) -> str:
    match value:
        case Mapping():
            return "{" + ", ".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case str():
            return _text(value)
        case _:
            assert value is None or math.isfinite(value)
            return json.dumps(value)


def _text(text: str) -> str:
    """Text in quotes unless it is a word that nothing else could be."""
    bare = text[:1].isalpha() and BARE.issuperset(text)
    if bare and text.lower() not in {"null", "true", "false"}:
        return text
    written = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in written)

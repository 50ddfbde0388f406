"""What mutmut found in a part: the score of every file, and each survivor with its change.

mutmut leaves beside every mutated file its results (`.meta`) and where each mutant stands in it
(`.spans`). `survivors.yaml` says why a survivor survives; a survivor that is not explained there is
an error, and so is a part below the goal.
"""

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.mutation.parts import Part

EXPLAINED = Path(__file__).parent / "survivors.yaml"
GOAL = 90.0
SURVIVED, NOT_TRIED, NO_TESTS = 0, None, (5, 33)
WIDTH = 100


@dataclass(frozen=True)
class Mutant:
    """One change to one function, and what became of it."""

    name: str
    file: str
    function: str
    survived: bool
    change: str


def mutants_of(part: Part) -> Iterator[Mutant]:
    """Every mutant of a part that was tried."""
    for meta in sorted(part.mutants.rglob("*.py.meta")):
        yield from _of_file(meta, meta.relative_to(part.mutants).as_posix().removesuffix(".meta"))


def _of_file(meta: Path, file: str) -> Iterator[Mutant]:
    source = meta.with_suffix("")
    codes = json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    if not codes:
        return
    spans = json.loads(source.with_suffix(".py.spans").read_text("utf-8"))["spans"]
    lines = source.read_text("utf-8").splitlines()

    def body(name: str) -> list[str]:
        first, last = spans[name]
        return [line.replace(name, "") for line in lines[first - 1 : last]]

    for key, code in codes.items():
        if code is NOT_TRIED:
            continue
        name = key.rpartition(".")[2]
        mangled = name.partition("__mutmut_")[0]
        survived = code == SURVIVED or code in NO_TESTS
        change = _change(body(f"{mangled}__mutmut_orig"), body(name)) if survived else ""
        function = mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
        yield Mutant(key, file, function, survived, change)


def _change(before: Sequence[str], after: Sequence[str]) -> str:
    """The change as `before -> after`, on one line, cut to what differs and a little around it."""
    old, new = (
        [line[2:].strip() for line in difflib.ndiff(before, after) if line.startswith(sign)]
        for sign in ("- ", "+ ")
    )
    if len(old) == len(new):
        pairs = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
        old, new = [each for each, _ in pairs], [each for _, each in pairs]
    return f"{_cut(' '.join(old), ' '.join(new))} -> {_cut(' '.join(new), ' '.join(old))}"


def _cut(text: str, other: str) -> str:
    same = next(
        (at for at, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]),
        min(len(text), len(other)),
    )
    start = max(0, same - WIDTH // 2)
    return text[start : start + WIDTH].strip()


def explained() -> dict[tuple[str, str, str], str]:
    """Why each explained survivor survives."""
    if not EXPLAINED.exists():
        return {}
    return {
        (file, function, change): group["why"]
        for group in yaml.safe_load(EXPLAINED.read_text("utf-8"))
        for file, functions in group["survivors"].items()
        for function, changes in functions.items()
        for change in changes
    }


def report(part: Part) -> int:
    """Print scores and survivors; 1 where a survivor is unexplained or the goal is missed."""
    found, whys, unexplained = list(mutants_of(part)), explained(), 0
    if not found:
        print(f"{part.name}: no mutant was tried")
        return 1
    for each in found:
        if each.survived:
            why = whys.get((each.file, each.function, each.change))
            unexplained += why is None
            print(f"{each.file}: {each.function}: {each.change}  [{why or 'NOT EXPLAINED'}]")
    for file in sorted({each.file for each in found}):
        print(_line([each for each in found if each.file == file], file))
    print(_line(found, f"{part.name}, {unexplained} survivors not explained"))
    return int(_score(found) < GOAL or unexplained > 0)


def _line(found: Sequence[Mutant], what: str) -> str:
    killed = sum(not each.survived for each in found)
    return f"{killed:5} of {len(found):5} killed  {_score(found):5.1f} %  {what}"


def _score(found: Sequence[Mutant]) -> float:
    return 100 * sum(not each.survived for each in found) / len(found)

"""What was found in a part: the score of every file, and each survivor with its change.

`survivors.yaml` says why a survivor survives; a survivor that is not explained there is an error,
and so is a part below the goal.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from tests.mutation.parts import Part

EXPLAINED = Path(__file__).parent / "survivors.yaml"
GOAL = 90.0
ALIVE = {"survived", "no test"}

Result = Mapping[str, str]
"""file, function, change, and the outcome."""


def results_of(part: Part) -> list[Result]:
    """The results of the last run of a part."""
    if not part.results.exists():
        return []
    return list(json.loads(part.results.read_text("utf-8")))


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
    found, whys, unexplained = results_of(part), explained(), 0
    if not found:
        print(f"{part.name}: no mutant was tried")
        return 1
    for each in found:
        if each["outcome"] in ALIVE:
            why = whys.get((each["file"], each["function"], each["change"]))
            unexplained += why is None
            told = why or f"NOT EXPLAINED, {each['outcome']}"
            print(f"{each['file']}: {each['function']}: {each['change']}  [{told}]")
    for file in sorted({each["file"] for each in found}):
        print(_line([each for each in found if each["file"] == file], file))
    print(_line(found, f"{part.name}, {unexplained} survivors not explained"))
    return int(score(found) < GOAL or unexplained > 0)


def _line(found: Sequence[Result], what: str) -> str:
    return f"{killed(found):5} of {len(found):5} killed  {score(found):5.1f} %  {what}"


def killed(found: Sequence[Result]) -> int:
    """How many mutants were noticed."""
    return sum(each["outcome"] not in ALIVE for each in found)


def score(found: Sequence[Result]) -> float:
    """Killed mutants, in percent."""
    return 100 * killed(found) / len(found)

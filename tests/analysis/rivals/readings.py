"""Small questions with evidence, for tests of competing readings."""

from collections.abc import Iterable, Mapping
from typing import Any

from riskmemo.analysis.basis import Basis
from riskmemo.analysis.rivals.competing import competing
from riskmemo.evaluate import evaluate
from riskmemo.language.facts import rows_of
from riskmemo.language.program import Program
from riskmemo.model.case import Citation, Search
from riskmemo.model.competing import Competing
from riskmemo.model.grading import Credibility
from riskmemo.scoring.bands import tables_at
from tests.building import case, program, rule

NAMES = ("calm", "storm", "rain")
Data = Mapping[str, Any]


def bearing(name: str, match: Data, where: Iterable[Any] = (), **more: Any) -> Data:
    """A rule that only bears on hypotheses."""
    return rule(name, match, where, **{"contributes": None, **more})


def question(names: Iterable[str], rules: list[Any], **parts: Any) -> Program:
    """A ruleset with one question; hypotheses read no claim unless `parts` say so."""
    listed = list(names)
    return program(
        **{
            "hypotheses": {name: {"title": name.title()} for name in listed},
            "competing": {"weather": {"question": "What comes?", "hypotheses": listed}},
            "rules": rules,
            **parts,
        }
    )


def basis_of(
    given: Program, facts: Data, search: Mapping[str, Iterable[str]] | None = None, **parts: Any
) -> Basis:
    """A case with facts written in short, evaluated; `search` is a kind to grades of its search."""
    assumed = case(facts, **parts)
    if search:
        searches = tuple(_search(kind, grades) for kind, grades in search.items())
        assumed = assumed.model_copy(update={"searched": searches})
    found = evaluate(assumed, given, assumed.as_of)
    rows = rows_of(assumed, given.vocabulary)
    return Basis(assumed, rows, found, tables_at(given.ruleset.bands, assumed.as_of))


def _search(kind: str, grades: Iterable[str]) -> Search:
    cited = tuple(
        Citation(source=grade[0], credibility=Credibility(int(grade[1]))) for grade in grades
    )
    return Search(kind=kind, result="Nothing.", sources=cited)


def compared(given: Program, facts: Data, **parts: Any) -> Competing:
    """The one comparison of a case with facts written in short."""
    (found,) = competing(basis_of(given, facts, **parts))
    return found


def against(found: Competing) -> dict[str, float]:
    """Hypothesis to its inconsistency."""
    return {each.hypothesis: float(each.inconsistency) for each in found.readings}

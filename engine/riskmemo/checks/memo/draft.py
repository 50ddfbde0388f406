"""What the checks of a memo read: its texts, each with its role, and what they can cite."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from riskmemo.checks.memo.sentences import Sentence, sentences
from riskmemo.language.scope import Locate
from riskmemo.model.assessment import Assessment, RuleRecord
from riskmemo.model.case import Case
from riskmemo.model.prose import prose_of
from riskmemo.model.ruleset import Rule
from riskmemo.model.vocabulary import FieldType, Nature, Vocabulary

Path = tuple[str | int, ...]
Role = Literal[
    "statement", "because", "basis", "lead", "bottom line", "picture", "analysis", "claim",
    "evidence", "rule",
]  # fmt: skip
"""`analysis` is any other text of the analyst; `claim` what is said about a claim, never its own
wording; `evidence` what a fact states."""

PROSE: tuple[Role, ...] = (
    "statement", "because", "basis", "lead", "bottom line", "picture", "analysis",
)  # fmt: skip
"""The analyst's own sentences."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the memo, and where it stands in the document that `locate` knows."""

    path: Path
    text: str
    role: Role
    locate: Locate

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences in order."""
        return sentences(self.text)


@dataclass(frozen=True, slots=True)
class Kinds:
    """What a vocabulary says of kinds and their fields, as far as texts are judged by it."""

    nature: Mapping[str, Nature]
    identity: frozenset[tuple[str, str]]
    """Kind and field of texts that hold religion, ethnicity or kinship."""
    countries: frozenset[tuple[str, str]]
    """Kind and field of countries."""
    communities: frozenset[str] = frozenset()
    """Communities that the vocabulary names itself."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A memo before it is set: the case, its texts in order, and what its kinds mean."""

    case: Case
    passages: tuple[Passage, ...]
    kinds: Kinds
    prefix: Path
    """Where the case stands in its document."""
    locate: Locate

    def having(self, *roles: Role) -> Iterator[Passage]:
        """The texts of these roles."""
        return (each for each in self.passages if each.role in roles)

    def at(self, *path: str | int) -> Passage:
        """A place of the case that is no text of its own, for pointing at."""
        return Passage((*self.prefix, *path), "", "analysis", self.locate)


def draft_of_case(
    case: Case,
    vocabulary: Vocabulary,
    locate: Locate = lambda _: None,
    rules: Iterable[Rule] = (),
    locate_rule: Locate = lambda _: None,
) -> Draft:
    """The draft of a case, with the texts of the rules that its memo will show."""
    passages = (*_of_case(case, (), locate), *_of_rules(rules, locate_rule))
    return Draft(case, passages, _kinds_of_vocabulary(vocabulary), (), locate)


def draft_of_assessment(assessment: Assessment, locate: Locate = lambda _: None) -> Draft:
    """The draft of a stored assessment: its case stands under `case`."""
    prefix = ("case",)
    passages = (
        *_of_case(assessment.case, prefix, locate),
        *_of_rules(assessment.rules, locate),
    )
    return Draft(assessment.case, passages, _kinds_of_assessment(assessment), prefix, locate)


def _of_case(case: Case, prefix: Path, locate: Locate) -> Iterator[Passage]:
    for path, text in prose_of(case.analysis, (*prefix, "analysis")):
        role = _role_in_analysis(tuple(path)[len(prefix) + 1 :])
        if role:
            yield Passage(tuple(path), text, role, locate)
    for name, claim in case.claims.items():
        for path, text in prose_of(claim, (*prefix, "claims", name)):
            if _field(tuple(path)) in _ABOUT_CLAIMS:
                yield Passage(tuple(path), text, "claim", locate)
    for index, row in enumerate(case.indicators):
        yield Passage((*prefix, "indicators", index, "says"), row.says, "evidence", locate)


_ABOUT_CLAIMS = {"corroboration", "dissent_searched", "other_readings", "would_change_the_reading"}
_NO_TEXT = {"id", "level", "likelihood", "polarity", "audience"}
_ROLES: Mapping[tuple[str, str], Role] = {
    ("judgements", "statement"): "statement",
    ("judgements", "because"): "because",
    ("judgements", "basis"): "basis",
    ("bottom_line", "lead"): "lead",
    ("bottom_line", "text"): "bottom line",
    ("bottom_line", "basis"): "basis",
    ("picture", "text"): "picture",
}


def _role_in_analysis(path: Path) -> Role | None:
    """The role of a text by its path inside the analysis; none for words that are no sentence."""
    field = _field(path)
    return None if field in _NO_TEXT else _ROLES.get((str(path[0]), field), "analysis")


def _field(path: Path) -> str:
    return str(next(step for step in reversed(path) if isinstance(step, str)))


def _of_rules(rules: Iterable[Rule | RuleRecord], locate: Locate) -> Iterator[Passage]:
    read: Mapping[str, Callable[[Rule | RuleRecord], str | None]] = {
        "title": lambda rule: rule.title,
        "rationale": lambda rule: rule.rationale,
        "says": lambda rule: rule.says,
    }
    for index, rule in enumerate(rules):
        for field, value in read.items():
            text = value(rule)
            if text:
                yield Passage(("rules", index, field), text, "rule", locate)


def _kinds_of_vocabulary(vocabulary: Vocabulary) -> Kinds:
    fields = [
        (kind, name, field.type, spec.nature_of(name))
        for kind, spec in vocabulary.kinds.items()
        for name, field in spec.fields.items()
    ]
    swaps = [swap for swap in vocabulary.swaps if swap.identity]
    return Kinds(
        nature={kind: spec.nature for kind, spec in vocabulary.kinds.items()},
        identity=_identity(fields),
        countries=_countries(fields),
        communities=frozenset(value for swap in swaps for value in swap.values),
    )


def _kinds_of_assessment(assessment: Assessment) -> Kinds:
    fields = [
        (kind, name, field.type, field.nature)
        for kind, record in assessment.kinds.items()
        for name, field in record.fields.items()
    ]
    nature = {kind: record.nature for kind, record in assessment.kinds.items()}
    return Kinds(nature, _identity(fields), _countries(fields))


_Field = tuple[str, str, FieldType, Nature]


def _identity(fields: Iterable[_Field]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (kind, name)
        for kind, name, declared, nature in fields
        if declared is FieldType.TEXT and nature is Nature.IDENTITY
    )


def _countries(fields: Iterable[_Field]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (kind, name) for kind, name, declared, _ in fields if declared is FieldType.COUNTRY
    )

"""What rules say about their matches, for answers that are no memo."""

from collections.abc import Mapping

from riskmemo.evaluate import Evaluation
from riskmemo.language.types import Base, Type
from riskmemo.memo.formatting import Formats
from riskmemo.memo.says import Category, CountryCode, SaysWriter
from riskmemo.memo.says import Value as Shown
from riskmemo.memo.translated import wording_in
from riskmemo.model.facts import Value
from riskmemo.resources import language_named


class Sentences:
    """Fills in the sentences of one evaluation's rules."""

    def __init__(self, found: Evaluation) -> None:
        self._program, self._setting = found.program, found.setting
        self._fact = {fact.id: fact for fact in (*found.facts, *found.answer.findings)}
        language = language_named(found.program.ruleset.language)
        self._writer = SaysWriter(Formats(language), wording_in(language))

    def of(self, rule: str, facts: Mapping[str, str]) -> str:
        """What a rule says about facts (alias to id); its title where it has no sentence."""
        says = self._program.rule[rule].rule.says
        if says is None:
            return self._program.rule[rule].rule.title
        bound = {alias: self._values(name) for alias, name in facts.items()}
        return self._writer.sentence(says, bound, self._given())

    def _given(self) -> Mapping[str, Shown]:
        setting = self._setting
        return {
            "subject": CountryCode(setting.subject),
            "as_of": setting.as_of,
            "horizon": setting.horizon,
        }

    def _values(self, name: str) -> Mapping[str, Shown]:
        fact = self._fact[name]
        types = self._program.schemas[fact.kind].fields
        return {field: _shown(value, types[field]) for field, value in fact.values.items()}


def _shown(value: Value, declared: Type) -> Shown:
    if not isinstance(value, str):
        return value
    if declared.base is Base.COUNTRY:
        return CountryCode(value)
    return Category(value) if declared.base is Base.CATEGORY else value

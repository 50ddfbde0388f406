"""A state between two assessments made the long way: a whole case and a whole ruleset, by hand.

It shares nothing with the comparison but the names of the causes: the mixed ruleset is put together
as plain data and read again, and the definition of the language evaluates all of it.
"""

import json
from collections.abc import Mapping
from typing import Any

from riskmemo.analysis.basis import Basis
from riskmemo.engines import definition
from riskmemo.errors import InvalidInput
from riskmemo.evaluate import Evaluation
from riskmemo.language.facts import TypedRow
from riskmemo.language.ruleset import typed_ruleset
from riskmemo.model.case import Source
from riskmemo.model.facts import Fact, Setting
from riskmemo.model.ruleset import Ruleset

Data = dict[str, Any]
NODE_KEYS = {
    "of": "weights", "combine": "formula", "power": "formula", "match": "value", "where": "value",
    "value": "value", "missing": "missing", "cap": "cap", "floor": "floor", "round": "rounding",
    "polarity": "polarity",
}  # fmt: skip


class Plainly:
    """Two assessments, and the states in which some of the named causes have come about."""

    def __init__(self, old: Basis, new: Basis, causes: frozenset[str]) -> None:
        self.old, self.new, self.causes = old, new, causes

    def value(self, hypothesis: str | None, score: str, came: frozenset[str]) -> int | None:
        """A score in a state; raises `InvalidInput` where the mixed ruleset is refused."""
        program = typed_ruleset(self._ruleset(came), self.new.found.program.vocabulary)
        facts, setting = self._facts(came), self._setting(came)
        answer = definition.answer(program, facts, setting)
        found = Evaluation(program, setting, facts, answer, self._searched(came), ())
        return found.scores(hypothesis)[score].value

    def _is_new(self, cause: str, came: frozenset[str]) -> bool:
        return cause in came or cause not in self.causes

    # --- the case -----------------------------------------------------------------------------

    def _facts(self, came: frozenset[str]) -> tuple[Fact, ...]:
        rows = [{row.id: row for row in each.rows} for each in (self.old, self.new)]
        found = []
        for name in sorted(rows[0].keys() | rows[1].keys()):
            before, after = (each.get(name) for each in rows)
            some = after or before
            assert some is not None
            cause = f"{'claim' if some.kind == 'claim' else 'indicator'} {name}"
            if cause in self.causes:
                side = self.new if cause in came else self.old
                row = after if cause in came else before
                fact = row and self._fact(row, side, came, own=side.case.sources)
            else:
                fact = self._unmoved(before, after, came)
            found.append(fact)
        return tuple(fact for fact in found if fact)

    def _unmoved(
        self, before: TypedRow | None, after: TypedRow | None, came: frozenset[str]
    ) -> Fact | None:
        """A fact that is no cause: only its sources may differ."""
        if before is None or after is None:
            return None
        uses = {use.source: use for row in (before, after) for use in row.evidence.sources}
        evidence = before.evidence.model_copy(update={"sources": tuple(uses.values())})
        row = TypedRow(before.id, before.kind, evidence, before.values)
        return self._fact(row, self.old, came, own={})

    def _fact(
        self, row: TypedRow, side: Basis, came: frozenset[str], own: Mapping[str, Source]
    ) -> Fact | None:
        """A row as it is known on one side, with the sources of a state."""
        pool: dict[str, Source] = {}
        for name in self.old.case.sources.keys() | self.new.case.sources.keys():
            before, after = (each.case.sources.get(name) for each in (self.old, self.new))
            if before and after:
                pool[name] = after if self._is_new(f"source {name}", came) else before
            elif f"source {name}" in self.causes and name not in own:
                is_there = after if f"source {name}" in came else before
                if is_there:
                    pool[name] = is_there
            else:
                pool[name] = after or before  # type: ignore[assignment]
        return row.fact(pool, side.found.setting.as_of)

    def _setting(self, came: frozenset[str]) -> Setting:
        sides = [each.found.setting for each in (self.old, self.new)]
        names = ("as_of", "horizon", "subject")
        return Setting(*(getattr(sides[self._is_new(name, came)], name) for name in names))

    def _searched(self, came: frozenset[str]) -> frozenset[str]:
        old, new = self.old.found.searched, self.new.found.searched
        return frozenset(k for k in old | new if k in (new if f"search {k}" in came else old)) | (
            old & new
        )

    # --- the ruleset --------------------------------------------------------------------------

    def _ruleset(self, came: frozenset[str]) -> Ruleset:
        old, new = (
            json.loads(each.ruleset.model_dump_json(by_alias=True)) for each in (self.old, self.new)
        )
        rules = [{rule["id"]: rule for rule in each["rules"]} for each in (old, new)]
        return Ruleset.model_validate_json(
            json.dumps(
                {
                    **new,
                    "parameters": self._union("parameter", old, new, "parameters", came),
                    "hypotheses": {**old["hypotheses"], **new["hypotheses"]},
                    "bands": {**old["bands"], **new["bands"]},
                    "derive": self._derive(old, new, came),
                    "rules": list(self._rules(rules[0], rules[1], came)),
                    "scores": {
                        name: self._node(
                            name, old["scores"].get(name), new["scores"].get(name), came
                        )
                        for name in {**old["scores"], **new["scores"]}
                    },
                    "scale": new["scale"] if self._is_new("scale", came) else old["scale"],
                }
            )
        )

    def _union(self, what: str, old: Data, new: Data, key: str, came: frozenset[str]) -> Data:
        newest = {n: each for n, each in new[key].items() if self._is_new(f"{what} {n}", came)}
        return {**new[key], **old[key], **newest}

    def _kinds(self, given: Data) -> set[str]:
        return {*given["derive"], *(r["derives"]["kind"] for r in given["rules"] if r["derives"])}

    def _derive(self, old: Data, new: Data, came: frozenset[str]) -> Data:
        both = self._kinds(old) & self._kinds(new)
        found = self._union("kind", old, new, "derive", came)
        gone = {
            name
            for name in found
            if name in both
            and name not in (new if self._is_new(f"kind {name}", came) else old)["derive"]
        }
        return {name: body for name, body in found.items() if name not in gone}

    def _rules(self, old: Data, new: Data, came: frozenset[str]) -> Any:
        kinds = [
            {r["derives"]["kind"] for r in each.values() if r["derives"]} for each in (old, new)
        ]
        kinds[0] |= set(self.old.ruleset.derive)
        kinds[1] |= set(self.new.ruleset.derive)
        for name in {**old, **new}:
            rule = (new if self._is_new(f"rule {name}", came) else old).get(name)
            if rule:
                yield rule
                continue
            other = old.get(name) or new[name]
            if other["derives"] and other["derives"]["kind"] not in kinds[0] & kinds[1]:
                yield {**other, "contributes": None}

    def _node(self, name: str, old: Data | None, new: Data | None, came: frozenset[str]) -> Data:
        if old is None or new is None:
            return old or new or {}
        if ("of" in old, old.get("from")) != ("of" in new, new.get("from")):
            return new if self._is_new(f"score {name}", came) else old
        node = dict(new)
        for key, setting in NODE_KEYS.items():
            if key in node and not self._is_new(f"{setting} {name}", came):
                node[key] = old[key]
        return node


def refused(plainly: Plainly, hypothesis: str | None, score: str, came: frozenset[str]) -> bool:
    """Whether a state has no ruleset."""
    try:
        plainly.value(hypothesis, score, came)
    except InvalidInput:
        return True
    return False

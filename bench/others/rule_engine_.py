"""rule-engine: a rule language interpreted in Python, one `Rule` object a rule.

`in` and comprehensions do the joins. Numbers become `Decimal` whenever a row is read.
"""

import re
from functools import partial

import rule_engine

from bench.contestant import Contestant, Run, dicts
from bench.workload import THRESHOLDS, Case


def _threshold(text: str) -> str:
    name, sign, limit = text.split()
    return f'value["{name}"] != null and value["{name}"] {sign} {limit}'


OVER_ROWS = [
    "[t for t in tie if t.status == 'in_force']",
    "[t for t in tie if t.level >= 4]",
    "[t for t in tie if t.status == 'signed' and t.level > 2]",
    "[t for t in tie if t.partner in ['KAZ', 'UZB'] and t.level >= 2]",
    "[t for t in tie if t.status != 'announced' or t.level >= 5]",
    "not [t for t in tie if t.status == 'announced']",
    "not [t for t in tie if t.level < 1]",
    "not [t for t in tie if t.partner == 'TKM']",
    "not [t for t in tie if t.status == 'signed' and t.level < 2]",
    "not [t for t in tie if t.level > 4]",
    "[k for k in kin if k.share >= 0.03 and [t for t in tie if t.partner == k.state]]",
    "[t for t in tie if t.status == 'in_force' and [k for k in kin if k.state == t.partner]]",
    (
        "[t for t in tie if t.level >= 3"
        " and [k for k in kin if k.share >= 0.01 and k.state == t.partner]]"
    ),
    "[s for s in sensitivity if s.issue == 'border' and [t for t in tie if t.partner == s.state]]",
    "[t for t in tie if [s for s in sensitivity if s.state == t.partner and s.level > t.level]]",
    (
        "[t for t in tie if t.status == 'signed'"
        " and [s for s in sensitivity if s.state == t.partner and s.level >= 2]]"
    ),
    "[k for k in kin if k.share > 0.05 and [s for s in sensitivity if s.state == k.state]]",
    (
        "[s for s in sensitivity if s.level >= 3"
        " and [k for k in kin if k.state == s.state] and [t for t in tie if t.partner == s.state]]"
    ),
    (
        "[s for s in sensitivity if s.issue == 'minority'"
        " and [k for k in kin if k.state == s.state] and [t for t in tie if t.partner == s.state]]"
    ),
    (
        "[t for t in tie if [k for k in kin if k.state == t.partner]"
        " and [s for s in sensitivity if s.state == t.partner and t.level + s.level > 6]]"
    ),
    "[t for t in tie if not [s for s in sensitivity if s.state == t.partner]]",
    "[t for t in tie if not [k for k in kin if k.state == t.partner and k.share > 0.02]]",
    "[k for k in kin if not [t for t in tie if t.partner == k.state and t.status == 'in_force']]",
    "[s for s in sensitivity if not [t for t in tie if t.partner == s.state and t.level > 2]]",
    (
        "[k for k in kin"
        " if not [s for s in sensitivity if s.state == k.state and s.issue == 'minority']]"
    ),
]
"""`t.level` stands for `t["level"]`, as rule-engine 5 wants it."""


def _build() -> Run:
    over_rows = (re.sub(r"\b([tks])\.(\w+)", r'\1["\2"]', text) for text in OVER_ROWS)
    context = rule_engine.Context(resolver=rule_engine.resolve_item)
    texts = [*map(_threshold, THRESHOLDS), *over_rows]
    rules = [rule_engine.Rule(text, context=context) for text in texts]

    def total(case: Case) -> float:
        return sum(2.0 for rule in rules if rule.matches(case))

    return partial(map, total)


SINGLE = (Contestant("rule-engine", dicts, _build, every=5),)

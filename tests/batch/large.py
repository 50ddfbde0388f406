"""A panel with as many cases as a test wants, and a ruleset with one rule of each sort."""

from pathlib import Path

import pyarrow

from tests.batch.panels import DAY, LATER, parquet_panel
from tests.cli import documents

STATUSES = ("announced", "signed", "in_force")
PARTNERS = ("KAZ", "KGZ", "UZB", "TKM", "TJK")
RULES = """\
rules:
  - id: signed
    title: A tie is signed
    match: {tie: tie}
    where: ['tie.status == "signed"']
    contributes: {to: strain, points: 20}
    rationale: A signed tie binds.
    source: analyst's judgement
  - id: trade-with-partner
    title: A partner trades
    match: {tie: tie, flow: trade}
    where: [tie.partner == flow.partner, flow.value > 50]
    contributes:
      {to: strain, points: 30, strength: 'min(1, flow.value / 100)', per_rule: sum, cap: 60}
    rationale: Trade follows ties.
    source: analyst's judgement
  - id: alone
    title: No trade with a partner
    match: {tie: tie}
    unless: [{match: {flow: trade}, where: [flow.partner == tie.partner]}]
    contributes: {to: strain, points: 5, per_rule: sum, cap: 15}
    rationale: A tie without trade is thin.
    source: analyst's judgement
  - id: never
    title: Never
    match: {flow: trade}
    where: [flow.value < 0]
    contributes: {to: strain, points: 5}
    rationale: For the list of idle rules.
    source: analyst's judgement
scores:
  strain:
    {title: Strain, polarity: risk, from: rules, combine: sum, missing: zero, bands: three}
bands:
  three:
    - levels: [{label: Low, begins: 0}, {label: Middle, begins: 20}, {label: High, begins: 50}]
"""


def lay_out(folder: Path, cases: int) -> Path:
    """A ruleset, its vocabulary, and a panel of cases with four ties and three flows each."""
    documents.lay_out(folder)
    head = documents.RULESET.partition("rules:\n")[0]
    (folder / "ruleset.yaml").write_text(head + RULES, encoding="utf-8")
    parquet_panel(folder / "panel", tables(cases))
    return folder


def tables(cases: int) -> dict[str, pyarrow.Table]:
    """The tables, whose values look random and are not."""
    four = [(case, n) for case in range(cases) for n in range(4)]
    three = [(case, n) for case in range(cases) for n in range(3)]
    return {
        "cases": pyarrow.table(
            {
                "case_id": [f"C{case}" for case in range(cases)],
                "subject": ["MNG"] * cases,
                "as_of": [DAY] * cases,
                "horizon": [LATER] * cases,
            }
        ),
        "tie": pyarrow.table(
            {
                "case_id": [f"C{case}" for case, _ in four],
                "id": [f"T{n}" for _, n in four],
                "known": [DAY] * len(four),
                "partner": [PARTNERS[_mixed(case, n) % 5] for case, n in four],
                "status": [STATUSES[_mixed(n, case) % 3] for case, n in four],
            }
        ),
        "trade": pyarrow.table(
            {
                "case_id": [f"C{case}" for case, _ in three],
                "id": [f"F{n}" for _, n in three],
                "known": [DAY] * len(three),
                "partner": [PARTNERS[_mixed(case + 7, n) % 5] for case, n in three],
                "value": [
                    None if _mixed(case, n) % 17 == 0 else float(_mixed(n + 5, case) % 100)
                    for case, n in three
                ],
            }
        ),
    }


def _mixed(one: int, other: int) -> int:
    return (one * 2654435761 + other * 40503 + 12345) % 2**32 >> 9

"""Small valid documents, and a folder that holds them, for tests of commands and explanations."""

from pathlib import Path

VOCABULARY = """\
riskmemo: vocabulary/1
id: small
version: 1.0.0
title: A small vocabulary
doc: Just enough kinds for examples.
kinds:
  tie:
    title: Tie
    doc: An instrument between two states.
    nature: structure
    fields:
      partner: {type: country, required: true, doc: The other state.}
      status: {type: category, values: [announced, signed, in_force], doc: How far it has come.}
      name: {type: text, doc: Its name.}
      patron: {type: text, doc: The community that keeps it up.}
  trade:
    title: Trade
    doc: Trade with a partner in a year.
    nature: economic
    fields:
      partner: {type: country, doc: The other state.}
      value: {type: number, unit: USD, min: 0, doc: Imports and exports together.}
      distance: {type: number, unit: km, min: 0, doc: How far the goods go.}
      share: {type: share, doc: Share of all trade.}
      landlocked: {type: bool, doc: Whether the partner has no coast.}
  minority:
    title: Minority
    doc: A minority and its kin state.
    nature: identity
    fields:
      kin_state: {type: country, doc: The state of its kin.}
      region: {type: text, doc: Where it lives.}
      population_share: {type: share, doc: Its share of the population.}
  act:
    title: Documented act
    doc: What an organisation did.
    nature: conduct
    fields:
      organisation: {type: text, doc: Who did it.}
      place: {type: text, doc: Where.}
  claim:
    title: Claim
    doc: What somebody asserts.
    nature: claim
    fields:
      topic: {type: category, values: [trade, security], doc: What it is about.}
swaps:
  - id: patron
    title: Another patron
    doc: Another community keeps the tie up.
    fields: [tie.patron]
    values: [another community]
    identity: true
"""

CASE = """\
riskmemo: case/1
id: small-case
title: A small case
question: What follows?
subject: MNG
as_of: 2025-06-30
horizon: 2026-06-30
vocabulary: ./vocabulary.yaml
sources:
  S1: {publisher: A ministry, title: A report, date: 2025-06-01, reliability: B}
  S2: {publisher: An agency, title: A note, date: 2025-06-02, reliability: C}
indicators:
  - id: E1
    kind: tie
    date: 2025-05-01
    fields: {partner: KGZ, status: signed}
    sources: [{source: S1, credibility: 2}]
    says: A tie was signed.
"""

RULESET = """\
riskmemo: ruleset/1
id: small-rules
version: 1.0.0
title: Small rules
vocabulary: ./vocabulary.yaml
rules:
  - id: new-tie
    title: A tie is signed
    match: {tie: tie}
    where: ['tie.status == "signed"']
    contributes: {to: opening, points: 40}
    rationale: A signed tie opens doors.
    source: analyst's judgement
scores:
  opening:
    {title: Opening, polarity: opportunity, from: rules, combine: sum, missing: zero, bands: five}
bands:
  five: [{levels: [{label: Low, begins: 0}, {label: High, begins: 50}]}]
"""

EXAMPLES = """\
riskmemo: test/1
case: ../case.yaml
tests:
  - name: a signed tie counts
    expect: {matches: {new-tie: 1}, scores: {opening: 40}}
"""


def lay_out(folder: Path) -> Path:
    """A case and a ruleset with its vocabulary and worked examples; returns the folder."""
    written = {
        "vocabulary.yaml": VOCABULARY,
        "case.yaml": CASE,
        "ruleset.yaml": RULESET,
        "tests/examples.yaml": EXAMPLES,
    }
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder

"""A case file is read whole: every mistake in it is told in one run, where it was written."""

# ruff: noqa: E501  (messages are compared whole, one a line)

import json
from pathlib import Path

import pytest

from riskmemo.hashes import content_hash
from riskmemo.loading import load_case
from riskmemo.source.document import read_text
from riskmemo.source.tree import plain
from tests.loading.files import HEAD, case_file, mistakes_of

USE = "says: A, sources: [{source: S1, credibility: 2}]"
INDICATORS = f"""\
indicators:
  - {{id: T1, kind: tie, fields: {{partner: Kazakhstan, status: sined, cost: 2000, weight: 3}}, {USE}}}
  - {{id: T2, kind: tie, fields: {{partner: KAZ, open: 1, signed_on: 2025-13-01, name: 5, nam: x}}, {USE}}}
  - {{id: T3, kind: ties, fields: {{}}, {USE}}}
  - {{id: T1, kind: tie, fields: {{partner: KAZ}}, {USE}}}
  - {{id: C1, kind: tie, fields: {{}}, {USE}}}
  - {{id: T5, kind: tie, fields: {{partner: KAZ}}, says: A, sources: [{{source: S2, credibility: 2}}]}}
  - {{id: T6, kind: tie, fields: {{partner: KAZ}}, says: A, sources: [{{source: S3, credibility: 2}}]}}
"""
REST = """\
claims:
  C1:
    speaker: Minister
    wording: It spills over.
    statement: forecast
    sources: [{source: S1, credibility: 3}]
    corroboration: None found.
    fields: {topic: spilover}
    dissent: [{who: Scholar, wording: It does not., sources: [{source: S9, credibility: 1}]}]
searched:
  - {kind: acts, result: Nothing.}
  - {kind: act, result: Nothing., sources: [{source: S0, credibility: 1}]}
analysis:
  bottom_line: {lead: 'So [T9].', text: 'It [sic] does [T1, S1].', confidence: {level: low, basis: '[X]'}}
  judgements:
    - {id: J1, statement: It is very likely., likelihood: very likly, confidence: {level: low, basis: B}, because: '[C1]'}
    - {id: J2, statement: It may be so., likelihood: likely, confidence: {level: low, basis: B}, because: B}
"""


def test_every_mistake_of_meaning_is_told(tmp_path: Path) -> None:
    """Fields, kinds, ids, sources, searches, judgements and citations are checked in one run."""
    text = HEAD.replace("subject: MNG", "subject: MNX") + INDICATORS + REST
    known = "known here: `C1`, `S1`, `S2`, `T1`, `T2`, `T3`, `T5`, `T6`"
    assert mistakes_of(load_case, case_file(tmp_path, text)) == [
        "5:10 unknown-country: `MNX` is not an ISO 3166-1 alpha-3 code | did you mean `OMN`?",
        "13:43 unknown-country: `Kazakhstan` is not an ISO 3166-1 alpha-3 code | write `KAZ`",
        "13:63 unknown-category: `sined` is none of the field's values | did you mean `signed`?",
        (
            "13:76 out-of-range: 2000 is not plausible here: it must be at least 0 and at most 1000 | "
            "check the figure and its unit (USD)"
        ),
        "13:90 not-a-share: a share runs from 0 to 1, not 3 | 3 % is written 0.03: write `0.03`",
        "14:54 wrong-type: a number stands where a bool is needed | write `true` or `false`",
        "14:68 not-a-date: `2025-13-01` is not a date | write year-month-day, as `2025-07-21`",
        "14:86 wrong-type: a number stands where a text is needed | put it in quotes",
        "14:94 unknown-field: the kind `tie` has no field `nam` | did you mean `name`?",
        "15:20 unknown-kind: the vocabulary `small` has no kind `ties` | did you mean `tie`?",
        "16:10 duplicate-id: the id `T1` is used twice | give each indicator and claim its own id",
        "17:10 duplicate-id: the id `C1` is used twice | give each indicator and claim its own id",
        "17:33 missing-field: a `tie` must state `partner` | add `partner:` (The other state.)",
        (
            "18:5 known-missing: nothing says when this became known: its sources have no date | "
            "add `known:` with the day on which you could know it"
        ),
        "19:77 unknown-source: there is no source `S3` | known here: `S1`, `S2`",
        "27:21 unknown-category: `spilover` is none of the field's values | did you mean `spillover`?",
        "28:72 unknown-source: there is no source `S9` | known here: `S1`, `S2`",
        "30:12 unknown-kind: the vocabulary `small` has no kind `acts` | did you mean `act`?",
        "31:54 unknown-source: there is no source `S0` | known here: `S1`, `S2`",
        f"33:23 unknown-citation: `[T9]` cites nothing in this case | {known}",
        f"33:100 unknown-citation: `[X]` cites nothing in this case | {known}",
        "35:59 unknown-likelihood: `very likly` is no term of ICD 203 | did you mean `very likely`?",
        (
            "36:27 likelihood-not-said: the statement does not say `likely` | "
            "use the likelihood words in the sentence itself"
        ),
    ]


SHAPE = f"""\
indicators:
  - {{id: T1, kind: tie, field: {{partner: KAZ}}, says: A, sources: [{{source: S1, credibility: 7}}]}}
  - {{id: 1T, kind: Tie, fields: {{partner: KAZ}}, says: '', sources: []}}
  - {{id: T4, kind: tie, fields: {{partner: KAZ}}, {USE}, date: 2025-02-30}}
  - {{id: T5, kind: tie, fields: {{partner: KAZ}}, {USE}, until: 2025-02-03}}
  - {{id: T6, kind: tie, fields: {{partner: KAZ}}, says: A, sources: [{{source: S1, credibility: 2, lokator: p}}]}}
  - a tie with Kazakhstan
  - {{id: T8, kind: tie, fields: {{partner: KAZ, weight: 4}}, {USE}}}
lexicon: icd
masthed: {{}}
claims:
  C1: {{speaker: M, wording: W, statement: guess, sources: [{{source: S1, credibility: 3}}], corroboration: N, dissent_searched: X}}
  C2: {{speaker: M, wording: W, statement: opinion, sources: [{{source: S1, credibility: 3}}], corroboration: N}}
analysis: {{judgement: []}}
tables: {{kind: tie}}
"""


def test_every_mistake_of_shape_is_told(tmp_path: Path) -> None:
    """Keys, values, ids and dates of the wrong shape are told beside the mistakes of the rest."""
    text = HEAD.replace("reliability: B", "reliability: G") + SHAPE
    ids = "a letter first, at most 64 characters"
    assert mistakes_of(load_case, case_file(tmp_path, text)) == [
        "10:73 unknown-value: `G` is not a value of `reliability` | known here: `A`, `B`, `C`, `D`, `E`, `F`",
        "13:5 missing-key: `fields` is missing | add `fields:`",
        "13:25 unknown-key: there is no key `field` here | did you mean `fields`?",
        "13:93 unknown-value: `7` is not a value of `credibility` | known here: `1`, `2`, `3`, `4`, `5`, `6`",
        f"14:10 bad-id: `1T` cannot be a name | use ASCII letters, digits, `_` and `-`, {ids}",
        f"14:20 bad-id: `Tie` cannot be a name | use ASCII small letters, digits and `_`, {ids}",
        "14:55 empty-value: `says` is empty | write something, or leave the key out",
        "14:68 empty-value: `sources` is empty | write something, or leave the key out",
        "15:105 not-a-date: `2025-02-30` is not a date | write year-month-day, as `2025-07-21`",
        "16:5 inconsistent: `until` is the last day and needs a `date` that is not later",
        "17:97 unknown-key: there is no key `lokator` here | did you mean `locator`?",
        "18:5 wrong-type: item 6 of `indicators` needs a mapping (`key: value`), not text",
        "19:56 not-a-share: a share runs from 0 to 1, not 4 | 3 % is written 0.03: write `0.04`",
        "20:10 unknown-value: `icd` is not a value of `lexicon` | did you mean `icd203`?",
        "21:1 unknown-key: there is no key `masthed` here | did you mean `masthead`?",
        (
            "23:43 unknown-value: `guess` is not a value of `statement` | "
            "known here: `allegation`, `forecast`, `opinion`, `report`"
        ),
        "24:7 inconsistent: a claim needs `dissent`, or `dissent_searched` saying where none was found",
        "25:12 unknown-key: there is no key `judgement` here | did you mean `judgements`?",
        "26:9 wrong-type: `tables` needs a list (`- item`), not a mapping",
    ]


@pytest.mark.parametrize(
    ("likelihood", "told"),
    [
        ("{low: 0.5}", "missing-key: `high` is missing | add `high:`"),
        ("{low: 0.6, high: 0.6}", "inconsistent: `low` must be less than `high`"),
        ("{low: 0.6, hihg: 0.7}", "unknown-key: there is no key `hihg` here | did you mean `high`?"),
        ("{low: a, high: 0.7}", "wrong-type: `low` needs a number, not text"),
        ("[0.6, 0.7]", "wrong-type: `likelihood` needs text, not a list"),
        ("true", 'wrong-type: `likelihood` needs text, not true or false | put it in quotes: `"true"`'),
        ("''", "empty-value: `likelihood` is empty | write something, or leave the key out"),
        ("0.62", "likelihood-not-said: the statement does not say `likely`, and 62% is that in ICD 203"),
        ("0.995", "likelihood-between-steps: 99.5% lies in no step of ICD 203 | write `{low: 0.95, high: 0.99}` (almost certain, 95–99%)"),
        ("{low: 0.5, high: 7}", "not-a-share: a probability runs from 0 to 1, not 7"),
    ],
)  # fmt: skip
def test_a_likelihood_of_the_wrong_form_is_told_as_that_form(
    likelihood: str, told: str, tmp_path: Path
) -> None:
    """Words, a number or a range: only what is wrong with the form that was meant is told."""
    judgement = f"{{id: J1, statement: So., likelihood: {likelihood}, confidence: {{level: low, basis: B}}, because: B}}"
    text = f"{HEAD}analysis:\n  judgements:\n    - {judgement}\n"
    found = mistakes_of(load_case, case_file(tmp_path, text))
    assert any(told in each for each in found), found
    assert all(each.startswith("14:") for each in found)


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("as_of: 2025-07-21\n", "", "1:1 missing-key: `as_of` is missing | add `as_of:`"),
        ("MNG", "mng", "5:10 unknown-country: `mng` is not an ISO 3166-1 alpha-3 code | write three capitals, as `MNG`"),
        ("case/1", "case/2", "1:11 unknown-value: `case/2` is not a value of `riskmemo` | did you mean `case/1`?"),
        ("2025-07-21", "21.7.2025", "6:8 not-a-date: `21.7.2025` is not a date | write year-month-day, as `2025-07-21`"),
        ("2025-07-21", "2025-W30-1", "6:8 not-a-date: `2025-W30-1` is not a date | write year-month-day, as `2025-07-21`"),
        ("2026-07-21", "2025-07-20", "1:1 inconsistent: `horizon` must not lie before `as_of`"),
        ("title: Small", "title: 5", '3:8 wrong-type: `title` needs text, not a number | put it in quotes: `"5"`'),
        ("id: small", "id: Small", "2:5 bad-id: `Small` cannot be a name | use ASCII small letters, digits, `_` and `-`, a letter first, at most 64 characters"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_head_of_a_case(
    tmp_path: Path, written: str, instead: str, told: str
) -> None:
    """What a case says of itself is checked like everything else."""
    assert mistakes_of(load_case, case_file(tmp_path, HEAD.replace(written, instead, 1))) == [told]


GOOD = f"""\
indicators:
  - {{id: T1, kind: tie, date: 2024-05-01, fields: {{partner: NOR, weight: 0.25, name: "é"}}, {USE}}}
"""


def test_layout_plays_no_part_in_the_content(tmp_path: Path) -> None:
    """The same case with a byte order mark, CRLF, comments, other order or as JSON has one hash."""
    text = HEAD + GOOD
    data = plain(read_text(text, "case.yaml"))
    versions = {
        "plain.yaml": text.encode(),
        "bom.yaml": b"\xef\xbb\xbf" + text.encode(),
        "crlf.yaml": text.replace("\n", "\r\n").encode(),
        "comments.yaml": ("# A comment.\n\n" + text.replace("\n", "\n\n# Another.\n")).encode(),
        "order.yaml": (GOOD + HEAD).encode(),
        "case.json": json.dumps(data).encode(),
        "indented.json": json.dumps(data, indent=3, ensure_ascii=False).encode(),
    }
    case_file(tmp_path, text)
    hashes = set()
    for name, content in versions.items():
        (tmp_path / name).write_bytes(content)
        hashes.add(content_hash(load_case(tmp_path / name)))
    assert len(hashes) == 1
    changed = case_file(tmp_path, text.replace("0.25", "0.26"))
    assert content_hash(load_case(changed)) not in hashes


def test_norway_stays_text_and_one_is_a_share(tmp_path: Path) -> None:
    """`NO` is no boolean but two letters of a country, and a whole `1` is a share."""
    path = case_file(tmp_path, (HEAD + GOOD).replace("NOR, weight: 0.25", "NO, weight: 1"))
    assert mistakes_of(load_case, path) == [
        "13:61 unknown-country: `NO` is not an ISO 3166-1 alpha-3 code | write `NOR`"
    ]

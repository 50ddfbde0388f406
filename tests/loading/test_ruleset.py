"""A ruleset file is read whole: mistakes of shape and of meaning are told in one run."""

# ruff: noqa: E501  (messages are compared whole, one a line)

from pathlib import Path

import pytest

from riskmemo.errors import InvalidInput
from riskmemo.loading import load_ruleset, load_vocabulary
from tests.loading.files import VOCABULARY, mistakes_of

HEAD = """\
riskmemo: ruleset/1
id: small
version: '1'
title: Small
vocabulary: ./small.yaml
"""
TAIL = "contributes: {to: risk, points: 1}, rationale: R, source: S}"
SCORES = """\
scores:
  risk: {title: Risk, polarity: risk, from: rules, combine: sum, missing: zero}
"""


def ruleset_file(folder: Path, text: str) -> Path:
    """A ruleset file beside its vocabulary."""
    (folder / "small.yaml").write_text(VOCABULARY, encoding="utf-8")
    path = folder / "ruleset.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_ruleset_is_found_by_its_file_or_its_folder(tmp_path: Path) -> None:
    """Either names it, and its vocabulary is found beside it."""
    path = ruleset_file(tmp_path, HEAD + SCORES)
    assert load_ruleset(path).vocabulary.id == "small"
    assert load_ruleset(tmp_path).ruleset == load_ruleset(str(path)).ruleset


def test_mistakes_of_shape_and_meaning_come_together(tmp_path: Path) -> None:
    """A rule that cannot be read does not hide what is wrong in the others, nor make new mistakes."""
    text = f"""\
{HEAD}{SCORES}rules:
  - {{id: a, title: T, match: {{t: tie}}, wher: [t.open], {TAIL}
  - {{id: b, title: T, match: {{t: tie}}, where: ['t.cost > "x"', t.weight > 2], {TAIL}
  - {{id: c, title: T, match: {{t: tie}}, rationale: R, source: S}}
  - {{id: d, title: T, match: {{t: tie}}, contributes: {{to: risk, points: 1, per_rule: sum}}, rationale: R, source: S}}
  - {{id: e, title: T, match: {{}}, {TAIL}
  - {{id: f, title: T, match: {{t: tie}}, contributes: {{to: risk, points: many}}, rationale: R, source: S}}
  - {{id: g, title: T, match: {{t: tie}}, contributes: {{to: risk, points: 1, per_rule: plus}}, rationale: R, source: S}}
  - {{id: h, title: T, match: {{a: tie, b: tie, c: tie, d: tie, e: tie}}, {TAIL}
parameter: {{x: 1}}
"""
    assert mistakes_of(load_ruleset, ruleset_file(tmp_path, text)) == [
        "9:40 unknown-key: there is no key `wher` here | did you mean `where`?",
        "10:49 wrong-type: a number in USD is never compared with a text",
        "10:75 not-a-share: a share runs from 0 to 1, not 2 | 3 % is written 0.03: write `0.02`",
        "11:5 inconsistent: a rule needs `contributes`, `derives` or `bears_on`",
        "12:53 inconsistent: `per_rule: sum` needs a `cap`, and only `sum` takes one",
        "13:30 empty-value: `match` is empty | write something, or leave the key out",
        "14:72 wrong-type: `points` needs a number, not text",
        "15:85 unknown-value: `plus` is not a value of `per_rule` | known here: `max`, `noisy_or`, `sum`",
        "16:30 too-many: `match` has more than 4 entries or characters | split it",
        "17:1 unknown-key: there is no key `parameter` here | did you mean `parameters`?",
    ]


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ("{title: T, polarity: risk, from: rule, combine: sum, missing: zero}", "7:43 unknown-value: `rule` is not a value of `from` | did you mean `rules`?"),
        ("{title: T, polarity: risk, combine: sum, missing: zero}", "7:3 missing-key: `of` is missing | add `of:`"),
        ("{title: T, polarity: rik, from: rules, combine: sum, missing: zero}", "7:31 unknown-value: `rik` is not a value of `polarity` | did you mean `risk`?"),
        ("{title: T, polarity: risk, from: rules, combine: min, missing: zero}", "7:59 unknown-value: `min` is not a value of `combine` | known here: `max`, `noisy_or`, `sum`"),
        ("{title: T, polarity: risk, from: rules, combine: sum, missing: renormalise}", "7:73 unknown-value: `renormalise` is not a value of `missing` | known here: `require`, `worst`, `zero`"),
        ("{title: T, polarity: risk, of: {risk: 1}, combine: max, missing: zero, power: 2}", "7:10 inconsistent: `generalised_mean` needs a `power`, and only it takes one"),
        ("{title: T, polarity: risk, of: {risk: 2}, combine: max, missing: zero}", "7:10 inconsistent: `max` has no weights: write 1 for each part"),
        ("{title: T, polarity: risk, of: {risk: 1}, combine: generalised_mean, power: 0, missing: zero}", "7:10 inconsistent: a power of 0 is the geometric mean: write `combine: geometric_mean`"),
        ("{title: T, polarity: risk, of: {risk: 0}, combine: sum, missing: zero}", "7:48 out-of-range: `risk`: input should be greater than 0, not `0`"),
        ("{title: T, polarity: risk, of: {risk: 1}, combine: sum, missing: {minimum_coverage: 2}}", "7:94 out-of-range: `minimum_coverage`: input should be less than or equal to 1, not `2`"),
        ("{title: T, polarity: risk, of: {risk: 1}, combine: sum, missing: zero, round: {digits: 7}}", "7:97 out-of-range: `digits`: input should be less than or equal to 6, not `7`"),
    ],
)  # fmt: skip
def test_a_score_node_of_the_wrong_shape(tmp_path: Path, node: str, told: str) -> None:
    """A leaf or branch is told where it is wrong, in the words of the form it was meant to have."""
    path = ruleset_file(tmp_path, f"{HEAD}scores:\n  top:   {node}\n{SCORES.partition(chr(10))[2]}")
    assert mistakes_of(load_ruleset, path) == [told]


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("values: [announced, signed, in_force]", "values: []", "13:15 inconsistent: `values` lists what a category may be, and only a category has it"),
        ("weight: {type: share", "weight: {type: share, unit: km", "15:15 inconsistent: only a number has a `unit`"),
        ("cost: {type: number, unit", "date: {type: number, unit", "8:5 inconsistent: every kind already has `date`; it is written beside `fields`"),
        ("organisation: {type", "organization: {type", "20:5 inconsistent: a kind of nature `conduct` needs the field `organisation`"),
        ("nature: conduct", "nature: conducts", "22:13 unknown-value: `conducts` is not a value of `nature` | did you mean `conduct`?"),
        ("type: country", "type: state", "12:23 unknown-value: `state` is not a value of `type` | did you mean `date`?"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_vocabulary(tmp_path: Path, written: str, instead: str, told: str) -> None:
    """A vocabulary is checked with the ruleset that speaks it, in its own file."""
    path = tmp_path / "small.yaml"
    path.write_text(VOCABULARY.replace(written, instead, 1), encoding="utf-8")
    assert mistakes_of(load_vocabulary, path) == [told]


def test_a_vocabulary_that_does_not_exist(tmp_path: Path) -> None:
    """A shipped vocabulary is named by its id; another is offered where it is misspelt."""
    path = ruleset_file(tmp_path, HEAD.replace("./small.yaml", "geopolitic") + SCORES)
    with pytest.raises(InvalidInput) as refused:
        load_ruleset(path)
    (mistake,) = refused.value.mistakes
    assert (mistake.code, mistake.help) == ("unknown-vocabulary", "did you mean `geopolitics`?")

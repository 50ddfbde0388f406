"""A screening says what an assessment says, without what explains it."""

import datetime
from pathlib import Path

import pytest

import riskmemo
from riskmemo.errors import InvalidInput
from riskmemo.evaluate import installed_engines

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "examples").glob("*/case.yaml"))
RULESETS = {
    "mongolia-central-asia": "central-asia-pivot",
    "zambia-copper-corridors": "copper-and-corridors",
    "new-zealand-human-development": "human-development",
}
MONGOLIA = ROOT / "examples/mongolia-central-asia/case.yaml"


@pytest.mark.parametrize("engine", installed_engines())
@pytest.mark.parametrize("file", CASES, ids=lambda file: file.parent.name)
def test_says_what_the_assessment_says(file: Path, engine: str) -> None:
    """Scores, bands, coverage, matches and gaps are those of the whole assessment."""
    case = riskmemo.load_case(file)
    ruleset = riskmemo.load_ruleset(RULESETS[file.parent.name])
    whole = riskmemo.assess(case, ruleset)
    screened = riskmemo.screen(case, ruleset, engine=engine)
    assert list(screened.scenarios) == [scenario.id for scenario in whole.scenarios]
    for scenario in whole.scenarios:
        assert {
            name: (each.value, each.band, each.coverage)
            for name, each in screened.scenarios[scenario.id].items()
        } == {
            name: (each.value, each.band, each.coverage) for name, each in scenario.scores.items()
        }
    assert screened.matches == whole.matches
    assert [(gap.rule, gap.facts, gap.points) for gap in screened.gaps] == [
        (gap.rule, gap.facts, gap.points) for gap in whole.gaps
    ]
    assert screened.not_yet_known == whole.not_yet_known
    assert screened.hashes == whole.hashes
    assert screened.computed.engines == (engine,)


def test_the_cut_off_holds() -> None:
    """What became known after another cut-off is named and not used."""
    case, ruleset = riskmemo.load_case(MONGOLIA), riskmemo.load_ruleset("central-asia-pivot")
    early = riskmemo.screen(case, ruleset, as_of=datetime.date(2024, 6, 30))
    whole = riskmemo.assess(case, ruleset, as_of=datetime.date(2024, 6, 30))
    assert early.as_of == datetime.date(2024, 6, 30)
    assert early.not_yet_known == whole.not_yet_known != ()


def test_json_reads_back() -> None:
    """The JSON of a screening is a screening."""
    case, ruleset = riskmemo.load_case(MONGOLIA), riskmemo.load_ruleset("central-asia-pivot")
    screened = riskmemo.screen(case, ruleset)
    again = type(screened).model_validate_json(screened.model_dump_json(), strict=False)
    assert again == screened


def test_another_vocabulary_is_refused() -> None:
    """A case in other words than the ruleset's is refused as `assess` refuses it."""
    case = riskmemo.load_case(MONGOLIA)
    with pytest.raises(InvalidInput, match="the case speaks `geopolitics`"):
        riskmemo.screen(case, riskmemo.load_ruleset("human-development"))

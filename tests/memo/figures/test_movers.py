"""The tornado: where a total would be with each uncertain thing at its ends."""

from decimal import Decimal
from typing import Any

from riskmemo.model import Assessment
from tests.memo.figures.drawn import figures, rows, texts


def _risk(found: Assessment) -> Any:
    return figures(found)["figure-movers-risk"]


def _moved_by(found: Assessment, change: int) -> Assessment:
    """The example in which every trial of risk has another change."""
    assert found.analyses is not None
    assert found.analyses.sensitivity is not None
    sensitivity = found.analyses.sensitivity
    movers = tuple(
        each.model_copy(
            update={
                "trials": tuple(
                    trial.model_copy(update={"change": Decimal(change)}) for trial in each.trials
                )
            }
        )
        for each in sensitivity.roots["risk"]
    )
    changed = sensitivity.model_copy(update={"roots": {**sensitivity.roots, "risk": movers}})
    return found.model_copy(
        update={"analyses": found.analyses.model_copy(update={"sensitivity": changed})}
    )


def test_the_widest_swing_comes_first(mongolia: Assessment) -> None:
    """Each bar runs from the lowest to the highest score, with both numbers."""
    found = rows(_risk(mongolia), "movers")
    assert (found[0]["label"], found[0]["more"]) == ("Weight of Dependence in", "Risk")
    assert (found[0]["low_label"], found[0]["high_label"]) == ("27.1", "30.7")
    assert len(found) == 8


def test_better_and_worse_have_their_colours(mongolia: Assessment) -> None:
    """Less risk is the colour of opportunity, less opportunity that of risk."""
    risk = rows(_risk(mongolia), "movers")[0]
    assert (risk["low_tone"], risk["high_tone"]) == ("opportunity", "risk")
    other = rows(figures(mongolia)["figure-movers-opportunity"], "movers")[0]
    assert (other["low_tone"], other["high_tone"]) == ("risk", "opportunity")


def test_a_thing_that_moves_one_way_has_one_number(mongolia: Assessment) -> None:
    """No bar and no number stand where nothing moves."""
    found = texts(figures(mongolia)["figure-movers-opportunity"])
    assert found.count("now 44.9") == 1
    assert "44.9" not in found


def test_the_title_says_that_nothing_leaves_the_band(mongolia: Assessment) -> None:
    """The finding is about the band, in words."""
    assert _risk(mongolia).title == "Nothing uncertain moves Risk out of Guarded alone."
    assert rows(_risk(mongolia), "boundaries") == []


def test_the_title_counts_what_leaves_the_band(mongolia: Assessment) -> None:
    """Where things do, the boundary is drawn and named on both sides."""
    figure = _risk(_moved_by(mongolia, 12))
    assert figure.title == "8 uncertain things, each alone, can move Risk out of Guarded."
    assert [(each["value"], each["label"]) for each in rows(figure, "boundaries")] == [
        (40.0, "Guarded | Moderate")
    ]
    assert "Guarded | Moderate" in texts(figure)


def test_a_boundary_close_by_belongs_into_the_picture(mongolia: Assessment) -> None:
    """One that is nearly reached shows how far it is."""
    figure = _risk(_moved_by(mongolia, 10))
    assert figure.title == "Nothing uncertain moves Risk out of Guarded alone."
    assert [each["value"] for each in rows(figure, "boundaries")] == [40.0]


def test_a_score_without_bands_says_what_moves_it_most(mongolia: Assessment) -> None:
    """There is no band to leave."""
    ruleset = mongolia.ruleset.model_copy(update={"node_bands": {}})
    figure = _risk(mongolia.model_copy(update={"ruleset": ruleset}))
    assert figure.title == "Weight of Dependence in Risk moves Risk most, from 27.1 to 30.7."


def test_alike_things_are_told_apart(mongolia: Assessment) -> None:
    """A figure that an indicator gives is named with it and with whom it is about."""
    details = [each["detail"] for each in rows(_risk(mongolia), "movers")]
    assert "E64 · China" in details
    assert "E67 · Kazakhstan · China" in details

"""What has changed: each kind of cause gets what it gives, and what is no score is told beside."""

import datetime
import itertools
from decimal import Decimal
from typing import Any

import pytest

import riskmemo
from riskmemo.analysis.basis import Basis
from riskmemo.analysis.comparing import compare as comparing
from riskmemo.errors import InvalidInput
from riskmemo.language.ruleset import typed_ruleset
from riskmemo.model.comparison import Cause, Comparison, ScoreDifference
from riskmemo.model.vocabulary import Vocabulary
from tests.building import GEOGRAPHY, LEAF, case, program, rule, ruleset, vocabulary

Data = dict[str, Any]
TIE = {"kind": "tie", "level": 1}
PER_TIE = {"to": "risk", "points": 10, "per_rule": "sum", "cap": 90}
EACH_TIE = [rule("each", {"t": "tie"}, contributes=PER_TIE)]


def basis(facts: Data, rules: Any = EACH_TIE, *, as_of: str | None = None, **parts: Any) -> Basis:
    """A case with facts in short, examined with some rules; `of_case` are parts of the case."""
    written = case(facts, **parts.pop("of_case", {}))
    day = datetime.date.fromisoformat(as_of) if as_of else None
    return riskmemo.examine(written, program(rules=rules, **parts), as_of=day)


def risk(found: Comparison) -> ScoreDifference:
    """The base score `risk`."""
    return found.scenarios[0].scores["risk"]


def parts(found: Comparison, score: str = "risk") -> dict[str, str]:
    """What each cause gives to a score of the base."""
    given = found.scenarios[0].scores[score].parts
    return {" + ".join(part.causes): str(part.points) for part in given}


def told(cause: Cause) -> tuple[str, str, str, list[tuple[str, str | None, str | None]]]:
    """A cause in short."""
    details = [(each.what, each.before, each.after) for each in cause.details]
    return cause.id, cause.group, cause.change, details


# --- facts ----------------------------------------------------------------------------------------


def test_facts_that_came_and_went_get_their_own_points() -> None:
    """In a sum each fact gives what it gives, and the parts make the whole difference."""
    found = riskmemo.compare(basis({"A": TIE, "B": TIE}), basis({"B": TIE, "C": TIE, "D": TIE}))
    assert parts(found) == {"indicator A": "-10", "indicator C": "10", "indicator D": "10"}
    assert (risk(found).before, risk(found).after) == (Decimal(20), Decimal(30))
    assert risk(found).method == "shapley"
    assert [told(cause) for cause in found.causes] == [
        ("indicator A", "facts", "removed", []),
        ("indicator C", "facts", "added", []),
        ("indicator D", "facts", "added", []),
    ]
    assert found.causes[1].title == "Fact C."


def test_at_a_cap_facts_share_what_is_left() -> None:
    """Two facts of 60 under a cap of 100 give 50 each: neither came first."""
    rules = [rule("each", {"t": "tie"}, contributes={**PER_TIE, "points": 60, "cap": 100})]
    found = riskmemo.compare(basis({}, rules), basis({"A": TIE, "B": TIE}, rules))
    assert parts(found) == {"indicator A": "50", "indicator B": "50"}


def test_thirds_are_whole_micropoints_that_sum() -> None:
    """Three facts of which one is enough: 10 is divided into parts that sum to 10."""
    rules = [rule("any", {"t": "tie"})]
    found = riskmemo.compare(basis({}, rules), basis(dict.fromkeys("ABC", TIE), rules))
    assert parts(found) == {
        "indicator A": "3.333334",
        "indicator B": "3.333333",
        "indicator C": "3.333333",
    }


def test_a_changed_fact_says_what_reads_otherwise() -> None:
    """A changed field is told with its values; what no rule asks for gets nothing."""
    rules = [rule("high", {"t": "tie"}, ["t.level >= 2"])]
    old, new = {"A": TIE}, {"A": {**TIE, "level": 3, "name": "new", "known": "2025-01-01"}}
    found = riskmemo.compare(basis(old, rules), basis(new, rules))
    assert parts(found) == {"indicator A": "10"}
    assert told(found.causes[0])[3] == [
        ("level", "1", "3"),
        ("name", None, "new"),
        ("known", None, "2025-01-01"),
    ]


def test_a_fact_that_nobody_reads_is_a_cause_that_gives_nothing() -> None:
    """It is listed, and has no part in any score."""
    found = riskmemo.compare(basis({}), basis({"P": {"kind": "people", "state": "KAZ"}}))
    assert [cause.id for cause in found.causes] == ["indicator P"]
    assert (parts(found), risk(found).method) == ({}, None)


def test_words_are_no_cause() -> None:
    """A fact, a rule and a source that only read otherwise are told as such."""
    old, new = basis({"A": TIE}), basis({"A": TIE}, [{**EACH_TIE[0], "title": "Other words"}])
    indicator = new.case.indicators[0].model_copy(update={"says": "In other words."})
    source = new.case.sources["A"].model_copy(update={"title": "Another title"})
    update = {"indicators": (indicator,), "sources": {"A": source}}
    reworded = riskmemo.examine(new.case.model_copy(update=update), new.found.program)
    found = riskmemo.compare(old, reworded)
    assert found.causes == ()
    assert found.beside.reworded == ("indicator A", "rule each", "source A")


# --- knowledge and time ---------------------------------------------------------------------------


def test_a_later_cut_off_brings_what_became_known() -> None:
    """Facts that only the cut-off brought are told apart from facts that were added."""
    facts = {"A": TIE, "B": {**TIE, "known": "2025-07-01"}}
    found = riskmemo.compare(basis(facts, as_of="2025-06-30"), basis(facts, as_of="2025-07-21"))
    assert parts(found) == {"indicator B": "10"}
    known = next(cause for cause in found.causes if cause.id == "indicator B")
    assert (known.group, known.change) == ("knowledge", "became known")
    assert known.known == datetime.date(2025, 7, 1)
    back = riskmemo.compare(basis(facts, as_of="2025-07-21"), basis(facts, as_of="2025-06-30"))
    assert told(back.causes[0]) == ("indicator B", "knowledge", "no longer known", [])


def test_time_that_passes_is_a_cause_of_its_own() -> None:
    """A condition that reckons from the cut-off lapses: that is nobody's doing but the clock's."""
    rules = [rule("new", {"t": "tie"}, ["t.date >= as_of - months(12)"], contributes=PER_TIE)]
    facts = {
        "A": {**TIE, "date": "2024-07-01"},
        "B": {**TIE, "date": "2025-07-01", "known": "2025-07-02"},
    }
    old, new = (basis(facts, rules, as_of=day) for day in ("2025-06-30", "2025-07-21"))
    found = riskmemo.compare(old, new)
    assert parts(found) == {"indicator B": "10", "as_of": "-10"}
    clock = next(cause for cause in found.causes if cause.id == "as_of")
    assert told(clock) == (
        "as_of", "knowledge", "moved", [("as_of", "2025-06-30", "2025-07-21")],
    )  # fmt: skip


def test_a_known_date_that_was_corrected_is_knowledge() -> None:
    """The fact is the same; when it became known is another day."""
    old, new = {"A": {**TIE, "known": "2025-08-01"}}, {"A": {**TIE, "known": "2025-07-01"}}
    found = riskmemo.compare(basis(old), basis(new))
    assert parts(found) == {"indicator A": "10"}
    assert told(found.causes[0])[:3] == ("indicator A", "knowledge", "became known")


# --- sources and searches -------------------------------------------------------------------------

ACT = {"kind": "act", "organisation": "Group", "place": "West", "date": "2025-01-01"}
GATED = [rule("gated", {"k": "kin", "a": "act"})]


def test_a_source_graded_otherwise_can_close_the_gate() -> None:
    """The identity gate asks for the grade of conduct: the source is the cause, not the fact."""
    facts = {"K": {"kind": "kin", "state": "KAZ", "grade": "E5"}, "A": {**ACT, "grade": "C3"}}
    old = basis(facts, GATED)
    weaker = old.case.sources["C"].model_copy(
        update={"reliability": type(old.case.sources["C"].reliability).D}
    )
    changed = old.case.model_copy(update={"sources": {**old.case.sources, "C": weaker}})
    found = riskmemo.compare(old, riskmemo.examine(changed, old.found.program))
    assert parts(found) == {"source C": "-10"}
    assert told(found.causes[0]) == (
        "source C", "sources", "changed", [("reliability", "C", "D")],
    )  # fmt: skip


def test_a_source_that_was_dropped_is_the_cause_where_its_facts_stay() -> None:
    """The fact has another source, and loses only the grade that opened the gate."""
    kin = {"kind": "kin", "state": "KAZ", "grade": "E5"}
    old = basis({"K": kin, "A": {**ACT, "grade": ["C3", "D2"]}}, GATED)
    new = basis({"K": kin, "A": {**ACT, "grade": "D2"}}, GATED)
    found = riskmemo.compare(old, new)
    assert parts(found) == {"source C": "-10"}
    assert [told(cause)[:3] for cause in found.causes] == [("source C", "sources", "removed")]


def test_a_source_that_came_with_its_fact_is_no_cause_of_its_own() -> None:
    """A new fact with a new source is one cause: the fact."""
    found = riskmemo.compare(basis({"A": TIE}), basis({"A": TIE, "B": {**TIE, "grade": "B2"}}))
    assert [cause.id for cause in found.causes] == ["indicator B"]


def test_a_search_makes_an_absence_known() -> None:
    """A kind that was searched for and not found leaves no doubt."""
    worst: Data = {"scores": {"risk": {**LEAF, "missing": "worst"}}}
    old, new = basis({}, **worst), basis({}, of_case={"searched": ["tie"]}, **worst)
    found = riskmemo.compare(old, new)
    assert parts(found) == {"search tie": "-90"}
    assert told(found.causes[0])[:3] == ("search tie", "searches", "added")


# --- rulesets -------------------------------------------------------------------------------------


def test_rules_get_what_they_give() -> None:
    """Rules added, removed and changed, each by its id."""
    one, two, three = (rule(name, {"t": "tie"}) for name in ("one", "two", "three"))
    more = {**two, "contributes": {"to": "risk", "points": 14}}
    found = riskmemo.compare(basis({"A": TIE}, [one, two]), basis({"A": TIE}, [more, three]))
    assert parts(found) == {"rule one": "-10", "rule three": "10", "rule two": "4"}
    assert told(found.causes[2]) == (
        "rule two", "rules", "changed", [("contributes.points", "10", "14")],
    )  # fmt: skip


def test_a_parameter_is_a_cause_and_one_that_is_new_comes_with_its_rule() -> None:
    """A parameter that only one ruleset has is nothing until a rule reads it."""
    old = [rule("low", {"t": "tie"}, ["t.level >= limit"])]
    new = [*old, rule("high", {"t": "tie"}, ["t.level >= other"])]
    facts = {"A": TIE}
    found = riskmemo.compare(
        basis(facts, old, parameters={"limit": 2}),
        basis(facts, new, parameters={"limit": 1, "other": 0}),
    )
    assert parts(found) == {"parameter limit": "10", "rule high": "10"}
    assert told(found.causes[1]) == (
        "parameter limit", "parameters", "changed", [("value", "2", "1")],
    )  # fmt: skip


def test_causes_that_cannot_be_told_apart_are_one() -> None:
    """The kind that one rule derives cannot be without either deriver: the two are one cause."""
    derives = {"kind": "channel", "fields": {"p": "t.partner"}}
    reads = rule("reads", {"c": "channel"})
    rules = [
        [rule(name, {"t": "tie"}, where, derives=derives), reads]
        for name, where in (("was", ["t.level > 5"]), ("is", []))
    ]
    facts = {"A": {**TIE, "partner": "KAZ"}}
    found = riskmemo.compare(basis(facts, rules[0]), basis(facts, rules[1]))
    assert parts(found) == {"rule is + rule was": "10"}


def test_what_is_set_at_a_score_is_told_apart() -> None:
    """Weights, caps and formulas of one node are causes of their own."""
    leaves = {"one": LEAF, "two": {**LEAF, "cap": 4}}
    rules = [rule(name, {"t": "tie"}, contributes={"to": name, "points": 10}) for name in leaves]
    whole = {"title": "Risk", "polarity": "risk", "combine": "sum", "missing": "zero"}
    trees: list[Data] = [
        {"scores": {"one": LEAF, "two": {**LEAF, "cap": cap}, "risk": {**whole, "of": of}}}
        for cap, of in ((4, {"one": 1, "two": 1}), (6, {"one": 2, "two": 1}))
    ]
    found = riskmemo.compare(*(basis({"A": TIE}, rules, **tree) for tree in trees))
    assert parts(found) == {"weights risk": "10", "cap two": "2"}
    assert [told(cause) for cause in found.causes] == [
        ("weights risk", "scores", "changed", [("of.one", "1", "2")]),
        ("cap two", "scores", "changed", [("cap", "4", "6")]),
    ]


BANDED = {**LEAF, "bands": "levels"}


def bands(begins: float) -> Data:
    """Two bands of which the second begins somewhere."""
    levels = [{"label": "Low", "begins": 0}, {"label": "High", "begins": begins}]
    return {"scores": {"risk": BANDED}, "bands": {"levels": [{"levels": levels}]}}


def test_other_bands_change_no_value() -> None:
    """The band moves because the bands moved; there is no part, and the table is named."""
    old, new = (basis({"A": TIE}, **bands(begins)) for begins in (15, 5))
    found = riskmemo.compare(old, new)
    assert (parts(found), found.causes) == ({}, ())
    score = risk(found)
    assert (score.band_before, score.band_after, score.band_moved_by) == ("Low", "High", "bands")
    assert found.beside.bands_changed == ("levels",)


@pytest.mark.parametrize(
    ("ties", "begins", "mover"),
    [((1, 2), (15, 15), "value"), ((1, 2), (15, 35), None), ((1, 2), (25, 18), "both")],
)
def test_what_moved_the_band_is_said(
    ties: tuple[int, int], begins: tuple[int, int], mover: str | None
) -> None:
    """The value alone, the bands alone, or only the two together."""
    sides = (
        basis(dict.fromkeys("ABC"[:count], TIE), **bands(begin))
        for count, begin in zip(ties, begins, strict=True)
    )
    assert risk(riskmemo.compare(*sides)).band_moved_by == mover


# --- no score -------------------------------------------------------------------------------------


def test_a_score_on_one_side_only_is_no_number() -> None:
    """From no score to a score nothing is divided; the two ends say it."""
    required: Data = {"scores": {"risk": {**LEAF, "missing": "require"}}}
    score = risk(riskmemo.compare(basis({}, **required), basis({"A": TIE}, **required)))
    assert (score.before, score.after, score.method, score.parts) == (None, Decimal(10), None, ())


def test_a_score_of_one_ruleset_only_is_named() -> None:
    """Scores that are not in both are listed and not compared."""
    both = {"risk": LEAF, "other": LEAF}
    found = riskmemo.compare(basis({"A": TIE}), basis({"A": TIE}, scores=both))
    assert list(found.scenarios[0].scores) == ["risk"]
    assert (found.beside.scores_added, found.beside.scores_removed) == (("other",), ())


def test_facts_without_which_there_is_no_score_are_one_cause() -> None:
    """Between the one and the other fact there is no score: they are exchanged together."""
    required: Data = {"scores": {"risk": {**LEAF, "missing": "require"}}}
    rules = [rule("r", {"t": "tie"}, contributes={**PER_TIE, "strength": "t.weight"})]
    old, new = ({name: {**TIE, "weight": weight}} for name, weight in (("A", 0.5), ("B", 1)))
    found = riskmemo.compare(basis(old, rules, **required), basis(new, rules, **required))
    assert parts(found) == {"indicator A + indicator B": "5"}


# --- beyond the limits ----------------------------------------------------------------------------


def test_many_causes_are_taken_in_one_order_and_back() -> None:
    """Past fourteen causes the method and its order are named, and the sum is still exact."""
    facts = {f"T{number:02}": TIE for number in range(15)}
    rules = [rule("each", {"t": "tie"}, contributes={**PER_TIE, "points": 7})]
    score = risk(riskmemo.compare(basis({}, rules), basis(facts, rules)))
    assert score.method == "sequential"
    assert score.order == tuple(f"indicator {name}" for name in facts)
    assert sum(part.points for part in score.parts) == score.after == Decimal(90)


def test_what_would_take_long_is_taken_in_one_order_and_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Few causes in a case too large for all their combinations: the method says so."""
    monkeypatch.setattr(comparing, "MOST_WORK", 0)
    rules = [rule("any", {"t": "tie"})]
    found = riskmemo.compare(basis({}, rules), basis({"A": TIE, "B": TIE, "C": TIE}, rules))
    assert risk(found).method == "sequential"
    assert parts(found) == {"indicator A": "5", "indicator C": "5"}


def test_very_many_facts_are_told_by_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the bound the facts of one kind are one cause, so that the work stays bounded."""
    monkeypatch.setattr(comparing, "MOST_BLOCKS", 3)
    facts = {f"T{number}": TIE for number in range(4)}
    found = riskmemo.compare(basis({}), basis(facts))
    assert parts(found) == {" + ".join(f"indicator {name}" for name in facts): "40"}


# --- scenarios and what is beside -----------------------------------------------------------------


def test_each_scenario_is_divided_where_both_raise_it() -> None:
    """A hypothesis that only one side raises is told beside the scores."""
    claim = {"kind": "claim", "topic": "spillover"}
    hypotheses = {name: {"title": name, "claim": name.upper()} for name in ("x", "y")}
    rules = [*EACH_TIE, rule("x-rule", {"t": "tie"}, hypothesis="x")]
    old = basis({"X": claim}, rules, hypotheses=hypotheses)
    new = basis({"X": claim, "Y": claim, "A": TIE}, rules, hypotheses=hypotheses)
    found = riskmemo.compare(old, new)
    assert [scenario.id for scenario in found.scenarios] == ["base", "x"]
    assert [str(part.points) for part in found.scenarios[1].scores["risk"].parts] == ["20"]
    assert (found.beside.hypotheses_raised, found.beside.hypotheses_dropped) == (("y",), ())


def test_matches_and_gaps_come_and_go() -> None:
    """What appeared and what is gone, with its points."""
    rules = [rule("high", {"t": "tie"}, ["t.level >= 1"])]
    found = riskmemo.compare(
        basis({"A": {"kind": "tie"}}, rules), basis({"A": {"kind": "tie", "level": 2}}, rules)
    )
    (appeared,), (closed,) = found.beside.matches_appeared, found.beside.gaps_closed
    assert (appeared.rule, appeared.facts, appeared.points) == ("high", {"t": "A"}, Decimal(10))
    assert (closed.rule, closed.facts, closed.points) == ("high", {"t": "A"}, Decimal(10))
    assert (found.beside.matches_gone, found.beside.gaps_opened) == ((), ())


def test_judgements_and_the_masthead_are_compared() -> None:
    """The likelihood word before and after, judgements that came, and what the masthead says."""

    def judged(*words: str) -> Data:
        confidence = {"level": "low", "basis": "Little."}
        return {
            "judgements": [
                {
                    "id": f"J{number}", "statement": f"It is {word} so.", "likelihood": word,
                    "confidence": confidence, "because": "Why.",
                }
                for number, word in enumerate(words)
            ]
        }  # fmt: skip

    old = basis({}, of_case={"analysis": judged("likely"), "masthead": {"status": "draft"}})
    new = basis(
        {}, of_case={"analysis": judged("very likely", "unlikely"), "masthead": {"status": "final"}}
    )
    found = riskmemo.compare(old, new).beside
    assert [
        (each.id, each.change, each.likelihood_before, each.likelihood_after)
        for each in found.judgements
    ] == [("J0", "changed", "likely", "very likely"), ("J1", "added", None, "unlikely")]
    assert [(each.what, each.before, each.after) for each in found.masthead] == [
        ("status", "draft", "final")
    ]


def test_likelihoods_in_numbers_are_compared_in_words() -> None:
    """A number is told with its term, and with a range beside words nothing breaks."""

    def judged(likelihood: object) -> Data:
        made = {"id": "J", "statement": "It is likely so.", "likelihood": likelihood}
        return {
            "judgements": [
                {**made, "confidence": {"level": "low", "basis": "Little."}, "because": "Why."}
            ]
        }

    forms = ("likely", 0.62, {"low": 0.6, "high": 0.7})
    told = [
        (change.likelihood_before, change.likelihood_after, change.details)
        for old, new in itertools.permutations(forms, 2)
        for change in riskmemo.compare(
            basis({}, of_case={"analysis": judged(old)}),
            basis({}, of_case={"analysis": judged(new)}),
        ).beside.judgements
    ]
    words = ("likely", "likely (62%)", "likely (60–70%)")
    assert told == [(old, new, ()) for old, new in itertools.permutations(words, 2)]


def test_two_states_are_compared_with_a_warning() -> None:
    """Nothing forbids it, and nobody shall overlook it."""
    found = riskmemo.compare(basis({}), basis({}, of_case={"subject": "KAZ"}))
    assert found.warning == "the two are about different states, MNG and KAZ"
    assert told(found.causes[0])[:3] == ("subject", "question", "changed")


def test_another_reading_that_leads_is_told() -> None:
    """A question to which another hypothesis is now contradicted least is named with both."""
    parts: Data = {
        "hypotheses": {name: {"title": name} for name in ("bold", "meek")},
        "competing": {"why": {"question": "Why?", "hypotheses": ["bold", "meek"]}},
    }
    against = rule("against", {"t": "tie"}, bears_on={"bold": "inconsistent"}, contributes=None)
    other = rule("other", {"a": "act"}, bears_on={"meek": "inconsistent"}, contributes=None)
    sides = (basis(facts, [against, other], **parts) for facts in ({"A": ACT}, {"T": TIE}))
    (found,) = riskmemo.compare(*sides).beside.readings
    assert (found.question, found.leading_before, found.leading_after) == (
        "why", ("bold",), ("meek",),
    )  # fmt: skip


# --- vocabularies ---------------------------------------------------------------------------------


def spoken(words: Vocabulary) -> Basis:
    """A case without facts in a vocabulary."""
    return riskmemo.examine(case({}), typed_ruleset(ruleset(rules=EACH_TIE), words))


def test_a_vocabulary_may_grow() -> None:
    """A new kind and a new field are nothing until a rule reads them."""
    grown = vocabulary({"tie": {"level": "number", "depth": "number"}, "new": {"level": "number"}})
    small = vocabulary({"tie": {"level": "number"}})
    rules = [*EACH_TIE, rule("deep", {"t": "tie"}, ["t.depth > 1"])]
    old = riskmemo.examine(case({"A": TIE}), typed_ruleset(ruleset(rules=EACH_TIE), small))
    facts = {"A": {**TIE, "depth": 2}}
    new = riskmemo.examine(case(facts), typed_ruleset(ruleset(rules=rules), grown))
    assert parts(riskmemo.compare(old, new)) == {"indicator A": "5", "rule deep": "5"}


def test_a_word_with_two_meanings_is_refused() -> None:
    """A field of another type is another field: nothing between the two means anything."""
    other = vocabulary({"tie": {"level": "text"}})
    with pytest.raises(InvalidInput) as refused:
        riskmemo.compare(spoken(GEOGRAPHY), spoken(other))
    (mistake,) = refused.value.mistakes
    assert mistake.code == "vocabularies-differ"
    assert mistake.message == (
        "the field `level` of `tie` means one thing in one vocabulary and another in the other"
    )
    assert mistake.help == "give the field another name where its type, unit or nature is another"


# --- the assessment carries it --------------------------------------------------------------------


def test_an_assessment_tells_what_has_changed_since_an_earlier_one() -> None:
    """`since` is the comparison with the case that was examined before; without one it is none."""
    old, new = basis({"A": TIE}), basis({"A": TIE, "B": TIE})
    given = riskmemo.assess(new.case, new.found.program, previous=old)
    assert given.analyses is not None
    assert given.analyses.since == riskmemo.compare(old, new)
    alone = riskmemo.assess(new.case, new.found.program)
    assert alone.analyses is not None
    assert alone.analyses.since is None

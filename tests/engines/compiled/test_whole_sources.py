"""Whole sources of what rules, aggregates and leaves become: they read as written by hand."""

from riskmemo.engines.compiled import explain_rule
from riskmemo.engines.compiled.source import source_of_aggregate, source_of_leaf, source_of_rule
from tests.building import LEAF, program, rule


def test_an_absence_of_two_patterns() -> None:
    """It becomes a function, which ends with the first facts that are surely there."""
    made = program(
        rules=[
            rule(
                "alone",
                {"t": "tie"},
                [
                    "t.cost > 5 and t.open or t.level > 1",
                    'not (t.status not in ["signed", "announced"])',
                    't.signed_on > date("2025-01-01") and t.signed_on <= as_of',
                ],
                unless=[
                    {
                        "match": {"k": "kin", "p": "people"},
                        "where": ["k.state == p.state", "k.state == t.partner", "t.cost > 3"],
                    }
                ],
            )
        ]
    )
    assert explain_rule(made, "alone") == ABSENCE


def test_the_form_that_counts() -> None:
    """It says of every repeated loop what that tries, and nothing of the outermost.

    What passes the conditions on one fact is found once, before all loops.
    """
    where = ["t.level > k.weight", "k.weight > 0.5", 't.status == "signed"', "t.partner != subject"]
    made = program(rules=[rule("wide", {"t": "tie", "k": "kin"}, where)])
    assert source_of_rule(made.rule["wide"], frozenset(), guarded=True) == COUNTING


def test_an_aggregate() -> None:
    """It reports the group, what is aggregated, whether that is sure, and the facts."""
    sums = {
        "match": {"t": "tie"},
        "where": ["t.open"],
        "group_by": {"partner": "t.partner"},
        "fields": {"cost": "sum(t.cost)", "number": "count()"},
    }
    made = program(derive={"spending": sums}, rules=[rule("any", {"s": "spending"})])
    assert source_of_aggregate(made.aggregates[0], frozenset({"spending"})) == AGGREGATE


def test_a_leaf() -> None:
    """It reports its value, and none where a condition is unknown."""
    about = {"from": "facts", "match": {"t": "tie"}, "where": ["t.open"], "value": "t.level"}
    leaf = {**LEAF, **about, "combine": "max", "missing": "require"}
    made = program(scores={"height": leaf})
    assert source_of_leaf(made.leaves[0], frozenset()) == LEAF_SOURCE


ABSENCE = '''\
def alone(facts, by, case, match, gap):
    """Rule alone"""
    if not facts['tie']:
        return
    kin_by_state = by['kin', 'state']
    people_by_state = by['people', 'state']
    day_2025_01_01 = date(2025, 1, 1)
    as_of = case.as_of

    def some_kin_and_people(t_cost, t_partner):
        seen = False
        maybe = False
        if t_cost is None:
            maybe = True
        elif t_cost <= 3.0:
            return False
        for k, maybe_k in kin_by_state[t_partner]:
            maybe_k = maybe_k or maybe
            k_state = k.values['state']
            for p, maybe_p in people_by_state[k_state]:
                maybe_p = maybe_p or maybe_k
                if not maybe_p:
                    return True
                seen = None
        return seen

    for t in facts['tie']:
        maybe_t = False
        t_cost = t.values['cost']
        t_open = t.values['open']
        t_level = t.values['level']
        if t_cost is None or t_open is None or t_level is None:
            truth = either(both(None if t_cost is None else t_cost > 5.0, t_open), None if t_level is None else t_level > 1.0)
            if truth is False:
                continue
            if truth is None:
                maybe_t = True
        elif (t_cost <= 5.0 or not t_open) and t_level <= 1.0:
            continue
        t_status = t.values['status']
        if t_status is None:
            maybe_t = True
        elif t_status not in {'signed', 'announced'}:
            continue
        t_signed_on = t.values['signed_on']
        if t_signed_on is None:
            maybe_t = True
        elif t_signed_on <= day_2025_01_01:
            continue
        if t_signed_on is None:
            maybe_t = True
        elif t_signed_on > as_of:
            continue
        t_partner = t.values['partner']
        present = some_kin_and_people(t_cost, t_partner)
        if present:
            continue
        if present is None:
            maybe_t = True
        if maybe_t:
            gap(('alone', 0, t))
        else:
            gate = gate_open(())
            match(('alone', 1.0, 10000000 if gate else 0, gate, t))
'''  # noqa: E501 - a condition is one line

COUNTING = '''\
def wide(facts, by, case, match, gap, tried):
    """Rule wide"""
    if not (facts['kin'] and facts['tie']):
        return
    subject = case.subject
    possible_kin = []
    for k_2 in facts['kin']:
        maybe_k = False
        k_weight = k_2.values['weight']
        if k_weight is None:
            maybe_k = True
        elif k_weight <= 0.5:
            continue
        possible_kin.append((k_2, maybe_k))
    for t, maybe_t in by['tie', 'status']['signed']:
        t_partner = t.values['partner']
        if t_partner is None:
            maybe_t = True
        elif t_partner == subject:
            continue
        t_level = t.values['level']
        for k, maybe_k_2 in tried(possible_kin):
            maybe_k_2 = maybe_k_2 or maybe_t
            k_weight_2 = k.values['weight']
            if t_level is None or k_weight_2 is None:
                maybe_k_2 = True
            elif t_level <= k_weight_2:
                continue
            if maybe_k_2:
                gap(('wide', 0, k, t))
            else:
                gate = gate_open(())
                match(('wide', 1.0, 10000000 if gate else 0, gate, k, t))
'''

AGGREGATE = '''\
def spending(facts, by, case, row):
    """The rows of every group."""
    for t in facts['tie']:
        maybe_t = False
        t_open = t.values['open']
        if t_open is None:
            maybe_t = True
        elif not t_open:
            continue
        t_partner = t.values['partner']
        t_cost = t.values['cost']
        row((t_partner,), (t_cost, None), not maybe_t, (t,))
'''

LEAF_SOURCE = '''\
def height(facts, by, case, value):
    """The values of a leaf."""
    for t in facts['tie']:
        maybe_t = False
        t_open = t.values['open']
        if t_open is None:
            maybe_t = True
        elif not t_open:
            continue
        t_level = t.values['level']
        value(None if maybe_t else t_level)
'''

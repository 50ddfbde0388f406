"""Compiled programs are kept, shared between threads, and survive pickling as their program."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from riskmemo.engines import compiled, definition
from riskmemo.engines.compiled import cache
from riskmemo.language.facts import facts_at
from tests.building import GEOGRAPHY, LEAF, case, program, rule
from tests.fuzzing.drawing import SETTING, random_facts, random_program, seeded


def test_the_same_program_is_compiled_once() -> None:
    """The same object gives the same compiled program."""
    made = program(rules=[rule("one", {"t": "tie"}, ["t.level > 1"])])
    assert compiled.compiled(made) is compiled.compiled(made)


def test_the_same_content_is_compiled_once() -> None:
    """Another program of equal content shares the functions."""
    first, second = (program(rules=[rule("one", {"t": "tie"}, ["t.level > 2"])]) for _ in range(2))
    assert compiled.compiled(first).rules[0] is compiled.compiled(second).rules[0]


def test_every_part_of_the_same_content_is_compiled_once() -> None:
    """So do several rules, also where a derived kind and a leaf are called as a rule is."""
    about = {"from": "facts", "match": {"t": "tie"}, "value": "t.level"}
    counted = {
        "match": {"t": "tie"},
        "group_by": {"partner": "t.partner"},
        "fields": {"number": "count()"},
    }
    parts: dict[str, Any] = {
        "derive": {"both": counted},
        "rules": [rule("both", {"t": "tie"}), rule("other", {"b": "both"})],
        "scores": {"risk": LEAF, "both": {**LEAF, **about, "combine": "max"}},
    }
    first, second = (compiled.compiled(program(**parts)) for _ in range(2))
    assert first.program is not second.program
    assert first.strata == second.strata
    assert first.rules == second.rules
    assert first.leaves == second.leaves


def test_code_is_called_after_its_rule() -> None:
    """A traceback through the code of a rule shows the id of the rule in place of a file."""
    made = compiled.compiled(program(rules=[rule("one-rule", {"t": "tie"})]))
    (part,) = made.rules
    for function in (part.plain, part.guarded()):
        assert function.__code__.co_filename == "<compiled 'one-rule'>"


def test_what_was_asked_for_lately_is_kept() -> None:
    """The thing that was not asked for the longest gives way to a new one."""
    recent: cache.Recent[str, object] = cache.Recent(2)
    first = recent.get("a", object)
    second = recent.get("b", object)
    assert recent.get("a", object) is first
    recent.get("c", object)
    assert recent.get("a", object) is first
    assert recent.get("b", object) is not second


def test_a_replaced_rule_is_compiled_anew() -> None:
    """A program whose rules are not those of its ruleset runs its own rules."""
    given = program(rules=[rule("one", {"t": "tie"}, ["t.level > 1"])])
    other = program(rules=[rule("one", {"t": "tie"}, ["t.level > 5"])])
    compiled.compiled(given)
    mixed = type(given)(given.ruleset, given.vocabulary, given.schemas, other.rules, (), (), ())
    assert compiled.compiled(mixed).rules != compiled.compiled(given).rules


def test_without_a_rule() -> None:
    """A program without one of its rules finds what the definition finds."""
    random = seeded(5)
    for _ in range(30):
        made = random_program(random)
        facts = random_facts(random, made)
        for typed in made.rules:
            less = made.without_rule(typed.rule.id)
            assert compiled.answer(less, facts, SETTING) == definition.answer(less, facts, SETTING)


def test_the_cache_stays_small() -> None:
    """No more programs are kept than `MOST_PROGRAMS`."""
    made = [program(rules=[rule("one", {"t": "tie"}, [f"t.level > {n}"])]) for n in range(70)]
    for each in made:
        compiled.compiled(each)
    assert len(cache.PROGRAMS) <= cache.MOST_PROGRAMS
    assert len(cache.FUNCTIONS.kept) <= cache.FUNCTIONS.most


def test_compiled_anew() -> None:
    """A program compiled anew answers as the definition does, and is not kept."""
    random = seeded(7)
    for _ in range(10):
        made = random_program(random)
        facts = random_facts(random, made)
        fresh = cache.compile_fresh(made)
        assert fresh is not compiled.compiled(made)
        assert fresh.answer(facts, SETTING) == definition.answer(made, facts, SETTING)


def test_compiled_once() -> None:
    """What is asked for once shares the functions of its content, and takes no place in memory."""
    made = program(rules=[rule("one", {"t": "tie"}, ["t.level > 7"])])
    kept = compiled.compiled(made)
    before = dict(cache.PROGRAMS)
    assert compiled.once(made).rules == kept.rules
    assert before == cache.PROGRAMS


def test_pickling() -> None:
    """A compiled program is pickled as its program and answers the same when it is loaded."""
    random = seeded(3)
    for _ in range(10):
        given = random_program(random)
        made, facts = compiled.compiled(given), random_facts(random, given)
        loaded = pickle.loads(pickle.dumps(made))  # noqa: S301
        assert loaded.answer(facts, SETTING) == made.answer(facts, SETTING)


def test_facts_that_were_indexed_before() -> None:
    """Facts that other programs have run over, and indexed, give the same answers as new ones."""
    random = seeded(6)
    for _ in range(20):
        made = random_program(random)
        facts = random_facts(random, made)
        loaded = compiled.Loaded(facts)
        for each in (made, *(made.without_rule(typed.rule.id) for typed in made.rules), made):
            run = compiled.compiled(each)
            assert run.answer(loaded, SETTING) == definition.answer(each, facts, SETTING)
        assert {kind for kind, _ in loaded.indexes} <= loaded.kinds.keys()


def test_an_index_is_built_once() -> None:
    """What one run has indexed of the base facts is not indexed again by the next."""
    made = program(rules=[rule("one", {"t": "tie"}, ['t.status == "signed"'])])
    signed = case({"T": {"kind": "tie", "status": "signed"}})
    loaded = compiled.Loaded(facts_at(signed, GEOGRAPHY, SETTING.as_of))
    run = compiled.compiled(made)
    run.run(loaded, SETTING)
    first = dict(loaded.indexes)
    assert first.keys() == {("tie", "status")}
    run.run(loaded, SETTING)
    assert all(loaded.indexes[place] is index for place, index in first.items())


def test_threads() -> None:
    """Many threads that compile and run the same programs all get the definition's answer."""
    random = seeded(4)
    programs = [random_program(random) for _ in range(12)]
    work = [(made, random_facts(random, made)) for made in programs]
    expected = [definition.answer(made, facts, SETTING) for made, facts in work]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda pair: compiled.answer(pair[0], pair[1], SETTING), work * 20))
    assert answers == expected * 20

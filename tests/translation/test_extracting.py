"""Messages are found by reading the code, whatever way they reach `say`, `runs` and `count`."""

from pathlib import Path

import pytest

from tests.translation.extracting import CannotFollow, Message, messages_of

CODE = """
TABLE = {"a": "from a table", "b": "from its other row"}

def section(materials, given):
    say, count = materials.say, materials.wording.count
    say("said")
    say("one way" if given else "another")
    message = "before"
    if given:
        message = "after"
    materials.wording.runs(message, value="no message")
    say(TABLE[given])
    say(TABLE.get(given, "by default"))
    for words in TABLE.values():
        say(words)
    one, more = "{n} thing", "{n} things"
    count(one, more, len(given))
    say({"x": "from a table written there"}[given])
    [say(each) for each, _ in zip(("zipped",), given)]
    say(what_for(given))
    "text".count("t")

def what_for(given):
    return "returned" if given else "returned otherwise"
"""


def _messages(tmp_path: Path, code: str) -> list[Message]:
    path = tmp_path / "section.py"
    path.write_text(code, encoding="utf-8")
    return list(messages_of(path, tmp_path))


def test_names_are_followed_to_what_they_may_say(tmp_path: Path) -> None:
    """Literals, conditions, assignments, tables, loops and plurals are all found."""
    found = [(each.one, each.many) for each in _messages(tmp_path, CODE)]
    assert found == [
        ("said", None),
        ("one way", None),
        ("another", None),
        ("before", None),
        ("after", None),
        ("from a table", None),
        ("from its other row", None),
        ("from a table", None),
        ("from its other row", None),
        ("by default", None),
        ("from a table", None),
        ("from its other row", None),
        ("{n} thing", "{n} things"),
        ("from a table written there", None),
        ("zipped", None),
        ("returned", None),
        ("returned otherwise", None),
    ]


IMPORTING = """
from riskmemo.memo.audit import purpose
from riskmemo.model.grading import CREDIBILITY_WORDS

def legend(say, rule):
    say(purpose(rule))
    return [say(words) for words in CREDIBILITY_WORDS.values()]
"""


def test_tables_and_functions_of_other_modules_are_followed(tmp_path: Path) -> None:
    """What the code imports is read where it stands."""
    assert [each.one for each in _messages(tmp_path, IMPORTING)][:4] == [
        "bears on competing readings",
        "a finding for other rules",
        "confirmed by other sources",
        "probably true",
    ]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("say(unheard)", "section.py:2: cannot tell what `unheard` may say"),
        ("say(given.words)", "section.py:2: cannot tell what `given.words` may say"),
        ("say(made(given))", "section.py:2: cannot tell what `made` may say"),
        ('say(f"{given} points")', "section.py:2: cannot tell what `f'{given} points'` may say"),
    ],
)
def test_what_cannot_be_followed_is_refused(said: str, message: str, tmp_path: Path) -> None:
    """No message is missed in silence: the place is named."""
    with pytest.raises(CannotFollow) as refused:
        _messages(tmp_path, f"def section(say, given):\n    {said}\n")
    assert str(refused.value).endswith(message)

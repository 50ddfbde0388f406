"""Every catalogue has what the memo says, whole, and nothing else."""

import re

import pytest
from babel.messages.catalog import Catalog, Message

from riskmemo.resources import language_names
from tests.translation.__main__ import FOLDER, is_translated, read, template

PATHS = sorted(FOLDER.glob("*.po"))
PLACE = re.compile(r"\{([a-z_]+)\}")


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """Each catalogue that ships with riskmemo."""
    return read(request.param)


def test_there_is_a_second_language() -> None:
    """Russian stands beside English, which needs no catalogue."""
    assert language_names() == ("en_GB", "ru")


def test_it_has_every_message_and_no_other(catalogue: Catalog) -> None:
    """What the code says and what the catalogue has are the same: else `make translate`."""
    assert {each.id for each in _messages(catalogue)} == {each.id for each in _messages(template())}


def test_everything_is_translated_in_every_form(catalogue: Catalog) -> None:
    """Nothing is left out or fuzzy, and each plural has the forms of the language."""
    messages = _messages(catalogue)
    assert [each.id for each in messages if each.fuzzy or not is_translated(each)] == []
    forms = {len(_texts(each.string)) for each in messages if each.pluralizable}
    assert forms == {catalogue.num_plurals}


def test_values_stand_in_the_same_places(catalogue: Catalog) -> None:
    """A translation uses each value that the message has, and no other."""
    for each in _messages(catalogue):
        asked = [set(PLACE.findall(text)) for text in _texts(each.id)]
        for text in _texts(each.string):
            used = set(PLACE.findall(text))
            assert set.intersection(*asked) <= used <= set.union(*asked), each.id


def test_spaces_and_stops_at_the_ends_are_kept(catalogue: Catalog) -> None:
    """Parts of a sentence are joined as they stand, so their ends must be alike."""
    for each in _messages(catalogue):
        for one, text in zip(_texts(each.id) * 3, _texts(each.string), strict=False):
            assert (one[0] == " ", one[-1] == " ") == (text[0] == " ", text[-1] == " "), each.id
            assert (one[-1] in ".:?") == (text[-1] in ".:?"), each.id


def _messages(catalogue: Catalog) -> list[Message]:
    return [each for each in catalogue if each.id]


def _texts(given: object) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(map(str, given))  # type: ignore[call-overload]

"""What ships (rulesets, vocabularies, templates, languages) is found by name, and only so."""

import pytest

from riskmemo.errors import InvalidInput
from riskmemo.resources import (
    catalogue_path,
    language_named,
    ruleset_names,
    ruleset_path,
    templates_dir,
    vocabulary_names,
    vocabulary_path,
)


def test_every_shipped_ruleset_is_found() -> None:
    """Each ruleset name leads to its `ruleset.yaml`."""
    assert ruleset_names()
    for name in ruleset_names():
        assert ruleset_path(name).parts[-3:] == ("rulesets", name, "ruleset.yaml")
        assert ruleset_path(name).is_file()


def test_every_shipped_vocabulary_is_found() -> None:
    """Each vocabulary name leads to its file, and no vocabulary is taken for a ruleset."""
    assert vocabulary_names()
    for name in vocabulary_names():
        assert vocabulary_path(name).is_file()
    assert "vocabularies" not in ruleset_names()


def test_templates_are_found() -> None:
    """The folder of the memo templates exists."""
    assert templates_dir().is_dir()


def test_unknown_ruleset_offers_the_nearest_name() -> None:
    """A misspelled ruleset is answered with the name that was probably meant."""
    name = ruleset_names()[0]
    with pytest.raises(InvalidInput) as refused:
        ruleset_path(name + "x")
    (mistake,) = refused.value.mistakes
    assert mistake.code == "unknown-ruleset"
    assert mistake.message == f"no ruleset named `{name}x` comes with riskmemo"
    assert mistake.help == f"did you mean `{name}`?"


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "/etc", "../rulesets", "vocabularies/..", "vocabularies", "*", "a\0b", "a\nb"],
)
def test_no_name_leads_out_of_the_shipped_folders(name: str) -> None:
    """Names that would be paths, patterns or other folders are unknown names."""
    with pytest.raises(InvalidInput) as ruleset:
        ruleset_path(name)
    with pytest.raises(InvalidInput) as vocabulary:
        vocabulary_path(name)
    assert ruleset.value.mistakes[0].code == "unknown-ruleset"
    assert vocabulary.value.mistakes[0].code == "unknown-vocabulary"


# --- languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("ru", "ru"),
        ("en_GB", "en_GB"),
        ("en", "en_GB"),
        ("en-US", "en_US"),
        ("ru_KZ", "ru_KZ"),
        ("RU", "ru"),
        ("ru@cyrillic", "ru"),
    ],
)
def test_a_language_may_have_a_country(name: str, language: str) -> None:
    """Languages have the names of Babel, with any country that it knows."""
    assert language_named(name) == language


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("ruu", "did you mean `ru`?"),
        ("german", "known here: `en_GB`, `ru`"),
        ("de", "known here: `en_GB`, `ru`"),
        ("en_XX", "did you mean `en_GB`?"),
    ],
)
def test_an_unknown_language_offers_the_nearest_or_the_list(name: str, advice: str) -> None:
    """No memo is written half in one language and half in another."""
    with pytest.raises(InvalidInput) as refused:
        language_named(name)
    (mistake,) = refused.value.mistakes
    assert mistake.code == "unknown-language"
    assert mistake.message == f"riskmemo has no language named `{name}`"
    assert mistake.help == advice


@pytest.mark.parametrize(
    "name", ["", ".", "../ru", "ru/../ru", "/etc", "*", "a\0b", "ru\n", "ё" * 99]
)
def test_no_name_of_a_language_leads_anywhere(name: str) -> None:
    """Paths and patterns are unknown languages."""
    with pytest.raises(InvalidInput) as refused:
        language_named(name)
    assert refused.value.mistakes[0].code == "unknown-language"


def test_a_catalogue_serves_its_language_in_every_country() -> None:
    """English needs none."""
    path = templates_dir() / "languages/ru.po"
    assert [catalogue_path(name) for name in ("ru", "ru_KZ", "en_GB")] == [path, path, None]

"""`make translate` keeps what is translated, and tells what is not."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.translation.__main__ import read, update


def _code(*messages: str | tuple[str, str]) -> Catalog:
    code = Catalog()
    for message in messages:
        code.add(message)
    return code


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A Russian catalogue with one message, translated."""
    path = tmp_path / "ru.po"
    update(path, _code("The scores were computed twice."))
    untranslated = path.read_text("utf-8").rpartition('msgstr ""')[0]
    path.write_text(f'{untranslated}msgstr "Да."\n\n', "utf-8")
    return path


def _strings(path: Path) -> dict[object, tuple[object, bool]]:
    return {each.id: (each.string, each.fuzzy) for each in read(path) if each.id}


def test_translations_are_kept_and_new_messages_added(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is new is listed, with every form that a plural needs."""
    left = update(path, _code("The scores were computed twice.", ("{n} gap", "{n} gaps")))
    assert left == 1
    assert _strings(path) == {
        "The scores were computed twice.": ("Да.", False),
        ("{n} gap", "{n} gaps"): (("", "", ""), False),
    }
    assert capsys.readouterr().out.endswith(
        "ru.po: new: {n} gap\nru.po: 2 messages, 1 to translate\n"
    )


def test_what_was_reworded_is_fuzzy(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The old translation stands under the new words, to be looked at."""
    assert update(path, _code("The scores were computed three times.")) == 1
    assert _strings(path) == {"The scores were computed three times.": ("Да.", True)}
    assert "ru.po: fuzzy: The scores were computed three times.\n" in capsys.readouterr().out


def test_what_the_code_no_longer_says_is_dropped(path: Path) -> None:
    """Nothing is left to translate, and nothing of the old message stays."""
    assert update(path, _code()) == 0
    assert _strings(path) == {}
    assert "computed" not in path.read_text("utf-8")


def test_nothing_to_do_changes_nothing(path: Path) -> None:
    """The same code and catalogue give the same bytes."""
    before = path.read_bytes()
    update(path, _code("The scores were computed twice."))
    assert path.read_bytes() == before

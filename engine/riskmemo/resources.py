"""Finds the rulesets, vocabularies, templates and languages that ship with riskmemo.

In a wheel they lie inside the package (`riskmemo/rulesets`), in a checkout or an editable install
beside the source root (`rulesets/` next to `engine/`). A name is looked up among the names that
exist, never joined to a path, so that no name leads out of these folders.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from riskmemo.errors import InvalidInput, Mistake, did_you_mean

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent.parent

DEFAULT_LANGUAGE = "en_GB"
"""What the code says, without a catalogue."""


def ruleset_path(name: str) -> Path:
    """`rulesets/NAME/ruleset.yaml` of the shipped ruleset `name`."""
    return _lookup("ruleset", name, _rulesets())


def vocabulary_path(name: str) -> Path:
    """`rulesets/vocabularies/NAME.yaml` of the shipped vocabulary `name`."""
    return _lookup("vocabulary", name, _vocabularies())


def templates_dir() -> Path:
    """The folder of the memo templates."""
    return _shipped("templates")


def ruleset_names() -> tuple[str, ...]:
    """The shipped rulesets, in alphabetical order."""
    return tuple(_rulesets())


def vocabulary_names() -> tuple[str, ...]:
    """The shipped vocabularies, in alphabetical order."""
    return tuple(_vocabularies())


def language_names() -> tuple[str, ...]:
    """The languages that a memo's fixed text has, as Babel names them; English is first."""
    return (DEFAULT_LANGUAGE, *_catalogues())


def language_named(name: str) -> str:
    """The Babel name of a language that memos can be written in; `InvalidInput` for any other.

    Besides `language_names()`, a language alone is one (`en` is `en_GB`), and a language with
    another country, as `en_US` and `ru-KZ`: words are those of the language, numbers those of the
    country.
    """
    wanted = name.replace("-", "_")
    found = wanted if wanted in language_names() else _with_country(wanted)
    if found is None:
        message = f"riskmemo has no language named `{name}`"
        advice = did_you_mean(wanted, language_names())
        raise InvalidInput(Mistake("unknown-language", message, help=advice))
    return found


def catalogue_path(language: str) -> Path | None:
    """`templates/languages/ru.po` for `ru` and `ru_KZ`; none for English."""
    known = _catalogues()
    return known.get(language) or known.get(language.partition("_")[0])


def _with_country(wanted: str) -> str | None:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (rarely needed, and heavy)

    try:
        locale = Locale.parse(wanted)
    except (UnknownLocaleError, ValueError):
        return None
    known = {name.partition("_")[0]: name for name in reversed(language_names())}
    if locale.language not in known:
        return None
    return f"{locale.language}_{locale.territory}" if locale.territory else known[locale.language]


@cache
def _catalogues() -> Mapping[str, Path]:
    found = sorted(_shipped("templates").glob("languages/*.po"))
    return {path.stem: path for path in found}


def _rulesets() -> Mapping[str, Path]:
    found = sorted(_shipped("rulesets").glob("*/ruleset.yaml"))
    return {path.parent.name: path for path in found}


def _vocabularies() -> Mapping[str, Path]:
    found = sorted(_shipped("rulesets").glob("vocabularies/*.yaml"))
    return {path.stem: path for path in found}


@cache
def _shipped(folder: str) -> Path:
    """The folder inside the package where there is one, else the one of the checkout."""
    inside = PACKAGE / folder
    return inside if inside.is_dir() else CHECKOUT / folder


def _lookup(what: str, name: str, known: Mapping[str, Path]) -> Path:
    if name in known:
        return known[name]
    message = f"no {what} named `{name}` comes with riskmemo"
    raise InvalidInput(Mistake(f"unknown-{what}", message, help=did_you_mean(name, known)))

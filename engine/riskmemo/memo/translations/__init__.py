"""The languages of a memo's fixed text: English as it stands in the code, and one catalogue each.

A catalogue is a gettext file, `ru.po`, compiled when it is first used: the text that a translator
edits is the text that a memo has.
"""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from riskmemo.errors import InvalidInput, Mistake, did_you_mean
from riskmemo.memo.wording import Wording

DEFAULT_LANGUAGE = "en_GB"

FOLDER = Path(__file__).resolve().parent


@cache
def languages() -> tuple[str, ...]:
    """The languages that memos can be written in: English first, then by name."""
    return (DEFAULT_LANGUAGE, *sorted(path.stem for path in FOLDER.glob("*.po")))


def language_named(name: str) -> str:
    """The Babel name of a language that memos can be written in; `InvalidInput` for any other.

    Besides `languages()`, a language with a country is one, as `en_US` and `ru-KZ`: words are those
    of the language, numbers those of the country.
    """
    wanted = name.replace("-", "_")
    if wanted in languages():
        return wanted
    if (regional := _regional(wanted)) is not None:
        return regional
    message = f"riskmemo writes memos in no language `{name}`"
    advice = did_you_mean(wanted, languages())
    raise InvalidInput(Mistake("unknown-language", message, help=advice))


def wording_in(language: str) -> Wording:
    """The fixed text in a language of `language_named`."""
    return _wording(language.partition("_")[0])


def _regional(wanted: str) -> str | None:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  (rarely needed, and heavy)

    known = {language.partition("_")[0] for language in languages()}
    try:
        locale = Locale.parse(wanted)
    except (UnknownLocaleError, ValueError):
        return None
    return str(locale) if locale.language in known else None


@cache
def _wording(language: str) -> Wording:
    from babel.messages.mofile import write_mo  # noqa: PLC0415  (English needs no catalogue)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    path = FOLDER / f"{language}.po"
    if not path.exists():
        return Wording()
    with path.open("rb") as text:
        catalogue = read_po(text, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Wording(gettext.GNUTranslations(compiled))

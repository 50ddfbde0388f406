"""Country codes: ISO 3166-1 alpha-3, plus XKX for Kosovo (as the World Bank has it)."""

from collections.abc import Set as AbstractSet
from functools import cache
from unicodedata import combining, normalize

from riskmemo.resources import PACKAGE
from riskmemo.source.document import read_document
from riskmemo.source.tree import plain

KOSOVO = "XKX"
KOSOVO_NAMES = ("Kosovo", "XK")
IN_USE = PACKAGE / "model/country_names.yaml"
"""Names in use that neither ISO 3166 nor CLDR has as the first."""


@cache
def country_codes() -> AbstractSet[str]:
    """Every code a field of type `country` may hold."""
    import iso3166  # noqa: PLC0415  (kept out of the cold start)

    return frozenset(iso3166.countries_by_alpha3) | {KOSOVO}


@cache
def _codes_by_name() -> dict[str, str]:
    """Names in small letters and two-letter codes; those of ISO 3166 win over those in use."""
    import babel  # noqa: PLC0415
    import iso3166  # noqa: PLC0415

    two = {code: country.alpha3 for code, country in iso3166.countries_by_alpha2.items()}
    territories = babel.Locale("en").territories
    usual = {territories[code]: alpha3 for code, alpha3 in two.items() if code in territories}
    names = {country.name: country.alpha3 for country in iso3166.countries}
    short = {country.apolitical_name: country.alpha3 for country in iso3166.countries}
    known = {
        **two,
        **usual,
        **plain(read_document(IN_USE)),
        **names,
        **short,
        **dict.fromkeys(KOSOVO_NAMES, KOSOVO),
    }
    return {_plain(name): code for name, code in known.items()}


def _plain(name: str) -> str:
    """A name for comparison: no accents, no `the`, `and` for `&`, one kind of apostrophe."""
    letters = (char for char in normalize("NFD", name.casefold()) if not combining(char))
    words = "".join(letters).replace("’", "'").replace("&", " and ").replace("st. ", "saint ")
    return " ".join(words.removeprefix("the ").split())


def code_for(text: str) -> str | None:
    """The alpha-3 code that somebody meant who wrote a name, an alpha-2 code or small letters."""
    if text.upper() in country_codes():
        return text.upper()
    return _codes_by_name().get(_plain(text))


def name_of(code: str) -> str:
    """The usual English name of a country by its alpha-3 code; an unknown code stays as it is."""
    import babel  # noqa: PLC0415

    return str(babel.Locale("en").territories.get(_two_letters(code), code))


def languages_of(code: str) -> tuple[str, ...]:
    """The English names of a country's official languages."""
    import babel  # noqa: PLC0415
    from babel.languages import get_official_languages  # noqa: PLC0415

    names = babel.Locale("en").languages
    spoken = (tag.split("_")[0] for tag in get_official_languages(_two_letters(code)))
    return tuple(dict.fromkeys(names[tag] for tag in spoken if tag in names))


def _two_letters(code: str) -> str:
    import iso3166  # noqa: PLC0415

    country = iso3166.countries_by_alpha3.get(code)
    return "XK" if code == KOSOVO else country.alpha2 if country else code

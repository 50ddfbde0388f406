"""How dates, numbers, countries and money print in a memo's language, through Babel."""

import calendar
import datetime
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

import iso3166
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import (
    format_compact_decimal,
    format_decimal,
    format_percent,
    get_currency_name,
    get_currency_symbol,
)

from riskmemo.memo.translated import wording_in
from riskmemo.model.countries import KOSOVO
from riskmemo.resources import DEFAULT_LANGUAGE

MINUS = "−"
EN_DASH = "–"
SHOWN_DIGITS = 2
"""Digits after the point that a memo shows of a number nobody rounded; JSON has them all."""

MILLION = 1_000_000

PARTS_OF_A_YEAR = {
    (1, 3): "Q1 {year}",
    (4, 6): "Q2 {year}",
    (7, 9): "Q3 {year}",
    (10, 12): "Q4 {year}",
    (1, 6): "H1 {year}",
    (7, 12): "H2 {year}",
}
"""First and last month to the name of a quarter or a half."""


class Formats:
    """The formats of one language; `language` is a Babel name such as `en_GB`.

    The patterns of dates are fixed text: a catalogue says how its language writes them.
    """

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        self.language = language
        self.say = wording_in(language).say

    def date(self, date: datetime.date, *, brief: bool = False) -> str:
        """A day, as `21 July 2025`; `brief` as `21 Jul 2025`."""
        return self._date(date, self.say("d MMM y") if brief else self.say("d MMMM y"))

    def month(self, date: datetime.date) -> str:
        """A month and its year, as `July 2025`."""
        return self._date(date, "LLLL y")

    def short_month(self, date: datetime.date) -> str:
        """The same where there is little room, as `Jul 2025`."""
        return self._date(date, "LLL y")

    def month_name(self, date: datetime.date) -> str:
        """A month alone, as `Jul`."""
        return self._date(date, "LLL")

    def period(
        self, first: datetime.date, last: datetime.date | None, *, brief: bool = False
    ) -> str:
        """From the first day to the last: `24–25 June 2025`, `June 2025`, `H1 2025`, `2025`."""
        end = self.date(last or first, brief=brief)
        if last is None or last == first:
            return end
        whole = self._whole(first, last)
        if whole is not None:
            return whole
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}{EN_DASH}{end}"
        start = self.date(first, brief=brief)
        if first.year == last.year:
            start = self._date(first, self.say("d MMM") if brief else self.say("d MMMM"))
        return f"{start} {EN_DASH} {end}"

    def _whole(self, first: datetime.date, last: datetime.date) -> str | None:
        """The name of a period of whole months: a month, a quarter, a half, a year, years."""
        ends = calendar.monthrange(last.year, last.month)[1]
        if first.day != 1 or last.day != ends:
            return None
        year = str(first.year)
        if (first.month, last.month) == (1, 12):
            return self._years(year, str(last.year))
        if first.year != last.year:
            return None
        part = PARTS_OF_A_YEAR.get((first.month, last.month))
        if part:
            return self.say(part, year=year)
        return self._date(first, self.say("LLLL y")) if first.month == last.month else None

    def _years(self, first: str, last: str) -> str:
        if first == last:
            return self.say("{year}", year=first)
        return self.say("{first}–{last}", first=first, last=last)

    def number(self, number: float | Decimal, digits: int | None = None) -> str:
        """A number with groups, as `4,200,000`; `digits` after the point, or those it has."""
        exact = _exact(number)
        fraction = "#" * 12 if digits is None else "0" * digits
        pattern = f"#,##0.{fraction}" if fraction else "#,##0"
        rounded = _rounded(exact, digits)
        return _decimal(str(rounded), pattern, self.language)

    def percent(self, share: float | Decimal, digits: int | None = None) -> str:
        """A share (0–1) as a percentage, as `24.9%`: at most one digit unless `digits` says."""
        percentage = _exact(share).scaleb(2)
        rounded = _at_most(percentage, 1) if digits is None else _rounded(percentage, digits)
        sign = str(self._locale.percent_formats[None].pattern).removeprefix("#,##0")
        pattern = f"#,##0.{'#' if digits is None else '0' * digits}{sign}"
        return _percentage(str(rounded.scaleb(-2)), pattern, self.language)

    def points(self, points: Decimal | None, digits: int | None = None) -> str:
        """Points of a score: with `digits`, or with those they have, two at most; `–` for none."""
        if points is None:
            return EN_DASH
        return self.number(points if digits is not None else _at_most(points, SHOWN_DIGITS), digits)

    def change(self, points: Decimal, digits: int | None = None) -> str:
        """A change with its sign, as `+4.7` and `−3`; `0` where nothing changes."""
        text = self.points(points, digits)
        return f"+{text}" if points > 0 else text

    def country(self, alpha3: str) -> str:
        """The name of a country by its ISO alpha-3 code; an unknown code stays as it is."""
        return str(self._locale.territories.get(_alpha2(alpha3), alpha3))

    def money(self, amount: float | Decimal, unit: str) -> str:
        """An amount as `US$4.2 million`; a unit that is no ISO 4217 code follows the number."""
        exact = _exact(amount)
        if unit not in self._locale.currencies:
            return f"{self.number(exact)} {unit}"
        shown = self.number(exact)
        if abs(exact) >= MILLION:
            rounded = _rounded(exact, 1 - exact.adjusted() // 3 * 3)
            shown = format_compact_decimal(
                rounded, format_type="long", locale=self._locale, fraction_digits=1
            )
        if not self._locale.currency_formats["standard"].pattern.startswith("¤"):
            named = get_currency_name(unit, min(abs(exact), Decimal(MILLION)), self._locale)
            return f"{shown.replace('-', MINUS)} {named}"
        symbol = get_currency_symbol(unit, self._locale)
        sign = MINUS if exact < 0 else ""
        gap = "\u00a0" if symbol[-1].isalpha() else ""
        return f"{sign}{symbol}{gap}{shown.lstrip('-' + MINUS)}"

    def listing(self, parts: Sequence[str]) -> str:
        """A list in a sentence, as `A, B and C`."""
        return format_list(list(parts), "standard", self._locale) if parts else ""

    def _date(self, date: datetime.date, pattern: str) -> str:
        return _day(date, pattern, self.language)

    @property
    def _locale(self) -> Locale:
        return _locale(self.language)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


# The same dates and numbers stand in a memo again and again, and Babel takes its time.


@lru_cache(maxsize=4096)
def _day(date: datetime.date, pattern: str, language: str) -> str:
    return format_date(date, pattern, _locale(language))


@lru_cache(maxsize=4096)
def _decimal(number: str, pattern: str, language: str) -> str:
    text = format_decimal(number, pattern, _locale(language), decimal_quantization=False)
    return text.replace("-", MINUS)


@lru_cache(maxsize=4096)
def _percentage(number: str, pattern: str, language: str) -> str:
    text = format_percent(number, pattern, _locale(language), decimal_quantization=False)
    return text.replace("-", MINUS)


@cache
def _alpha2(alpha3: str) -> str:
    if alpha3 == KOSOVO:
        return "XK"
    country = iso3166.countries_by_alpha3.get(alpha3)
    return country.alpha2 if country else alpha3


def _exact(number: float | Decimal) -> Decimal:
    """The decimal that was meant: `0.1` is 0.1, and so is what arithmetic made of 0.1."""
    return Decimal(f"{number:.15g}") if isinstance(number, float) else Decimal(number)


def _rounded(number: Decimal, digits: int | None) -> Decimal:
    if digits is None:
        return number
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _at_most(number: Decimal, digits: int) -> Decimal:
    """The number with no more than `digits` after the point."""
    rounded = _rounded(number, digits)
    return number if number == rounded else rounded

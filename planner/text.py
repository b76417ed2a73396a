"""Words, money, dates and numbers in one language: keys in, sentences out.

Grouping, symbols, month names and per cent come from CLDR. Where people count in lakh and crore the
grouping is that of CLDR's English for India, with the country's own currency sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    format_compact_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
)

from products.basis.money import minor_digits
from products.basis.problems import Problem, Scalar
from products.basis.text import ENGLISH, Sentences, problem_sentence, sentences

LAKH, CRORE = 100_000, 10_000_000
_COUNTS_IN_LAKH = frozenset({"PKR", "INR", "NPR", "BDT"})
_THIN = "\u00a0"


@cache
def _locale(language: str, currency: str) -> Locale:
    """The CLDR locale of a language in the currency's country (ISO 4217 starts with ISO 3166)."""
    for name in (f"{language}_{currency[:2]}", language, ENGLISH):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(ENGLISH)


@cache
def _grouping(lakh: bool) -> Locale:
    return Locale.parse("en_IN" if lakh else "en")


@dataclass(frozen=True, slots=True)
class Text:
    r"""The one way to words of a screen, a page of paper or a command.

    `currency` is the plan's; `lakh` says whether digits are grouped 12,34,567.

    >>> text = text_of("en", "PKR")
    >>> text.money(1234567), text.money(-250), text.money(1200, "SAR")
    ('Rs\xa012,34,567', '-Rs\xa0250', 'SAR\xa01,200')
    """

    language: str
    currency: str
    lakh: bool
    say: Sentences

    @property
    def locale(self) -> Locale:
        """Where month names, signs and the direction of writing come from."""
        return _locale(self.language, self.currency)

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.locale.text_direction == "rtl"

    def __call__(self, key: str, **params: object) -> str:
        """The sentence of a key, places filled with what is given."""
        return self.say(key, **params)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with at most so many decimals, grouped."""
        rounded = round(float(value), digits) + 0.0
        pattern = "#,##,##0" if self.lakh else "#,##0"
        decimals = "." + "#" * digits if digits else ""
        return format_decimal(rounded, format=pattern + decimals, locale=self._digits)

    @property
    def _digits(self) -> Locale:
        return _grouping(True) if self.lakh else self.locale

    def money(self, amount: float, currency: str | None = None, *, exact: bool = False) -> str:
        """An amount with its sign, in whole units; `exact` shows the smallest coin."""
        code = currency or self.currency
        digits = minor_digits(code) if exact else 0
        rounded = round(float(amount), digits) + 0.0
        lakh = self.lakh and code in _COUNTS_IN_LAKH
        pattern = ("#,##,##0" if lakh else "#,##0") + ("." + "0" * digits if digits else "")
        where = _grouping(lakh) if lakh else self.locale
        figure = format_decimal(abs(rounded), format=pattern, locale=where)
        sign = "-" if rounded < 0 else ""
        return f"{sign}{get_currency_symbol(code, self.locale)}{_THIN}{figure}"

    def short_money(self, amount: float, currency: str | None = None) -> str:
        r"""An amount as people say it: Rs 1.2 lakh, Rs 3 crore.

        >>> text_of("en", "PKR").short_money(123456), text_of("en", "PKR").short_money(45600)
        ('Rs\xa01.2 lakh', 'Rs\xa045,600')
        """
        code = currency or self.currency
        size = abs(amount)
        if not (self.lakh and code in _COUNTS_IN_LAKH):
            if size < LAKH:
                return self.money(amount, code)
            return format_compact_currency(amount, code, fraction_digits=1, locale=self.locale)
        if size < LAKH:
            return self.money(amount, code)
        in_crore = round(size / LAKH, 1) * LAKH >= CRORE
        unit, key = (CRORE, "money.crore") if in_crore else (LAKH, "money.lakh")
        sign = "-" if amount < 0 else ""
        figure = self.number(size / unit, 1)
        symbol = get_currency_symbol(code, self.locale)
        return f"{sign}{symbol}{_THIN}{self.say(key, n=figure)}"

    def share(self, value: float, digits: int = 0) -> str:
        """A share as per cent.

        >>> text_of("en", "PKR").share(0.405)
        '41%'
        """
        places = "." + "0" * digits if digits else ""
        return format_percent(round(value + 1e-12, digits + 2), f"#,##0{places}%", self.locale)

    def month(self, day: date) -> str:
        """A month by name: March 2027."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def month_short(self, day: date) -> str:
        """A month in few letters, for axes: Mar 2027."""
        return format_skeleton("yMMM", day, locale=self.locale)

    def month_name(self, day: date) -> str:
        """A calendar month by itself, in few letters: Mar."""
        return format_skeleton("MMM", day, locale=self.locale)

    def day(self, day: date) -> str:
        """A whole date: 5 March 2027."""
        return format_date(day, "long", locale=self.locale)

    def count(self, key: str, n: float) -> str:
        """A number with its noun in the right plural: `key.one`, `key.other` with `{n}`.

        >>> text_of("en", "PKR").count("count.month", 1)
        '1 month'
        """
        form = self.locale.plural_form(int(n) if float(n).is_integer() else n)
        name = f"{key}.{form}"
        return self.say(name if self.say.has(name) else f"{key}.other", n=self.number(n, 1))

    def tell(self, key: str, params: Mapping[str, Scalar]) -> str:
        """The sentence of an outcome, fix or step, its params put into words by their names.

        `amount...` and `..._amount` are money (in `params["currency"]` where given); `month` and
        `..._month` are dates shown as months; `date` and `..._date` whole dates; `share` and
        `..._share` per cent; `months`, `years` and `days` counts with their noun. Text that is
        itself a key is said.
        """
        return self.say(key, **{name: self._word(name, params) for name in params})

    def _word(self, name: str, params: Mapping[str, Scalar]) -> str:
        value = params[name]
        last = name.rsplit("_", 1)[-1]
        if isinstance(value, bool):
            return self.say("word.yes" if value else "word.no")
        if isinstance(value, str):
            return self._worded(last, value)
        if last == "amount" or name.startswith("amount"):
            return self.money(value, str(params.get("currency", self.currency)))
        if last == "share":
            return self.share(value)
        if last in ("months", "years", "days"):
            return self.count(f"count.{last.removesuffix('s')}", value)
        return self.number(value, 2)

    def _worded(self, last: str, value: str) -> str:
        if last in ("month", "date") and value:
            day = date.fromisoformat(value)
            return self.month(day) if last == "month" else self.day(day)
        parts = [self.say(v) if "." in v and self.say.has(v) else v for v in value.split("|")]
        return ", ".join(parts)

    def problem(self, problem: Problem) -> str:
        """One line a person can act on: where, what was found, and the way out."""
        return problem_sentence(problem, self.say)


def text_of(language: str, currency: str, *, lakh: bool | None = None) -> Text:
    """The text of a language for a country's currency; `lakh` None follows the currency's habit."""
    counts = currency in _COUNTS_IN_LAKH if lakh is None else lakh
    return Text(language, currency, counts, sentences(language))

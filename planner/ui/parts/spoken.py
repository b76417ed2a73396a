"""Figures in words, as people say them: 1 lakh 50 thousand."""

from __future__ import annotations

from planner.text import Text

_SOUTH_ASIA = (("crore", 10_000_000), ("lakh", 100_000), ("thousand", 1_000))
_ELSEWHERE = (("million", 1_000_000), ("thousand", 1_000))
_WORTH_WORDS = 1_000


def in_words(value: float, text: Text, currency: str) -> str:
    r"""An amount in whole units of money, said aloud; small ones as they stand.

    >>> from planner.text import text_of
    >>> in_words(500, text_of("en", "PKR"), "PKR")
    'Rs\xa0500'
    """
    whole = round(value)
    if whole < _WORTH_WORDS:
        return text.money(whole, currency)
    lakh = "12,34,567" in text.money(1_234_567, currency)
    parts, rest = [], whole
    for name, size in _SOUTH_ASIA if lakh else _ELSEWHERE:
        count, rest = divmod(rest, size)
        if count:
            parts.append(text(f"words.{name}", n=text.number(count)))
    if rest:
        parts.append(text.number(rest))
    return f"{text.money(whole, currency)} · {' '.join(parts)}"


def signed(amount: float, text: Text) -> str:
    """An amount whose minus sign cannot be parted from it at the end of a line."""
    said = text.money(abs(amount))
    return f"−\u2060{said}" if round(amount) < 0 else said


def money_said(amount: float, currency: str, rhythm: str, text: Text) -> str:
    """An amount with its rhythm, for the line of a row; empty while it is nought."""
    if amount <= 0:
        return ""
    said = text.money(amount, currency)
    return f"{said} {text(f'rhythm.{rhythm}')}" if rhythm else said


def exactly(amount: float, currency: str, text: Text) -> str:
    """An amount to the smallest coin, with a minus sign that stays with it."""
    said = text.money(abs(amount), currency, exact=True)
    return f"−\u2060{said}" if amount < 0 else said

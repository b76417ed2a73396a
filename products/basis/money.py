"""Currencies, their smallest coins, and rounding into whole minor units."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 currency code")]

# ISO 4217 minor-unit exponents that differ from two. Source: ISO 4217 list one.
_MINOR_DIGITS = {
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "JPY": 0, "KRW": 0, "VND": 0, "XOF": 0, "XAF": 0, "CLP": 0, "UGX": 0,
}  # fmt: skip


def minor_digits(currency: str) -> int:
    """Decimal digits of the currency's smallest coin.

    >>> minor_digits("PKR"), minor_digits("KWD"), minor_digits("XOF")
    (2, 3, 0)
    """
    return _MINOR_DIGITS.get(currency, 2)


class RoundingMode(StrEnum):
    """How a contract rounds a computed amount to its step."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


_DECIMAL_MODE = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.UP: ROUND_CEILING,
    RoundingMode.DOWN: ROUND_FLOOR,
}


class Rounding(BaseModel, frozen=True):
    """A contract's rounding rule: to which step (in minor units) and in which direction.

    `step_minor` = 1 rounds to the paisa, 100 to the whole rupee.
    """

    mode: RoundingMode = RoundingMode.HALF_UP
    step_minor: int = Field(default=1, ge=1, le=1_000_000)


def round_minor(value_minor: Decimal | float, rounding: Rounding) -> int:
    """Whole minor units nearest to `value_minor` under the rule; the sign follows the value.

    Floats are read at 10 significant decimals first, so that 0.1 + 0.2 style dust never decides a
    half.

    >>> round_minor(1387.5, Rounding())
    1388
    >>> round_minor(1388888.889, Rounding(mode=RoundingMode.UP, step_minor=100))
    1388900

    """
    exact = value_minor if isinstance(value_minor, Decimal) else Decimal(f"{value_minor:.7f}")
    steps = (exact / rounding.step_minor).quantize(
        Decimal(1), rounding=_DECIMAL_MODE[rounding.mode]
    )
    return int(steps) * rounding.step_minor


def to_minor(amount: Decimal | float, currency: str, rounding: Rounding | None = None) -> int:
    """Whole minor units of a major-unit amount.

    >>> to_minor(13888.885, "PKR")
    1388889
    """
    exact = amount if isinstance(amount, Decimal) else Decimal(f"{amount:.10f}")
    return round_minor(exact.scaleb(minor_digits(currency)), rounding or Rounding())


def to_major(amount_minor: int, currency: str) -> float:
    """Major units of whole minor units, for showing and for the projection.

    >>> to_major(1388889, "PKR")
    13888.89
    """
    return float(Decimal(amount_minor).scaleb(-minor_digits(currency)))

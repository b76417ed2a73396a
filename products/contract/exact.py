"""Exact amounts: fractions of the smallest coin, and the rounding a contract states.

Inside a contract every amount is a `Fraction` of minor units. Where the contract rounds, the
fraction is a whole multiple of the rounding step; where it carries amounts unrounded, it is a
multiple of `FINEST`, which keeps denominators short and is far below anything printed.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

from products.basis.money import RoundingMode, minor_digits

FINEST = Fraction(1, 10**20)
DIGITS = Context(prec=50)
_DECIMALS = 40


def as_fraction(value: Decimal | int | float | str) -> Fraction:
    """The number as it is written: a float is read by its shortest decimal form.

    >>> as_fraction(0.1)
    Fraction(1, 10)
    """
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def in_minor(amount: Decimal | int | float | str, currency: str) -> Fraction:
    """Minor units of a major-unit amount, unrounded.

    >>> in_minor("12.345", "PKR")
    Fraction(2469, 2)
    """
    coins: int = 10 ** minor_digits(currency)
    return as_fraction(amount) * coins


def in_major(minor: Fraction | int, currency: str) -> Decimal:
    """Major units of an amount in minor units, to 20 decimals.

    >>> in_major(1234567, "PKR")
    Decimal('12345.67')
    """
    exact = Fraction(minor) / 10 ** minor_digits(currency)
    return DIGITS.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def round_to(value: Fraction, step: Fraction, mode: RoundingMode) -> Fraction:
    """The multiple of `step` that the rounding mode chooses; halves go away from zero or to even.

    >>> half = Fraction(31245, 10)
    >>> modes = (RoundingMode.HALF_UP, RoundingMode.HALF_EVEN)
    >>> [int(round_to(half, Fraction(1), mode)) for mode in modes]
    [3125, 3124]
    """
    steps = value / step
    below = steps.numerator // steps.denominator
    rest = steps - below
    match mode:
        case RoundingMode.DOWN:
            up = False
        case RoundingMode.UP:
            up = rest > 0
        case RoundingMode.HALF_EVEN:
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1)
        case RoundingMode.HALF_UP:
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value > 0)
    return (below + up) * step


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """`base` to a fractional exponent, to 40 decimals; whole exponents come from the same rule.

    >>> float(power(Fraction(121, 100), Fraction(1, 2)))
    1.1
    """
    raised = DIGITS.power(to_decimal(base), to_decimal(exponent))
    return Fraction(raised.quantize(Decimal(1).scaleb(-_DECIMALS), context=DIGITS))


def to_decimal(value: Fraction) -> Decimal:
    """A fraction to 50 digits.

    >>> str(to_decimal(Fraction(1, 8)))
    '0.125'
    """
    return DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))

"""Islamic contracts: shared ownership bought out over time, and sale at cost plus profit.

Rent is on the bank's share at the beginning of the period and never joins it; a sale price is fixed
on the day of the sale. Recognising a sale's profit over time is a schedule of its own, and a rebate
on early settlement is a waiver of profit not yet recognised: settlement has a gross and a net
figure. Amounts are exact fractions in the caller's unit, rates decimals a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from products.basis.money import RoundingMode
from products.contract.exact import FINEST, power, round_to

_YEAR = 12


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One period of shared ownership: rent on the bank's opening share, and the part bought."""

    number: int
    opening: Fraction
    rent: Fraction
    purchase: Fraction
    closing: Fraction
    units_left: Fraction

    @property
    def payment(self) -> Fraction:
        """Rent and purchase together."""
        return self.rent + self.purchase


@dataclass(frozen=True, slots=True)
class SharedOwnership:
    """A diminishing musharakah: the bank's share, its units, and the yearly rent.

    `period_months` is 1 for monthly rent, 12 for yearly.
    """

    bank_share: Fraction
    rent_pa: Fraction
    periods: int
    units: Fraction
    period_months: int = 1

    @property
    def unit_price(self) -> Fraction:
        """Price of one unit of the bank's share."""
        return self.bank_share / self.units

    @property
    def rent_per_period(self) -> Fraction:
        """Rent on 1 of the bank's share for one period."""
        return self.rent_pa * Fraction(self.period_months, _YEAR)

    @property
    def level_payment(self) -> Fraction:
        """The equal payment of rent and purchase that buys the bank out in the last period."""
        rent = self.rent_per_period
        if rent == 0:
            return self.bank_share / self.periods
        return self.bank_share * rent / (1 - power(1 + rent, Fraction(-self.periods)))


def equal_units(owned: SharedOwnership) -> list[ShareRow]:
    """The same number of units bought in every period, so that payments fall.

    >>> house = SharedOwnership(Fraction(1_600_000), Fraction("0.12"), 120, Fraction(120))
    >>> [round(float(row.payment), 2) for row in equal_units(house)[:2]]
    [29333.33, 29200.0]
    """
    return stepped_units(owned, [owned.units / owned.periods] * owned.periods)


def stepped_units(owned: SharedOwnership, units: Sequence[Fraction]) -> list[ShareRow]:
    """A stated number of units bought in each period."""
    left, rows = owned.units, []
    for number, bought in enumerate(units, start=1):
        opening = left * owned.unit_price
        left -= min(bought, left)
        closing = left * owned.unit_price
        rent = opening * owned.rent_per_period
        rows.append(ShareRow(number, opening, rent, opening - closing, closing, left))
    return rows


def level_payments(owned: SharedOwnership) -> list[ShareRow]:
    """Equal payments: the share bought grows as the rent falls; the last period buys what is left.

    >>> house = SharedOwnership(Fraction(8_250_000), Fraction("0.125"), 15, Fraction(15), 12)
    >>> round(float(level_payments(house)[0].purchase), 2)
    212550.95
    """
    payment, opening, rows = owned.level_payment, owned.bank_share, []
    for number in range(1, owned.periods + 1):
        rent = opening * owned.rent_per_period
        bought = opening if number == owned.periods else payment - rent
        closing = round_to(opening - bought, FINEST, RoundingMode.HALF_EVEN)
        left = closing / owned.unit_price
        rows.append(ShareRow(number, opening, rent, opening - closing, closing, left))
        opening = closing
    return rows


class Recognition(StrEnum):
    """How a sale's profit is recognised over the term, and so what of it is not yet earned."""

    CONSTANT_RETURN = "constant_return"
    """in proportion to the cost still outstanding"""
    STRAIGHT_LINE = "straight_line"
    """an equal part with every instalment"""
    SUM_OF_DIGITS = "sum_of_digits"
    """more at the beginning: n parts in the first month, one in the last (rule of 78)"""


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale at cost plus profit, paid in equal monthly instalments.

    `financed` is the cost after the buyer's down payment, `profit` the whole profit; both are fixed
    when the sale is made. `extra` is paid on top over the term (mutual insurance).
    """

    financed: Fraction
    profit: Fraction
    months: int
    down_payment: Fraction = Fraction(0)
    extra: Fraction = Fraction(0)

    @property
    def price(self) -> Fraction:
        """What the buyer pays for the goods, down payment included."""
        return self.down_payment + self.financed + self.profit

    @property
    def instalment(self) -> Fraction:
        """The equal monthly payment, extra included."""
        return (self.financed + self.profit + self.extra) / self.months

    def due_after(self, month: int) -> Fraction:
        """Instalments not yet due after `month`: the gross settlement."""
        return self.instalment * (self.months - month)


def constant_return_sale(
    cost: Fraction, down_payment: Fraction, profit_pa: Fraction, months: int
) -> Sale:
    """A sale whose instalments give a constant return on the cost outstanding.

    >>> sale = constant_return_sale(Fraction(100_000), Fraction(10_000), Fraction("0.12"), 36)
    >>> round(float(sale.instalment), 2), round(float(sale.price), 2)
    (2989.29, 117614.36)
    """
    financed = cost - down_payment
    per_month = profit_pa / _YEAR
    if per_month == 0:
        return Sale(financed, Fraction(0), months, down_payment)
    instalment = financed * per_month / (1 - power(1 + per_month, Fraction(-months)))
    return Sale(financed, instalment * months - financed, months, down_payment)


def flat_profit_sale(
    cost: Fraction,
    profit_pa: Fraction,
    months: int,
    *,
    down_payment: Fraction = Fraction(0),
    insurance_pa: Fraction = Fraction(0),
) -> Sale:
    """A sale with a flat profit on the cost financed for the whole term.

    Mutual insurance is a yearly share of cost and profit together, paid with the instalments.

    >>> insurance = Fraction("0.004")
    >>> sale = flat_profit_sale(Fraction(35_000), Fraction("0.05"), 84, insurance_pa=insurance)
    >>> float(sale.profit), float(sale.extra), float(sale.instalment)
    (12250.0, 1323.0, 578.25)
    """
    financed, years = cost - down_payment, Fraction(months, _YEAR)
    profit = financed * profit_pa * years
    extra = (financed + profit) * insurance_pa * years
    return Sale(financed, profit, months, down_payment, extra)


@dataclass(frozen=True, slots=True)
class SaleRow:
    """One instalment of a sale: profit recognised, cost recovered, cost outstanding after it."""

    month: int
    profit: Fraction
    recovered: Fraction
    outstanding: Fraction


def recognised(sale: Sale, rule: Recognition = Recognition.CONSTANT_RETURN) -> list[SaleRow]:
    """How a sale's profit is recognised, month by month; the last month takes the rest.

    >>> sale = constant_return_sale(Fraction(100_000), Fraction(10_000), Fraction("0.12"), 36)
    >>> [round(float(row.profit), 2) for row in recognised(sale)[:2]]
    [900.0, 879.11]
    """
    per_month = constant_return_pm(sale) if rule is Recognition.CONSTANT_RETURN else Fraction(0)
    part = (sale.financed + sale.profit) / sale.months
    digits = Fraction(sale.months * (sale.months + 1), 2)
    outstanding, rows = sale.financed, []
    for month in range(1, sale.months + 1):
        match rule:
            case Recognition.CONSTANT_RETURN if month == sale.months:
                profit = part - outstanding
            case Recognition.CONSTANT_RETURN:
                profit = round_to(outstanding * per_month, FINEST, RoundingMode.HALF_EVEN)
            case Recognition.STRAIGHT_LINE:
                profit = sale.profit / sale.months
            case Recognition.SUM_OF_DIGITS:
                profit = sale.profit * (sale.months - month + 1) / digits
        outstanding -= part - profit
        rows.append(SaleRow(month, profit, part - profit, outstanding))
    return rows


def unearned_profit(sale: Sale, month: int, rule: Recognition) -> Fraction:
    """Profit not yet recognised after `month` instalments.

    >>> sale = constant_return_sale(Fraction(100_000), Fraction(10_000), Fraction("0.12"), 36)
    >>> left = unearned_profit(sale, 24, Recognition.CONSTANT_RETURN)
    >>> round(float(sale.due_after(24) - left), 2)
    33644.67
    """
    so_far = sum((row.profit for row in recognised(sale, rule)[:month]), Fraction(0))
    return sale.profit - so_far


def constant_return_pm(sale: Sale) -> Fraction:
    """The monthly return at which the instalments are worth the cost financed, by bisection."""
    if sale.profit <= 0 or sale.financed <= 0:
        return Fraction(0)
    part = (sale.financed + sale.profit) / sale.months
    low, high = Fraction(0), part / sale.financed  # for ever paid, the parts are worth the cost
    while high - low > FINEST:
        middle = round_to((low + high) / 2, FINEST / 2, RoundingMode.DOWN)
        worth = part * (1 - power(1 + middle, Fraction(-sale.months))) / middle
        low, high = (middle, high) if worth > sale.financed else (low, middle)
    return round_to((low + high) / 2, FINEST, RoundingMode.HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a buyer pays to settle a sale early: all that is left, and the waiver."""

    gross: Fraction
    rebate: Fraction

    @property
    def net(self) -> Fraction:
        """What is paid after the waiver."""
        return self.gross - self.rebate


def settle(
    sale: Sale, month: int, rebate_share: Fraction, rule: Recognition = Recognition.CONSTANT_RETURN
) -> Settlement:
    """Settlement after `month` instalments; the seller may waive a share of the unearned profit."""
    return Settlement(sale.due_after(month), rebate_share * unearned_profit(sale, month, rule))

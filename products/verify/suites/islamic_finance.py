"""Islamic contracts: shared ownership bought out over time, and sales at cost plus profit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, TypeAdapter

from products.contract.exact import as_fraction
from products.contract.islamic import (
    Sale,
    SharedOwnership,
    ShareRow,
    constant_return_sale,
    equal_units,
    flat_profit_sale,
    level_payments,
    recognised,
    settle,
    stepped_units,
)
from products.verify.case import Answer, Case, Inputs
from products.verify.fields import Amount, Count, PositiveAmount, RateShare

SUITE = "islamic_finance"

_YEAR = 12
Share = Annotated[float, Field(ge=0, le=1)]
Rate = Annotated[RateShare, Field(le=3)]
"""beyond 300 % a year a rate is taken for per cent"""
_PERIOD_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


class OwnershipInputs(Inputs):
    """A house or plant owned together and bought out."""

    contract: Literal["diminishing_musharakah"]
    bank_share: PositiveAmount
    price: PositiveAmount | None = None
    client_share: Amount = 0.0
    units: Annotated[float, Field(gt=0)] | None = None
    months: Count | None = None
    periods: Count | None = None
    period: Literal["month", "quarter", "half-year", "year"] = "month"
    rental_rate_pa: Rate
    rent_on: str = "opening bank share"
    unit_purchase: str | list[float] = "equal"


class SaleInputs(Inputs):
    """A sale at cost plus a profit stated as an amount, a constant return, or flat."""

    contract: Literal["murabaha"]
    cost: PositiveAmount | None = None
    asset_price: PositiveAmount | None = None
    deposit: Amount = 0.0
    down_payment: Amount = 0.0
    security_deposit: Amount = 0.0
    security_deposit_share: Share = 0.0
    financed: Amount | None = None
    margin: Amount | None = None
    profit_rate_pa: Rate | None = None
    flat_profit_rate_pa: Rate | None = None
    mutual_insurance_rate_pa: Rate = 0.0
    months: Count | None = None
    years: Annotated[float, Field(gt=0, le=100)] | None = None
    method: str = ""
    settlement_month: Annotated[int, Field(ge=0)] | None = None
    rebate: str | float = "none"


def _shape(inputs: Mapping[str, Any]) -> str:
    return "owned" if inputs.get("contract") == "diminishing_musharakah" else "sale"


INPUTS: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Annotated[OwnershipInputs, Tag("owned")] | Annotated[SaleInputs, Tag("sale")],
        Discriminator(_shape),
    ]
)


def answer(case: Case) -> Answer:
    """Rows and totals of shared ownership; price, instalment and settlement of a sale."""
    if isinstance(case.inputs, OwnershipInputs):
        return _owned(case.inputs)
    return _sale(case.inputs)


# ------------------------------------------------------------------ shared ownership


def _owned(inputs: OwnershipInputs) -> Answer:
    count = inputs.periods or inputs.months or 1
    owned = SharedOwnership(
        bank_share=as_fraction(inputs.bank_share),
        rent_pa=as_fraction(inputs.rental_rate_pa),
        periods=count,
        units=as_fraction(inputs.units or count),
        period_months=_PERIOD_MONTHS[inputs.period],
    )
    rows = _rows(owned, inputs.unit_purchase)
    by_units = inputs.units is not None
    return {
        "unit_price": owned.unit_price,
        "rows": {row.number: _units_row(row) if by_units else _share_row(row) for row in rows},
        "payment": rows[0].payment,
        "level_payment": owned.level_payment,
        "annual_payment": owned.level_payment,
        "monthly_payment": rows[0].payment,
        "first_payment": rows[0].payment,
        "last_payment": rows[-1].payment,
        "total_rent": sum((row.rent for row in rows), Fraction(0)),
        "total_purchase": sum((row.purchase for row in rows), Fraction(0)),
        "total_payments": sum((row.payment for row in rows), Fraction(0)),
        "total_payment": sum((row.payment for row in rows), Fraction(0)),
        "final_bank_share": rows[-1].closing,
    }


def _rows(owned: SharedOwnership, purchase: str | Sequence[float]) -> list[ShareRow]:
    if not isinstance(purchase, str):
        return stepped_units(owned, [as_fraction(units) for units in purchase])
    return level_payments(owned) if "level" in purchase else equal_units(owned)


def _units_row(row: ShareRow) -> list[Any]:
    return [row.rent, row.payment, row.units_left, row.closing]


def _share_row(row: ShareRow) -> list[Any]:
    return [row.opening, row.rent, row.purchase, row.closing]


# ------------------------------------------------------------------ sales


def _sale(inputs: SaleInputs) -> Answer:
    sale = _made(inputs)
    cost = sale.financed + sale.down_payment
    found = {
        "monthly_payment": sale.instalment,
        "instalment": sale.instalment,
        "selling_price": sale.price,
        "sale_price": sale.price,
        "markup": sale.profit,
        "profit": sale.profit,
        "total_profit": sale.profit,
        "financed": sale.financed,
        "total_financing": sale.financed + sale.profit,
        "mutual_insurance": sale.extra,
        "total_payments": sale.instalment * sale.months,
        "total_payable": sale.instalment * sale.months,
        "deposit": sale.down_payment,
        "security_deposit": sale.down_payment,
        "cost": cost,
        "rows": _recognition(sale),
    }
    if inputs.settlement_month is not None:
        found |= _settled(sale, inputs.settlement_month, inputs.rebate)
    return found


def _made(inputs: SaleInputs) -> Sale:
    cost = as_fraction(inputs.cost or inputs.asset_price or inputs.financed or 0.0)
    down = as_fraction(inputs.deposit or inputs.down_payment or inputs.security_deposit)
    down += cost * as_fraction(inputs.security_deposit_share)
    months = inputs.months or round(_YEAR * (inputs.years or 1))
    if inputs.margin is not None:
        return Sale(cost - down, as_fraction(inputs.margin), months, down)
    if inputs.flat_profit_rate_pa is not None or "flat" in inputs.method:
        rate = inputs.flat_profit_rate_pa
        if rate is None:
            rate = inputs.profit_rate_pa or 0.0
        insurance = as_fraction(inputs.mutual_insurance_rate_pa)
        return flat_profit_sale(
            cost, as_fraction(rate), months, down_payment=down, insurance_pa=insurance
        )
    return constant_return_sale(cost, down, as_fraction(inputs.profit_rate_pa or 0.0), months)


def _recognition(sale: Sale) -> dict[int, list[Any]]:
    """Month by month: instalment, profit recognised, cost recovered, cost outstanding."""
    return {
        row.month: [sale.instalment, row.profit, row.recovered, row.outstanding]
        for row in recognised(sale)
    }


def _settled(sale: Sale, month: int, rebate: str | float) -> dict[str, Any]:
    share = Fraction(1) if "full" in str(rebate) else Fraction(0)
    if not isinstance(rebate, str):
        share = as_fraction(rebate)
    settlement = settle(sale, month, share)
    deferred = settle(sale, month, Fraction(1)).rebate
    outstanding = settlement.gross - deferred
    return {
        "gross_settlement": settlement.gross,
        "gross_outstanding": settlement.gross,
        "outstanding_selling_price": settlement.gross,
        "rebate": settlement.rebate,
        "deferred_profit": deferred,
        "unearned_profit": deferred,
        "net_settlement": settlement.net,
        "principal_outstanding": outstanding,
        "outstanding_principal": outstanding,
        "recognised_profit": sale.profit - deferred,
    }

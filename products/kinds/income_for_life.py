"""Income for life: one sum given for good; after some years it pays a monthly income for life.

Derivation: the dividend of the first years is added to the sum, then a twelfth of the yearly figure
on both is paid every month; the sum goes to the nominee. Checked against the Pravasi Dividend
Scheme (Kerala, India), see `tests/products/kinds/test_income_for_life.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.kind import Kind, Months, RateValue, Side, Variant
from products.mechanics.closing import closed
from products.mechanics.exact import Row, dated, taxed
from products.mechanics.lookups import Ints
from products.mechanics.placing import on_marks
from products.mechanics.prices import Floats
from products.terms import OutlookTerms, RoundingTerms, TaxTerms


class IncomeForLifeTerms(OutlookTerms, TaxTerms, RoundingTerms):
    """Terms of an income for life; the listing's amount is the sum given once.

    Nobody can take the sum out while the holder or the spouse lives; at the end of
    `counted_months` the nominee receives it with what was added.
    """

    kind: Literal["income_for_life"] = "income_for_life"
    """Code of the kind."""
    dividend_pa: RateValue
    """Yearly dividend as a decimal."""
    dividend_pa_low: RateValue | None = None
    """The same if it is lowered later."""
    dividend_pa_high: RateValue | None = None
    """The same if it is raised later."""
    wait_months: Months = 36
    """Months before the first income; the dividend of this time is added to the sum."""
    wait_compounds: bool = False
    """Whether the dividend of this time earns dividend itself, year by year."""
    counted_months: Annotated[int, Field(ge=12, le=720, json_schema_extra={"unit": "months"})] = 360
    """Months until the nominee receives the sum, in a plan: the lives of holder and spouse."""

    @model_validator(mode="after")
    def _income_begins(self) -> Self:
        longest = self.counted_months - 1
        if self.wait_months > longest:
            raise ValueError(f"problem.grace_beyond_tenor|value={self.wait_months}|limit={longest}")
        return self


def variants(terms: IncomeForLifeTerms) -> tuple[Variant, ...]:
    """The one there is; `grace` is the months before the first income."""
    return (Variant(tenor=terms.counted_months, grace=terms.wait_months),)


def unit_flows(terms: IncomeForLifeTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a sum of 1, `[T+1]`: given, added to, a monthly income, and the nominee's sum.

    The sum counts as the household's own, and as nothing that could be taken out.
    """
    month = np.arange(variant.tenor + 1)
    net = 1 - terms.tax_share(variant.tax_filer)
    added = net * _added(terms, np.minimum(month, variant.grace))
    income = net * terms.dividend_pa / 12 * (1 + added[-1])
    owned = 1 + added
    owned[-1] = 0.0
    charge = np.diff(added, prepend=0.0) + np.where(month > variant.grace, income, 0.0)
    flows = closed(owned, charge, np.zeros(month.size))
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: IncomeForLifeTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated contract in minor units: the sum, what is added, the incomes, the nominee's sum."""
    share = terms.tax_share(variant.tax_filer)
    wait = variant.grace
    gross = amount_minor * float(_added(terms, np.array([wait]))[0])
    added = taxed(round_minor(gross, terms.rounding), share)
    capital = amount_minor + added
    income = taxed(round_minor(capital * terms.dividend_pa / 12, terms.rounding), share)
    rows = [Row(0, principal=-amount_minor)]
    if wait:
        rows.append(Row(wait, principal=-added, charge=added))
    else:
        rows[0] = Row(0, principal=-capital, charge=added)
    rows += [Row(month, charge=income) for month in range(wait + 1, variant.tenor)]
    rows.append(Row(variant.tenor, principal=capital, charge=income))
    return dated(rows, start, market.timeline, owes=False)


def _added(terms: IncomeForLifeTerms, months: Ints) -> Floats:
    """Dividend added to one unit after so many months, before tax."""
    if not terms.wait_compounds:
        return np.asarray(terms.dividend_pa * months / 12, dtype=np.float64)
    years, rest = months // 12, months % 12
    whole_years = (1 + terms.dividend_pa) ** years
    return np.asarray(whole_years * (1 + terms.dividend_pa * rest / 12) - 1, dtype=np.float64)


INCOME_FOR_LIFE = Kind(
    code="income_for_life",
    side=Side.SAVING,
    Terms=IncomeForLifeTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)

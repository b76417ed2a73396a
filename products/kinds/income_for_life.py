"""Income for life: one sum given for good; after some years it pays a monthly income for life.

Derivation: the dividend of the first years is added to the sum, then a twelfth of the yearly figure
on both is paid every month; the sum goes to the nominee. Checked against the Pravasi Dividend
Scheme (Kerala, India), see `tests/products/kinds/test_income_for_life.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from products.kind import Months, RateValue
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

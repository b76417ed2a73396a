"""Livestock: animals bought, fed and sold; some die.

Derivation: the sum of the purchase, the monthly keep and yield, and the sale of those that live.
The figures are the owner's own or a local survey's: none is promised, see
`tests/products/kinds/test_livestock.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.kind import Kind, RateValue, Side, Variant
from products.mechanics.closing import closed
from products.mechanics.exact import Row, dated, whole
from products.mechanics.placing import on_marks, whole_periods
from products.mechanics.prices import Floats
from products.terms import OutlookTerms, TenorTerms

Chance = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "chance"})]
Ratio = Annotated[float, Field(ge=0, le=20, json_schema_extra={"unit": "share"})]


class LivestockTerms(TenorTerms, OutlookTerms):
    """Terms of a holding of animals; the listing's amount is what they cost to buy.

    All shares are of that amount. Animals that die are lost evenly over the time they are kept, and
    bring neither milk nor a sale; they are fed until they die.
    """

    worse_when_high: ClassVar[frozenset[str]] = frozenset({"mortality_chance", "keep_pm_share"})

    kind: Literal["livestock"] = "livestock"
    """Code of the kind."""
    keep_pm_share: RateValue
    """Feed, shelter and treatment a month."""
    keep_pm_share_low: RateValue | None = None
    """The same in a cheap year."""
    keep_pm_share_high: RateValue | None = None
    """The same in a dear year."""
    yield_pm_share: RateValue = 0.0
    """What milk, eggs or work bring a month."""
    yield_pm_share_low: RateValue | None = None
    """The same in a bad year."""
    yield_pm_share_high: RateValue | None = None
    """The same in a good year."""
    sale_share: Ratio
    """What the animals that live are sold for at the end."""
    sale_share_low: Ratio | None = None
    """The same in a bad market."""
    sale_share_high: Ratio | None = None
    """The same in a good market."""
    mortality_chance: Chance
    """Chance that an animal dies before it is sold."""
    mortality_chance_low: Chance | None = None
    """The same in a healthy herd."""
    mortality_chance_high: Chance | None = None
    """The same in an outbreak."""


def variants(terms: LivestockTerms) -> tuple[Variant, ...]:
    """Every time they may be kept."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: LivestockTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of animals for 1, `[T+1]`: bought, kept, their yield, the sale of those that live.

    Meanwhile they are worth what they cost or will be sold for, whichever is less, gone over to
    evenly, and only those alive.
    """
    months, _ = whole_periods(variant.tenor, 0, 1)
    flow, alive = _flow(terms, months), _alive(terms, months)
    toward = np.arange(months + 1) / months
    owned = alive * (1 + (min(terms.sale_share, 1.0) - 1) * toward)
    owned[-1] = 0.0
    charge = np.diff(owned, prepend=0.0) + flow
    return on_marks(closed(owned, charge, owned.copy()), variant.start, market.timeline.n_marks)


def schedule(
    terms: LivestockTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated course in minor units that is counted on; nothing of it is promised."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    flow = _flow(terms, months)
    rows = [Row(0, principal=-amount_minor)]
    for month in range(1, months + 1):
        back = amount_minor if month == months else 0
        rows.append(Row(month, principal=back, charge=whole(amount_minor * flow[month]) - back))
    return dated(rows, start, market.timeline, owes=False)


def _alive(terms: LivestockTerms, months: int) -> Floats:
    """Share of the animals alive after each month, `[months + 1]`."""
    return 1 - terms.mortality_chance * np.arange(months + 1) / months


def _flow(terms: LivestockTerms, months: int) -> Floats:
    """What they cost and bring in each month, `[months + 1]`: fed from its start, milked to it."""
    alive = _alive(terms, months)
    flow = np.empty(months + 1)
    flow[0] = -1.0
    flow[1:] = terms.yield_pm_share * alive[1:] - terms.keep_pm_share * alive[:-1]
    flow[-1] += terms.sale_share * alive[-1]
    return flow


LIVESTOCK = Kind(
    code="livestock",
    side=Side.SAVING,
    Terms=LivestockTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)

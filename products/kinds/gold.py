"""Gold: bought from a dealer, kept, and sold to one; what it brings is up to the market.

Derivation: the price moves as the market says; each trade loses the dealer's spread. Prices are
those of the plan's own exchange rate of XAU, or a yearly growth that is stated, see
`tests/products/kinds/test_gold.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.kind import Kind, Share, Side, Variant
from products.mechanics.closing import closed
from products.mechanics.exact import Row, dated, whole
from products.mechanics.placing import on_marks, start_mark, whole_periods
from products.mechanics.prices import Floats
from products.terms import HoldTerms, OutlookTerms

XAU = "XAU"
"""Code of gold among the currencies of ISO 4217, one troy ounce."""


Growth = Annotated[float, Field(ge=-0.9, le=3, json_schema_extra={"unit": "decimal rate"})]


class GoldTerms(HoldTerms, OutlookTerms):
    """Terms of a holding of gold; the listing's amount is the money spent, in the plan's currency.

    Where the market quotes XAU, its path is the price; otherwise the price grows by
    `price_growth_pa` a year, of which nothing is promised.
    """

    kind: Literal["gold"] = "gold"
    """Code of the kind."""
    price_growth_pa: Growth = 0.0
    """Yearly growth of the price where the market does not quote it; 0: it stands still."""
    price_growth_pa_low: Growth | None = None
    """The same if things turn out badly."""
    price_growth_pa_high: Growth | None = None
    """The same if things turn out well."""
    buy_spread_share: Share = 0.0
    """What the dealer asks above the market's price."""
    making_share: Share = 0.0
    """What is paid for the making of jewellery, in proportion to the metal's price; nobody pays it
    back."""
    sell_spread_share: Share = 0.0
    """What the dealer pays below the market's price."""
    storage_pa_share: Share = 0.0
    """Yearly cost of keeping it, in proportion to what was spent."""


def variants(terms: GoldTerms) -> tuple[Variant, ...]:
    """Every time it may be held for in a plan."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: GoldTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of 1 spent on gold, `[..., T+1]`: bought, stored, sold for what a dealer pays then."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    worth = _worth(terms, months, variant.start, market)
    stored = np.full(months + 1, -terms.storage_pa_share / 12)
    stored[0] = 0.0
    before = np.concatenate([np.ones_like(worth[..., :1]), worth[..., :-1]], axis=-1)
    owned = worth.copy()
    owned[..., -1] = 0.0
    flows = closed(owned, worth - before + stored, owned)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: GoldTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated holding in minor units on the expected path; storage is a fee, none is promised."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    worth = _worth(terms, months, start_mark(market.timeline, start), market)
    gained = whole(amount_minor * (float(np.mean(worth[..., -1])) - 1))
    fee = -whole(amount_minor * terms.storage_pa_share / 12)
    rows = [Row(0, principal=-amount_minor)]
    for month in range(1, months + 1):
        last = month == months
        if last or fee:
            rows.append(Row(month, amount_minor if last else 0, gained if last else 0, fee))
    return dated(rows, start, market.timeline, owes=False)


def _worth(terms: GoldTerms, months: int, start: int, market: Market) -> Floats:
    """What a dealer pays after each month for the gold that 1 bought, `[..., months + 1]`."""
    month = np.arange(months + 1)
    if XAU in market.fx:
        marks = np.minimum(start + month, market.timeline.months)
        quoted = market.fx[XAU][..., marks]
        path = quoted / quoted[..., :1]
    else:
        path = (1 + terms.price_growth_pa) ** (month / 12)
    bought = 1 + terms.buy_spread_share + terms.making_share
    return np.asarray(path * (1 - terms.sell_spread_share) / bought, dtype=np.float64)


GOLD = Kind(
    code="gold",
    side=Side.SAVING,
    Terms=GoldTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)

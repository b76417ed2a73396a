"""Gold: bought from a dealer, kept, and sold to one; what it brings is up to the market.

Derivation: the price moves as the market says; each trade loses the dealer's spread. Prices are
those of the plan's own exchange rate of XAU, or a yearly growth that is stated, see
`tests/products/kinds/test_gold.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from products.kind import Share
from products.terms import HoldTerms, OutlookTerms

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

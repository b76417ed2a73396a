"""Livestock: animals bought, fed and sold; some die.

Derivation: the sum of the purchase, the monthly keep and yield, and the sale of those that live.
The figures are the owner's own or a local survey's: none is promised, see
`tests/products/kinds/test_livestock.py`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from products.kind import RateValue
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

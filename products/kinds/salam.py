"""Salam: the price of goods is paid now, and the goods are delivered at the harvest.

Derivation: money now; at delivery the family gives up what the goods would have brought. Nobody
promises what that is: low, base and high ends stand in the terms. See
`tests/products/kinds/test_salam.py`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from products.borrowing import CalendarMonths
from products.terms import FeeTerms, OutlookTerms, RoundingTerms, TenorTerms

Worth = Annotated[float, Field(gt=0, le=10, json_schema_extra={"unit": "ratio"})]


class SalamTerms(TenorTerms, OutlookTerms, FeeTerms, RoundingTerms):
    """Terms of a salam; the listing's amount is the price paid in advance.

    Nothing is paid back in money. Flows show the sale that the family can no longer make: the goods
    at what they are thought to bring at delivery.
    """

    worse_when_high: ClassVar[frozenset[str]] = frozenset({"goods_worth_share"})

    kind: Literal["salam"] = "salam"
    """Code of the kind."""
    goods: Annotated[str, Field(max_length=120)] = ""
    """What is to be delivered, in which quantity and quality."""
    goods_worth_share: Worth
    """What the goods would bring on the market at delivery, per unit of the price paid for them
    now."""
    goods_worth_share_low: Worth | None = None
    """The same if their price turns out low."""
    goods_worth_share_high: Worth | None = None
    """The same if their price turns out high."""
    due_calendar_months: CalendarMonths = ""
    """Calendar months of the harvest, parted by "|" such as 4|10: delivery is in the first of them
    that comes when the shortest tenor has gone by; empty: by the tenor."""

"""Prize bond: bought and redeemable at face value; prizes are drawn, and some pay a small coupon.

Derivation: the expected value of a draw is the sum of all prizes over the face value of the bonds
that take part, after tax. Checked against the prizes of the National Prize Bonds (Pakistan), see
`tests/products/kinds/test_prize_bond.py`.
"""

from __future__ import annotations

from datetime import date
from math import fsum
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.kind import Kind, Months, RateValue, Side, Variant
from products.mechanics.closing import at_months, closed, every_months
from products.mechanics.exact import Row, dated, taxed
from products.mechanics.lookups import Ints
from products.mechanics.placing import on_marks, whole_periods
from products.terms import HoldTerms, Outlook, OutlookTerms, Period, RoundingTerms, TaxTerms

Prizes = tuple[tuple[float, int], ...]


def prizes_of(text: str) -> Prizes:
    """Prizes as (amount, how many) from a text such as `30000000x2|10000000x5|300000x700`.

    >>> prizes_of("700000x1|200000x3")
    ((700000.0, 1), (200000.0, 3))
    """
    parts = [part.split("x") for part in text.split("|") if part]
    return tuple((float(amount), int(count)) for amount, count in parts)


class PrizeBondTerms(HoldTerms, OutlookTerms, TaxTerms, RoundingTerms):
    """Terms of a prize bond; the listing's amount is face value.

    Prizes are counted by their expected value: most holders never win one. Without the number of
    bonds that take part in a draw nothing is counted on but the coupon.
    """

    kind: Literal["prize_bond"] = "prize_bond"
    """Code of the kind."""
    face_value: Annotated[float, Field(gt=0, le=1e9, json_schema_extra={"unit": "money"})]
    """Face value of one bond."""
    prizes: Annotated[
        str, Field(pattern=r"^(\d+(\.\d+)?x\d+(\|\d+(\.\d+)?x\d+)*)?$", max_length=300)
    ] = ""
    """Prizes of one draw, each as amount x how many, parted by |: 30000000x2|10000000x5."""
    bonds_in_draw: Annotated[
        int | None, Field(ge=1, le=10_000_000_000, json_schema_extra={"unit": "bonds"})
    ] = None
    """How many bonds these prizes are drawn among; empty means "not found"."""
    draw_every_months: Period = 3
    """Months between two draws."""
    wait_months: Months = 0
    """A bond takes part in no draw before it has been held so long."""
    coupon_pa: RateValue = 0.0
    """Yearly profit on face value, paid whatever is drawn."""
    coupon_every_months: Period = 6
    """Months between two payments of that profit."""
    prize_tax_filer_share: Annotated[
        float | None, Field(ge=0, le=1, json_schema_extra={"unit": "share"})
    ] = None
    """Share of prizes withheld from a person on the active taxpayers' list; empty: as of profit."""
    prize_tax_nonfiler_share: Annotated[
        float | None, Field(ge=0, le=1, json_schema_extra={"unit": "share"})
    ] = None
    """Share of prizes withheld from anyone else; empty: as of profit."""

    @model_validator(mode="after")
    def _no_more_prizes_than_bonds(self) -> Self:
        drawn = sum(count for _, count in prizes_of(self.prizes))
        if self.bonds_in_draw is not None and drawn > self.bonds_in_draw:
            raise ValueError(f"problem.too_many_prizes|value={drawn}|limit={self.bonds_in_draw}")
        return self

    def seen(self, outlook: Outlook) -> Self:
        """The terms as they turn out: at the low end nothing is ever won."""
        return self.model_copy(update={"prizes": ""}) if outlook is Outlook.LOW else self

    def expected_share(self, tax_filer: bool) -> float:
        """Expected prizes of one draw after tax, per unit of face value; 0 where not known.

        >>> bond = PrizeBondTerms(face_value=100, prizes="1000x10", bonds_in_draw=100_000)
        >>> bond.expected_share(tax_filer=True)
        0.001
        """
        if self.bonds_in_draw is None:
            return 0.0
        total = fsum(amount * count for amount, count in prizes_of(self.prizes))
        gross = total / (self.face_value * self.bonds_in_draw)
        own, other = self.prize_tax_filer_share, self.prize_tax_nonfiler_share
        if not tax_filer:
            own, other = other, own
        known = (own, other, self.tax_share(tax_filer))
        return gross * (1 - next(share for share in known if share is not None))


def variants(terms: PrizeBondTerms) -> tuple[Variant, ...]:
    """Every time it may be held for in a plan."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: PrizeBondTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a face value of 1, `[T+1]`: bought, coupons and expected prizes, redeemed."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    draws = every_months(months, terms.draw_every_months, terms.draw_every_months)
    draws = draws[draws >= terms.wait_months]
    charge = at_months(months, draws, terms.expected_share(variant.tax_filer))
    charge += at_months(months, _coupon_months(terms, months), _coupon(terms, variant.tax_filer))
    owned = np.ones(months + 1)
    owned[-1] = 0.0
    flows = closed(owned, charge, owned.copy())
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: PrizeBondTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """What is promised, in minor units: purchase, coupons after tax, face value; no prize."""
    months, _ = whole_periods(variant.tenor, 0, 1)
    coupon = amount_minor * terms.coupon_pa * terms.coupon_every_months / 12
    net = taxed(round_minor(coupon, terms.rounding), terms.tax_share(variant.tax_filer))
    coupons = set(_coupon_months(terms, months).tolist()) if net else set()
    rows = [Row(0, principal=-amount_minor)]
    for month in sorted({*coupons, months}):
        principal = amount_minor if month == months else 0
        rows.append(Row(month, principal=principal, charge=net if month in coupons else 0))
    return dated(rows, start, market.timeline, owes=False)


def _coupon_months(terms: PrizeBondTerms, months: int) -> Ints:
    return every_months(months, terms.coupon_every_months, terms.coupon_every_months)


def _coupon(terms: PrizeBondTerms, tax_filer: bool) -> float:
    return terms.coupon_pa * terms.coupon_every_months / 12 * (1 - terms.tax_share(tax_filer))


PRIZE_BOND = Kind(
    code="prize_bond",
    side=Side.SAVING,
    Terms=PrizeBondTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)

"""Prize bond: bought and redeemable at face value; prizes are drawn, and some pay a small coupon.

Derivation: the expected value of a draw is the sum of all prizes over the face value of the bonds
that take part, after tax. Checked against the prizes of the National Prize Bonds (Pakistan), see
`tests/products/kinds/test_prize_bond.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from products.kind import Months, RateValue
from products.terms import HoldTerms, Period, RoundingTerms, TaxTerms

Prizes = tuple[tuple[float, int], ...]


def prizes_of(text: str) -> Prizes:
    """Prizes as (amount, how many) from a text such as `30000000x2|10000000x5|300000x700`.

    >>> prizes_of("700000x1|200000x3")
    ((700000.0, 1), (200000.0, 3))
    """
    parts = [part.split("x") for part in text.split("|") if part]
    return tuple((float(amount), int(count)) for amount, count in parts)


class PrizeBondTerms(HoldTerms, TaxTerms, RoundingTerms):
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

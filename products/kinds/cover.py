"""Cover (insurance, takaful): a premium once or again and again, a sum if something happens.

Derivation: premiums are the price, nothing is saved. Checked against the emigrant cover of State
Life (Pakistan), the Probashi Karmi Bima (Bangladesh) and the first premiums of PMJJBY (India), see
`tests/products/kinds/test_cover.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, field_validator, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import round_minor
from products.basis.timeline import date_of
from products.kind import Kind, MoneyAmount, Months, Side, Step, Variant
from products.mechanics.closing import at_months, every_months
from products.mechanics.exact import Row, dated
from products.mechanics.lookups import Ints, value_at
from products.mechanics.placing import on_marks
from products.terms import ClaimTerms, PeriodOrOnce, RoundingTerms, TenorTerms, all_valued

YEAR = 12
"""Calendar months of a year."""

Events = Annotated[str, Field(pattern=r"^([a-z_]+(\|[a-z_]+)*)?$", max_length=200)]


class CoverTerms(TenorTerms, ClaimTerms, RoundingTerms):
    """Terms of a cover; the listing's amount is one whole premium.

    What it pays is a fact for the family to know, no flow of the plan.
    """

    kind: Literal["cover"] = "cover"
    """Code of the kind."""
    premium_every_months: PeriodOrOnce = 12
    """Months between two premiums, each at the beginning of its time; 0: once for the whole."""
    first_premiums: tuple[Step, ...] = ()
    """Table: `at` = calendar month of joining, `value` = first premium as a share of a whole one,
    held until the next row and over the end of the year."""
    takaful: bool = False
    """Whether it is takaful: members help each other, and a surplus is theirs."""
    events: Events = ""
    """What it pays for, parted by |, such as death|disability."""
    benefit: MoneyAmount = 0.0
    """What is paid once if one of these happens, or for each unit of `benefit_per`."""
    benefit_per: Annotated[str, Field(pattern=r"^(event|night|day|month)$")] = "event"
    """What the benefit is paid for: event, night (in hospital), day or month."""
    benefit_units_max: Annotated[int, Field(ge=1, le=366, json_schema_extra={"unit": "units"})] = 1
    """Most units that are paid for in a year."""
    other_events: Events = ""
    """Other events, with a benefit of their own."""
    other_benefit: MoneyAmount = 0.0
    """What is paid if one of those happens."""
    wait_months: Months = 0
    """Nothing is paid for what happens before this many months, accidents apart."""

    @field_validator("first_premiums")
    @classmethod
    def _months_of_year(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = all_valued(steps)
        for step in ordered:
            if not 1 <= step.at <= YEAR:
                raise ValueError(f"problem.step_out_of_range|value={step.at}|limit={YEAR}")
        return ordered

    @model_validator(mode="after")
    def _whole_periods(self) -> Self:
        every = self.premium_every_months
        if every:
            for months in self.tenors:
                if months % every:
                    raise ValueError(f"problem.not_whole_periods|value={months}|limit={every}")
        return self


def variants(terms: CoverTerms) -> tuple[Variant, ...]:
    """Every time it may be taken for."""
    return tuple(Variant(tenor=tenor) for tenor in terms.tenors)


def unit_flows(terms: CoverTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a whole premium of 1, `[T+1]`: premiums alone, gone when they are paid."""
    due = _due(terms, variant)
    months = int(due[-1])
    paid = -at_months(months, due, 1.0)
    paid[0] = -_first(terms, date_of(market.timeline, variant.start))
    nothing = np.zeros(months + 1)
    flows = UnitFlows(paid, nothing, paid, nothing, nothing, nothing)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: CoverTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,  # noqa: ARG001 - the signature of every kind
    market: Market,
) -> Schedule:
    """The dated premiums in minor units."""
    first = round_minor(amount_minor * _first(terms, start), terms.rounding)
    rows = [
        Row(month, charge=-(amount_minor if month else first))
        for month in _due(terms, variant).tolist()
    ]
    return dated(rows, start, market.timeline, owes=False)


def _due(terms: CoverTerms, variant: Variant) -> Ints:
    """Months at whose beginning a premium is due."""
    return every_months(variant.tenor - 1, terms.premium_every_months)


def _first(terms: CoverTerms, joined: date) -> float:
    """The first premium as a share of a whole one, by the calendar month of joining."""
    if not terms.first_premiums:
        return 1.0
    at = [step.at for step in terms.first_premiums]
    shares = [step.value or 0.0 for step in terms.first_premiums]
    return float(value_at(at, shares, np.array([joined.month]), shares[-1])[0])


COVER = Kind(
    code="cover",
    side=Side.PROTECTION,
    Terms=CoverTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
)

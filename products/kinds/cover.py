"""Cover (insurance, takaful): a premium once or again and again, a sum if something happens.

Derivation: premiums are the price, nothing is saved. Checked against the emigrant cover of State
Life (Pakistan), the Probashi Karmi Bima (Bangladesh) and the first premiums of PMJJBY (India), see
`tests/products/kinds/test_cover.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from products.kind import MoneyAmount, Months, Step
from products.terms import PERIODS, ClaimTerms, RoundingTerms, TenorTerms, all_valued

YEAR = 12
"""Calendar months of a year."""

Events = Annotated[str, Field(pattern=r"^([a-z_]+(\|[a-z_]+)*)?$", max_length=200)]


def _premium_period(value: int) -> int:
    if value not in (0, *PERIODS):
        limit = ", ".join(str(months) for months in (0, *PERIODS))
        raise ValueError(f"problem.not_in_list|value={value}|limit={limit}")
    return value


class CoverTerms(TenorTerms, ClaimTerms, RoundingTerms):
    """Terms of a cover; the listing's amount is one whole premium.

    What it pays is a fact for the family to know, no flow of the plan.
    """

    kind: Literal["cover"] = "cover"
    """Code of the kind."""
    premium_every_months: Annotated[
        int,
        Field(ge=0, le=12, json_schema_extra={"unit": "months", "enum": [0, *PERIODS]}),
        AfterValidator(_premium_period),
    ] = 12
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

"""One product as listed: who sells it, on what terms, to whom, and how well that is known."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from products.basis.ageing import STALE_AFTER_DAYS
from products.basis.eligibility import Rule
from products.basis.money import Currency
from products.basis.sources import Confidence, PartialDate, Provenance, Standing, age_days
from products.kind import Mode
from products.kinds import AnyTerms


class Category(StrEnum):
    """What a product is for, in a household's words."""

    HOUSING = "housing"
    ENTERPRISE = "enterprise"
    SAVINGS = "savings"
    PROTECTION = "protection"
    PENSION = "pension"
    REINTEGRATION = "reintegration"


class Header(BaseModel, frozen=True, extra="forbid"):
    """The header columns every product CSV shares; the kind's own terms follow them.

    Amounts are in the listing's currency (a month's deposit for kinds whose amount is monthly).
    Empty `amount_min`/`amount_max` mean "not found", never "none". `as_of` is the day the terms
    held; empty means the page shows no date. `status` says why the standing is what it is. Listings
    with the same `band_of` are bands of one product by amount: `amount_min` is inside a band,
    `amount_max` is not. `quota` says how many can have it, where a counter ends it and no date
    (first 30,000 borrowers); empty: no such limit, or not found.
    """

    id: Annotated[str, Field(pattern=r"^[A-Z0-9-]{3,60}$")]
    version: Annotated[int, Field(ge=1, le=10_000)] = 1
    provider_id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{2,60}$")]
    name: Annotated[str, Field(min_length=2, max_length=160)]
    category: Category
    currency: Currency
    modes: tuple[Mode, ...]
    amount_min: Annotated[float, Field(ge=0, le=1e12)] | None = None
    amount_max: Annotated[float, Field(ge=0, le=1e12)] | None = None
    amount_step: Annotated[float, Field(gt=0, le=1e12)] | None = None
    band_of: Annotated[str, Field(pattern=r"^([A-Z0-9-]{3,60})?$")] = ""
    quota: Annotated[str, Field(max_length=200)] = ""
    standing: Standing
    status: Annotated[str, Field(max_length=80)] = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source_id: Annotated[str, Field(min_length=1)]
    as_of: PartialDate = ""
    as_of_basis: Annotated[str, Field(max_length=160)] = ""
    confidence: Confidence
    channel: Annotated[str, Field(max_length=300)] = ""
    documents: Annotated[str, Field(max_length=400)] = ""
    security: Annotated[str, Field(max_length=300)] = ""
    exit_note: Annotated[str, Field(max_length=400)] = ""
    note: Annotated[str, Field(max_length=600)] = ""

    @model_validator(mode="after")
    def _bounds_agree(self) -> Self:
        low, high = self.amount_min, self.amount_max
        if low is not None and high is not None and low > high:
            raise ValueError(f"problem.min_above_max|value={low:g}|limit={high:g}")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError(
                f"problem.dates_reversed|value={self.valid_from}|limit={self.valid_to}"
            )
        if not self.modes:
            raise ValueError("problem.no_mode")
        return self

    def takes(self, amount: float) -> bool:
        """Whether an amount is within the bounds; the upper one is outside of a band, else inside.

        Unknown bounds admit every amount.
        """
        low, high = self.amount_min or 0.0, self.amount_max
        if high is None:
            return amount >= low
        return low <= amount < high if self.band_of else low <= amount <= high

    def on_sale(self, day: date) -> bool:
        """Whether the validity dates admit the day; standing is judged apart."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def is_stale(self, today: date) -> bool:
        """Whether the terms are undated or older than `STALE_AFTER_DAYS`."""
        age = age_days(self.as_of, today)
        return age is None or age > STALE_AFTER_DAYS


class Listing(Header, frozen=True, extra="forbid"):
    """A header with its country, the kind's terms, eligibility rules and provenance by value."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    terms: AnyTerms
    rules: tuple[Rule, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @model_validator(mode="after")
    def _least_balance_earns(self) -> Self:
        least = getattr(self.terms, "balance_min", 0.0)
        if (self.amount_min or 0.0) < least:
            raise ValueError(
                f"problem.below_least_balance|value={self.amount_min or 0:.15g}|limit={least:.15g}"
            )
        return self

    @model_validator(mode="after")
    def _holds_the_helped_part(self) -> Self:
        for name in ("subsidy_amount", "capital_subsidy_fixed"):
            part = getattr(self.terms, name, None) or 0.0
            if (self.amount_min or 0.0) < part:
                value = f"{self.amount_min or 0:.15g}"
                raise ValueError(f"problem.below_helped_part|value={value}|limit={part:.15g}")
        return self

    @property
    def kind(self) -> str:
        """Code of the kind, the key of the register."""
        return self.terms.kind

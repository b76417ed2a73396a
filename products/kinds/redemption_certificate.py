"""Redemption certificate: one sum put away, worth what its table says after each completed year."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import field_validator, model_validator

from products.kind import Step
from products.terms import RoundingTerms, TaxTerms, TenorTerms, all_valued, in_order

MOST_REDEMPTION = 100.0
"""A hundredfold: a redemption value above it was most likely typed per 100 or per 100,000 invested."""


class RedemptionCertificateTerms(TenorTerms, TaxTerms, RoundingTerms):
    """Terms of a certificate whose contract is a table of redemption values; quoted averages are not used.

    Its worth stands still between completed years. Before the first year in the table it cannot be cashed
    (a row at 0 years says otherwise). Tax is withheld from the profit when it is cashed.
    """

    kind: Literal["redemption_certificate"] = "redemption_certificate"
    """Code of the kind."""
    redemptions: tuple[Step, ...] = ()
    """Table: `at` = completed years, `value` = payable per unit invested."""

    @field_validator("redemptions")
    @classmethod
    def _values_rise(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = in_order(all_valued(steps, MOST_REDEMPTION))
        for earlier, later in zip(ordered, ordered[1:], strict=False):
            if (later.value or 0.0) < (earlier.value or 0.0):
                raise ValueError(
                    f"problem.table_falls|value={later.value:g}|limit={earlier.value:g}"
                )
        return ordered

    @model_validator(mode="after")
    def _table_reaches_tenors(self) -> Self:
        if not any(step.at for step in self.redemptions):
            raise ValueError("problem.no_redemption_table")
        for months in self.tenors:
            if months % 12:
                raise ValueError(f"problem.not_whole_years|value={months}|limit=12")
        years = {step.at for step in self.redemptions}
        for months in self.tenors:
            if months // 12 not in years:
                raise ValueError(f"problem.table_gap|value={months // 12}")
        return self

"""Grant: money given once, after a delay, and not paid back; it may match the family's own money.

Derivation: one payment after a delay; with matching, a share of the own contribution up to a cap,
as in the capital subsidy of NDPREM (Kerala, India: 15 % of project cost, at most Rs 300,000).
"""

from __future__ import annotations

from datetime import date
from math import fsum, inf
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, field_validator, model_validator

from products.basis.cashflow import Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import minor_digits, to_minor
from products.kind import Kind, MoneyAmount, Months, Share, Side, Step, Variant
from products.mechanics.exact import Row, dated, in_parts, whole, with_fee
from products.mechanics.placing import on_marks
from products.terms import ClaimTerms, all_valued

_WHOLE = 1e-9


class GrantTerms(ClaimTerms):
    """Terms of a grant.

    Without matching the listing's amount is the grant itself: fixed where its smallest and largest
    amount are equal, capped by the largest otherwise. With matching the amount is the family's own
    contribution to the venture, and the grant is that many times the contribution; with
    `project_share` the amount is the cost of the project, however it is paid. At most `grant_max`
    is given. A subsidy that stands to the family's credit until its loan is repaid is a grant with
    that delay: it lowers the cost late.
    """

    kind: Literal["grant"] = "grant"
    """Code of the kind."""
    delay_months: Months = 0
    """Months from taking it up to the money in hand, or to the first part of it."""
    tranches: tuple[Step, ...] = ()
    """Table: `at` = months after the delay, `value` = share of the grant; empty: all at once."""
    conditions: Annotated[str, Field(pattern=r"^([a-z_]+(\|[a-z_]+)*)?$", max_length=200)] = ""
    """What must be kept to until the last part, parted by |, such as repaid_on_time|unit_works."""
    match_share: Annotated[float, Field(ge=0, le=20, json_schema_extra={"unit": "share"})] = 0.0
    """Grant per unit of own contribution; 0 means the amount is the grant itself."""
    project_share: Share = 0.0
    """Grant per unit of the project's cost; 0 means it does not go by the cost."""
    grant_max: Annotated[
        float | None, Field(gt=0, le=1e12, json_schema_extra={"unit": "money"})
    ] = None
    """Most that is given, in the listing's currency."""
    fee_fixed: MoneyAmount = 0.0
    """Fixed cost of taking it up, such as a membership, in the listing's currency."""

    @field_validator("tranches")
    @classmethod
    def _tranches_whole(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        ordered = all_valued(steps)
        total = fsum(step.value or 0.0 for step in ordered)
        if ordered and abs(total - 1) > _WHOLE:
            raise ValueError(f"problem.tranches_not_whole|value={total:g}|limit=1")
        return ordered

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if self.match_share and self.project_share:
            raise ValueError(f"problem.match_and_project|value={self.match_share:g}")
        return self

    @model_validator(mode="after")
    def _fee_below_grant(self) -> Self:
        if self.grant_max is not None and self.fee_fixed >= self.grant_max:
            raise ValueError(
                f"problem.fee_above_grant|value={self.fee_fixed:g}|limit={self.grant_max:g}"
            )
        return self


def variants(terms: GrantTerms) -> tuple[Variant, ...]:
    """The one there is; its tenor ends with the last part of the grant, at least a month."""
    return (Variant(tenor=max(_parts(terms)[-1][0], 1)),)


def unit_flows(terms: GrantTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows for an amount of 1, `[T+1]`: the grant in hand in its parts, the fee at the start.

    The own contribution that is matched goes to the venture and is not a flow of the grant.
    """
    parts = _parts(terms)
    nothing = np.zeros(parts[-1][0] + 1)
    given, fee = nothing.copy(), nothing.copy()
    for month, share in parts:
        given[month] += share * _per_unit(terms)
    fee[0] = -terms.fee_fixed
    flows = UnitFlows(given, fee, given, nothing, nothing, nothing)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: GrantTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated grant in minor units; the amount must be within `amount_limit`."""
    if amount_minor > amount_limit(terms, variant) * 10 ** minor_digits(currency):
        raise ValueError(f"at most {terms.grant_max} is given")
    parts = _parts(terms)
    money = in_parts(whole(amount_minor * _per_unit(terms)), [share for _, share in parts])
    rows = [Row(month, charge=paid) for (month, _), paid in zip(parts, money, strict=True)]
    if rows[0].month:
        rows = [Row(0), *rows]
    rows = with_fee(rows, to_minor(terms.fee_fixed, currency))
    return dated(rows, start, market.timeline, owes=False)


def amount_limit(terms: GrantTerms, variant: Variant) -> float:  # noqa: ARG001 - as in every kind
    """Largest amount that is still granted in full; infinite without a cap."""
    return inf if terms.grant_max is None else terms.grant_max / _per_unit(terms)


def _per_unit(terms: GrantTerms) -> float:
    return terms.match_share or terms.project_share or 1.0


def _parts(terms: GrantTerms) -> tuple[tuple[int, float], ...]:
    """When so much of the grant is in hand: (month, share), the first month first."""
    steps = terms.tranches or (Step(at=0, value=1.0),)
    return tuple((terms.delay_months + step.at, step.value or 0.0) for step in steps)


GRANT = Kind(
    code="grant",
    side=Side.GRANT,
    Terms=GrantTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_limit=amount_limit,
)

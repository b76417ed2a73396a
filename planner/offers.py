"""Every listing judged for this family: what it may take, why not, and what would fix it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from products.basis.problems import Scalar
from products.catalogue.listing import Listing
from products.kind import Side, Variant


class State(StrEnum):
    """The answer to one question about one listing."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """The answer about one listing as a whole."""

    AVAILABLE = "available"
    CONFIRM_FIRST = "confirm_first"
    """everything passes on terms last known on a day: ask the provider before anything is signed"""
    UNKNOWN = "unknown"
    """nothing fails, but questions are open"""
    NOT_AVAILABLE = "not_available"
    NEVER_OFFERED = "never_offered"
    """closed, superseded or without known terms: for the record only"""


@dataclass(frozen=True, slots=True)
class Change:
    """One value of the case to be set: `path` as in a problem's `where`, or a list + "[+]"."""

    path: str
    value: object


@dataclass(frozen=True, slots=True)
class Fix:
    """The smallest single change that turns one outcome; `code` is its text key.

    `patch` is applied to the case by `apply_patch`; empty means nothing the family can do.
    """

    code: str
    params: Mapping[str, Scalar]
    patch: tuple[Change, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether the family can do it at all."""
        return bool(self.patch)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule or gate of one listing.

    `code` is its text key ("rule.age_years.at_most", "gate.cash"); `group` joins rules of which one
    is enough; `counts` is False for a rule whose group passes by another one. `missing` is how far
    a number is from passing, in `params["unit"]`, and NaN where unknown.
    """

    code: str
    state: State
    params: Mapping[str, Scalar]
    missing: float = 0.0
    group: str = ""
    counts: bool = True
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """One listing for this family.

    Judged at `amount` (of the listing's currency; a month's deposit for kinds whose amount is
    monthly) and `variant`: what the family chose, or the smallest sensible taking.

    `applicant` is the member for whom fewest rules fail; None when no adult is there.
    `instalment` is the largest payment a month at that amount, in plan currency, `money` what is
    put in (savings) or received (finance, grants) in plan currency, `own_share` what the family
    adds itself. `age_days` is the age of the terms, None when undated.
    """

    listing: Listing
    side: Side
    verdict: Verdict
    applicant: str | None
    amount: float
    variant: Variant
    money: float
    own_share: float
    instalment: float
    outcomes: tuple[Outcome, ...]
    age_days: int | None
    stale: bool
    chosen: bool

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The outcomes that stand in the way."""
        return tuple(o for o in self.outcomes if o.counts and o.state is State.FAILED)

    @property
    def unknown(self) -> tuple[Outcome, ...]:
        """The questions still open."""
        return tuple(o for o in self.outcomes if o.counts and o.state is State.UNKNOWN)

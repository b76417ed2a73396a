"""One product judged for every household of a caseload, as if it were on sale today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.caseload.base import Base
from planner.offers import make_offers
from planner.outcomes import Outcome, State
from planner.takings import Setting
from products.basis.problems import Scalar
from products.basis.sources import Standing
from products.catalogue.listing import Listing

_WHO = ("rule.", "gate.adult", "gate.mode")
"""Outcomes that say who may take a product; all others say whether a family can carry it."""
Params = tuple[tuple[str, Scalar], ...]
_SAID = ("limit", "limit_amount")
"""What of an outcome belongs to the rule, not to the family."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule or gate that stands in the way: the key of its sentence, and what fills it.

    `who` says that it is about who may take the product; else it is about money.
    """

    code: str
    params: Params
    who: bool

    @property
    def filled(self) -> Mapping[str, Scalar]:
        """The parameters of the sentence."""
        return dict(self.params)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One household and one product.

    `eligible`: every rule passes. `able`: and its money carries the smallest sensible taking, its
    own share, its instalments and every month of the plan. `open`: no rule fails, but an answer is
    missing: the one reason is then `UNANSWERED`. `failing` are the reasons in the way, in the order
    of the rules; empty where able.
    """

    eligible: bool
    able: bool
    open: bool
    failing: tuple[Reason, ...]


UNANSWERED = Reason("caseload.unanswered", (), who=True)
"""No rule fails, but what some rule asks nobody has answered."""
NOT_THERE = Verdict(eligible=False, able=False, open=False, failing=())
"""What a product that does not exist yet is to every household."""


def judged(listing: Listing, base: Base) -> tuple[Verdict, ...]:
    """The verdict of each household."""
    sold = on_sale(listing)
    return tuple(_judge(sold, setting) for setting in base.settings)


def on_sale(listing: Listing) -> Listing:
    """A listing as if it could be had today: a draft is judged by its terms and rules alone."""
    changes = {"standing": Standing.OFFERED, "valid_from": None, "valid_to": None}
    return listing.model_copy(update=changes)


def _judge(listing: Listing, setting: Setting) -> Verdict:
    (offer,) = make_offers([listing], setting)
    failed, unknown = offer.failed, offer.unknown
    barred = [one for one in failed if one.code.startswith(_WHO)]
    eligible = not barred and not unknown
    reasons = tuple(dict.fromkeys(_reason(one) for one in barred or failed))
    return Verdict(
        eligible=eligible,
        able=eligible and not failed,
        open=not barred and bool(unknown),
        failing=(UNANSWERED,) if unknown and not barred else reasons,
    )


def _reason(outcome: Outcome) -> Reason:
    assert outcome.state is State.FAILED, "only what fails stands in the way"
    who = outcome.code.startswith(_WHO)
    params = tuple((k, v) for k, v in sorted(outcome.params.items()) if k in _SAID) if who else ()
    return Reason(outcome.code, params, who)

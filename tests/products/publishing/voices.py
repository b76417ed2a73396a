"""What tests of facts, disputes and counts share: people, a listing, days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from products.basis.people import Actor, Role
from products.catalogue.listing import Listing
from tests.products.price.shelf import listed, terms_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()
BANK = Actor("amina", "bank", frozenset({Role.BANK}))
OTHER_BANK = Actor("bilal", "other", frozenset({Role.BANK}))
STEWARD = Actor("sana", "steward", frozenset({Role.STEWARD}))
OFFICER = Actor("omar", "relief", frozenset({Role.OFFICER}))
FAMILY = Actor("family@laptop", "family", frozenset({Role.FAMILY}))


def later(**how: float) -> datetime:
    """A moment after `NOW`."""
    return NOW + timedelta(**how)


def ago(days: int) -> date:
    """A day before `TODAY`."""
    return TODAY - timedelta(days=days)


def loan(**header: Any) -> Listing:
    """A loan at 14 per cent, up to five lakh, read on the first of January 2025."""
    terms = terms_of(
        "loan", rate=0.14, rate_basis="nominal_pa_monthly", repayment="level",
        tenor_min_months=12, tenor_max_months=36, fee_share=0.01,
    )  # fmt: skip
    told = {"amount_max": 500_000.0, "as_of": "2025-01-01", "id": "TEST-LOAN", **header}
    return listed(terms, category="enterprise", **told)

"""One made-up listing of each kind, as the example row of its template: right, and nobody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from products.imports.documents import Content
from products.imports.tables import EXAMPLE

Terms = Mapping[str, Any]

_FIXED: Terms = {"tenor_max_months": 60, "rate": 0.12, "rate_basis": "nominal_pa_monthly"}
_SAVING: Terms = {"rate": 0.08, "rate_basis": "simple_pa"}
_ONE_YEAR: Terms = {"tenor_min_months": 12, "tenor_max_months": 12}

TERMS: Mapping[str, Terms] = {
    "annuity_pension": {"pensions": [{"at": 10, "value": 1.5}, {"at": 20, "value": 4.2}]},
    "committee": {"members": 10, "turn_last": 10},
    "cover": {**_ONE_YEAR, "premium_every_months": 12, "events": "death", "benefit": 500000.0},
    "credit_line": {**_FIXED, "line_months": 12, "minimum_payment_share": 0.05},
    "declared_dividend": {**_ONE_YEAR, "dividend_pa": 0.06},
    "diminishing_musharakah": {**_FIXED, "down_payment_share": 0.2},
    "discount_bill": {"rate": 0.1, "bill_days": 182, "year_days": 365},
    "entitlement": {"paid_every_months": 1},
    "gold": {"price_growth_pa_low": -0.05, "price_growth_pa_high": 0.2},
    "grant": {"delay_months": 3},
    "housing_loan": {**_FIXED, "tenor_max_months": 240, "down_payment_share": 0.2},
    "ijara": {**_FIXED, "down_payment_share": 0.1},
    "income_certificate": {**_ONE_YEAR, **_SAVING, "coupon_every_months": 6},
    "income_for_life": {"dividend_pa": 0.1, "dividend_pa_low": 0.08},
    "livestock": {
        "tenor_max_months": 6,
        "keep_pm_share": 0.08,
        "sale_share": 1.6,
        "mortality_chance": 0.03,
    },
    "loan": {**_FIXED, "fee_share": 0.01, "grace_months": 3},
    "murabaha": {"tenor_max_months": 12, "markup": 0.15, "markup_basis": "flat_term"},
    "prize_bond": {"face_value": 1000.0, "prizes": "1000000x1|5000x200", "coupon_pa": 0.03},
    "profit_sharing": {"profit_pa": 0.05, "holder_share": 0.5, "payout_every_months": 1},
    "qard_hasan": {"tenor_min_months": 12, "tenor_max_months": 48, "grace_months": 3},
    "recurring_saving": {**_SAVING, "tenor_min_months": 12, "tenor_max_months": 60},
    "redemption_certificate": {
        "tenor_min_months": 12,
        "tenor_max_months": 36,
        "redemptions": [
            {"at": 1, "value": 1.09},
            {"at": 2, "value": 1.19},
            {"at": 3, "value": 1.3},
        ],
    },
    "remittance_reward": {"reward_share": 0.025},
    "salam": {"tenor_max_months": 6, "goods_worth_share": 1.2},
    "savings_account": dict(_SAVING),
    "savings_group": {},
    "term_deposit": {**_ONE_YEAR, **_SAVING},
}
"""Terms of the example of each kind."""
_AMOUNTS: Mapping[str, tuple[float, float]] = {"prize_bond": (1000.0, 100000.0)}
_ISLAMIC = ("diminishing_musharakah", "ijara", "murabaha", "profit_sharing", "salam")
_FREE = ("committee", "entitlement", "grant", "qard_hasan", "savings_group")


def example(kind: str) -> Content:
    """The example listing of a kind, with a rule; its id says that it is one."""
    low, high = _AMOUNTS.get(kind, (10000.0, 500000.0))
    mode = "islamic" if kind in _ISLAMIC else "interest_free" if kind in _FREE else "conventional"
    return {
        "id": f"{EXAMPLE}-1",
        "name": "Example: this row is not listed",
        "category": "housing" if kind == "housing_loan" else "savings",
        "currency": "USD",
        "modes": [mode],
        "amount_min": low,
        "amount_max": high,
        "standing": "offered",
        "as_of": "2026-01-31",
        "confidence": "high",
        "channel": "Branch",
        "terms": {"kind": kind, **TERMS[kind]},
        "rules": [
            {"fact": "age_years", "op": "at_least", "value": 18.0},
            {"fact": "has_national_id", "op": "is", "value": True},
        ],
    }

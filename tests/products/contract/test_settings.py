"""The settings refuse what they cannot mean."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from products.contract.settings import Fee, Grace, Payment, RoundingRule


@pytest.mark.parametrize(
    ("model", "fields", "code"),
    [
        (Fee, {"when": "on_day", "value": 5}, "problem.fee_needs_day"),
        (Fee, {"when": "each", "value": 5, "on": "2026-01-01"}, "problem.fee_needs_day"),
        (Fee, {"when": "start", "of": "charge", "value": "0.1"}, "problem.fee_has_no_base"),
        (Fee, {"when": "each", "of": "charge", "value": 2}, "problem.rate_like_per_cent"),
        (Payment, {"on": "2026-01-01", "amount": 5, "settles": True}, "problem.settlement"),
    ],
)
def test_a_contradiction_is_named(model, fields, code):
    with pytest.raises(ValidationError, match=code):
        model.model_validate(fields)


def test_nothing_is_rounded_away_unless_it_is_said():
    rule = RoundingRule()
    assert (rule.mode, rule.step_minor, rule.carry, rule.rest) == (
        "half_up",
        1,
        "each_row",
        "last",
    )
    assert Grace() == Grace(principal=0, charge=0, free=0)


def test_settings_are_fixed_once_made():
    with pytest.raises(ValidationError):
        RoundingRule().step_minor = 5

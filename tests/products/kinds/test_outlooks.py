"""What nobody promises, at its worse and better end, for every kind that has such terms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.cashflow import roll_forward_gap
from products.basis.market import flat_market
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds import KINDS
from products.terms import Outlook, OutlookTerms
from tests.strategies import terms_of

MARKET = flat_market(Timeline(date(2026, 1, 31), 240))
SEVERAL_WAYS = ("livestock", "savings_group")
"""Kinds with several such fields, of which one can outdo another: an animal that dies eats less."""
UNPROMISED = sorted(code for code, kind in KINDS.items() if issubclass(kind.Terms, OutlookTerms))


@pytest.mark.parametrize("code", [code for code in UNPROMISED if code not in SEVERAL_WAYS])
@given(data=st.data())
def test_the_low_end_never_brings_more_and_the_high_end_never_less(
    code: str, data: st.DataObject
) -> None:
    terms: Any = data.draw(terms_of(code))
    kind = KINDS[code]
    variant: Variant = data.draw(st.sampled_from(kind.variants(terms)))
    brought = []
    for outlook in Outlook:
        flows = kind.unit_flows(terms.seen(outlook), variant, MARKET)
        assert roll_forward_gap(flows) < 1e-9
        brought.append(float((flows.per_unit + flows.per_take).sum()))
    assert brought[0] <= brought[1] + 1e-9
    assert brought[1] <= brought[2] + 1e-9


@pytest.mark.parametrize("code", UNPROMISED)
@given(data=st.data())
def test_in_the_middle_the_terms_are_as_they_stand(code: str, data: st.DataObject) -> None:
    terms: Any = data.draw(terms_of(code))
    assert terms.seen(Outlook.BASE) is terms


@pytest.mark.parametrize("code", UNPROMISED)
def test_what_can_turn_out_otherwise_has_both_ends(code: str) -> None:
    fields = KINDS[code].Terms.model_fields
    for name in fields:
        if name.endswith(("_low", "_high")):
            base = name.rpartition("_")[0]
            assert {base, f"{base}_low", f"{base}_high"} <= set(fields), name
    for name in KINDS[code].Terms.worse_when_high:
        assert name in KINDS[code].Terms.uncertain()

"""Many takings at once are each priced as if they were alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.price.asking import Ask
from products.price.many import Figures, price_many
from products.price.price import effective_price
from tests.products.price.shelf import HOME, MARKET, START, drifting, listed, listing, variant_of
from tests.strategies import Offer, offers

SUMS = ("received", "paid", "kept", "first_instalment", "largest_instalment")


def alone(ask: Ask, market=MARKET) -> Figures:
    """The figures of the whole price."""
    found = effective_price(ask.listing, ask.variant, ask.amount, market, start=START, home=HOME)
    if found.base is None:
        return Figures(problem=found.problems[0])
    home = found.base.home_pa
    return Figures(
        found.effective_pa,
        home.only if home else None,
        found.base.money,
        next((p for p in found.problems if p.code != "problem.price.not_credit"), None),
    )


def same(found: Figures, expected: Figures) -> None:
    assert found.problem == expected.problem
    for name in ("effective_pa", "home_pa"):
        one, other = getattr(found, name), getattr(expected, name)
        assert (one is None) == (other is None)
        assert one is None or one == pytest.approx(other, rel=1e-8, abs=1e-10)
    if expected.money is None:
        assert found.money is None
        return
    for name in SUMS:
        one, other = getattr(found.money, name), getattr(expected.money, name)
        assert one == pytest.approx(other, rel=1e-9, abs=1e-9)


AMOUNTS = st.sampled_from([0.0, 50.0, 1_000.0, 250_000.0])
MANY = st.lists(st.tuples(offers(), AMOUNTS), min_size=1, max_size=6)


@given(MANY, st.sampled_from(["PKR", "USD", "KWD"]))
def test_each_row_is_priced_as_if_it_were_alone(many: list[tuple[Offer, float]], code) -> None:
    market = drifting(0.05)
    asks = [
        Ask(listed(offer.terms, currency=code), offer.variant, amount) for offer, amount in many
    ]
    found = price_many(asks, market, start=START, home=HOME)
    for ask, figures in zip(asks, found, strict=True):
        same(figures, alone(ask, market))


def test_more_rows_than_the_kernel_waits_for_give_the_same_figures() -> None:
    terms = {"tenor_max_months": 36, "rate_basis": "nominal_pa_monthly"}
    lent = [listing("loan", rate=0.1 + i / 10_000, fee_fixed=100, **terms) for i in range(700)]
    asks = [Ask(each, variant_of(each), 1_000.0 + i) for i, each in enumerate(lent)]
    found = price_many(asks, MARKET, start=START, home=HOME)
    for i in (0, 350, 699):
        same(found[i], alone(asks[i]))


def test_the_same_terms_at_two_amounts_are_worked_out_once(monkeypatch) -> None:
    each = listing("loan", tenor_max_months=36, rate=0.1, rate_basis="flat_pa", fee_fixed=500)
    kind, calls = Ask(each, variant_of(each), 1.0).kind, []
    counted = replace(
        kind, unit_flows=lambda *given: calls.append(given) or kind.unit_flows(*given)
    )
    monkeypatch.setattr("products.price.asking.KINDS", {"loan": counted})
    asks = [Ask(each, variant_of(each), amount) for amount in (10_000.0, 100_000.0)]
    low, high = price_many(asks, MARKET, start=START, home=HOME)
    assert len(calls) == 1
    assert low.effective_pa > high.effective_pa


def test_weeks_and_months_keep_their_places() -> None:
    weekly = listing(
        "loan", tenor_max_months=12, rate=0.1, rate_basis="flat_term",
        instalment_every_days=7, instalments=52,
    )  # fmt: skip
    monthly = listing("loan", tenor_max_months=12, rate=0.1, rate_basis="flat_term")
    asks = [Ask(each, variant_of(each), 1_000.0) for each in (weekly, monthly, weekly)]
    first, second, third = price_many(asks, MARKET, start=START, home=HOME)
    assert first == third
    assert first.effective_pa == pytest.approx(0.2098, abs=1e-4)
    assert second.effective_pa != first.effective_pa


def test_no_rows_are_no_figures() -> None:
    assert price_many([], MARKET, start=START) == ()

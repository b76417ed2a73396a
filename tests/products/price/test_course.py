"""A taking on its own days, and the part of it that is priced."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from products.basis.timeline import date_of
from products.kind import Side
from products.price.asking import Ask
from products.price.course import (
    Course,
    clean,
    counts_days,
    course_of,
    last_moved,
    turned,
    unsaved,
)
from products.price.horizon import market_from
from tests.products.price.shelf import MARKET, START, listed, listing, terms_of, variant_of
from tests.strategies import Offer, offers

SEEN = market_from(MARKET, START)


def course(kind: str, amount: float = 1_000.0, place: int = -1, **columns) -> Course:
    each = listing(kind, **columns)
    return course_of(Ask(each, variant_of(each, place), amount), SEEN)


@given(offers())
def test_only_terms_that_count_days_pay_between_month_marks(offer: Offer) -> None:
    minor = int(min(5_000_00, 100 * offer.kind.amount_limit(offer.terms, offer.variant)))
    assume(minor >= 1_000_00)
    variant = Ask(listed(offer.terms), offer.variant, 1.0).taken
    found = offer.kind.schedule(offer.terms, variant, minor, START, "PKR", SEEN)
    on_marks = all(
        date_of(SEEN.timeline, int(mark)) == day
        for mark, day in zip(found.due_mark, found.due_date, strict=True)
    )
    assert on_marks or counts_days(offer.terms)


@given(offers(), st.sampled_from([1_000.0, 70_000.0]))
def test_a_course_holds_all_that_is_paid_and_received(offer: Offer, amount: float) -> None:
    assume(not counts_days(offer.terms))
    ask = Ask(listed(offer.terms), offer.variant, amount)
    unit = offer.kind.unit_flows(offer.terms, ask.taken, SEEN)
    found = course_of(ask, SEEN)
    whole = float((amount * unit.per_unit + unit.per_take).sum())
    assert found.flow.sum() == pytest.approx(whole, abs=1e-9 * amount * 100)
    assert found.at.size == last_moved(unit) + 1
    assert found.days[0] == START


def test_weeks_stand_on_their_exact_days() -> None:
    found = course(
        "loan", tenor_max_months=3, instalment_every_days=7, instalments=10, rate=0.1,
        rate_basis="flat_term",
    )  # fmt: skip
    assert not found.by_month
    assert found.at.tolist() == [7 * week for week in range(11)]
    assert found.days[1] == date(2026, 2, 7)
    assert found.flow.tolist() == [1_000.0, *[-110.0] * 10]
    assert found.owed.tolist()[:2] == [1_000.0, 900.0]


def test_what_is_put_away_with_every_week_stands_at_its_own_row() -> None:
    found = course(
        "loan", tenor_max_months=3, instalment_every_days=7, instalments=10, rate=0.0,
        rate_basis="flat_term", saved_share=0.05, saved_each_share=0.01, saved_kept_share=0.5,
    )  # fmt: skip
    expected = [50 + 10 * week for week in range(10)] + [75]
    assert found.owned.tolist() == pytest.approx(expected)
    assert found.kept == pytest.approx(75)
    assert found.saves_inside


def test_a_bill_is_owned_until_it_pays() -> None:
    found = course("discount_bill", rate=0.12, bill_days=91, bills_max=2)
    assert found.at.tolist() == [0, 91, 182]
    assert found.owned[-1] == 0
    assert not found.owed.any()


def test_a_committee_is_priced_on_its_own_side_only() -> None:
    """Turn 4 of 10: three instalments saved, then a pot of which six are owed."""
    each = course("committee", place=3, members=10)
    assert each.flow.tolist() == [-1_000.0] * 3 + [9_000.0] + [-1_000.0] * 6
    assert each.own(Side.FINANCE).tolist() == [0, 0, 0, 6_000, *[-1_000] * 6]
    assert each.own(Side.SAVING).tolist() == [-1_000] * 3 + [3_000, *[0] * 6]
    assert not each.saves_inside


def test_savings_left_when_a_loan_ends_count_as_paid_back_then() -> None:
    terms = {"tenor_max_months": 2, "rate": 0.0, "rate_basis": "nominal_pa_monthly"}
    found = course("loan", saved_share=0.1, saved_kept_share=1.0, **terms)
    assert found.flow.tolist() == pytest.approx([900, -500, -500])
    assert found.own(Side.FINANCE).tolist() == pytest.approx([900, -500, -400])


def test_what_turns_is_taken_out_on_the_right_side() -> None:
    position = np.array([[-1.0, -2.0, 3.0, 0.0]])
    assert turned(position, Side.FINANCE).tolist() == [[1.0, 1.0, -2.0, 0.0]]
    assert turned(position, Side.SAVING).tolist() == [[0.0, 0.0, -3.0, 3.0]]


def test_dust_is_swept_against_the_largest_flow() -> None:
    assert clean(np.array([1e6, 1e-6, -1e6])).tolist() == [1e6, 0.0, -1e6]
    assert clean(np.array([[1.0, 1e-9], [0.0, 0.0]])).tolist() == [[1.0, 1e-9], [0.0, 0.0]]


def test_terms_without_savings_are_the_same_terms() -> None:
    loan = terms_of("loan", tenor_max_months=12, rate=0.1, rate_basis="flat_pa", saved_share=0.1)
    assert unsaved(loan) == loan.model_copy(update={"saved_share": 0.0})
    deposit = terms_of("term_deposit", tenor_max_months=12, rate=0.1, rate_basis="simple_pa")
    assert unsaved(deposit) == deposit

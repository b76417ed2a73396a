"""A contract laid on its calendar."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from products.contract.frame import frame_of
from tests.products.contract.contracts import START, contract


def test_one_drawdown_of_all_is_the_rule():
    frame = frame_of(contract())
    assert frame.draws == ((START, Fraction(10_000_000)),)
    assert len(frame.instalments) == 12


def test_drawdowns_are_told_by_where_they_fall():
    draws = [
        {"on": START, "amount": 100},
        {"on": "2026-02-01", "amount": 50},
        {"on": "2026-02-15", "amount": 10},
    ]
    frame = frame_of(contract(amount=200, drawdowns=draws))
    first = frame.periods[0]
    assert list(frame.drawn_within(first)) == [(date(2026, 2, 1), Fraction(5000))]
    assert frame.drawn_at(first.due) == 1000
    assert frame.drawn_by(date(2026, 2, 1)) == 15_000
    assert frame.drawn_after(date(2026, 2, 1))
    assert not frame.drawn_after(first.due)
    assert frame.principal == 20_000


def test_a_longer_term_gives_periods_without_instalments():
    frame = frame_of(contract(amortised_over=36))
    assert (len(frame.periods), len(frame.instalments)) == (36, 12)


def test_a_calendar_may_begin_before_the_money_is_drawn():
    frame = frame_of(contract(calendar_start="2026-01-01"))
    assert frame.periods[0].start == date(2026, 1, 1)
    assert frame.periods[0].due == date(2026, 2, 1)
    assert list(frame.drawn_within(frame.periods[0])) == [(START, Fraction(10_000_000))]


def test_stated_due_dates_are_taken_as_they_are():
    days = ["2026-04-01", "2026-11-30"]
    frame = frame_of(contract(instalments=2, due_on=days))
    assert [period.due.isoformat() for period in frame.periods] == days
    assert not frame.periods[1].is_whole
